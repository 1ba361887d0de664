/** Totals that are carried on by the event log are exactly what counting would say, whatever happened in between. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import type { Connection, Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { seededRandom } from "../support/random.ts"

let app: TestApp
let me: Member
let elsewhere: Database
let table: string

beforeAll(async () => {
  app = await createTestApp()
  app.services.answers = undefined
  me = await app.signUp()
  elsewhere = openPostgres({ url: app.url, poolSize: 8, applicationName: "psql", statementTimeout: 0 })
  table = `"${(await app.services.schemas.get(me.workspaceId)).schemaName}".note`
})

afterAll(async () => {
  await elsewhere.close()
  await app.close()
})

/** Statements that carried a total on, to be sure that this is what is tested. */
let carried = 0

async function total(): Promise<number> {
  const { query } = app.services.db
  app.services.db.query = (text, params) => {
    if (text.includes("'destroyed' then case")) carried++
    return query(text, params)
  }
  const { data, errors } = await me.graphql<{ notes: { totalCount: number } }>(`{ notes { totalCount } }`)
  app.services.db.query = query
  expect(errors).toBeUndefined()
  return data.notes.totalCount
}

async function counted(connection: Connection = elsewhere): Promise<number> {
  const [row] = await connection.query<{ count: number }>(
    `select count(*)::int as count from ${table} where "deletedAt" is null`,
  )
  return row!.count
}

const some = (n: number) => `select id from ${table} order by random() limit ${n}`

const changes = [
  `insert into ${"%"} (title) select 'n' from generate_series(1, 7)`,
  `insert into ${"%"} (title, "deletedAt") select 'binned', now() from generate_series(1, 3)`,
  `update ${"%"} set "deletedAt" = now() where id in (${"?"})`,
  `update ${"%"} set "deletedAt" = null where id in (${"?"})`,
  `update ${"%"} set title = 'changed' where id in (${"?"})`,
  `update ${"%"} set id = gen_random_uuid() where id in (${"?"})`,
  `delete from ${"%"} where id in (${"?"})`,
]

test("after any changes, committed, rolled back or still running", async () => {
  const random = seededRandom(11)
  const change = () =>
    random
      .pick(changes)!
      .replaceAll("%", table)
      .replaceAll("?", some(1 + Math.floor(random.next() * 4)))
  await total()
  const running: { settle: () => void; done: Promise<void> }[] = []
  for (let i = 0; i < 120; i++) {
    if (running.length < 3 && random.chance(0.25)) running.push(await begin(change(), random.chance(0.5)))
    else await elsewhere.script(change())
    if (random.chance(0.3) && running.length > 0) {
      const { settle, done } = running.shift()!
      settle()
      await done
    }
    expect({ i, total: await total() }).toEqual({ i, total: await counted() })
  }
  for (const { settle, done } of running) {
    settle()
    await done
  }
  expect(await total()).toBe(await counted())
  await elsewhere.script(`truncate ${table} cascade`)
  expect(await total()).toBe(0)
  expect(carried).toBeGreaterThan(60)
}, 60_000)

/** A transaction that has changed something and waits for its end. Rows it holds are left alone by the others' time-outs. */
async function begin(statement: string, commits: boolean): Promise<{ settle: () => void; done: Promise<void> }> {
  const gate = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  const insert = statement.startsWith("insert") ? statement : `insert into ${table} (title) values ('running')`
  const done = elsewhere
    .transaction(async (tx) => {
      await tx.query(insert)
      began.resolve()
      await gate.promise
      if (!commits) throw new Error("rolled back on purpose")
    })
    .catch((error: Error) => expect(error.message).toBe("rolled back on purpose"))
  await began.promise
  return { settle: () => gate.resolve(), done }
}

test("an object that nobody changed costs no count", async () => {
  await total()
  while (carried === 0) await total()
  carried = 0
  await total()
  expect(carried).toBe(1)
})
