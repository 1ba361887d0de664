import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { buildPendingIndexes } from "../../src/metadata/build-indexes.ts"
import { applySchemaChanges, bigTable } from "../../src/metadata/change.ts"
import { examine, mend } from "../../src/metadata/doctor.ts"
import type { Database } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { createTestDatabase, type TestDatabase } from "../support/database.ts"
import { createBareWorkspace } from "../support/bare-workspace.ts"

let home: TestDatabase
let db: Database
let workspaceId: string
let schema: string
let objectId: string

beforeAll(async () => {
  home = await createTestDatabase()
  db = openPostgres({ url: home.url, poolSize: 5, applicationName: "kith tests", statementTimeout: 0 })
  ;({ workspaceId, schemaName: schema } = await createBareWorkspace(db))
  const names = { nameSingular: "part", namePlural: "parts", labelSingular: "Part", labelPlural: "Parts" }
  const { ids } = await apply([{ kind: "createObject", input: names }])
  objectId = ids[0]!
  const fields = ["code", "twin"].map((name) => ({
    kind: "createField" as const,
    input: { objectMetadataId: objectId, type: "TEXT" as const, name, label: name },
  }))
  await apply(fields)
  // The triggers are not what is tested here, and cost most of the time.
  await db.script(`
    alter table ${schema}._part disable trigger user;
    insert into ${schema}._part (code, twin) select 'c' || n, 't' || n from generate_series(1, ${bigTable + 1}) n;
    alter table ${schema}._part enable trigger user`)
})

afterAll(async () => {
  await db.close()
  await home.drop()
})

const apply = (changes: Parameters<typeof applySchemaChanges>[2]) =>
  applySchemaChanges(db, systemPrincipal(workspaceId), changes)

async function fieldId(name: string): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `select id from core."fieldMetadata" where "objectMetadataId" = $1::uuid and name = $2`,
    [objectId, name],
  )
  return row!.id
}

async function version(): Promise<number> {
  const [row] = await db.query<{ version: number }>(
    `select "metadataVersion" as version from core.workspace where id = $1::uuid`,
    [workspaceId],
  )
  return row!.version
}

describe("a unique field on a big table", () => {
  test("waits for the worker, then is enforced", async () => {
    const { pendingIndexes } = await apply([
      { kind: "updateField", id: await fieldId("code"), update: { isUnique: true } },
    ])
    expect(pendingIndexes).toHaveLength(1)
    expect((await examine(db, workspaceId)).map((finding) => finding.code)).toEqual(["PENDING_INDEX"])
    await db.script(
      `insert into ${schema}._part (code) values ('c1'); delete from ${schema}._part where code = 'c1' and twin is null`,
    )
    const before = await version()
    expect(await buildPendingIndexes(db, workspaceId)).toMatchObject([
      { id: pendingIndexes[0], status: "READY", failure: null },
    ])
    expect(await version()).toBe(before + 1)
    expect(await examine(db, workspaceId)).toEqual([])
    const error = await db.script(`insert into ${schema}._part (code) values ('c1')`).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "23505" })
    expect(await buildPendingIndexes(db, workspaceId)).toEqual([])
  })

  test("fails with the values that came twice meanwhile, and is built once they are gone", async () => {
    const { pendingIndexes } = await apply([
      { kind: "updateField", id: await fieldId("twin"), update: { isUnique: true } },
    ])
    await db.script(`insert into ${schema}._part (code, twin) values ('d1', 't5'), ('d2', 't5'), ('d3', 't7')`)
    expect(await buildPendingIndexes(db, workspaceId)).toMatchObject([
      { id: pendingIndexes[0], status: "FAILED", failure: 'Some values occur more than once: "t5" (3), "t7" (2)' },
    ])
    const findings = await examine(db, workspaceId)
    expect(findings.map((finding) => finding.code)).toEqual(["FAILED_INDEX"])
    expect(findings[0]!.problem).toContain('"t5" (3)')
    const inVain = await mend(db, systemPrincipal(workspaceId), findings)
    expect(inVain.failed).toMatchObject([{ reason: expect.stringContaining('"t5" (3)') }])
    await db.script(`delete from ${schema}._part where code like 'd%'`)
    await mend(db, systemPrincipal(workspaceId), await examine(db, workspaceId))
    expect(await examine(db, workspaceId)).toEqual([])
  })
})

test("two workers build each index once", async () => {
  const input = {
    objectMetadataId: objectId,
    fields: [{ fieldMetadataId: await fieldId("code") }, { fieldMetadataId: await fieldId("twin") }],
  }
  const { pendingIndexes } = await apply([{ kind: "createIndex", input }])
  const built = await Promise.all([1, 2, 3].map(() => buildPendingIndexes(db, workspaceId)))
  expect(built.flat().map((index) => index.id)).toEqual(pendingIndexes)
  expect(await examine(db, workspaceId)).toEqual([])
})

test("what a killed worker left behind is cleared away", async () => {
  const { ids } = await apply([
    {
      kind: "createIndex",
      input: { objectMetadataId: objectId, fields: [{ fieldMetadataId: await fieldId("twin") }] },
    },
  ])
  const [index] = await db.query<{ name: string }>(`select name from core."indexMetadata" where id = $1::uuid`, [
    ids[0]!,
  ])
  await db.script(`create index "${index!.name}" on ${schema}._part (twin)`)
  await db.script(`update pg_index set indisvalid = false where indexrelid = '${schema}."${index!.name}"'::regclass`)
  expect(await buildPendingIndexes(db, workspaceId)).toMatchObject([{ id: ids[0], status: "READY" }])
  expect(await examine(db, workspaceId)).toEqual([])
})

test("an index that is deleted before it was built is forgotten", async () => {
  const input = {
    objectMetadataId: objectId,
    fields: [{ fieldMetadataId: await fieldId("createdAt") }, { fieldMetadataId: await fieldId("code") }],
  }
  const { ids } = await apply([{ kind: "createIndex", input }])
  await apply([{ kind: "deleteIndex", id: ids[0]! }])
  expect(await buildPendingIndexes(db, workspaceId)).toEqual([])
  expect(await examine(db, workspaceId)).toEqual([])
})
