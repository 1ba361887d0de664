/** What a principal may do with records: which objects, which fields, and which records. Unknown means no. */
import { permissionDenied, type Principal } from "../auth/principal.ts"
import type { Sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import type { FieldLookup, FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import type { Workspace } from "./workspace.ts"

export type RecordAction = "read" | "create" | "update" | "delete" | "restore" | "destroy"

/** A condition that records have to meet. */
export interface RowRule {
  /** over the records under an alias, whatever else the principal may not see */
  sql(workspace: Workspace, alias: string): Sql
}

export interface Access {
  may(action: RecordAction, object: ObjectSchema): boolean
  sees(field: FieldSchema): boolean
  /** whether the field may be written; what is not seen is not */
  edits(field: FieldSchema): boolean
  hidesFields(object: ObjectSchema): boolean
  /** which records are seen; null for all */
  seen(object: ObjectSchema): RowRule | null
  /** which of those that are seen may be changed; null for all */
  edited(object: ObjectSchema, principal: Principal): RowRule | null
  /** objects whose records have a say in which records of this one are seen */
  deciding(object: ObjectSchema): readonly ObjectSchema[]
  /** a rule speaks of now, so that it is another one a moment later */
  isMomentary: boolean
}

/** The platform's own. */
export const unlimited: Access = {
  may: () => true,
  sees: () => true,
  edits: () => true,
  hidesFields: () => false,
  seen: () => null,
  edited: () => null,
  deciding: () => [],
  isMomentary: false,
}

// --- asking ---------------------------------------------------------------------------------------------------------

/** Throws FORBIDDEN. */
export function requireAccess(access: Access, action: RecordAction, object: ObjectSchema): void {
  if (access.may(action, object)) return
  throw permissionDenied()
}

/** What a name in a filter, order, selection or group means; undefined when it means nothing. Throws FORBIDDEN. */
export function findSeen(access: Access, object: ObjectSchema, name: string): FieldLookup | undefined {
  const found = object.lookup.get(name)
  if (found) requireSeen(access, found.field)
  return found
}

/** Throws FORBIDDEN. */
export function requireSeen(access: Access, field: FieldSchema): void {
  if (!access.sees(field)) throw fieldDenied("read", field)
}

/** Throws FORBIDDEN. */
export function requireEdits(access: Access, field: FieldSchema): void {
  if (!access.edits(field)) throw fieldDenied("write", field)
}

function fieldDenied(action: "read" | "write", field: FieldSchema): AppError {
  const { message, ...rest } = permissionDenied()
  return new AppError(
    "FORBIDDEN",
    `${message}: no permission to ${action} field "${field.name}" on "${field.object.nameSingular}"`,
    { subCode: "PERMISSION_DENIED", userFriendlyMessage: rest.userFriendlyMessage },
  )
}
