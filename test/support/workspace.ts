/** A workspace without members or views, for tests of the metadata engine. */
import { render, sql } from "../../src/db/sql.ts"
import { addDefinitions, draftOf } from "../../src/metadata/build.ts"
import { compile } from "../../src/metadata/compile.ts"
import { workspaceDdl } from "../../src/metadata/ddl.ts"
import { workspaceSchemaName } from "../../src/metadata/names.ts"
import { recordMigration } from "../../src/metadata/change.ts"
import { saveMetadata, type MetadataRows } from "../../src/metadata/rows.ts"
import { standardObjects } from "../../src/metadata/standard-objects/index.ts"
import { planTables } from "../../src/metadata/tables.ts"
import type { Connection, Database } from "../../src/ports/driver.ts"

export interface BareWorkspace {
  workspaceId: string
  /** its PostgreSQL schema */
  schema: string
}

/** Creates a workspace with the standard objects; nobody belongs to it, the system principal works in it. */
export async function createBareWorkspace(db: Database): Promise<BareWorkspace> {
  const workspaceId = crypto.randomUUID()
  const schema = workspaceSchemaName(workspaceId)
  await db.transaction(async (tx) => {
    const none = await insertWorkspace(tx, workspaceId, schema)
    const draft = draftOf({ ...none, version: 1 })
    addDefinitions(draft, standardObjects)
    const ddl = workspaceDdl(schema, planTables(compile(draft)))
    await tx.script(ddl.statements.join(";\n"))
    await saveMetadata(tx, none, draft)
    await recordMigration(tx, draft, "createWorkspace", ddl.operations, false)
  })
  return { workspaceId, schema }
}

async function insertWorkspace(tx: Connection, workspaceId: string, schema: string): Promise<MetadataRows> {
  const { text, params } = render(sql`
    with made as (
      insert into core.workspace (id, subdomain) values (${workspaceId}::uuid, ${`w-${workspaceId}`}) returning id
    ), role as (
      insert into core.role ("workspaceId", label) select id, 'Member' from made
    )
    insert into core."dataSource" ("workspaceId", schema) select id, ${schema} from made returning id`)
  const [source] = await tx.query<{ id: string }>(text, params)
  await activate(tx, workspaceId)
  return {
    workspaceId,
    dataSourceId: source!.id,
    schemaName: schema,
    version: 0,
    objects: [],
    fields: [],
    indexes: [],
    indexFields: [],
  }
}

async function activate(tx: Connection, workspaceId: string): Promise<void> {
  const { text, params } = render(sql`
    update core.workspace w set "activationStatus" = 'ACTIVE', "defaultRoleId" = r.id
    from core.role r where r."workspaceId" = w.id and w.id = ${workspaceId}::uuid`)
  await tx.query(text, params)
}
