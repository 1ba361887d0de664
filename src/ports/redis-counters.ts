import type { Redis } from "ioredis"
import type { Counters } from "./counters.ts"

/** Milliseconds after which a Redis that does not answer counts as away: a request is waiting. */
const patience = 1000

/** Shared counters in Redis. @param prefix of all keys, so that several installations can share one Redis */
export function redisCounters(url: string, prefix: string): Counters {
  let opened: Promise<Redis> | undefined
  const open = async () => {
    const { Redis } = await import("ioredis")
    const client = new Redis(url, { maxRetriesPerRequest: 0, commandTimeout: patience, connectTimeout: patience })
    // Each command that fails says so itself.
    client.on("error", () => {})
    return client
  }
  return {
    async add(key, amount, endsAt) {
      const redis = await (opened ??= open())
      const [count] =
        (await redis.multi().incrby(`${prefix}:${key}`, amount).pexpireat(`${prefix}:${key}`, endsAt).exec()) ?? []
      if (!count || count[0]) throw count?.[0] ?? new Error("Redis gave no answer")
      return Number(count[1])
    },
    async close() {
      if (opened) (await opened).disconnect()
    },
  }
}
