/** A workspace with the standard objects and nothing else: no user, no member, no demo data. */
import { draftOf, addDefinitions } from "../../src/metadata/build.ts"
import { recordMigration } from "../../src/metadata/change.ts"
import { compile } from "../../src/metadata/compile.ts"
import { workspaceDdl } from "../../src/metadata/ddl.ts"
import { workspaceSchemaName } from "../../src/metadata/names.ts"
import { saveMetadata, type MetadataRows } from "../../src/metadata/rows.ts"
import type { ObjectSchema, WorkspaceSchema } from "../../src/metadata/schema.ts"
import { standardObjects } from "../../src/metadata/standard-objects/index.ts"
import { planTables } from "../../src/metadata/tables.ts"
import type { Database } from "../../src/ports/driver.ts"

export async function createBareWorkspace(db: Database): Promise<WorkspaceSchema> {
  const workspaceId = crypto.randomUUID()
  const roleId = crypto.randomUUID()
  const dataSourceId = crypto.randomUUID()
  const schemaName = workspaceSchemaName(workspaceId)
  const none: MetadataRows = {
    workspaceId,
    dataSourceId,
    schemaName,
    version: 1,
    objects: [],
    fields: [],
    indexes: [],
    indexFields: [],
  }
  const draft = draftOf(none)
  addDefinitions(draft, standardObjects)
  const schema = compile(draft)
  const ddl = workspaceDdl(schemaName, planTables(schema))
  await db.transaction(async (tx) => {
    await tx.query(`insert into core.workspace (id, "displayName", subdomain) values ($1, 'Bare', $2)`, [
      workspaceId,
      `bare-${workspaceId}`,
    ])
    await tx.query(`insert into core.role (id, "workspaceId", label) values ($1, $2, 'Admin')`, [roleId, workspaceId])
    await tx.query(`update core.workspace set "defaultRoleId" = $1, "activationStatus" = 'ACTIVE' where id = $2`, [
      roleId,
      workspaceId,
    ])
    await tx.query(`insert into core."dataSource" (id, "workspaceId", schema) values ($1, $2, $3)`, [
      dataSourceId,
      workspaceId,
      schemaName,
    ])
    await tx.script(ddl.statements.join(";\n"))
    await saveMetadata(tx, none, draft)
    await recordMigration(tx, draft, "standard objects", ddl.operations, false)
  })
  return schema
}

export function objectOf(schema: WorkspaceSchema, nameSingular: string): ObjectSchema {
  const object = schema.bySingular.get(nameSingular)
  if (!object) throw new Error(`There is no object ${nameSingular}`)
  return object
}
