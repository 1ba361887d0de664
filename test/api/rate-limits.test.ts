/** How often one may ask: what it costs, what is answered, and that several servers count together. */
import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import { RateLimits, sliceOf, type Limit } from "../../src/auth/rate-limits.ts"
import { postgresCounters, removeEndedCounters } from "../../src/db/rate-counters.ts"
import type { Counters } from "../../src/ports/counters.ts"
import { redisCounters } from "../../src/ports/redis-counters.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { startTestRedis, type TestRedis } from "../support/redis.ts"

const minute = 60_000

/** Halfway through the window to come, so that none ends while a test runs, by the clock of Redis neither. */
const noon = Math.ceil(Date.now() / minute) * minute + minute / 2

let app: TestApp
let me: Member
let redis: TestRedis

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  redis = await startTestRedis()
})

afterAll(async () => {
  await redis.stop()
  await app.close()
})

function stores(): [string, () => Counters][] {
  return [
    ["PostgreSQL", () => postgresCounters(app.services.db)],
    ["Redis", () => redisCounters(redis.url, `test:${process.pid}`)],
  ]
}

describe.each(stores())("counted in %s", (_name, open) => {
  test.each([
    [1, 10],
    [3, 10],
    [1, 1000],
    [3, 1000],
    [5, 1000],
  ])("%d servers together let pass %d, and few more", async (count, max) => {
    const limit: Limit = { name: `t${count}`, max, period: minute }
    const servers = Array.from({ length: count }, () => new RateLimits(open(), () => noon))
    const who = crypto.randomUUID()
    let allowed = 0
    for (let i = 0; i < max + 200; i++) {
      const { isAllowed } = await servers[i % count]!.take(limit, who)
      if (isAllowed) allowed++
    }
    expect(allowed).toBeGreaterThanOrEqual(max)
    expect(allowed).toBeLessThanOrEqual(max + (count - 1) * (sliceOf(limit) - 1))
    await Promise.all(servers.map((server) => server.close()))
  })

  test("all at once, too", async () => {
    const limit: Limit = { name: "burst", max: 50, period: minute }
    const servers = [new RateLimits(open(), () => noon), new RateLimits(open(), () => noon)]
    const who = crypto.randomUUID()
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => servers[i % 2]!.take(limit, who)))
    expect(answers.filter(({ isAllowed }) => isAllowed).length).toBe(50)
    await Promise.all(servers.map((server) => server.close()))
  })

  test("what is given back can be taken again, and a new window begins at nothing", async () => {
    let now = noon
    const limits = new RateLimits(open(), () => now)
    const limit: Limit = { name: "back", max: 2, period: minute }
    const who = crypto.randomUUID()
    const take = async () => (await limits.take(limit, who)).isAllowed
    expect([await take(), await take(), await take()]).toEqual([true, true, false])
    await limits.giveBack(limit, who)
    expect([await take(), await take()]).toEqual([true, false])
    now += minute
    expect(await take()).toBe(true)
    await limits.close()
  })
})

test("a store that is away shuts nobody out", async () => {
  const away: Counters = { add: () => Promise.reject(new Error("away")), close: async () => {} }
  const write = spyOn(process.stderr, "write").mockImplementation(() => true)
  const limits = new RateLimits(away, () => noon)
  const limit: Limit = { name: "away", max: 3, period: minute }
  const answers = []
  for (let i = 0; i < 4; i++) answers.push((await limits.take(limit, "x")).isAllowed)
  write.mockRestore()
  expect(answers).toEqual([true, true, true, false])
})

test("counters that have ended are removed", async () => {
  const limits = new RateLimits(postgresCounters(app.services.db), () => noon - 60 * minute)
  await limits.take({ name: "old", max: 1, period: minute }, "x")
  await removeEndedCounters(app.services.db)
  const rows = await app.services.db.query(`select key from core."rateCounter" where key like 'old:%'`)
  expect(rows).toEqual([])
})

interface Server {
  request(path: string, init?: RequestInit, address?: string): Promise<Response>
  as: Member
  statements(): string[]
}

/** A server of its own over the same database. */
function server(env: { apiRateLimit?: number; anonymousRateLimit?: number }, now = () => noon): Server {
  const texts: string[] = []
  const { db } = app.services
  const counting = {
    ...db,
    query: (text: string, params?: never[]) => {
      texts.push(text)
      return db.query(text, params)
    },
  } as typeof db
  const services = createServices({ ...app.services.config, ...env }, counting)
  services.rateLimits = new RateLimits(postgresCounters(counting), now)
  const served = createApp(services)
  const request = async (path: string, init?: RequestInit, address = "") =>
    served.request(path, init, { remoteAddress: () => address })
  return { request, as: actAs(request, me), statements: () => texts.splice(0) }
}

describe("requests", () => {
  test("within the limit cost no statement more than with no limit at all", async () => {
    const limited = server({ apiRateLimit: 10_000 })
    const unlimited = server({ apiRateLimit: 0 })
    const texts: string[][] = []
    for (const each of [unlimited, limited]) {
      await each.as.graphql("{ companies(first: 1) { edges { node { id } } } }")
      each.statements()
      for (let i = 0; i < 98; i++) await each.as.graphql("{ companies(first: 1) { edges { node { id } } } }")
      texts.push(each.statements())
    }
    expect(texts[1]!.length).toBe(texts[0]!.length)
    // The hundredth settles the slice: one statement for all of them.
    await limited.as.graphql("{ companies(first: 1) { edges { node { id } } } }")
    const counted = limited.statements().filter((text) => text.includes("rateCounter"))
    expect(counted.length).toBe(1)
  })

  test("are told how many are left, and those beyond when to come back, alike everywhere", async () => {
    const own = await app.signUp()
    const { request } = server({ apiRateLimit: 4 })
    const headers = { authorization: `Bearer ${own.token}`, "content-type": "application/json" }
    const body = JSON.stringify({ query: "{ __typename }" })
    const ask = (path: string) =>
      path.startsWith("/rest") ? request(path, { headers }) : request(path, { method: "POST", headers, body })
    for (const [i, path] of ["/graphql", "/metadata", "/rest/companies", "/rest/nonsense"].entries()) {
      const response = await ask(path)
      expect(response.headers.get("ratelimit-limit")).toBe("4")
      expect(response.headers.get("ratelimit-remaining")).toBe(String(3 - i))
      expect(response.headers.get("ratelimit-reset")).toBe("30")
      expect(response.status).not.toBe(429)
    }
    for (const path of ["/graphql", "/metadata", "/rest/companies"]) {
      const response = await ask(path)
      expect(response.status).toBe(429)
      expect(response.headers.get("retry-after")).toBe("30")
      expect(response.headers.get("ratelimit-remaining")).toBe("0")
      const message = "Limit reached (4 per 60 s); try again in 30 s"
      const details = { limit: 4, retryAfter: 30 }
      expect(await response.json()).toMatchObject(
        path.startsWith("/rest")
          ? { statusCode: 429, error: "Error", messages: [message], code: "LIMIT_REACHED", details }
          : { errors: [{ message, extensions: { code: "TOO_MANY_REQUESTS", subCode: "LIMIT_REACHED", ...details } }] },
      )
    }
  })

  test("of several people and keys are counted apart", async () => {
    const { request } = server({ apiRateLimit: 1 })
    const [a, b] = [await app.signUp(), await app.signUp()]
    const status = async (who: Member) =>
      (await request("/rest/companies", { headers: { authorization: `Bearer ${who.token}` } })).status
    expect([await status(a), await status(a), await status(b), await status(b)]).toEqual([200, 429, 200, 429])
  })

  test("without a token, or with a bad one, are counted by address; those of watchers are not", async () => {
    const { request } = server({ anonymousRateLimit: 2, apiRateLimit: 1000 })
    const status = async (address: string, token = "") =>
      (await request("/client-config", token ? { headers: { authorization: `Bearer ${token}` } } : {}, address)).status
    expect([await status("192.0.2.1"), await status("192.0.2.1", "made.up.token"), await status("192.0.2.1")]).toEqual([
      200, 200, 429,
    ])
    expect(await status("192.0.2.2")).toBe(200)
    expect([await status("2001:db8:1::1"), await status("2001:db8:1::2"), await status("2001:db8:1::3")]).toEqual([
      200, 200, 429,
    ])
    // Not so the addresses of IPv4 that a socket of both kinds reports.
    expect(await Promise.all([1, 2, 3, 4].map((last) => status(`::ffff:203.0.113.${last}`)))).toEqual([
      200, 200, 200, 200,
    ])
    for (let i = 0; i < 4; i++) expect((await request("/healthz", {}, "192.0.2.1")).status).toBe(200)
    // Somebody who is signed in is not held up by strangers at the same address.
    expect(await status("192.0.2.1", me.token)).toBe(200)
  })
})

describe("the address", () => {
  const cases: [string, string | undefined, string | undefined, string][] = [
    ["", "192.0.2.1", "198.51.100.1", "192.0.2.1"],
    ["10.0.0.0/8", "192.0.2.1", "198.51.100.1", "192.0.2.1"],
    ["10.0.0.0/8", "10.1.2.3", "198.51.100.1", "198.51.100.1"],
    ["10.0.0.0/8", "::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"],
    ["10.0.0.0/8", "10.1.2.3", "203.0.113.9, 198.51.100.1, 10.9.9.9", "198.51.100.1"],
    ["10.0.0.0/8", "10.1.2.3", "203.0.113.9, nonsense", "10.1.2.3"],
    ["10.0.0.0/8", "10.1.2.3", undefined, "10.1.2.3"],
    ["fd00::/8", "fd12::1", "2001:db8::5", "2001:db8::5"],
  ]

  test.each(cases)(
    "with TRUSTED_PROXIES=%s, from %s, which says %s, is %s",
    async (proxies, remote, forwarded, expected) => {
      const own = await createTestApp({ env: { TRUSTED_PROXIES: proxies, AUDIT_ADDRESSES: "whole" } })
      const founder = await own.signUp()
      const headers = {
        authorization: `Bearer ${founder.token}`,
        "content-type": "application/json",
        ...(forwarded !== undefined && { "x-forwarded-for": forwarded }),
      }
      const body = JSON.stringify({ query: `mutation { updateWorkspace(data: { displayName: "x" }) { id } }` })
      await own.request("/metadata", { method: "POST", headers, body }, remote)
      const [row] = await own.services.db.query<{ address: string }>(
        `select "ipAddress" as address from core."auditLog" where event = 'workspace.settingsChanged'`,
      )
      expect(row!.address).toBe(expected)
      await own.close()
    },
  )
})
