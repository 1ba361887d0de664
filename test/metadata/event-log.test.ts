import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import type { Database } from "../../src/ports/driver.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import { createBareWorkspace } from "../support/bare-workspace.ts"

interface Event {
  action: string
  recordId: string
  actor: { name: string; source: string; context: { login?: string } | null }
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  cause: string | null
}

let home: TestDatabase
let db: Database
let schema: string

beforeAll(async () => {
  home = await createTestDatabase()
  db = openPostgres({ url: home.url, poolSize: 4, applicationName: "kith tests", statementTimeout: 0 })
  schema = (await createBareWorkspace(db)).schemaName
})

afterAll(async () => {
  await db.close()
  await home.drop()
})

/** Events that come of running the statements, in order. */
async function eventsOf(statements: string, connection: Pick<Database, "script"> = db): Promise<Event[]> {
  const [last] = await db.query<{ max: string }>(`select coalesce(max(position), 0) as max from ${schema}."eventLog"`)
  await connection.script(statements)
  const rows = await db.query<{ event: string }>(
    `select json_build_object('action', action, 'recordId', "recordId", 'actor', actor, 'before', before, 'after', after,
      'cause', cause) as event from ${schema}."eventLog" where position > $1::bigint order by position`,
    [last!.max],
  )
  return rows.map((row) => JSON.parse(row.event))
}

const id = "10000000-0000-4000-8000-000000000001"

describe("plain SQL", () => {
  test("an insert is a record created, with all its values and the login as actor", async () => {
    const [event, ...others] = await eventsOf(`insert into ${schema}.company (id, name) values ('${id}', 'Acme')`)
    expect(others).toEqual([])
    expect(event).toMatchObject({ action: "created", recordId: id, before: null, cause: null })
    expect(event!.after).toMatchObject({ name: "Acme", position: 0 })
    expect(event!.after).not.toHaveProperty("searchVector")
    const [row] = await db.query<{ login: string }>("select session_user as login")
    expect(event!.actor).toMatchObject({ source: "SYSTEM", name: row!.login, context: { login: row!.login } })
  })

  test("an update shows what changed, before and after, and nothing else", async () => {
    const events = await eventsOf(`update ${schema}.company set name = 'Acme Inc', employees = 7 where id = '${id}'`)
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      action: "updated",
      before: { name: "Acme", employees: null },
      after: { name: "Acme Inc", employees: 7 },
    })
    expect(Object.keys(events[0]!.before!)).toHaveLength(2)
  })

  test("into the bin, out of it, and gone", async () => {
    const at = `update ${schema}.company set "deletedAt" =`
    expect((await eventsOf(`${at} now() where id = '${id}'`))[0]).toMatchObject({
      action: "deleted",
      before: { deletedAt: null },
    })
    expect((await eventsOf(`${at} null where id = '${id}'`))[0]).toMatchObject({
      action: "restored",
      after: { deletedAt: null },
    })
    const [gone] = await eventsOf(`delete from ${schema}.company where id = '${id}'`)
    expect(gone).toMatchObject({ action: "destroyed", before: { name: "Acme Inc" }, after: null })
  })

  test("an id that changes is one record destroyed and another created", async () => {
    const other = "10000000-0000-4000-8000-000000000002"
    await db.script(`insert into ${schema}.company (id, name) values ('${id}', 'Moved')`)
    const events = await eventsOf(`update ${schema}.company set id = '${other}' where id = '${id}'`)
    const byAction = events.toSorted((a, b) => a.action.localeCompare(b.action))
    expect(byAction.map((event) => [event.action, event.recordId])).toEqual([
      ["created", other],
      ["destroyed", id],
    ])
    expect(byAction[0]!.after).toMatchObject({ id: other, name: "Moved" })
    expect(byAction[1]!.before).toMatchObject({ id, name: "Moved" })
  })

  test("a batch is written by one statement", async () => {
    await db.script(`
      create table public.log_statements (n int);
      create function public.count_log() returns trigger language plpgsql as $$ begin insert into public.log_statements values (1); return null; end $$;
      create trigger counting after insert on ${schema}."eventLog" for each statement execute function public.count_log()`)
    const events = await eventsOf(
      `insert into ${schema}.person ("jobTitle") select 'n' || n from generate_series(1, 1000) n`,
    )
    expect(events).toHaveLength(1000)
    expect(await db.query("select count(*)::int as count from public.log_statements")).toEqual([{ count: 1 }])
    await db.script(
      `drop trigger counting on ${schema}."eventLog"; drop function public.count_log; drop table public.log_statements`,
    )
  })

  test("a statement that touches no row writes no event, and one that is rolled back leaves none", async () => {
    expect(await eventsOf(`update ${schema}.company set name = 'x' where false`)).toEqual([])
    const script = (text: string) => db.script(`${text}; select 1 / 0`).catch(() => {})
    expect(await eventsOf(`insert into ${schema}.company (name) values ('x')`, { script })).toEqual([])
  })

  test("a table that is emptied at one stroke leaves each of its records in the log", async () => {
    await db.script(`insert into ${schema}."favoriteFolder" (name) values ('One'), ('Two')`)
    const events = await eventsOf(`truncate ${schema}."favoriteFolder" cascade`)
    expect(events.map((event) => [event.action, event.before!.name])).toEqual([
      ["destroyed", "One"],
      ["destroyed", "Two"],
    ])
  })

  test("a record that goes because another goes is in the log as well", async () => {
    const note = "10000000-0000-4000-8000-000000000003"
    await db.script(`
      insert into ${schema}.note (id, title) values ('${note}', 'n');
      insert into ${schema}."noteTarget" ("noteId") values ('${note}')`)
    const events = await eventsOf(`delete from ${schema}.note where id = '${note}'`)
    expect(events.map((event) => event.action)).toEqual(["destroyed", "destroyed"])
  })
})

describe("who did it", () => {
  test("the server's own actor and cause are believed", async () => {
    const actor = JSON.stringify({ source: "API", workspaceMemberId: null, name: "Ada", context: null })
    const [event] = await eventsOf(
      `select set_config('kith.actor', '${actor}', true), set_config('kith.cause', 'request 1', true);
       insert into ${schema}.company (name) values ('x')`,
    )
    expect(event).toMatchObject({ actor: { name: "Ada", source: "API" }, cause: "request 1" })
  })

  describe("another login", () => {
    const login = `kith_login_${process.pid}_${crypto.randomUUID().slice(0, 8)}`
    let other: Database

    beforeAll(async () => {
      await db.script(`
        create role ${login} login password 'secret';
        grant usage on schema ${schema}, core to ${login};
        grant select, insert, update, delete on ${schema}.company to ${login}`)
      const url = new URL(home.url)
      url.username = login
      url.password = "secret"
      other = openPostgres({ url: url.href, poolSize: 1, applicationName: "kith tests", statementTimeout: 0 })
    })

    afterAll(async () => {
      await other.close()
      await db.script(`drop owned by ${login}; drop role ${login}`)
    })

    test("is the actor, whatever it says", async () => {
      const forged = JSON.stringify({ source: "MANUAL", workspaceMemberId: null, name: "Ada", context: null })
      const [event] = await eventsOf(
        `select set_config('kith.actor', '${forged}', true), set_config('kith.cause', 'forged', true);
         insert into ${schema}.company (name) values ('From outside')`,
        other,
      )
      expect(event).toMatchObject({ action: "created", actor: { name: login, context: { login } }, cause: null })
    })

    test.each([
      `select count(*) from @."eventLog"`,
      `insert into @."eventLog" ("objectMetadataId", "recordId", action, actor) values (gen_random_uuid(), gen_random_uuid(), 'x', '{}')`,
      `update @."eventLog" set action = 'x'`,
      `delete from @."eventLog"`,
      `truncate @."eventLog"`,
      `select count(*) from @.person`,
      `truncate @.company`,
      `alter table @.company disable trigger all`,
      `drop trigger "logCreated" on @.company`,
      `set session_replication_role = replica`,
      `create table @.mine (id int)`,
      `select "passwordHash" from core."user"`,
    ])("is refused: %s", async (statement) => {
      const error = await other.script(statement.replaceAll("@", schema)).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: "42501" })
    })

    test("cannot catch the log's rows in a temporary table of the same name", async () => {
      const events = await eventsOf(
        `create temp table "eventLog" (like ${schema}.company);
         grant all on "eventLog" to public;
         insert into ${schema}.company (name) values ('Quietly')`,
        other,
      ).catch((error: unknown) => [error as Event])
      expect(events).toMatchObject([{ action: "created", actor: { name: login } }])
    })

    test("wakes the readers itself, because the server does not see its commit", async () => {
      const heard: string[] = []
      const stop = await db.listen("kith_events", (payload) => heard.push(payload))
      await other.script(`insert into ${schema}.company (name) values ('Loud')`)
      for (let i = 0; i < 100 && heard.length === 0; i++) await Bun.sleep(10)
      expect(heard).toEqual([schema])
      await stop()
    })
  })
})
