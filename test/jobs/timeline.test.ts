/** The timeline, written by real workers. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { Wake } from "../../src/accounts/wake.ts"
import { systemPrincipal, type Actor } from "../../src/auth/principal.ts"
import { applySchemaChanges } from "../../src/metadata/change.ts"
import type { WorkspaceSchema } from "../../src/metadata/schema.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { openWorkspace } from "../../src/records/workspace.ts"
import { createRecords, updateRecord } from "../../src/records/write.ts"
import { createBareWorkspace, objectOf } from "../support/bare-workspace.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import { startTestRedis, type TestRedis } from "../support/redis.ts"
import { startWorker, type TestWorker } from "../support/worker.ts"

let database: TestDatabase
let db: Database
let wake: Wake
let schema: WorkspaceSchema
let redis: TestRedis | undefined
let redisUrl = process.env.TEST_REDIS_URL

const workers: TestWorker[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  db = openPostgres({ url: database.url, poolSize: 6, applicationName: "kith tests", statementTimeout: 0 })
  wake = new Wake(db)
  if (!redisUrl) redis = await startTestRedis()
  redisUrl ??= redis!.url
})

beforeEach(async () => {
  schema = await createBareWorkspace(db)
})

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.kill()))
})

afterAll(async () => {
  await db.close()
  await database.drop()
  await redis?.stop()
})

async function start(options: { redisUrl?: string } = {}): Promise<TestWorker> {
  const worker = await startWorker({ databaseUrl: database.url, ...options })
  workers.push(worker)
  return worker
}

const open = (actor: Partial<Actor> = {}) => openWorkspace(db, schema, systemPrincipal(schema.workspaceId, actor))

async function create(nameSingular: string, record: object, actor: Partial<Actor> = {}): Promise<string> {
  const text = await createRecords(open(actor), objectOf(schema, nameSingular), [record], { selection: null })
  wake.changed(schema.schemaName)
  return JSON.parse(text)[0].id
}

/** A user for a member to be. */
async function createUserId(): Promise<string> {
  const [row] = await db.query<{ id: string }>(`insert into core."user" (email) values ($1) returning id`, [
    `${crypto.randomUUID()}@kith.test`,
  ])
  return row!.id
}

async function createCompanies(count: number, actor: Partial<Actor> = {}): Promise<void> {
  const records = Array.from({ length: count }, (_, n) => ({ name: `Company ${n}` }))
  await createRecords(open(actor), objectOf(schema, "company"), records, { selection: null })
}

async function update(nameSingular: string, id: string, change: object, actor: Partial<Actor> = {}): Promise<void> {
  await updateRecord(open(actor), objectOf(schema, nameSingular), id, change, { selection: null })
  wake.changed(schema.schemaName)
}

const table = (name: string) => `"${schema.schemaName}"."${name}"`

interface Activity {
  name: string
  properties: { diff: Record<string, { before: unknown; after: unknown }> } | null
  linkedRecordCachedName: string | null
  workspaceMemberId: string | null
  companyId: string | null
  personId: string | null
  createdBy: Actor
}

/** Timeline of the whole workspace, in the order in which things happened. */
async function activities(): Promise<Activity[]> {
  const rows = await db.query<{ json: string }>(
    `select to_jsonb(t) as json from ${table("timelineActivity")} t order by "happensAt", name`,
  )
  return rows.map((row) => JSON.parse(row.json))
}

async function activitiesWhen(count: number): Promise<Activity[]> {
  await until(async () => (await countOf("timelineActivity")) >= count)
  await Bun.sleep(60)
  return activities()
}

async function countOf(name: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(`select count(*)::int as count from ${table(name)}`)
  return row!.count
}

/** Until the reader has read everything that is in the log now. */
async function untilRead(): Promise<void> {
  await until(async () => {
    const [row] = await db.query<{
      read: boolean
    }>(`select split_part(r.position, '/', 5)::bigint = (select max(position) from ${table("eventLog")}) as read
      from ${table("eventReader")} r where name = 'timeline'`)
    return row?.read === true
  })
}

async function until(holds: () => Promise<boolean>, patience = 8000): Promise<void> {
  const end = performance.now() + patience
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come true within ${patience} ms: ${holds}`)
    await Bun.sleep(2)
  }
}

const problems = (worker: TestWorker) => worker.lines.filter((line) => line.level === "warn" || line.level === "error")

describe.each(["postgres", "redis"])("with queues on %s", (backend) => {
  test("records and plain SQL leave a timeline", async () => {
    const worker = await start(backend === "redis" ? { redisUrl } : {})
    const member = await create("workspaceMember", {
      name: { firstName: "Ada", lastName: "Byron" },
      userEmail: "ada@kith.test",
      userId: await createUserId(),
    })
    const ada = { source: "MANUAL", name: "Ada Byron", workspaceMemberId: member, context: {} }
    const company = await create("company", { name: "Acme" }, ada)
    const person = await create("person", { name: { firstName: "Grace", lastName: "Hopper" } }, ada)
    await update("person", person, { companyId: company, jobTitle: "Admiral", position: 5 }, ada)
    await db.query(`update ${table("company")} set name = 'Acme Ltd', employees = 3 where id = $1`, [company])
    await db.query(`update ${table("company")} set "deletedAt" = now() where id = $1`, [company])
    await db.query(`update ${table("company")} set "deletedAt" = null where id = $1`, [company])

    const found = await activitiesWhen(6)
    const [login] = await db.query<{ name: string }>("select session_user as name")
    const bySql = { source: "SYSTEM", name: login!.name, context: { login: login!.name }, workspaceMemberId: null }
    expect(found).toMatchObject([
      {
        name: "company.created",
        companyId: company,
        personId: null,
        linkedRecordCachedName: "Acme",
        workspaceMemberId: member,
        createdBy: ada,
        properties: null,
      },
      { name: "person.created", personId: person, linkedRecordCachedName: "Grace Hopper" },
      { name: "person.updated", personId: person, linkedRecordCachedName: null, workspaceMemberId: member },
      { name: "company.updated", linkedRecordCachedName: "Acme Ltd", workspaceMemberId: null, createdBy: bySql },
      { name: "company.deleted", companyId: company },
      { name: "company.restored", companyId: company },
    ])
    expect(found).toHaveLength(6)
    expect(found[2]!.properties).toEqual({
      diff: {
        companyId: { before: null, after: company },
        jobTitle: { before: null, after: "Admiral" },
        position: { before: 0, after: 5 },
      },
    })
    expect(found[3]!.properties).toEqual({
      diff: { name: { before: "Acme", after: "Acme Ltd" }, employees: { before: null, after: 3 } },
    })
    expect(problems(worker)).toEqual([])
    expect(await worker.stop()).toBe(0)
  }, 20_000)

  test("a worker killed in the middle of 2,000 events loses and doubles nothing", async () => {
    const options = backend === "redis" ? { redisUrl } : {}
    const member = await create("workspaceMember", {
      name: { firstName: "Ada", lastName: "Byron" },
      userEmail: "ada@kith.test",
      userId: await createUserId(),
    })
    const killed = await start(options)
    await untilRead()
    const early = Promise.withResolvers<void>()
    const earlyDone = db.transaction(async (tx) => {
      await tx.query(
        `insert into ${table("company")} (id, name) select gen_random_uuid(), 'Early ' || n from generate_series(1, 10) n`,
      )
      await early.promise
    })
    // Whoever holds the member lets the reader get no further than the page where she did something.
    await db.transaction(async (tx) => {
      await tx.query(`select from ${table("workspaceMember")} where id = $1 for update`, [member])
      await createCompanies(1100)
      await createCompanies(890, { source: "MANUAL", name: "Ada Byron", workspaceMemberId: member })
      wake.changed(schema.schemaName)
      await until(async () => (await countOf("timelineActivity")) >= 1000)
      await Bun.sleep(50)
      await killed.kill()
    })
    expect(await countOf("timelineActivity")).toBe(1000)

    await Promise.all([start(options), start(options)])
    early.resolve()
    await earlyDone
    await until(async () => (await countOf("timelineActivity")) >= 2000)
    await untilRead()
    const [row] = await db.query(`select count(*)::int as activities, count(distinct "companyId")::int as companies,
      count("workspaceMemberId")::int as "byAda" from ${table("timelineActivity")}`)
    expect(row).toEqual({ activities: 2000, companies: 2000, byAda: 890 })
  }, 30_000)
})

test("what nobody wants to read is not written down", async () => {
  const worker = await start()
  const company = await create("company", { name: "Acme" })
  const task = await create("task", { title: "Call" })
  await create("taskTarget", { taskId: task, targetCompanyId: company })
  await create("attachment", { name: "file", targetCompanyId: company })
  await db.query(`update ${table("company")} set name = name`)
  await db.query(`update ${table("company")} set "updatedBy" = '{"source": "API"}'`)
  const gone = await create("company", { name: "Gone" })
  await db.query(`delete from ${table("company")} where id = $1`, [gone])
  await update("company", company, { name: "Acme Ltd" })
  await until(async () => (await activities()).some((each) => each.name === "company.updated"))
  await untilRead()
  const names = (await activities()).map((each) => each.name)
  expect(names.filter((name) => name !== "company.created")).toEqual(["task.created", "company.updated"])
  expect((await activities()).every((each) => each.companyId !== gone)).toBe(true)
  // Its own records are in the log too; reading them must not make it write more.
  const written = await countOf("timelineActivity")
  await Bun.sleep(150)
  expect(await countOf("timelineActivity")).toBe(written)
  expect(problems(worker)).toEqual([])
}, 20_000)

test("a member and a record that went before the reader came fail nothing", async () => {
  const member = await create("workspaceMember", {
    name: { firstName: "Ada", lastName: "Byron" },
    userEmail: "ada@kith.test",
    userId: await createUserId(),
  })
  const ada = { source: "MANUAL", name: "Ada Byron", workspaceMemberId: member, context: {} }
  const kept = await create("company", { name: "Kept" }, ada)
  const gone = await create("company", { name: "Gone" }, ada)
  await db.query(`delete from ${table("company")} where id = $1`, [gone])
  await db.query(`delete from ${table("workspaceMember")} where id = $1`, [member])
  const worker = await start()
  const found = await activitiesWhen(1)
  expect(found).toMatchObject([{ name: "company.created", companyId: kept, workspaceMemberId: null, createdBy: ada }])
  expect(problems(worker)).toEqual([])
}, 20_000)

test("a schema change does not stop the reader, and new objects and fields count at once", async () => {
  const worker = await start()
  await create("company", { name: "Acme" })
  await activitiesWhen(1)
  const company = objectOf(schema, "company")
  const { after } = await applySchemaChanges(db, systemPrincipal(schema.workspaceId), [
    { kind: "createField", input: { objectMetadataId: company.id, name: "motto", label: "Motto", type: "TEXT" } },
    {
      kind: "createObject",
      input: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" },
    },
  ])
  schema = after
  const id = await create("company", { name: "Motto Inc", motto: "Why" })
  await update("company", id, { motto: "Why not" })
  await create("rocket", { name: "Ariane" })
  const found = await activitiesWhen(4)
  expect(found.map((each) => each.name)).toEqual([
    "company.created",
    "company.created",
    "company.updated",
    "rocket.created",
  ])
  expect(found[2]!.properties).toEqual({ diff: { motto: { before: "Why", after: "Why not" } } })
  expect(problems(worker)).toEqual([])
}, 20_000)

test("a workspace that goes away is no trouble, and the others are read on", async () => {
  const doomed = schema
  schema = await createBareWorkspace(db)
  const worker = await start()
  await create("company", { name: "Acme" })
  await activitiesWhen(1)
  await db.query(`insert into "${doomed.schemaName}".company (id, name) values (gen_random_uuid(), 'Doomed')`)
  await until(async () => (await db.query(`select from "${doomed.schemaName}"."timelineActivity"`)).length === 1)
  // In the order in which workspaces go: nobody is to find one that is there and has no tables.
  await db.query('update core.workspace set "deletedAt" = now() where id = $1', [doomed.workspaceId])
  await db.script(`drop schema "${doomed.schemaName}" cascade`)
  wake.changed(doomed.schemaName)
  await create("company", { name: "Still here" })
  expect(await activitiesWhen(2)).toHaveLength(2)
  expect(problems(worker)).toEqual([])
}, 20_000)

test("a worker that loses all its connections to the database goes on by itself", async () => {
  const worker = await start()
  await create("company", { name: "Before" })
  await activitiesWhen(1)
  await db.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name in ('kith worker', 'kith queues', 'entity-events-to-db-queue')`)
  await until(async () => {
    await create("company", { name: "After" })
    await Bun.sleep(100)
    return (await countOf("timelineActivity")) > 1
  })
  await untilRead()
  expect(await countOf("timelineActivity")).toBe(await countOf("company"))
  expect(await worker.stop()).toBe(0)
}, 20_000)

test("events whose wake-up nobody heard are found at the start", async () => {
  await db.query(`insert into ${table("company")} (id, name) values (gen_random_uuid(), 'Unheard')`)
  await start()
  expect(await activitiesWhen(1)).toMatchObject([{ name: "company.created", linkedRecordCachedName: "Unheard" }])
}, 20_000)
