/** What a principal may do with the records of a schema. Computed once per request; pure; unknown means no. */
import { permissionDenied, type Principal, type Role } from "../auth/principal.ts"
import type { ObjectSchema } from "../metadata/schema.ts"

export type RecordAction = "read" | "create" | "update" | "delete" | "restore" | "destroy"

export interface Access {
  may(action: RecordAction, object: ObjectSchema): boolean
}

export function accessOf({ role }: Principal): Access {
  const known = kept.get(role)
  if (known) return known
  const access = compileAccess(role)
  kept.set(role, access)
  return access
}

/** Statements are planned per access, so that the same role keeps the same one. */
const kept = new WeakMap<Role, Access>()

function compileAccess(role: Role): Access {
  const allowed: Record<RecordAction, boolean> = {
    read: role.canReadAllObjectRecords,
    create: role.canUpdateAllObjectRecords,
    update: role.canUpdateAllObjectRecords,
    delete: role.canSoftDeleteAllObjectRecords,
    restore: role.canSoftDeleteAllObjectRecords,
    destroy: role.canDestroyAllObjectRecords,
  }
  return { may: (action) => allowed[action] }
}

/** Throws FORBIDDEN. */
export function requireAccess(access: Access, action: RecordAction, object: ObjectSchema): void {
  if (access.may(action, object)) return
  throw permissionDenied()
}
