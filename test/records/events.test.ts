/** Reading on in the event log: nothing lost, nothing twice, whatever order transactions commit in. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { systemPrincipal } from "../../src/auth/principal.ts"
import type { WorkspaceSchema } from "../../src/metadata/schema.ts"
import type { Connection, Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import {
  formatPosition,
  logStart,
  parsePosition,
  readEvents,
  type EventPage,
  type EventPosition,
  type RecordEvent,
} from "../../src/records/events.ts"
import { openWorkspace } from "../../src/records/workspace.ts"
import { createRecords, updateRecord } from "../../src/records/write.ts"
import { createBareWorkspace, objectOf } from "../support/bare-workspace.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"

let database: TestDatabase
let db: Database
let schema: WorkspaceSchema

beforeAll(async () => {
  database = await createTestDatabase()
  db = openPostgres({ url: database.url, poolSize: 14, applicationName: "kith tests", statementTimeout: 0 })
})

beforeEach(async () => {
  schema = await createBareWorkspace(db)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const read = (position: EventPosition, limit?: number, connection: Connection = db): Promise<EventPage> =>
  readEvents(connection, schema, position, limit)

/** Reads on until there is nothing more. */
async function readAll(start: EventPosition, limit = 500): Promise<{ events: RecordEvent[]; position: EventPosition }> {
  const events: RecordEvent[] = []
  let position = start
  for (let more = true; more;) {
    const page = await read(position, limit)
    events.push(...page.events)
    ;({ position, more } = page)
  }
  return { events, position }
}

/** Adds a company by plain SQL and returns its id. */
async function addCompany(name: string, connection: Connection = db): Promise<string> {
  const id = crypto.randomUUID()
  await connection.query(`insert into "${schema.schemaName}".company (id, name) values ($1, $2)`, [id, name])
  return id
}

/** A transaction that stays open until it is told how to end; `ready` says that its work is done. */
function openTransaction(work: (tx: Connection) => Promise<unknown>) {
  const ending = Promise.withResolvers<"commit" | "roll back">()
  const working = Promise.withResolvers<void>()
  const done = db
    .transaction(async (tx) => {
      await work(tx)
      working.resolve()
      if ((await ending.promise) === "roll back") throw rolledBack
    })
    .catch((error) => {
      if (error !== rolledBack) throw error
    })
  const end = (how: "commit" | "roll back") => {
    ending.resolve(how)
    return done
  }
  return { ready: Promise.race([working.promise, done]), commit: () => end("commit"), rollBack: () => end("roll back") }
}

const rolledBack = new Error("rolled back on purpose")

const ids = (events: readonly RecordEvent[]) => events.map((event) => event.recordId)

describe("a page", () => {
  test("tells what happened, by whom, and what changed", async () => {
    const actor = { source: "API", name: "Robot", workspaceMemberId: null, context: { key: 1 } }
    const workspace = openWorkspace(db, schema, systemPrincipal(schema.workspaceId, actor))
    const company = objectOf(schema, "company")
    const [{ id }] = JSON.parse(
      await createRecords(workspace, company, [{ name: "Acme" }], { selection: null, cause: "request 1" }),
    )
    await updateRecord(workspace, company, id, { name: "Acme Ltd", employees: 3 }, { selection: null })
    const { events } = await readAll(logStart)
    expect(events).toMatchObject([
      {
        action: "created",
        recordId: id,
        objectMetadataId: company.id,
        actor,
        before: null,
        after: { name: "Acme" },
        cause: "request 1",
      },
      {
        action: "updated",
        before: { name: "Acme", employees: null },
        after: { name: "Acme Ltd", employees: 3 },
        cause: null,
      },
    ])
  })

  test("holds at most what was asked for; the round goes on in order of position", async () => {
    for (let i = 0; i < 7; i++) await addCompany(`Company ${i}`)
    const first = await read(logStart, 3)
    expect(first).toMatchObject({ more: true, position: { from: "1:1:", after: first.events[2]!.position } })
    const second = await read(first.position, 3)
    const third = await read(second.position, 3)
    expect([first, second, third].flatMap((page) => page.events.map((event) => event.position))).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ])
    expect(third.position).toMatchObject({ to: null, after: 0, reached: 7 })
  })

  test("says that there may be more at the end of a round that others have overtaken", async () => {
    const early = [await addCompany("one"), await addCompany("two"), await addCompany("three")]
    const first = await read(logStart, 2)
    const late = await addCompany("written while the round was being read")
    const second = await read(first.position, 2)
    expect(ids([...first.events, ...second.events])).toEqual(early)
    expect(second.more).toBe(true)
    const third = await read(second.position, 2)
    expect(ids(third.events)).toEqual([late])
    expect(third.more).toBe(false)
  })

  test("that is exactly full is followed by an empty one, and then by what is new", async () => {
    await addCompany("one")
    const full = await read(logStart, 1)
    expect(full.more).toBe(true)
    const rest = await readAll(full.position, 1)
    expect(rest.events).toEqual([])
    const late = await addCompany("late")
    expect(ids((await readAll(rest.position)).events)).toEqual([late])
  })

  test("a position survives being written as text", async () => {
    await addCompany("one")
    await addCompany("two")
    for (const { position } of [await read(logStart, 1), await read(logStart)]) {
      expect(parsePosition(formatPosition(position))).toEqual(position)
    }
    expect(() => parsePosition("1/2/3")).toThrow("Not a position")
  })
})

describe("the four rules", () => {
  test("1: snapshot and rows come from one statement", async () => {
    // Something is committed right before each statement, so that two statements would never see the same.
    const written: string[] = []
    const restless: Connection = {
      ...db,
      async query(text, params) {
        written.push(await addCompany(`before statement ${written.length}`))
        return db.query(text, params)
      },
    }
    const seen: string[] = []
    let position = logStart
    for (let i = 0; i < 10; i++) {
      const page = await read(position, 500, restless)
      seen.push(...ids(page.events))
      position = page.position
    }
    seen.push(...ids((await readAll(position)).events))
    expect(seen).toEqual(written)
  })

  test("1: a standby is refused", async () => {
    await db.script(
      "create schema standby; create function standby.pg_is_in_recovery() returns bool language sql as 'select true'",
    )
    const reading = db.transaction(async (tx) => {
      await tx.query("set local search_path = standby, pg_catalog")
      await read(logStart, 500, tx)
    })
    await expect(reading).rejects.toThrow("Events must be read on the primary")
  })

  test("2: a transaction that has written is refused", async () => {
    const reading = db.transaction(async (tx) => {
      await addCompany("mine", tx)
      await read(logStart, 500, tx)
    })
    await expect(reading).rejects.toThrow("Events must be read before the transaction writes")
  })

  test("2: an advisory lock gives a transaction no id", async () => {
    const id = await addCompany("one")
    const page = await db.transaction(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(1)")
      const found = await read(logStart, 500, tx)
      await addCompany("written after reading", tx)
      return found
    })
    expect(ids(page.events)).toEqual([id])
    expect((await readAll(page.position)).events).toHaveLength(1)
  })

  test("3: the sequence hands out one number at a time", async () => {
    const rows = await db.query(
      `select cache_size::int as cache from pg_sequences where schemaname = $1 and sequencename = 'eventLog_position_seq'`,
      [schema.schemaName],
    )
    expect(rows).toEqual([{ cache: 1 }])
  })

  test("3: the changes of one record are in the order in which they were made", async () => {
    const id = await addCompany("counted")
    const count = `update "${schema.schemaName}".company set employees = coalesce(employees, 0) + 1 where id = $1`
    const increments = Array.from({ length: 6 }, async () => {
      for (let i = 0; i < 20; i++) await db.query(count, [id])
    })
    await Promise.all(increments)
    const { events } = await readAll(logStart, 17)
    const changes = events.slice(1).map((event) => [event.before?.employees ?? 0, event.after?.employees])
    expect(changes).toEqual(Array.from({ length: 120 }, (_, i) => [i, i + 1]))
  })

  test("4: after a restore a reader goes on by position, whatever the snapshots say", async () => {
    for (let i = 0; i < 5; i++) await addCompany(`read before ${i}`)
    const before = await readAll(logStart)
    const table = `"${schema.schemaName}"."eventLog"`
    const unread = [await addCompany("unread 0"), await addCompany("unread 1"), await addCompany("unread 2")]
    // As a restore leaves it: the rows' transactions are long past, and the epoch is another.
    await db.query(`update ${table} set xid = '3'`)
    await db.query(`update core.workspace set "eventEpoch" = "eventEpoch" + 1 where id = $1`, [schema.workspaceId])
    const first = await read(before.position, 2)
    expect(first).toMatchObject({ more: true, position: { epoch: 2 } })
    const fresh = await addCompany("after the restore")
    const rest = await readAll(first.position, 2)
    expect(ids([...first.events, ...rest.events])).toEqual([...unread, fresh])
    expect((await readAll(rest.position)).events).toEqual([])
  })
})

test("a look costs what is new, not what is there, even behind a long open transaction", async () => {
  const long = openTransaction((tx) => addCompany("long", tx))
  await long.ready
  for (let i = 0; i < 10; i++) {
    await db.query(
      `insert into "${schema.schemaName}".company (id, name) select gen_random_uuid(), 'many' from generate_series(1, 500)`,
    )
  }
  const { position } = await readAll(logStart, 1000)
  await addCompany("new")
  const fetched = await db.transaction(async (tx) => {
    const before = await rowsFetched(tx)
    expect((await read(position, 500, tx)).events).toHaveLength(1)
    return (await rowsFetched(tx)) - before
  })
  await long.rollBack()
  expect(fetched).toBeLessThan(20)
})

/** Rows of the log that the connection has touched lately. */
async function rowsFetched(connection: Connection): Promise<number> {
  const [row] = await connection.query<{ fetched: number }>(
    `select (seq_tup_read + idx_tup_fetch)::int as fetched from pg_stat_xact_user_tables where schemaname = $1 and relname = 'eventLog'`,
    [schema.schemaName],
  )
  return row!.fetched
}

describe("transactions that overlap", () => {
  test("an event with a lower position that commits later is read, once", async () => {
    let late = ""
    const slow = openTransaction(async (tx) => {
      late = await addCompany("first in position, last to commit", tx)
    })
    await slow.ready
    const quick = await addCompany("quick")
    const passed = await readAll(logStart)
    expect(ids(passed.events)).toEqual([quick])
    expect(passed.position.reached).toBe(2)
    await slow.commit()
    const rest = await readAll(passed.position)
    expect(rest.events).toMatchObject([{ recordId: late, position: 1 }])
    expect((await readAll(rest.position)).events).toEqual([])
  })

  test("a long transaction stalls nobody, not even while others commit out of order behind it", async () => {
    const long = openTransaction((tx) => addCompany("long", tx))
    await long.ready
    const overtaken = openTransaction((tx) => addCompany("overtaken", tx))
    await overtaken.ready
    const seen: number[] = []
    let position = logStart
    for (let i = 0; i < 5; i++) {
      await addCompany(`while the long one is open ${i}`)
      if (i === 2) await overtaken.commit()
      const page = await readAll(position, 1)
      seen.push(...page.events.map((event) => event.position))
      position = page.position
    }
    expect(seen).toEqual([3, 4, 2, 5, 6, 7])
    await long.commit()
    expect((await readAll(position)).events).toMatchObject([{ position: 1 }])
  })

  test("what is rolled back is never read", async () => {
    const doomed = openTransaction((tx) => addCompany("doomed", tx))
    await doomed.ready
    const kept = await addCompany("kept")
    const first = await readAll(logStart)
    await doomed.rollBack()
    expect(ids([...first.events, ...(await readAll(first.position)).events])).toEqual([kept])
  })

  test("eight writers with pauses and rollbacks: each committed event is read exactly once", async () => {
    const committed = new Set<string>()
    const finished = Promise.all(Array.from({ length: 8 }, (_, i) => writeAtRandom(random(4711 + i), committed)))
    let writing = true
    void finished.then(() => (writing = false))
    const seen: string[] = []
    let position = logStart
    for (let last = false; ;) {
      const page = await read(position, 7)
      seen.push(...ids(page.events))
      position = page.position
      if (last && !page.more) break
      last = !writing
    }
    await finished
    expect(committed.size).toBeGreaterThan(300)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.toSorted()).toEqual([...committed].toSorted())
  }, 10_000)
})

/** Transactions of one to four events, some with pauses between them, a quarter of them rolled back. */
async function writeAtRandom(next: () => number, committed: Set<string>): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const added: string[] = []
    const pause = () => (next() < 0.5 ? Bun.sleep(next() * 15) : undefined)
    const fails = next() < 0.25
    const work = db.transaction(async (tx) => {
      const size = 1 + Math.floor(next() * 4)
      for (let n = 0; n < size; n++) {
        added.push(await addCompany(`${i} ${n}`, tx))
        await pause()
      }
      if (fails) throw rolledBack
    })
    const done = await work.then(
      () => true,
      (error) => {
        if (error !== rolledBack) throw error
        return false
      },
    )
    if (done) for (const id of added) committed.add(id)
    await pause()
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
