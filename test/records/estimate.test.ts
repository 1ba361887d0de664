import { afterAll, beforeAll, expect, test } from "bun:test"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { render } from "../../src/db/sql.ts"
import { readStatement } from "../../src/records/read.ts"
import { openWorkspace } from "../../src/records/workspace.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let ada: Member
let schemaName: string

beforeAll(async () => {
  app = await createTestApp()
  ada = await app.signUp()
  schemaName = (await app.services.schemas.get(ada.workspaceId)).schemaName
  await app.services.db.script(`
    insert into "${schemaName}".task (title, position) select case when i % 4 = 0 then 'odd' else 'even' end, i from generate_series(1, 60000) i;
    update "${schemaName}".task set "deletedAt" = now() where position > 50000;
    analyze "${schemaName}".task`)
}, 60_000)

afterAll(() => app.close())

async function total(filter: string, estimated: boolean): Promise<number> {
  const { data, errors } = await ada.graphql<{ tasks: { totalCount: number } }>(
    `{ tasks(first: 1${filter}) { totalCount(estimated: ${estimated}) edges { node { id } } } }`,
  )
  expect(errors).toBeUndefined()
  return data.tasks.totalCount
}

test.each([
  ["all that live", "", 50_000],
  ["those that match", `, filter: { title: { eq: "odd" } }`, 12_500],
  [
    "those with a text in them, which page and exact count find together",
    `, filter: { title: { ilike: "%ven%" } }`,
    37_500,
  ],
  ["those in the bin", `, filter: { deletedAt: { is: NOT_NULL } }`, 10_000],
])("about how many there are: %s", async (_, filter, exact) => {
  expect(await total(filter, false)).toBe(exact)
  // Twenty thousand of sixty are looked at; blocks are drawn, so that a quarter off would be far out.
  expect(Math.abs((await total(filter, true)) - exact)).toBeLessThan(exact / 4)
})

test("a small table is counted exactly, both ways in one answer", async () => {
  await ada.rest("POST", "/batch/notes", [{ title: "a" }, { title: "b" }, { title: "c" }])
  const { data } = await ada.graphql(
    "{ notes { exact: totalCount about: totalCount(estimated: true) countUniqueValuesTitle } }",
  )
  expect(data.notes).toEqual({ exact: 3, about: 3, countUniqueValuesTitle: 3 })
})

test("a large one is not read from end to end", async () => {
  const { db, schemas } = app.services
  const workspace = openWorkspace(db, await schemas.get(ada.workspaceId), systemPrincipal(ada.workspaceId))
  const object = workspace.schema.bySingular.get("task")!
  const part = { kind: "totalCount" as const, key: "totalCount", estimated: true }
  const list = { filter: { title: { ilike: "%ven%" } }, shape: { kind: "connection" as const, parts: [part] } }
  const { text, params } = render(readStatement(workspace, [{ kind: "list", key: "tasks", object, list }]))
  const plan = JSON.stringify(await db.query(`explain ${text}`, params))
  expect(plan).toContain("Sample Scan on task")
  expect(plan).not.toContain("Seq Scan on task")
})

test("over REST a list says it exactly, about, or not at all", async () => {
  const about = await ada.rest("GET", "/tasks?limit=1&total=estimated")
  expect(Math.abs(about.body.totalCount - 50_000)).toBeLessThan(12_500)
  expect((await ada.rest("GET", "/tasks?limit=1&total=exact")).body.totalCount).toBe(50_000)
  expect((await ada.rest("GET", "/tasks?limit=1&total=none")).body).not.toHaveProperty("totalCount")
  const refused = await ada.rest("GET", "/tasks?total=maybe")
  expect([refused.status, refused.body.messages]).toEqual([
    400,
    ["total 'maybe' is invalid. Should be exact, estimated or none"],
  ])
})
