import { ident, type Sql } from "../db/sql.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import type { Workspace } from "./workspace.ts"

/** The table of an object's records. */
export function tableOf(workspace: Workspace, object: ObjectSchema): Sql {
  return ident(workspace.schema.schemaName, object.table)
}
