/** What a write has come to is checked by the statement that wrote it: what may not be is undone with it. */
import { ident, join, literal, sql, type Sql } from "../db/sql.ts"
import { permissionDenied } from "../auth/principal.ts"
import { AppError, badInput } from "../errors.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { planTable } from "../metadata/tables.ts"
import type { DatabaseError } from "../ports/driver.ts"
import { editedCondition, rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

/**
 * Expression over the rows `written` that refuses the statement when one of them lies outside of what the principal may
 * change, or points at what they do not see. Null where there is nothing to refuse.
 * @param columns that were written
 */
export function allowedResult(workspace: Workspace, object: ObjectSchema, columns: readonly string[]): Sql | null {
  const edited = editedCondition(workspace, object, "w")
  const rows = edited
    ? [sql`when exists (select from written w where not coalesce(${edited}, false)) then core.refuse('row', '')`]
    : []
  const targets = limitedRelations(workspace, object, columns).map((field) => {
    const column = ident("w", field.column!)
    const seen = sql`exists (select from ${rowsOf(workspace, field.relation!.target)} o where o.id = ${column})`
    return sql`when exists (select from written w where ${column} is not null and not ${seen}) then core.refuse('target', ${literal(field.column!)})`
  })
  // Whoever does not see the target is told the same as if there were none.
  const cases = [...targets, ...rows]
  return cases.length > 0 ? sql`case ${join(cases, " ")} else true end` : null
}

function limitedRelations({ access }: Workspace, object: ObjectSchema, columns: readonly string[]): FieldSchema[] {
  return object.fields.filter(
    ({ column, relation }) =>
      column !== null &&
      columns.includes(column) &&
      relation?.kind === "MANY_TO_ONE" &&
      access.seen(relation.target) !== null,
  )
}

/** SQLSTATE of `core.refuse`. */
export const refused = "KT403"

export function explainRefusal(error: DatabaseError, object: ObjectSchema): AppError {
  if (error.message === "target") return missingTarget(object, error.detail ?? "", error)
  return outsideOfRule(error)
}

/** The record is not, or would no longer be, among those that the principal may change. */
export function outsideOfRule(cause?: DatabaseError): AppError {
  const { message, userFriendlyMessage } = permissionDenied()
  return new AppError("FORBIDDEN", `${message}: the record is not among those that the role may change`, {
    subCode: "PERMISSION_DENIED",
    userFriendlyMessage,
    cause,
  })
}

/** In the database's words for a foreign key that leads nowhere. */
export function missingTarget(object: ObjectSchema, column: string, cause?: DatabaseError): AppError {
  const key = planTable(object).foreignKeys.find((each) => each.column === column)
  const message = `insert or update on table "${object.table}" violates foreign key constraint "${key?.name}"`
  const joinName = object.fields.find((field) => field.column === column)?.relation?.joinName
  return badInput(message, "INVALID_ARGS_DATA", {
    cause,
    extensions: joinName ? { field: joinName } : undefined,
    userFriendlyMessage: "A related record does not exist.",
  })
}
