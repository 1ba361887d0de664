/** Kept answers: given again only while they are true, whoever changed what, wherever. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { planTables } from "../../src/metadata/tables.ts"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let there: Member
let elsewhere: Database
let schemaName: string
let companyId: string

/** Statements that read records, and those that only asked whether an answer is still true. */
let read = 0
let probed = 0

beforeAll(async () => {
  app = await createTestApp()
  const query = app.services.db.query
  app.services.db.query = (text, params) => {
    if (text.includes(" as changed")) probed++
    else if (text.includes(" as r0")) read++
    return query(text, params)
  }
  me = await app.signUp()
  elsewhere = openPostgres({ url: app.url, poolSize: 2, applicationName: "psql", statementTimeout: 0 })
  there = actAs(async (path, init) => createApp(createServices(app.services.config, elsewhere)).request(path, init), me)
  schemaName = (await app.services.schemas.get(me.workspaceId)).schemaName
  const { data } = await me.graphql<{ createCompany: { id: string } }>(
    `mutation { createCompany(data: { name: "Acme" }) { id } }`,
  )
  companyId = data.createCompany.id
})

afterAll(async () => {
  await elsewhere.close()
  await app.close()
})

beforeEach(() => {
  read = 0
  probed = 0
})

const list = `{ companies(orderBy: [{ name: AscNullsLast }]) { totalCount edges { node { name people { edges { node { name { firstName } } } } } } } }`

async function names(): Promise<string> {
  const { data, errors } = await me.graphql<{
    companies: { edges: { node: { name: string; people: { edges: { node: { name: { firstName: string } } }[] } } }[] }
  }>(list)
  expect(errors).toBeUndefined()
  return data.companies.edges
    .map(({ node }) => [node.name, ...node.people.edges.map((edge) => edge.node.name.firstName)].join("+"))
    .join(" ")
}

test("the second time nothing is computed", async () => {
  expect(await names()).toBe("Acme")
  read = 0
  expect(await names()).toBe("Acme")
  expect({ read, probed }).toEqual({ read: 0, probed: 1 })
})

test("a change here, on another server, in plain SQL, and of a nested record counts at once", async () => {
  await names()
  await me.graphql(`mutation { createCompany(data: { name: "Beta" }) { id } }`)
  expect(await names()).toBe("Acme Beta")
  await there.graphql(
    `mutation { createPerson(data: { name: { firstName: "Ada" }, companyId: "${companyId}" }) { id } }`,
  )
  expect(await names()).toBe("Acme+Ada Beta")
  await elsewhere.script(`update "${schemaName}".company set name = 'Gamma' where name = 'Beta'`)
  expect(await names()).toBe("Acme+Ada Gamma")
  await elsewhere.script(`delete from "${schemaName}".company where name = 'Gamma'`)
  expect(await names()).toBe("Acme+Ada")
})

test("a change of something else does not count", async () => {
  await names()
  await me.graphql(`mutation { createTask(data: { title: "x" }) { id } }`)
  read = 0
  await names()
  expect(read).toBe(0)
})

test("a transaction that was running when the answer was computed counts when it commits, and not when it rolls back", async () => {
  for (const outcome of ["commit", "rollback"]) {
    const hold = Promise.withResolvers<void>()
    const began = Promise.withResolvers<void>()
    const running = elsewhere
      .transaction(async (tx) => {
        await tx.query(`insert into "${schemaName}".company (name) values ('Late ${outcome}')`)
        began.resolve()
        await hold.promise
        if (outcome === "rollback") throw new Error("rolled back on purpose")
      })
      .catch((error: Error) => expect(error.message).toBe("rolled back on purpose"))
    await began.promise
    // A later transaction commits first, so that the running one lies behind the snapshot's end.
    await elsewhere.script(`insert into "${schemaName}".note (title) values ('passing by')`)
    expect(await names()).not.toContain(`Late ${outcome}`)
    expect(await names()).not.toContain(`Late ${outcome}`)
    hold.resolve()
    await running
    expect((await names()).includes(`Late ${outcome}`)).toBe(outcome === "commit")
  }
})

test("another question, another person's rights and another schema are other answers", async () => {
  await names()
  const filtered = await me.graphql(`{ companies(filter: { name: { eq: "No" } }) { totalCount } }`)
  expect(filtered.data).toEqual({ companies: { totalCount: 0 } })
  const stranger = await app.signUp()
  expect((await stranger.graphql(`{ companies { totalCount } }`)).data).toEqual({ companies: { totalCount: 0 } })
})

test("a revoked session gets no kept answer", async () => {
  const other = await app.signUp()
  const ask = () => other.graphql(`{ companies { totalCount } }`)
  await ask()
  await ask()
  await app.services.db.query(`update core.session set "revokedAt" = now() where "userId" = $1::uuid`, [other.userId])
  expect((await ask()).errors?.[0]?.message).toBe("Token invalid.")
})

test("an answer depends on every table that its statement reads", async () => {
  const schema = await app.services.schemas.reload(me.workspaceId)
  const tables = new Map(planTables(schema).map((table) => [table.name, table.key]))
  const queries = [
    list,
    `{ people(filter: { company: { name: { eq: "x" } } }) { edges { node { id } } } }`,
    `{ companies(filter: { not: { people: { jobTitle: { eq: "x" } } } }) { edges { node { id } } } }`,
    `{ people(orderBy: [{ company: { accountOwner: { name: { firstName: AscNullsFirst } } } }]) { edges { cursor node { id } } } }`,
    `{ tasks { edges { node { assignee { name { firstName } } taskTargets { edges { node { targetPerson { company { name } } } } } } } } }`,
    `{ peopleGroupBy(groupBy: [{ company: { name: true } }], orderByForRecords: [{ company: { name: AscNullsFirst } }]) { totalCount edges { node { company { accountOwner { id } } } } } }`,
    `{ opportunities(first: 1) { totalCount pageInfo { hasNextPage } } notes { totalCount } }`,
  ]
  for (const query of queries) {
    const seen: { text: string; params: unknown[] }[] = []
    const original = app.services.db.query
    app.services.db.query = (text, params) => {
      if (text.includes(" as r0")) seen.push({ text, params: [...(params ?? [])] })
      return original(text, params)
    }
    await elsewhere.script(
      `insert into "${schemaName}".note (title) values ('x'); update "${schemaName}".person set city = 'x'; update "${schemaName}".task set title = 'y'`,
    )
    const answers = app.services.answers as unknown as { kept: Map<string, { objectIds: string[] }> }
    answers.kept.clear()
    await me.graphql(query)
    app.services.db.query = original
    const { text, params } = seen[0]!
    const [plan] = await elsewhere.query<{ "QUERY PLAN": string }>(`explain (format json) ${text}`, params as string[])
    const relations = [...plan!["QUERY PLAN"].matchAll(/"Relation Name": "([^"]+)"/g)]
      .map((match) => tables.get(match[1]!))
      .filter(Boolean)
    const [kept] = [...answers.kept.values()]
    const touched = kept!.objectIds
    expect({ query, missing: relations.filter((id) => !touched.includes(id!)) }).toEqual({ query, missing: [] })
    expect(relations.length).toBeGreaterThan(0)
  }
})

test("a transaction neither takes kept answers nor leaves any", async () => {
  const { inTransaction } = await import("../../src/records/transaction.ts")
  const { withWorkspace } = await import("../../src/accounts/services.ts")
  const identity = await app.services.tokens.verify(me.token, ["ACCESS"])
  await withWorkspace(app.services, identity, async (workspace) => {
    expect(workspace.answers).toBeDefined()
    await inTransaction(workspace, async (own) => {
      expect(own.answers).toBeUndefined()
      expect(own.counts).toBeUndefined()
    })
  })
})

test("kept answers hold no schema: those of workspaces that nobody uses go", async () => {
  const { schemas } = app.services
  const seen: WeakRef<object>[] = []
  for (let n = 1; n <= 20; n++) {
    schemas.forget(me.workspaceId)
    // An answer of its own for each, which stays.
    await me.graphql(`{ companies(first: ${n}) { edges { node { name } } } }`)
    seen.push(new WeakRef((await schemas.get(me.workspaceId)).objects[0]!))
  }
  // The collector looks at what may be a pointer as well, and so leaves one or the other.
  for (let i = 0; i < 5; i++) {
    await Bun.sleep(5)
    Bun.gc(true)
  }
  expect(seen.filter((each) => each.deref()).length).toBeLessThan(8)
})
