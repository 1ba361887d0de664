import { ident, sql } from "../db/sql.ts"
import { requireAccess } from "./access.ts"
import { guardedRows } from "./guarded.ts"
import { rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

/** Of the files, those that a record holds in the field, in the bin or switched off as it may be. */
export async function heldFiles(workspace: Workspace, fieldId: string, ids: readonly string[]): Promise<string[]> {
  const field = workspace.schema.objects.flatMap((object) => object.fields).find((each) => each.id === fieldId)
  if (!field || field.type !== "FILES" || field.column === null) return []
  requireAccess(workspace.access, "read", field.object)
  if (!workspace.access.sees(field)) return []
  const rows = await guardedRows<[string]>(
    workspace,
    field.object,
    sql`select i.id from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) i(id)
      where exists (select from ${rowsOf(workspace, field.object)} t
        where ${ident("t", field.column)} @> jsonb_build_array(jsonb_build_object('fileId', i.id)))`,
    "id",
  )
  return rows.map(([id]) => id)
}
