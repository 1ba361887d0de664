/** One contract for both backends of the queues. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test"
import { resolve } from "node:path"
import { readConfig } from "../../src/config.ts"
import { openQueues, type Queues } from "../../src/jobs/queues.ts"
import { createLog } from "../../src/log.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import { startTestRedis, type TestRedis } from "../support/redis.ts"

type Numbered = Queues<Record<string, { n: number }>>

let database: TestDatabase
let redis: TestRedis | undefined
let redisUrl = process.env.TEST_REDIS_URL

beforeAll(async () => {
  database = await createTestDatabase()
  if (!redisUrl) redis = await startTestRedis()
  redisUrl ??= redis!.url
})

afterAll(async () => {
  await database.drop()
  await redis?.stop()
})

const opened: Numbered[] = []
const lines: string[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((queues) => queues.close(500)))
  lines.length = 0
})

describe.each(["postgres", "redis"])("queues on %s", (backend) => {
  const env = () => ({ DATABASE_URL: database.url, REDIS_URL: backend === "redis" ? redisUrl : "" })

  async function open(): Promise<Numbered> {
    const queues: Numbered = await openQueues(
      readConfig(env()),
      createLog("debug", (line) => lines.push(line)),
    )
    opened.push(queues)
    return queues
  }

  test("a job reaches a worker in another place with its data, once", async () => {
    const [giver, taker] = [await open(), await open()]
    const name = newName()
    const taken: number[] = []
    await taker.work(name, { concurrency: 3 }, async ({ n }) => void taken.push(n))
    await Promise.all(Array.from({ length: 50 }, (_, n) => giver.add(name, { n })))
    await until(() => taken.length >= 50)
    await Bun.sleep(50)
    expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })

  test("a job waits for a worker to come", async () => {
    const queues = await open()
    const name = newName()
    await queues.add(name, { n: 7 })
    const taken: number[] = []
    await queues.work(name, { concurrency: 1 }, async ({ n }) => void taken.push(n))
    await until(() => taken.length === 1)
    expect(taken).toEqual([7])
  })

  test("at most so many run side by side", async () => {
    const queues = await open()
    const name = newName()
    let running = 0
    let most = 0
    let done = 0
    await queues.work(name, { concurrency: 2 }, async () => {
      most = Math.max(most, ++running)
      await Bun.sleep(20)
      running--
      done++
    })
    for (let n = 0; n < 8; n++) await queues.add(name, { n })
    await until(() => done === 8)
    expect(most).toBe(2)
  })

  test("a job that fails is tried again with growing pauses, and every failure is logged", async () => {
    const queues = await open()
    const name = newName()
    const times: number[] = []
    await queues.work(name, { concurrency: 1 }, async () => {
      times.push(performance.now())
      if (times.length < 3) throw new Error("not yet")
    })
    await queues.add(name, { n: 1 }, { attempts: 5, backoff: 100 })
    await until(() => times.length === 3)
    const [first, second, third] = times as [number, number, number]
    expect(second - first).toBeWithin(95, 400)
    expect(third - second).toBeWithin(195, 600)
    await Bun.sleep(100)
    expect(times).toHaveLength(3)
    expect(warnings().map((line) => [line.level, line.attempt, line.error.message])).toEqual([
      ["warn", 1, "not yet"],
      ["warn", 2, "not yet"],
    ])
  })

  test("a job that keeps failing is given up, loudly", async () => {
    const queues = await open()
    const name = newName()
    let attempts = 0
    await queues.work(name, { concurrency: 1 }, async () => {
      attempts++
      throw new Error("never")
    })
    await queues.add(name, { n: 1 }, { attempts: 2, backoff: 10 })
    await until(() => warnings().some((line) => line.level === "error"))
    expect(attempts).toBe(2)
    expect(warnings().at(-1)).toMatchObject({ message: "A job failed and is given up", data: { n: 1 }, attempt: 2 })
  })

  test("a delayed job begins when it is due", async () => {
    const queues = await open()
    const name = newName()
    const taken: [number, number][] = []
    const start = performance.now()
    await queues.work(name, { concurrency: 1 }, async ({ n }) => void taken.push([n, performance.now() - start]))
    await queues.add(name, { n: 1 }, { delay: 300 })
    await queues.add(name, { n: 2 })
    await until(() => taken.length === 2)
    expect(taken.map(([n]) => n)).toEqual([2, 1])
    expect(taken[1]![1]).toBeWithin(295, 900)
  })

  test("jobs of one key that nobody has begun are one; others are not", async () => {
    const queues = await open()
    const name = newName()
    for (let n = 0; n < 5; n++) await queues.add(name, { n }, { key: "a" })
    await queues.add(name, { n: 10 }, { key: "b" })
    await queues.add(name, { n: 20 })
    const taken: number[] = []
    await queues.work(name, { concurrency: 1 }, async ({ n }) => void taken.push(n))
    await until(() => taken.length === 3)
    await Bun.sleep(50)
    expect(taken).toEqual([0, 10, 20])
  })

  test("a key is free as soon as its job has begun, and while it is tried again", async () => {
    const queues = await open()
    const name = newName()
    const taken: number[] = []
    const gate = Promise.withResolvers<void>()
    await queues.work(name, { concurrency: 1 }, async ({ n }) => {
      taken.push(n)
      if (n === 1) await gate.promise
      if (taken.length === 1) throw new Error("once more")
    })
    await queues.add(name, { n: 1 }, { key: "a", backoff: 50 })
    await until(() => taken.length === 1)
    await queues.add(name, { n: 2 }, { key: "a" })
    await queues.add(name, { n: 3 }, { key: "a" })
    gate.resolve()
    await until(() => taken.length === 3)
    await Bun.sleep(50)
    expect(taken).toEqual([1, 2, 1])
  })

  test("read on is never lost: a look always follows the last event", async () => {
    const places = [await open(), await open()]
    const name = newName()
    const looks = { committed: 0, read: 0, jobs: 0 }
    for (const place of places) {
      await place.work(name, { concurrency: 2 }, async () => {
        const seen = looks.committed
        looks.jobs++
        // Still at work, but it has looked already: what commits now is not its business any more.
        await Bun.sleep(Math.random() * 8)
        looks.read = Math.max(looks.read, seen)
      })
    }
    for (let round = 0; round < 10; round++) {
      const writers = Array.from({ length: 6 }, async (_, n) => {
        for (let i = 0; i < 3; i++) {
          await Bun.sleep(Math.random() * 10)
          looks.committed++
          await places[n % 2]!.add(name, { n }, { key: "workspace" })
        }
      })
      await Promise.all(writers)
      await until(() => looks.read === looks.committed)
    }
    expect(looks).toMatchObject({ committed: 180, read: 180 })
    expect(looks.jobs).toBeLessThan(180)
  })

  test("the job of a worker that was killed is done by another", async () => {
    const queues = await open()
    const name = newName()
    const stuck = Bun.spawn(
      [process.execPath, resolve(import.meta.dirname, "stand-in/stuck-worker.ts"), name, "1000"],
      {
        env: { ...process.env, ...env() },
        stdio: ["ignore", "pipe", "inherit"],
      },
    )
    await queues.add(name, { n: 5 }, { key: "a" })
    await stuck.stdout.getReader().read()
    stuck.kill("SIGKILL")
    await stuck.exited
    const taken: number[] = []
    await queues.work(name, { concurrency: 1, lockDuration: 1000 }, async ({ n }) => void taken.push(n))
    await until(() => taken.length === 1, 8000)
    expect(taken).toEqual([5])
  }, 15_000)

  test("closing waits for what runs, and leaves the rest to others", async () => {
    const queues = await openQueues<Record<string, { n: number }>>(readConfig(env()), createLog("error"))
    const other = await open()
    const name = newName()
    const finished: number[] = []
    const begun = Promise.withResolvers<void>()
    await queues.work(name, { concurrency: 1 }, async ({ n }) => {
      begun.resolve()
      await Bun.sleep(150)
      finished.push(n)
    })
    await queues.add(name, { n: 1 })
    await queues.add(name, { n: 2 })
    await begun.promise
    await queues.close()
    expect(finished).toEqual([1])
    await other.work(name, { concurrency: 1 }, async ({ n }) => void finished.push(n))
    await until(() => finished.length === 2)
    expect(finished).toEqual([1, 2])
  })

  test("closing does not wait for ever", async () => {
    const queues = await openQueues<Record<string, { n: number }>>(
      readConfig(env()),
      createLog("error", () => {}),
    )
    const begun = Promise.withResolvers<void>()
    const name = newName()
    await queues.work(name, { concurrency: 1 }, () => {
      begun.resolve()
      return new Promise(() => {})
    })
    await queues.add(name, { n: 1 })
    await begun.promise
    const start = performance.now()
    await queues.close(200)
    expect(performance.now() - start).toBeWithin(195, 2000)
  })
})

test("queues on postgres keep to their schema and few connections", async () => {
  const config = readConfig({ DATABASE_URL: database.url })
  const queues = await openQueues<Record<string, { n: number }>>(config, createLog("error"))
  const name = newName()
  let done = 0
  await queues.work(name, { concurrency: 4 }, async () => void done++)
  await Promise.all(Array.from({ length: 40 }, (_, n) => queues.add(name, { n })))
  await until(() => done === 40)
  const db = openPostgres({ url: database.url, poolSize: 1, applicationName: "kith tests", statementTimeout: 0 })
  const [used] = await db.query(
    `select count(*)::int as connections,
      (select count(*)::int from pg_tables where schemaname = 'bullmq') > 0 as "hasTables",
      (select count(*)::int from pg_tables where schemaname = 'public') as "publicTables"
     from pg_stat_activity where datname = current_database() and application_name <> 'kith tests'`,
  )
  await queues.close()
  await db.close()
  expect(used).toMatchObject({ hasTables: true, publicTables: 0 })
  expect(used!.connections).toBeLessThanOrEqual(8)
})

let names = 0
const newName = () => `test-${process.pid}-${names++}`

interface Line {
  level: string
  message: string
  attempt: number
  error: { message: string }
}

const warnings = (): Line[] =>
  lines.map((line) => JSON.parse(line)).filter((line) => line.level === "warn" || line.level === "error")

async function until(holds: () => boolean, patience = 4000): Promise<void> {
  const end = performance.now() + patience
  while (!holds()) {
    if (performance.now() > end) throw new Error(`It did not come true within ${patience} ms: ${holds}`)
    await Bun.sleep(5)
  }
}
