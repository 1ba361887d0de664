import { afterAll, beforeAll, expect, test } from "bun:test"
import { systemPrincipal, type Principal } from "../../src/auth/principal.ts"
import type { WorkspaceSchema } from "../../src/metadata/schema.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { openWorkspace } from "../../src/records/workspace.ts"
import { createRecords } from "../../src/records/write.ts"
import { createBareWorkspace, objectOf } from "../support/bare-workspace.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"

let database: TestDatabase
let db: Database
let schema: WorkspaceSchema

beforeAll(async () => {
  database = await createTestDatabase()
  db = openPostgres({ url: database.url, poolSize: 2, applicationName: "kith tests", statementTimeout: 0 })
  schema = await createBareWorkspace(db)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const own = "0b1f7a3c-95d5-4a53-8a7e-111111111111"
const other = "0b1f7a3c-95d5-4a53-8a7e-222222222222"

async function memberOf(principal: Principal): Promise<unknown> {
  const workspace = openWorkspace(db, schema, principal)
  const createdBy = { source: "MANUAL", name: "Someone else", workspaceMemberId: other }
  const [{ id }] = JSON.parse(
    await createRecords(workspace, objectOf(schema, "company"), [{ createdBy }], { selection: null }),
  )
  const [row] = await db.query(
    `select "createdBy"->>'workspaceMemberId' as member from "${schema.schemaName}".company where id = $1`,
    [id],
  )
  return row?.member
}

test("the platform writes on behalf of members", async () => {
  expect(await memberOf(systemPrincipal(schema.workspaceId))).toBe(other)
})

test("nobody else does", async () => {
  const user: Principal = {
    ...systemPrincipal(schema.workspaceId, { workspaceMemberId: own }),
    kind: "user",
    rightsRevision: 0,
  }
  expect(await memberOf(user)).toBe(own)
})
