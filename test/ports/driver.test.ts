/** One contract for both drivers, over one real PostgreSQL; Neon's through a WebSocket. */
import { neonConfig } from "@neondatabase/serverless"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { AppError } from "../../src/errors.ts"
import { DatabaseError, type Database, type Param } from "../../src/ports/driver.ts"
import { openDatabase } from "../../src/ports/open-database.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import { startNeonProxy, type NeonProxy } from "../support/neon-proxy.ts"

let home: TestDatabase
let proxy: NeonProxy

beforeAll(async () => {
  home = await createTestDatabase()
  proxy = startNeonProxy()
  neonConfig.wsProxy = (host, port) => `127.0.0.1:${proxy.port}/v2?address=${host}:${port}`
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineConnect = false
})

afterAll(async () => {
  await proxy.stop()
  await home.drop()
})

describe.each(["postgres", "neon"] as const)("%s", (driver) => {
  let database: Database

  beforeAll(async () => {
    database = await open(home.url)
    await database.script(`
      drop table if exists thing;
      create table thing (id int primary key, name text not null constraint name_short check (length(name) < 10));
      create unique index thing_name on thing (name)`)
  })

  afterAll(() => database.close())

  function open(url: string): Promise<Database> {
    return openDatabase(driver, { url, poolSize: 4, applicationName: "contract", statementTimeout: 700 })
  }

  async function value(sql: string, ...params: Param[]): Promise<unknown> {
    const rows = await database.values(`select ${sql}`, params)
    return rows[0]?.[0]
  }

  async function failure(work: Promise<unknown>): Promise<DatabaseError> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (error instanceof DatabaseError) return error
    throw new Error(`expected a DatabaseError, got ${String(error)}`)
  }

  const types: [type: string, sent: Param, received: unknown][] = [
    ["int2", 7, 7],
    ["int4", -2147483648, -2147483648],
    ["int8", "9007199254740993", "9007199254740993"],
    ["int8", 5, "5"],
    ["float8", 1.5, 1.5],
    ["numeric", "12345678901234567890.10", "12345678901234567890.10"],
    ["numeric", 0.1, "0.1"],
    ["bool", true, true],
    ["bool", false, false],
    ["bool", "true", true],
    ["text", "naïve 'quoted' \\ 😀", "naïve 'quoted' \\ 😀"],
    ["text", "", ""],
    ["uuid", "01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8057"],
    ["date", "2024-02-29", "2024-02-29"],
    ["timestamp", "2024-02-29 12:00:00.123456", "2024-02-29 12:00:00.123456"],
    ["timestamptz", "2024-02-29T12:00:00.123456Z", "2024-02-29 12:00:00.123456+00"],
    ["timestamptz", "infinity", "infinity"],
    ["json", '{"b": 1,  "a": null}', '{"b": 1,  "a": null}'],
    ["jsonb", '{"b": 1,  "a": null}', '{"a": null, "b": 1}'],
    ["jsonb", '"text"', '"text"'],
    ["text[]", '{a,"b c",NULL}', '{a,"b c",NULL}'],
    ["int4[]", "{1,2}", "{1,2}"],
    ["uuid[]", "{}", "{}"],
    ["interval", "01:30:00", "01:30:00"],
    ["tsvector", "'a':1", "'a':1"],
  ]

  test.each(types)("a %s goes out as %p and comes back as %p", async (type, sent, received) => {
    // The third run is the first that may be prepared.
    for (let run = 0; run < 3; run++) expect(await value(`$1::${type}`, sent)).toEqual(received)
    expect(await value(`$1::${type}`, null)).toBeNull()
  })

  test("a jsonb parameter is the document, not a string that holds it", async () => {
    expect(await value("jsonb_typeof($1::jsonb)", '{"a": 1}')).toBe("object")
    expect(await value("jsonb_typeof($1::json::jsonb)", "[1]")).toBe("array")
  })

  test("one parameter may be used twice, and many at once", async () => {
    expect(await value("$1::int + $1::int", 4)).toBe(8)
    const many = Array.from({ length: 1000 }, (_, index) => index)
    expect(await value(many.map((index) => `$${index + 1}::int`).join(" + "), ...many)).toBe(499_500)
  })

  test("query gives objects by column name, values gives arrays in column order", async () => {
    const sql = "select n, n * 2 as n from generate_series(1, 2) n"
    expect(await database.query("select 1 as a, null as b")).toEqual([{ a: 1, b: null }])
    expect(await database.values(sql)).toEqual([
      [1, 2],
      [2, 4],
    ])
    expect(await database.query("select where false")).toEqual([])
  })

  test("script runs several statements and stops at the first that fails", async () => {
    await database.script("create table a (id int); insert into a values (1); insert into a values (2)")
    const error = await failure(database.script("insert into a values (3); select 1 / 0; insert into a values (4)"))
    expect(error.code).toBe("22012")
    expect(await value("count(*)::int from a")).toBe(2)
    await database.script("drop table a")
  })

  test("a transaction commits when its work resolves", async () => {
    const result = await database.transaction(async (tx) => {
      await tx.query("insert into thing values ($1, $2)", [1, "one"])
      expect(await value("count(*)::int from thing")).toBe(0)
      return "done"
    })
    expect(result).toBe("done")
    expect(await value("count(*)::int from thing")).toBe(1)
  })

  test("a transaction rolls back when its work rejects, and gives the very error", async () => {
    const own = new Error("changed my mind")
    const work = database.transaction(async (tx) => {
      await tx.query("insert into thing values ($1, $2)", [2, "two"])
      throw own
    })
    expect(await work.catch((error: unknown) => error)).toBe(own)
    expect(await value("count(*)::int from thing where id = 2")).toBe(0)
  })

  test("an error of our own that has a code passes through a transaction as it is", async () => {
    const own = new AppError("CONFLICT", "It is taken")
    expect(await database.transaction(() => Promise.reject(own)).catch((error: unknown) => error)).toBe(own)
  })

  test("a failed statement fails the transaction, also when the work goes on", async () => {
    const error = await failure(
      database.transaction(async (tx) => {
        await tx.query("select 1 / 0")
      }),
    )
    expect(error.code).toBe("22012")
    expect(await value("1")).toBe(1)
  })

  test("a part of a transaction can fail by itself, also inside another part", async () => {
    await database.script("delete from thing")
    await database.transaction(async (tx) => {
      await tx.query("insert into thing values (1, 'one')")
      await tx.savepoint(async (part) => {
        await part.query("insert into thing values (2, 'two')")
        const { code } = await failure(part.savepoint((inner) => inner.query("insert into thing values (2, 'again')")))
        expect(code).toBe("23505")
      })
      await failure(tx.savepoint((part) => part.query("insert into thing values (1, 'again')")))
      await tx.query("insert into thing values (3, 'three')")
    })
    expect(await value("string_agg(name, ' ' order by id) from thing")).toBe("one two three")
  })

  test("a session is one connection outside a transaction, which goes back as it came", async () => {
    const pid = await database.session(async (connection) => {
      await connection.query("set statement_timeout = 12345")
      await connection.query("select pg_advisory_lock(77)")
      await connection.script("create index concurrently thing_id on thing (id)")
      const [row] = await connection.query<{ pid: number; setting: string }>(
        "select pg_backend_pid() as pid, current_setting('statement_timeout') as setting",
      )
      expect(row!.setting).toBe("12345ms")
      return row!.pid
    })
    await database.script("drop index thing_id")
    expect(await value("count(*)::int from pg_locks where locktype = 'advisory' and objid = 77")).toBe(0)
    const error = await failure(database.session((connection) => connection.query("select 1 / 0")))
    expect(error.code).toBe("22012")
    const pids = await Promise.all(
      Array.from({ length: 20 }, () => value("pg_backend_pid() || ' ' || current_setting('statement_timeout')")),
    )
    expect(pids).not.toContain(`${pid} 12345ms`)
  })

  test("a deferred constraint fails the commit", async () => {
    await database.script("create table d (id int unique deferrable initially deferred)")
    const error = await failure(
      database.transaction(async (tx) => {
        await tx.query("insert into d values ($1), ($1)", [1])
      }),
    )
    expect(error.code).toBe("23505")
    await database.script("drop table d")
  })

  test("an error says its code, constraint, table, column and detail", async () => {
    await database.query("insert into thing values (10, 'ten') on conflict do nothing")
    const unique = await failure(database.query("insert into thing values ($1, $2)", [11, "ten"]))
    expect(unique).toMatchObject({ code: "23505", constraint: "thing_name", table: "thing" })
    expect(unique.detail).toContain("(name)=(ten)")
    const missing = await failure(database.query("insert into thing values ($1, $2)", [12, null]))
    expect(missing).toMatchObject({ code: "23502", column: "name", table: "thing" })
    const long = await failure(database.query("insert into thing values ($1, $2)", [13, "far too long"]))
    expect(long).toMatchObject({ code: "23514", constraint: "name_short" })
    expect((await failure(database.query("select nonsense"))).code).toBe("42703")
  })

  test("statements run side by side, more of them than there are connections", async () => {
    const epoch = (clock: string) => `extract(epoch from ${clock})::float8`
    const sql = `select $1::int, ${epoch("statement_timestamp()")}, (select ${epoch("clock_timestamp()")} from pg_sleep(0.1))`
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => database.values(sql, [index])))
    const rows = answers.map(([row]) => row!.map(Number))
    expect(rows.map(([index]) => index)).toEqual(Array.from({ length: 12 }, (_, index) => index))
    const isUnderway = (at: number) => rows.filter(([, begin, end]) => begin! <= at && at < end!).length
    expect(Math.max(...rows.map(([, begin]) => isUnderway(begin!)))).toBeGreaterThan(1)
  })

  test("a session may be the first thing that is asked for", async () => {
    const fresh = await open(home.url)
    const [row] = await fresh.session((connection) => connection.query<{ one: number }>("select 1 as one"))
    expect(row).toEqual({ one: 1 })
    await fresh.close()
  })

  test("sessions are set up: UTC, no jit, the time-out, the name", async () => {
    const names = ["TimeZone", "jit", "statement_timeout", "application_name"]
    const settings = await Promise.all(names.map((name) => value("current_setting($1)", name)))
    expect(settings).toEqual(["UTC", "off", "700ms", "contract"])
    expect((await failure(database.query("select pg_sleep(5)"))).code).toBe("57014")
  })

  test("a prepared statement survives a change of its table", async () => {
    await database.script("create table p (a int); insert into p values (1)")
    for (let run = 0; run < 20; run++) expect(await database.query("select * from p")).toEqual([{ a: 1 }])
    await database.script("alter table p add b text default 'new'")
    for (let run = 0; run < 20; run++) expect(await database.query("select * from p")).toEqual([{ a: 1, b: "new" }])
    await database.script("drop table p")
  })

  test("listen hears what is notified until it is stopped", async () => {
    const heard: string[] = []
    const stop = await database.listen("News of Today", (payload) => heard.push(payload))
    await database.query("select pg_notify($1, $2)", ["News of Today", "one"])
    await database.query("select pg_notify($1, $2)", ["other", "not for us"])
    await until(() => heard.length === 1)
    await stop()
    await database.query("select pg_notify($1, $2)", ["News of Today", "two"])
    await Bun.sleep(50)
    expect(heard).toEqual(["one"])
  })

  test("listen goes on after its connection was lost", async () => {
    const heard: string[] = []
    const stop = await database.listen("lost", (payload) => heard.push(payload))
    await database.query("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%lost%'")
    await until(async () => {
      await database.query("select pg_notify('lost', 'again')")
      await Bun.sleep(50)
      return heard.length > 0
    })
    await stop()
    expect(heard[0]).toBe("again")
  })

  test("a lost connection fails its statement, and the next one gets a new connection", async () => {
    const error = await failure(database.query("select pg_terminate_backend(pg_backend_pid())"))
    expect(error.code).not.toBe("")
    await until(() =>
      value("1").then(
        (one) => one === 1,
        () => false,
      ),
    )
  })

  test("a session whose connection is lost fails whatever is asked through it, and nothing else", async () => {
    for (let time = 0; time < 6; time++)
      await database.session(async (connection) => {
        await failure(connection.query("select pg_terminate_backend(pg_backend_pid())"))
        for (let next = 0; next < 3; next++) {
          expect((await failure(connection.query("select 1"))).code).not.toBe("")
          await Bun.sleep(5)
        }
      })
    expect(await Promise.all(Array.from({ length: 8 }, () => value("1")))).toEqual(Array(8).fill(1))
  })

  test("a transaction whose connection is lost writes nothing more, although its connection is opened again", async () => {
    await database.script("create table half (a int)")
    const late = Promise.withResolvers<DatabaseError>()
    const lost = database.transaction(async (tx) => {
      await tx.query("insert into half values (1)")
      const [row] = await tx.query<{ pid: number }>("select pg_backend_pid() as pid")
      await database.query("select pg_terminate_backend($1)", [row!.pid])
      // All of the pool is in use meanwhile, the connection that was lost too.
      await Promise.all(Array.from({ length: 20 }, () => database.query("select pg_sleep(0.01)").catch(() => {})))
      late.resolve(await failure(tx.query("insert into half values (2)")))
    })
    expect((await failure(lost)).code).not.toBe("")
    expect((await late.promise).code).not.toBe("")
    expect(await database.query("select * from half")).toEqual([])
    await database.script("drop table half")
  })

  test("a server that is not there is a DatabaseError", async () => {
    const nowhere = await open("postgres://kith:none@127.0.0.1:1/none")
    expect((await failure(nowhere.query("select 1"))).code).toMatch(/^[A-Z_]+$/)
    await nowhere.close()
  })

  test("close waits for running statements", async () => {
    const other = await open(home.url)
    const running = other.values("select pg_sleep(0.2), 'finished'")
    await Bun.sleep(50)
    await other.close()
    expect((await running)[0]?.[1]).toBe("finished")
  })
})

async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await Bun.sleep(10)
}
