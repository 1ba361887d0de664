/** A statement that answers with one JSON value, under the guard. */
import { raw, render, sql, type Sql } from "../db/sql.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { checkGuard, guardColumns, guardSource, orStale } from "./guard.ts"
import type { Workspace } from "./workspace.ts"
import { explainWrite } from "./write-errors.ts"

/** The rows of `source`, one array of its `columns` each. */
export async function guardedRows<T extends unknown[]>(
  workspace: Workspace,
  object: ObjectSchema,
  source: Sql,
  columns: string,
): Promise<T[]> {
  const { text, params } = render(
    sql`with found as (${source}) select ${guardColumns(workspace)},
      (select coalesce(json_agg(json_build_array(${raw(columns)})), '[]'::json) from found)::text as data
      from ${guardSource(workspace)}`,
  )
  try {
    const [row] = await orStale(workspace.connection.query(text, params))
    checkGuard(workspace, row)
    return JSON.parse(row.data as string)
  } catch (error) {
    throw explainWrite(error, object)
  }
}
