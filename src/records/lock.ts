import { sql } from "../db/sql.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { requireAccess } from "./access.ts"
import { guardedRows } from "./guarded.ts"
import { rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

/**
 * Keeps records from being destroyed until the transaction of the workspace ends; they may still change. Answers the ids
 * of those that exist, soft-deleted ones included. Locked in the order of their ids, so that two callers cannot wait for
 * each other. Throws FORBIDDEN without the right to read.
 */
export async function lockExisting(
  workspace: Workspace,
  object: ObjectSchema,
  ids: readonly string[],
): Promise<string[]> {
  requireAccess(workspace.access, "read", object)
  const rows = await guardedRows<[string]>(
    workspace,
    object,
    sql`select id from ${rowsOf(workspace, object)}
      where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
      order by id for key share`,
    "id",
  )
  return rows.map(([id]) => id)
}
