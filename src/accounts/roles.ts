/** Roles that people have, and the rule that somebody has to be an admin. */
import { and, count, eq, isNull, ne, sql } from "drizzle-orm"
import { can, permissionDenied, type Principal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { role, userWorkspace, workspace } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Connection } from "../ports/driver.ts"

/** A role that the principal may give to people. Throws NOT_FOUND, FORBIDDEN and BAD_USER_INPUT. */
export async function requireUserRole(connection: Connection, principal: Principal, roleId: string): Promise<void> {
  const found = await requireGrantable(connection, principal, roleId)
  if (found.canBeAssignedToUsers) return
  throw badInput("This role cannot be given to members", "ROLE_CANNOT_BE_ASSIGNED_TO_USERS")
}

/** The same for keys and applications. */
export async function requireKeyRole(connection: Connection, principal: Principal, roleId: string): Promise<void> {
  const found = await requireGrantable(connection, principal, roleId)
  if (found.canBeAssignedToApiKeys) return
  throw badInput("This role cannot be given to API keys or applications", "ROLE_CANNOT_BE_ASSIGNED_TO_API_KEYS")
}

/** Everybody may give what they are themselves, and the role for newcomers; another one takes ROLES, and an admin's an admin. */
async function requireGrantable(connection: Connection, principal: Principal, roleId: string) {
  const [found] = isUuid(roleId)
    ? await core(connection)
        .select({ role, defaultRoleId: workspace.defaultRoleId })
        .from(role)
        .innerJoin(workspace, eq(workspace.id, role.workspaceId))
        .where(and(eq(role.id, roleId), eq(role.workspaceId, principal.workspaceId)))
    : []
  if (!found) throw new AppError("NOT_FOUND", "Role not found", { subCode: "ROLE_NOT_FOUND" })
  const isOwn = roleId === principal.role.id || roleId === found.defaultRoleId
  const isMore = found.role.canUpdateAllSettings && !principal.role.canUpdateAllSettings
  if (isMore || !(isOwn || can(principal, "ROLES"))) throw permissionDenied()
  return found.role
}

/**
 * Every server asks anew what principals of the workspace may do. The row stays locked until the transaction ends, so
 * that changes of memberships follow one another: two admins cannot both take the other to be the one who stays.
 * Returns the new revision.
 */
export async function raiseRights(tx: Connection, workspaceId: string): Promise<number> {
  const [row] = await core(tx)
    .update(workspace)
    .set({ rightsRevision: sql`"rightsRevision" + 1` })
    .where(eq(workspace.id, workspaceId))
    .returning({ revision: workspace.rightsRevision })
  if (!row) throw new AppError("NOT_FOUND", "Workspace not found", { subCode: "WORKSPACE_NOT_FOUND" })
  return row.revision
}

/**
 * Call after {@link raiseRights} and the change. Throws FORBIDDEN / CANNOT_UNASSIGN_LAST_ADMIN when there is no admin.
 * @param without a person who does not count
 */
export async function requireSomeAdmin(tx: Connection, workspaceId: string, without?: string): Promise<void> {
  const [row] = await core(tx)
    .select({ admins: count() })
    .from(userWorkspace)
    .innerJoin(workspace, eq(workspace.id, userWorkspace.workspaceId))
    .innerJoin(role, eq(role.id, sql`coalesce(${userWorkspace.roleId}, ${workspace.defaultRoleId})`))
    .where(
      and(
        eq(userWorkspace.workspaceId, workspaceId),
        isNull(userWorkspace.deletedAt),
        eq(role.canUpdateAllSettings, true),
        without === undefined ? undefined : ne(userWorkspace.userId, without),
      ),
    )
  if (row!.admins > 0) return
  throw new AppError("FORBIDDEN", "Cannot unassign admin role from last admin of the workspace", {
    subCode: "CANNOT_UNASSIGN_LAST_ADMIN",
    userFriendlyMessage: "A workspace needs an admin. Give somebody else that role first.",
  })
}
