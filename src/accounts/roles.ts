/** Roles that people have, and the rule that somebody has to be an admin. */
import { and, count, eq, isNull, ne, sql } from "drizzle-orm"
import { permissionDenied, requirePermission, type Principal } from "../auth/principal.ts"
import { roleColumn } from "../auth/role-rows.ts"
import { isNoMorePowerful, type Role } from "../auth/role.ts"
import { core } from "../db/core.ts"
import { role, userWorkspace, workspace } from "../db/core-tables.ts"
import { render, sql as fragment } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Connection } from "../ports/driver.ts"

/**
 * A role that the principal may give to people: the one for newcomers, their own, and with ROLES any that allows no more
 * than theirs. Throws NOT_FOUND, FORBIDDEN and BAD_USER_INPUT.
 */
export async function requireUserRole(connection: Connection, principal: Principal, roleId: string): Promise<void> {
  const { row, isDefault } = await findOwnRole(connection, principal, roleId)
  if (!isDefault) await requireGrantable(connection, principal, roleId)
  if (row.canBeAssignedToUsers) return
  throw badInput("This role cannot be given to members", "ROLE_CANNOT_BE_ASSIGNED_TO_USERS")
}

/** The same for keys and applications, which whoever makes them holds: what newcomers get may be more than they have. */
export async function requireKeyRole(connection: Connection, principal: Principal, roleId: string): Promise<void> {
  const { row } = await findOwnRole(connection, principal, roleId)
  await requireGrantable(connection, principal, roleId)
  if (row.canBeAssignedToApiKeys) return
  throw badInput("This role cannot be given to API keys or applications", "ROLE_CANNOT_BE_ASSIGNED_TO_API_KEYS")
}

async function findOwnRole(connection: Connection, principal: Principal, roleId: string) {
  const [found] = isUuid(roleId)
    ? await core(connection)
        .select({ row: role, defaultRoleId: workspace.defaultRoleId })
        .from(role)
        .innerJoin(workspace, eq(workspace.id, role.workspaceId))
        .where(and(eq(role.id, roleId), eq(role.workspaceId, principal.workspaceId)))
    : []
  if (!found) throw new AppError("NOT_FOUND", "Role not found", { subCode: "ROLE_NOT_FOUND" })
  return { row: found.row, isDefault: found.defaultRoleId === roleId }
}

async function requireGrantable(connection: Connection, principal: Principal, roleId: string): Promise<void> {
  if (roleId === principal.role.id) return
  requirePermission(principal, "ROLES")
  await requireNoMore(connection, principal, roleId)
}

/** Throws FORBIDDEN for a role that allows what the principal's does not, so that nobody raises themselves by it. */
export async function requireNoMore(connection: Connection, principal: Principal, roleId: string): Promise<void> {
  const { text, params } = render(
    fragment`select ${roleColumn("r")} as role from core.role r where r.id = ${roleId}::uuid`,
  )
  const [row] = await connection.query<{ role: string }>(text, params)
  if (row && !isNoMorePowerful(JSON.parse(row.role) as Role, principal.role)) throw permissionDenied()
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

/** The same for all workspaces of a person, about whom something has changed that their principals carry. */
export async function raiseRightsOf(tx: Connection, userId: string): Promise<void> {
  const { text, params } = render(fragment`
    update core.workspace set "rightsRevision" = "rightsRevision" + 1
    where id = any(array(
      select w.id from core.workspace w join core."userWorkspace" m on m."workspaceId" = w.id
      where m."userId" = ${userId}::uuid and m."deletedAt" is null
      order by w.id for update of w
    ))`)
  await tx.query(text, params)
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
