/** The metadata of one workspace as rows of `core`: loaded in one statement, saved by comparing before with after. */
import type { fieldMetadata, indexFieldMetadata, indexMetadata, objectMetadata } from "../db/core-tables.ts"
import { join, ident, raw, render, sql } from "../db/sql.ts"
import type { Connection } from "../ports/driver.ts"
import { AppError } from "../errors.ts"

export type ObjectRow = typeof objectMetadata.$inferSelect
export type FieldRow = typeof fieldMetadata.$inferSelect
export type IndexRow = typeof indexMetadata.$inferSelect
export type IndexFieldRow = typeof indexFieldMetadata.$inferSelect

export interface MetadataRows {
  workspaceId: string
  dataSourceId: string
  schemaName: string
  version: number
  objects: readonly ObjectRow[]
  fields: readonly FieldRow[]
  indexes: readonly IndexRow[]
  indexFields: readonly IndexFieldRow[]
}

/** Throws NOT_FOUND when the workspace is not there or not set up. */
export async function loadMetadata(connection: Connection, workspaceId: string): Promise<MetadataRows> {
  const statement = render(sql`
    select json_build_object(
      'workspaceId', w.id, 'dataSourceId', d.id, 'schemaName', d.schema, 'version', w."metadataVersion",
      'objects', (select coalesce(json_agg(o order by o."createdAt", o."nameSingular"), '[]')
        from core."objectMetadata" o where o."workspaceId" = w.id),
      'fields', (select coalesce(json_agg(f order by f."createdAt", f.name), '[]')
        from core."fieldMetadata" f where f."workspaceId" = w.id),
      'indexes', (select coalesce(json_agg(i order by i.name), '[]')
        from core."indexMetadata" i where i."workspaceId" = w.id),
      'indexFields', (select coalesce(json_agg(x order by x."order"), '[]')
        from core."indexFieldMetadata" x join core."indexMetadata" i on i.id = x."indexMetadataId"
        where i."workspaceId" = w.id)
    ) as rows
    from core.workspace w join core."dataSource" d on d."workspaceId" = w.id
    where w.id = ${workspaceId}::uuid and w."deletedAt" is null`)
  const [row] = await connection.query<{ rows: string }>(statement.text, statement.params)
  if (!row) throw new AppError("NOT_FOUND", "Workspace not found", { subCode: "WORKSPACE_NOT_FOUND" })
  return JSON.parse(row.rows)
}

type Table = "objectMetadata" | "fieldMetadata" | "indexMetadata" | "indexFieldMetadata"
type AnyRow = { id: string }

/** Writes the difference between two states, in an order that the foreign keys allow. */
export async function saveMetadata(tx: Connection, before: MetadataRows, after: MetadataRows): Promise<void> {
  const tables: [Table, readonly AnyRow[], readonly AnyRow[]][] = [
    ["objectMetadata", before.objects, after.objects],
    ["fieldMetadata", before.fields, after.fields],
    ["indexMetadata", before.indexes, after.indexes],
    ["indexFieldMetadata", before.indexFields, after.indexFields],
  ]
  for (const [table, old, next] of tables.toReversed()) await removeRows(tx, table, missing(old, next))
  for (const [table, old, next] of tables) {
    const known = new Map(old.map((row) => [row.id, row]))
    // A new row may take a name over that an old one gives up.
    await updateRows(
      tx,
      table,
      next.filter((row) => known.has(row.id) && known.get(row.id) !== row),
    )
    await insertRows(tx, table, missing(next, old))
  }
}

function missing(rows: readonly AnyRow[], from: readonly AnyRow[]): AnyRow[] {
  const ids = new Set(from.map((row) => row.id))
  return rows.filter((row) => !ids.has(row.id))
}

async function removeRows(tx: Connection, table: Table, rows: AnyRow[]): Promise<void> {
  if (rows.length === 0) return
  const ids = JSON.stringify(rows.map((row) => row.id))
  await run(
    tx,
    sql`delete from ${ident("core", table)} where id in
      (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`,
  )
}

async function insertRows(tx: Connection, table: Table, rows: AnyRow[]): Promise<void> {
  if (rows.length === 0) return
  const columns = join(Object.keys(rows[0]!).map((name) => ident(name)))
  await run(
    tx,
    sql`insert into ${ident("core", table)} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${ident("core", table)}, ${JSON.stringify(rows)}::jsonb)`,
  )
}

async function updateRows(tx: Connection, table: Table, rows: AnyRow[]): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(rows[0]!).filter((name) => name !== "id" && name !== "createdAt" && name !== "updatedAt")
  const assignments = join(names.map((name) => sql`${ident(name)} = ${ident("n", name)}`))
  await run(
    tx,
    sql`update ${ident("core", table)} t set ${assignments}, "updatedAt" = ${raw("now()")}
      from jsonb_populate_recordset(null::${ident("core", table)}, ${JSON.stringify(rows)}::jsonb) n where n.id = t.id`,
  )
}

async function run(tx: Connection, statement: ReturnType<typeof sql>): Promise<void> {
  const { text, params } = render(statement)
  await tx.query(text, params)
}
