/** Making, changing and deleting roles. What counts for a role counts in the next statement of whoever has it. */
import { and, asc, eq, sql } from "drizzle-orm"
import { requirePermission } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { apiKey, role, userWorkspace, workspace } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import { inTransaction } from "../records/transaction.ts"
import type { Workspace } from "../records/workspace.ts"
import { changeMemberships } from "./members.ts"
import { findRights, recordRole } from "./role-audit.ts"
import { requireNoMore } from "./roles.ts"

export type RoleRow = typeof role.$inferSelect

export interface RoleInput {
  id?: string | null
  label?: string | null
  description?: string | null
  icon?: string | null
  canUpdateAllSettings?: boolean | null
  canAccessAllTools?: boolean | null
  canReadAllObjectRecords?: boolean | null
  canUpdateAllObjectRecords?: boolean | null
  canSoftDeleteAllObjectRecords?: boolean | null
  canDestroyAllObjectRecords?: boolean | null
  canBeAssignedToUsers?: boolean | null
  canBeAssignedToAgents?: boolean | null
  canBeAssignedToApiKeys?: boolean | null
}

/** Oldest first. Names of roles are no secret among members. */
export function listRoles({ connection, schema }: Workspace): Promise<RoleRow[]> {
  return core(connection)
    .select()
    .from(role)
    .where(eq(role.workspaceId, schema.workspaceId))
    .orderBy(asc(role.createdAt), asc(role.label))
}

/** Throws NOT_FOUND. */
export async function getRole({ connection, schema }: Workspace, id: string): Promise<RoleRow> {
  const [row] = isUuid(id)
    ? await core(connection)
        .select()
        .from(role)
        .where(and(eq(role.id, id), eq(role.workspaceId, schema.workspaceId)))
    : []
  if (row) return row
  throw new AppError("NOT_FOUND", "Role not found", { subCode: "ROLE_NOT_FOUND" })
}

/** Throws FORBIDDEN, and BAD_USER_INPUT for a name that is taken or rights to write what cannot be read. */
export async function createRole(workspace: Workspace, input: RoleInput): Promise<RoleRow> {
  requirePermission(workspace.principal, "ROLES")
  const values = withoutNulls(input)
  const { workspaceId } = workspace.schema
  checkRole({ ...noRights, ...values })
  if (!values.label) throw badInput("A role needs a label", "INVALID_ROLE_INPUT")
  await requireFreeLabel(workspace, values.label, null)
  const { label } = values
  return inTransaction(workspace, async (own) => {
    const [row] = await core(own.connection)
      .insert(role)
      .values({ ...values, label, workspaceId })
      .returning()
    await requireNoMore(own.connection, own.principal, row!.id)
    await recordRole(own, row!.id, undefined)
    return row!
  })
}

const noRights = {
  canReadAllObjectRecords: false,
  canUpdateAllObjectRecords: false,
  canSoftDeleteAllObjectRecords: false,
  canDestroyAllObjectRecords: false,
}

/** Throws NOT_FOUND, FORBIDDEN, METADATA_VALIDATION_FAILED for a role of the system, and BAD_USER_INPUT. */
export function updateRole(workspace: Workspace, id: string, update: RoleInput): Promise<RoleRow> {
  return editRole(workspace, id, async (own, row) => {
    const { id: _, ...values } = withoutNulls(update)
    checkRole({ ...row, ...values })
    if (values.label !== undefined) await requireFreeLabel(own, values.label, id)
    await core(own.connection)
      .update(role)
      .set({ ...values, ...cleared(update), updatedAt: sql`now()` })
      .where(eq(role.id, id))
  })
}

/** Texts that may be emptied. */
function cleared({ description, icon }: RoleInput) {
  return { ...(description === null && { description: null }), ...(icon === null && { icon: null }) }
}

function withoutNulls(input: RoleInput) {
  const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(given) as { [K in keyof RoleInput]: NonNullable<RoleInput[K]> }
}

/** Members and keys that had it get the role for newcomers. Returns its id. */
export async function deleteRole(own: Workspace, id: string): Promise<string> {
  const { defaultRoleId } = await defaultsOf(own)
  if (defaultRoleId === id) {
    throw badInput(
      "The role for newcomers cannot be deleted; choose another one first",
      "DEFAULT_ROLE_CANNOT_BE_DELETED",
    )
  }
  await editRole(
    own,
    id,
    async (tx) => {
      const moved = { roleId: defaultRoleId, updatedAt: sql`now()` }
      await core(tx.connection).update(userWorkspace).set(moved).where(eq(userWorkspace.roleId, id))
      await requireNoKeys(tx, id)
      await core(tx.connection).delete(role).where(eq(role.id, id))
    },
    async () => undefined,
  )
  return id
}

async function requireNoKeys(tx: Workspace, id: string): Promise<void> {
  const [key] = await core(tx.connection)
    .select({ name: apiKey.name })
    .from(apiKey)
    .where(eq(apiKey.roleId, id))
    .limit(1)
  if (!key) return
  throw badInput(`The API key "${key.name}" has this role; give it another one first`, "ROLE_IN_USE")
}

async function defaultsOf({ connection, schema }: Workspace) {
  const [row] = await core(connection)
    .select({ defaultRoleId: workspace.defaultRoleId })
    .from(workspace)
    .where(eq(workspace.id, schema.workspaceId))
  return row!
}

/**
 * Changes a role of the workspace in a transaction in which nobody else changes who may do what. Nobody edits the role
 * that they have themselves, or one that allows what theirs does not, before or afterwards.
 */
export async function editRole<T = RoleRow>(
  workspace: Workspace,
  id: string,
  change: (own: Workspace, row: RoleRow) => Promise<unknown>,
  answer: (own: Workspace) => Promise<T> = (own) => getRole(own, id) as Promise<T>,
): Promise<T> {
  const { principal } = workspace
  requirePermission(principal, "ROLES")
  return inTransaction(workspace, async (own) => {
    const row = await getRole(own, id)
    if (!row.isEditable) throw systemRole()
    if (row.id === principal.role.id) throw ownRole()
    await requireNoMore(own.connection, principal, id)
    const before = await findRights(own, id)
    await changeMemberships(own, () => change(own, row))
    await requireNoMore(own.connection, principal, id)
    await recordRole(own, id, before)
    return answer(own)
  })
}

type Checked = Pick<
  RoleRow,
  | "canReadAllObjectRecords"
  | "canUpdateAllObjectRecords"
  | "canSoftDeleteAllObjectRecords"
  | "canDestroyAllObjectRecords"
>

function checkRole(checked: Checked): void {
  requireReading(checked.canReadAllObjectRecords, [
    ["update", checked.canUpdateAllObjectRecords],
    ["soft delete", checked.canSoftDeleteAllObjectRecords],
    ["destroy", checked.canDestroyAllObjectRecords],
  ])
}

/** Throws BAD_USER_INPUT / CANNOT_GIVE_WRITING_PERMISSION_ON_NON_READABLE_OBJECT. */
export function requireReading(canRead: boolean, writing: readonly (readonly [string, boolean])[]): void {
  const granted = canRead ? undefined : writing.find(([, isGranted]) => isGranted)
  if (!granted) return
  throw badInput(
    `Cannot give ${granted[0]} permission to non-readable object`,
    "CANNOT_GIVE_WRITING_PERMISSION_ON_NON_READABLE_OBJECT",
    { userFriendlyMessage: "Whoever may change records has to be able to see them." },
  )
}

async function requireFreeLabel({ connection, schema }: Workspace, label: string, own: string | null): Promise<void> {
  const rows = await core(connection)
    .select({ id: role.id })
    .from(role)
    .where(and(eq(role.workspaceId, schema.workspaceId), eq(role.label, label)))
  if (rows.every(({ id }) => id === own)) return
  throw badInput(`A role with label "${label}" already exists`, "ROLE_LABEL_ALREADY_EXISTS", {
    userFriendlyMessage: "There is a role with this name already.",
  })
}

function systemRole(): AppError {
  return new AppError("METADATA_VALIDATION_FAILED", "This role cannot be modified because it is a system role.", {
    subCode: "ROLE_NOT_EDITABLE",
    userFriendlyMessage: "The role of the admins stays as it is. Make a new role instead.",
  })
}

function ownRole(): AppError {
  return new AppError("FORBIDDEN", "Cannot update self role", {
    subCode: "CANNOT_UPDATE_SELF_ROLE",
    userFriendlyMessage: "Nobody can change what their own role may do. Ask another admin.",
  })
}
