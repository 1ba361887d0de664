/**
 * How often something may be done in a window of time, by all servers together. Each server counts for itself and settles
 * with the shared counter a slice at a time, so that within a limit hardly any request costs a statement. A slice is a
 * hundredth of the limit: n servers together let pass at most `max + (n - 1) * max / 100`, and never less than `max`.
 * Limits of a hundred and less are exact, because their slice is one.
 */
import { createLog } from "../log.ts"
import { AppError } from "../errors.ts"
import type { Counters } from "../ports/counters.ts"

export interface Limit {
  name: string
  /** how often in a window */
  max: number
  /** milliseconds of a window; windows begin at multiples of it */
  period: number
}

export interface Allowance {
  isAllowed: boolean
  limit: Limit
  /** how often more in this window */
  remaining: number
  /** seconds until the next window */
  reset: number
}

/** Those that are settled together. */
interface Batch {
  /** how many the shared counter had before them, once it is known */
  before?: number
  /** once they are being settled */
  settled?: Promise<void>
}

interface Tally {
  key: string
  endsAt: number
  /** what the shared counter said last, and what was counted here since */
  settled: number
  unsettled: number
  batch: Batch
  settling: Promise<void> | undefined
}

const maxKept = 50_000

const log = createLog("error")

export class RateLimits {
  private readonly tallies = new Map<string, Tally>()

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly counters: Counters,
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts one more, unless the limit is reached. */
  async take(limit: Limit, who: string): Promise<Allowance> {
    const tally = this.tally(limit, who)
    if (tally.settled + tally.unsettled >= limit.max) return this.allowance(limit, tally, false)
    const { batch } = tally
    const place = ++tally.unsettled
    await this.settle(limit, tally, batch)
    return this.allowance(limit, tally, (batch.before ?? tally.settled) + place <= limit.max)
  }

  /** Takes back one that is not to count after all. */
  async giveBack(limit: Limit, who: string): Promise<void> {
    const tally = this.tally(limit, who)
    tally.unsettled--
    if (sliceOf(limit) === 1) await this.push(tally)
  }

  close(): Promise<void> {
    return this.counters.close()
  }

  private tally({ name, period }: Limit, who: string): Tally {
    const id = `${name}:${who}`
    const known = this.tallies.get(id)
    const now = this.now()
    if (known && known.endsAt > now) return known
    const begin = Math.floor(now / period) * period
    const key = `${id}:${begin}`
    const tally = { key, endsAt: begin + period, settled: 0, unsettled: 0, batch: {}, settling: undefined }
    this.tallies.delete(id)
    for (const oldest of this.tallies.keys()) {
      if (this.tallies.size < maxKept) break
      this.tallies.delete(oldest)
    }
    this.tallies.set(id, tally)
    return tally
  }

  /** Returns at once while the batch is smaller than a slice. */
  private async settle(limit: Limit, tally: Tally, batch: Batch): Promise<void> {
    while (tally.batch === batch && tally.unsettled >= sliceOf(limit)) await (tally.settling ?? this.push(tally))
    await batch.settled
  }

  private push(tally: Tally): Promise<void> {
    const { batch } = tally
    const pushing = this.add(tally).finally(() => {
      if (tally.settling === pushing) tally.settling = undefined
    })
    tally.settling = pushing
    batch.settled = pushing
    return pushing
  }

  /** A store that is away shuts nobody out: each server then counts for itself. */
  private async add(tally: Tally): Promise<void> {
    const { batch, unsettled: amount } = tally
    tally.batch = {}
    tally.unsettled = 0
    tally.settled += amount
    batch.before = tally.settled - amount
    try {
      tally.settled = await this.counters.add(tally.key, amount, tally.endsAt)
      batch.before = tally.settled - amount
    } catch (error) {
      log.error("Rate limits are counted by this server alone, because the shared counters do not answer", { error })
    }
  }

  private allowance(limit: Limit, { settled, unsettled, endsAt }: Tally, isAllowed: boolean): Allowance {
    const remaining = Math.max(0, limit.max - settled - unsettled)
    return { isAllowed, limit, remaining, reset: Math.max(1, Math.ceil((endsAt - this.now()) / 1000)) }
  }
}

export const sliceOf = ({ max }: Limit) => Math.max(1, Math.floor(max / 100))

/** Throws TOO_MANY_REQUESTS unless it is allowed. */
export function requireAllowed(allowance: Allowance): void {
  if (!allowance.isAllowed) throw tooMany(allowance)
}

export function tooMany({ limit, reset }: Allowance): AppError {
  const message = `Limit reached (${limit.max} per ${limit.period / 1000} s); try again in ${reset} s`
  return new AppError("TOO_MANY_REQUESTS", message, {
    subCode: "LIMIT_REACHED",
    userFriendlyMessage: "That was too often. Please try again a little later.",
    extensions: { limit: limit.max, retryAfter: reset },
  })
}
