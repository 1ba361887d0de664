/** Logins for direct SQL: what they may, what they may not, and how they end. Tried over real connections. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Client } from "pg"
import { createServices } from "../../src/accounts/services.ts"
import { createSqlLogin, endLongTransactions, endSqlLogins, revokeSqlLogin } from "../../src/accounts/sql-logins.ts"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { removeDeletedWorkspaces } from "../../src/files/removed-workspaces.ts"
import { examine, mend } from "../../src/metadata/doctor.ts"
import { workspaceSchemaName } from "../../src/metadata/names.ts"
import type { Connection, Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { newMember } from "../support/people.ts"
import { createRole, memberWith, readModel, restrictField } from "../support/roles.ts"

interface Issued {
  login: { id: string; name: string; isActive: boolean }
  host: string
  port: number
  database: string
  schema: string
  user: string
  password: string
  notice: string
}

let app: TestApp
let me: Member
let other: Member
let schema: string
let otherSchema: string
const open: Database[] = []
const issued: { owner: Member; id: string }[] = []

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  other = await app.signUp()
  schema = workspaceSchemaName(me.workspaceId)
  otherSchema = workspaceSchemaName(other.workspaceId)
})

afterAll(async () => {
  await Promise.all(open.map((database) => database.close()))
  for (const { owner, id } of issued) await revoke(owner, id)
  await app.close()
})

async function issue(who: Member, access: "READ" | "WRITE", name = "BI"): Promise<Issued> {
  const { data, errors } = await who.metadata<{ createSqlLogin: Issued }>(
    `mutation { createSqlLogin(input: { name: "${name}", access: ${access} }) {
      login { id name isActive } host port database schema user password notice } }`,
  )
  expect(errors).toBeUndefined()
  issued.push({ owner: who, id: data.createSqlLogin.login.id })
  return data.createSqlLogin
}

const revoke = (who: Member, id: string) =>
  who.metadata<{ revokeSqlLogin: { isActive: boolean } }>(`mutation { revokeSqlLogin(id: "${id}") { isActive } }`)

function connect({ host, port, database, user, password }: Issued, poolSize = 1): Database {
  const url = `postgres://${user}:${password}@${host}:${port}/${database}`
  const opened = openPostgres({ url, poolSize, applicationName: "a tool", statementTimeout: 0 })
  open.push(opened)
  return opened
}

const failure = (run: Promise<unknown>) => run.then(() => undefined).catch((error: { code: string }) => error.code)

const roleExists = async (name: string) =>
  (await app.services.db.query("select from pg_roles where rolname = $1", [name])).length > 0

/** Each is refused; `@` is the workspace's schema, `#` another's, `!` the login's own name. */
const hostile = [
  `select * from #.company`,
  `select * from #."eventLog"`,
  `insert into #.company (name) values ('x')`,
  `select count(*) from @."eventLog"`,
  `select * from @."eventReader"`,
  `insert into @."eventLog" ("objectMetadataId", "recordId", action, actor) values (gen_random_uuid(), gen_random_uuid(), 'x', '{}')`,
  `update @."eventLog" set action = 'x'`,
  `delete from @."eventLog"`,
  `truncate @."eventLog"`,
  `do $$ begin lock table @."eventLog"; end $$`,
  `select nextval(pg_get_serial_sequence('@."eventLog"', 'position'))`,
  `select * from core."user"`,
  `select * from core."auditLog"`,
  `delete from core."auditLog"`,
  `insert into core."auditLog" (event, "actorKind") values ('x', 'user')`,
  `select * from core."apiKey"`,
  `select * from core.session`,
  `select * from core."appToken"`,
  `select * from core."sqlLogin"`,
  `update core.role set "canUpdateAllSettings" = true`,
  `update core."userWorkspace" set "roleId" = null`,
  `update core.workspace set "auditLogRetentionDays" = 30`,
  `select * from @."connectedAccount"`,
  `select "accessToken" from @."connectedAccount"`,
  `update @."workspaceMember" set "userId" = gen_random_uuid()`,
  `delete from @."workspaceMember"`,
  `update @."workflowVersion" set name = 'x'`,
  `insert into @."workflow" (name) values ('x')`,
  `truncate @.company`,
  `alter table @.company disable trigger all`,
  `alter table @.company disable trigger "logCreated"`,
  `drop trigger "logCreated" on @.company`,
  `alter table @.company add column mine text`,
  `alter table @.company owner to "!"`,
  `drop table @.company`,
  `create index mine on @.company (name)`,
  `create table @.mine (id int)`,
  `create view @.mine as select 1`,
  `create function @.mine() returns int language sql as 'select 1'`,
  `create trigger mine before insert on @.company for each row execute function core."touchRecord"()`,
  `create rule mine as on insert to @.company do instead nothing`,
  `create policy mine on @.company using (true)`,
  `create table public.mine (id int)`,
  `create function public.mine() returns int language sql as 'select 1'`,
  `create schema mine`,
  `create extension pg_trgm`,
  `create language plperlu`,
  `create database mine`,
  `create role mine`,
  `alter role "!" superuser`,
  `alter role "!" createrole`,
  `alter role "!" connection limit 100`,
  `alter role "!" valid until 'infinity'`,
  `alter role kith password 'mine'`,
  `drop role kith`,
  `set role kith`,
  `set session authorization kith`,
  `grant kith to "!"`,
  `set session_replication_role = replica`,
  `alter system set log_statement = 'all'`,
  `alter function @."logRecordEvents"() security invoker`,
  `create temp table t (id uuid); create trigger forge after insert on t referencing new table as new_rows for each statement execute function @."logRecordEvents"('00000000-0000-0000-0000-000000000000')`,
  `comment on table @.company is 'mine'`,
  `reindex table @.company`,
  `select * from pg_authid`,
  `select * from pg_shadow`,
  `select pg_read_file('postgresql.conf')`,
  `select pg_ls_dir('.')`,
  `select * from pg_hba_file_rules`,
  `copy @.company to '/tmp/mine'`,
  `copy @.company from program 'id'`,
  `select lo_import('/etc/passwd')`,
  `select lo_create(0)`,
  `select lo_from_bytea(0, 'x')`,
  `select pg_advisory_lock(7210481)`,
  `select pg_advisory_xact_lock(1, 2)`,
  `select pg_try_advisory_lock(1)`,
  `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kith' and pid <> pg_backend_pid() limit 1`,
  `select pg_reload_conf()`,
  `create publication mine for all tables`,
  `create event trigger mine on ddl_command_end execute function core."touchRecord"()`,
  `create foreign data wrapper mine`,
]

/** Beside these a login that only reads is refused, whatever it sets. */
const writes = [
  `insert into @.company (name) values ('x')`,
  `update @.company set name = 'x'`,
  `delete from @.company`,
  `select * from @.company for update`,
  `do $$ begin lock table @.company in access exclusive mode; end $$`,
]

/** insufficient_privilege; cannot execute in a read-only transaction counts only where it was not switched off */
const denied = "42501"

describe("a login that writes", () => {
  let issuedLogin: Issued
  let login: Database

  beforeAll(async () => {
    issuedLogin = await issue(me, "WRITE", "Script")
    login = connect(issuedLogin)
  })

  test("is told about by the answer, once", async () => {
    expect(issuedLogin).toMatchObject({ login: { name: "Script", isActive: true }, schema })
    expect(issuedLogin.notice).toContain("above roles and row rules")
    expect(issuedLogin.password).toHaveLength(32)
    const list = await me.metadata<{ sqlLogins: object[] }>(
      "{ sqlLogins { id name roleName access expiresAt isActive } }",
    )
    expect(list.data.sqlLogins).toMatchObject([{ name: "Script", access: "WRITE", isActive: true }])
    expect(JSON.stringify(list)).not.toContain(issuedLogin.password)
  })

  test.each(hostile)("is refused: %s", async (statement) => {
    const text = statement.replaceAll("@", schema).replaceAll("#", otherSchema).replaceAll("!", issuedLogin.user)
    // Tried as its own session, so that none prepares another's ground.
    const code = await failure(login.session((own) => own.script(text)))
    expect(code).toBe(denied)
  })

  test("there are enough of those", () => {
    expect(hostile.length).toBeGreaterThanOrEqual(40)
  })

  test("no function that runs as its owner is open to it, and each has a search path of its own", async () => {
    const open = await app.services.db.query(
      `select p.oid::regprocedure::text as name from pg_proc p where p.prosecdef and p.pronamespace <> 'pg_catalog'::regnamespace
        and (has_function_privilege($1, p.oid, 'execute') or p.proconfig is null or not p.proconfig::text like '%search_path=%')`,
      [issuedLogin.user],
    )
    expect(open).toEqual([])
  })

  test("reads and writes the records of its workspace, which the search finds and the log has under its name", async () => {
    const [made] = await login.query<{ id: string }>(
      `insert into company (name, "createdBy") values ('Direct Ltd', '{"source": "MANUAL", "name": "Ada"}') returning id`,
    )
    await login.query(`update company set employees = 3 where id = $1`, [made!.id])
    await login.query(`insert into note (title) values ('By hand')`)
    const seen = await me.graphql<{ search: { edges: object[] } }>(
      `{ search(searchInput: "direct", limit: 5) { edges { node { label } } } }`,
    )
    expect(seen.data.search.edges).toEqual([{ node: { label: "Direct Ltd" } }])
    const events = await app.services.db.query<{ action: string; actor: string }>(
      `select action, actor from ${schema}."eventLog" where "recordId" = $1 order by position`,
      [made!.id],
    )
    expect(events.map(({ action, actor }) => [action, JSON.parse(actor)])).toEqual(
      ["created", "updated"].map((action) => [
        action,
        { source: "SYSTEM", workspaceMemberId: null, name: issuedLogin.user, context: { login: issuedLogin.user } },
      ]),
    )
    await login.query(`delete from company where id = $1`, [made!.id])
  })

  test.each([
    `select set_config('kith.actor', '{"source":"MANUAL","workspaceMemberId":null,"name":"Ada","context":null}', false)`,
    `set kith.actor = '{"name":"Ada"}'`,
    `create temp table "eventLog" (like company); grant all on "eventLog" to public`,
    `create temp table company (id uuid, name text)`,
    `set search_path = pg_temp, ${"pg_catalog"}`,
  ])("cannot pretend to be someone else: %s", async (trick) => {
    const name = crypto.randomUUID()
    await login.session(async (own) => {
      await own.script(`begin; ${trick}; insert into ${schema}.company (name) values ('${name}'); commit`)
      await own.script(`drop table if exists pg_temp."eventLog", pg_temp.company`)
    })
    const [event] = await app.services.db.query<{ name: string }>(
      `select actor->>'name' as name from ${schema}."eventLog" where after->>'name' = $1`,
      [name],
    )
    expect(event).toEqual({ name: issuedLogin.user })
  })

  test("reaches objects and fields that are made later, and those that are renamed", async () => {
    const { data } = await me.metadata<{ createOneObject: { id: string } }>(
      `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id } }`,
    )
    const { id } = data.createOneObject
    await me.metadata(
      `mutation { createOneField(input: { field: { objectMetadataId: "${id}", type: NUMBER, name: "stages", label: "Stages" } }) { id } }`,
    )
    await login.query(`insert into _rocket (name, stages) values ('Saturn', 3)`)
    await me.metadata(
      `mutation { updateOneObject(input: { id: "${id}", update: { nameSingular: "ship", namePlural: "ships", labelSingular: "Ship", labelPlural: "Ships", isLabelSyncedWithName: false } }) { id } }`,
    )
    expect(await login.query(`select name, stages from _ship`)).toEqual([{ name: "Saturn", stages: "3" }])
  })

  test("reaches a table that the doctor has made anew, but no log", async () => {
    const { db } = app.services
    await db.script(`drop table ${schema}.blocklist, ${schema}."eventReader" cascade`)
    const principal = systemPrincipal(me.workspaceId)
    const { failed } = await mend(db, principal, await examine(db, me.workspaceId))
    expect(failed).toEqual([])
    expect(await login.query("select * from blocklist")).toEqual([])
    expect(await failure(login.query(`select * from "eventReader"`))).toBe(denied)
  })

  test("has few connections, and statements that end", async () => {
    const [settings] = await login.query(
      `select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle`,
    )
    expect(settings).toEqual({ statement: "5min", idle: "1min" })
    const others = Array.from({ length: 6 }, () => connect(issuedLogin))
    const codes = await Promise.all(others.map((each) => failure(each.query("select 1"))))
    expect(codes.filter((code) => code === "53300").length).toBeGreaterThanOrEqual(2)
    await Promise.all(others.map((each) => each.close()))
  })

  test("a transaction that stays open is ended, whatever the login has set itself", async () => {
    const { host, port, database, user, password } = issuedLogin
    const long = new Client({ host, port, database, user, password })
    const ended = new Promise<string>((resolve) => long.on("error", (error) => resolve(String(error))))
    await long.connect()
    await long.query("begin; set local idle_in_transaction_session_timeout = 0")
    await endLongTransactions(app.services)
    await long.query("select 1")
    // A quarter of an hour is not waited for: PostgreSQL is asked what it will be asked then.
    await endLongTransactions({ ...app.services, db: laterBy(app.services.db) })
    expect(await ended).toContain("terminat")
  })
})

/** Asks PostgreSQL what it will be asked in sixteen minutes. */
function laterBy(db: Database): Database {
  return { ...db, query: (text, params) => db.query(text.replace("now()", "(now() + interval '16 minutes')"), params) }
}

describe("a login that reads", () => {
  let login: Database
  let user: string

  beforeAll(async () => {
    const made = await issue(me, "READ")
    user = made.user
    login = connect(made)
  })

  test("reads all records, as a tool that knows no roles", async () => {
    await me.rest("POST", "/companies", { name: "Readable" })
    expect(await login.query(`select name from company where name = 'Readable'`)).toEqual([{ name: "Readable" }])
    expect(await login.query(`select count(*)::int as members from "workspaceMember"`)).toEqual([{ members: 1 }])
  })

  test.each([...writes, ...hostile])("is refused: %s", async (statement) => {
    const text = statement.replaceAll("@", schema).replaceAll("#", otherSchema).replaceAll("!", user)
    const run = async (own: Connection) => {
      await own.script("set default_transaction_read_only = off")
      await own.script(text)
    }
    const code = await failure(login.session(run))
    expect(code).toBe(denied)
  })
})

describe("the end", () => {
  test("of one that is revoked comes at once, and it is gone from PostgreSQL", async () => {
    const made = await issue(me, "WRITE")
    const login = connect(made)
    await login.query(`create temp table mine as select 1 as one`)
    const working = failure(login.query("select pg_sleep(20)"))
    for (let i = 0; i < 100 && !(await isBusy(made.user)); i++) await Bun.sleep(10)
    const answer = await revoke(me, made.login.id)
    expect(answer.data.revokeSqlLogin.isActive).toBe(false)
    expect(await working).toMatch(/57P01|CONNECTION/)
    expect(await failure(connect(made).query("select 1"))).toMatch(/28P01|28000/)
    expect(await roleExists(made.user)).toBe(false)
    expect((await revoke(me, made.login.id)).errors?.[0]?.extensions.subCode).toBe("SQL_LOGIN_NOT_FOUND")
  })

  test("of one that expires comes without anybody's doing", async () => {
    const made = await issue(me, "READ")
    const login = connect(made)
    await login.query("select 1")
    await endSqlLogins(app.services)
    expect(await roleExists(made.user)).toBe(true)
    await app.services.db.query(`update core."sqlLogin" set "expiresAt" = now() where id = $1`, [made.login.id])
    await endSqlLogins(app.services)
    expect(await roleExists(made.user)).toBe(false)
    expect(await failure(login.query("select 1"))).toBeDefined()
  })

  test("of a workspace's comes with it", async () => {
    const founder = await app.signUp()
    const made = await issue(founder, "READ")
    await founder.metadata("mutation { deleteCurrentWorkspace { id } }")
    expect(await failure(connect(made).query("select 1"))).toMatch(/28P01|28000/)
    await removeDeletedWorkspaces(app.services)
    expect(await roleExists(made.user)).toBe(false)
  })
})

const isBusy = async (user: string) =>
  (await app.services.db.query(`select from pg_stat_activity where usename = $1 and state = 'active'`, [user])).length >
  0

describe("who may", () => {
  const create = `mutation { createSqlLogin(input: { name: "x", access: READ }) { password } }`

  test("nobody without the right", async () => {
    const member = await newMember(app, me)
    const answers = [
      await member.metadata(create),
      await member.metadata("{ sqlLogins { id } }"),
      await member.metadata(`mutation { revokeSqlLogin(id: "${crypto.randomUUID()}") { id } }`),
    ]
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.subCode)).toEqual(answers.map(() => "PERMISSION_DENIED"))
  })

  test("nobody who may not see or do everything themselves", async () => {
    const roleId = await createRole(me, { canDestroyAllObjectRecords: false })
    const flags = `mutation { upsertPermissionFlags(upsertPermissionFlagsInput: { roleId: "${roleId}", permissionFlagKeys: ["SECURITY"] }) { id } }`
    expect((await me.metadata(flags)).errors).toBeUndefined()
    const guard = await memberWith(app, me, roleId)
    expect((await guard.metadata("{ sqlLogins { id } }")).errors).toBeUndefined()
    const writing = await guard.metadata(create.replace("READ", "WRITE"))
    expect(writing.errors?.[0]?.extensions.subCode).toBe("PERMISSION_DENIED")
    await issue(guard, "READ")
    const model = await readModel(me)
    await restrictField(me, roleId, model.objectId("company"), model.fieldId("company", "name"), {
      canUpdateFieldValue: false,
    })
    expect((await guard.metadata(create)).errors?.[0]?.extensions.subCode).toBe("PERMISSION_DENIED")
  })

  test("no key, and no other workspace's admin", async () => {
    const made = await issue(me, "READ")
    const listed = await other.metadata<{ sqlLogins: object[] }>("{ sqlLogins { id } }")
    expect(listed.data.sqlLogins).toEqual([])
    expect((await revoke(other, made.login.id)).errors?.[0]?.extensions.subCode).toBe("SQL_LOGIN_NOT_FOUND")
    const roles = await me.metadata<{ getRoles: { id: string; label: string }[] }>("{ getRoles { id label } }")
    const roleId = roles.data.getRoles.find(({ label }) => label === "Admin")!.id
    const key = await me.metadata<{ createApiKey: { id: string } }>(
      `mutation { createApiKey(input: { name: "k", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id } }`,
    )
    const token = await me.metadata<{ generateApiKeyToken: { token: string } }>(
      `mutation { generateApiKeyToken(apiKeyId: "${key.data.createApiKey.id}", expiresAt: "2099-01-01") { token } }`,
    )
    const robot = actAs(app.request, { ...me, token: token.data.generateApiKeyToken.token })
    expect((await robot.metadata(create)).errors?.[0]?.extensions.code).toBe("FORBIDDEN")
  })

  test.each([
    [`{ name: " ", access: READ }`, "INVALID_INPUT"],
    [`{ name: "x", access: READ, expiresAt: "2001-01-01" }`, "INVALID_INPUT"],
    [`{ name: "x", access: READ, expiresAt: "2999-01-01" }`, "INVALID_INPUT"],
    [`{ name: "x", access: READ, expiresAt: "soon" }`, "INVALID_INPUT"],
  ])("not with %s", async (input, subCode) => {
    const answer = await me.metadata(`mutation { createSqlLogin(input: ${input}) { password } }`)
    expect(answer.errors?.[0]?.extensions.subCode).toBe(subCode)
  })
})

describe("PostgreSQL that somebody else runs", () => {
  async function withServerRole<T>(
    attributes: string,
    work: (services: TestApp["services"]) => Promise<T>,
  ): Promise<T> {
    const role = `kith_managed_${crypto.randomUUID().slice(0, 8)}`
    await app.services.db.script(`create role ${role} login password 'secret' ${attributes}; grant kith to ${role}`)
    const url = new URL(app.url)
    url.username = role
    url.password = "secret"
    const db = openPostgres({ url: url.href, poolSize: 2, applicationName: "kith test", statementTimeout: 30_000 })
    try {
      return await work(createServices(app.services.config, db))
    } finally {
      await db.close()
      await app.services.db.script(`drop owned by ${role}; drop role ${role}`)
    }
  }

  const admin = async () => app.services.principals.get(await app.services.tokens.verify(me.token, ["ACCESS"]))

  test("says what is missing where the server may not make roles, and leaves nothing behind", async () => {
    const before = await me.metadata<{ sqlLogins: object[] }>("{ sqlLogins { id } }")
    const error = await withServerRole("", async (services) =>
      createSqlLogin(services, await admin(), { name: "x", access: "READ" }).catch((thrown: unknown) => thrown),
    )
    expect(error).toMatchObject({ code: "UNAVAILABLE", subCode: "SQL_LOGINS_UNAVAILABLE" })
    expect((error as Error).message).toContain("CREATEROLE")
    expect(await me.metadata<{ sqlLogins: object[] }>("{ sqlLogins { id } }")).toEqual(before)
  })

  test("needs no superuser", async () => {
    await withServerRole("createrole", async (services) => {
      const { login, password } = await createSqlLogin(services, await admin(), { name: "x", access: "WRITE" })
      const url = new URL(app.url)
      url.username = login.roleName
      url.password = password
      const tool = openPostgres({ url: url.href, poolSize: 1, applicationName: "a tool", statementTimeout: 0 })
      await tool.query(`insert into company (name) values ('Managed')`)
      await revokeSqlLogin(services, await admin(), login.id)
      expect(await failure(tool.query("select 1"))).toBeDefined()
      expect(await roleExists(login.roleName)).toBe(false)
      await tool.close()
    })
  })
})
