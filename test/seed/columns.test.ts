/** The data model that customers know: every table, column, constraint and index of it, by name. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import coreColumns from "../data/seed-core-columns.json"
import workspaceColumns from "../data/seed-workspace-columns.json"
import { createTestApp, type TestApp } from "../support/app.ts"

let app: TestApp
let schemaName: string

beforeAll(async () => {
  app = await createTestApp()
  const { workspaceId } = await app.signUp()
  schemaName = (await app.services.schemas.get(workspaceId)).schemaName
})

afterAll(() => app.close())

async function columnsOf(schema: string, table: string): Promise<string[]> {
  const rows = await app.services.db.query<{ name: string; type: string }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
     where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`,
    [`"${schema}"."${table}"`],
  )
  return rows.map((row) => `${row.name} ${row.type}`)
}

for (const [table, columns] of Object.entries(coreColumns)) {
  test(`core."${table}" has every column`, async () => {
    const names = (await columnsOf("core", table)).map((each) => each.split(" ")[0]!)
    expect(columns.filter((name) => !names.includes(name))).toEqual([])
  })
}

for (const [table, columns] of Object.entries(workspaceColumns)) {
  test(`"${table}" of a workspace has every column with its type`, async () => {
    const found = await columnsOf(schemaName, table)
    expect(columns.filter((column) => !found.includes(column))).toEqual([])
  })
}

const named = {
  constraints: [
    "FK_OBJECT_WORKSPACE",
    "CHK_FIELD_METADATA_MORPH_RELATION_REQUIRES_MORPH_ID",
    "onboarded_workspace_requires_default_role",
    "IDX_OBJECT_METADATA_NAME_SINGULAR_WORKSPACE_ID_UNIQUE",
    "IDX_FIELD_METADATA_NAME_OBJECT_METADATA_ID_WORKSPACE_ID_UNIQUE",
    "FK_PERSON_COMPANY",
  ],
  indexes: [
    "UQ_USER_EMAIL",
    "IDX_USER_WORKSPACE_USER_ID",
    "IDX_USER_WORKSPACE_WORKSPACE_ID",
    "IDX_OBJECT_METADATA_WORKSPACE_ID",
    "IDX_FIELD_METADATA_OBJECT_ID",
    "IDX_FIELD_METADATA_RELATION_TARGET",
    "IDX_COMPANY_DOMAIN",
    "IDX_PERSON_EMAIL",
    "IDX_PERSON_COMPANY",
    "IDX_COMPANY_SEARCH",
    "IDX_PERSON_SEARCH",
    "IDX_OPPORTUNITY_COMPANY",
    "IDX_TASK_ASSIGNEE",
  ],
}

test("constraints and indexes carry their names", async () => {
  const constraints = await app.services.db.query<{ name: string }>("select conname as name from pg_constraint")
  const indexes = await app.services.db.query<{ name: string }>("select indexname as name from pg_indexes")
  const missing = (names: string[], rows: { name: string }[]) =>
    names.filter((name) => !rows.some((row) => row.name === name))
  expect(missing(named.constraints, constraints)).toEqual([])
  expect(missing(named.indexes, indexes)).toEqual([])
})

test("the schema is named after the workspace's id in base 36", async () => {
  const [row] = await app.services.db.query<{ id: string; schema: string }>(
    `select w.id, d.schema from core.workspace w join core."dataSource" d on d."workspaceId" = w.id where d.schema = $1`,
    [schemaName],
  )
  expect(schemaName).toBe(`workspace_${BigInt(`0x${row!.id.replaceAll("-", "")}`).toString(36)}`)
})
