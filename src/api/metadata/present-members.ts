/** Members and their roles as `/metadata` shows them: names to everybody, what a role allows to whoever may manage roles. */
import { eq, sql } from "drizzle-orm"
import { usersWithRole } from "../../accounts/effective-rights.ts"
import { listMembers, type Member } from "../../accounts/members.ts"
import type { RoleRow } from "../../accounts/role-editing.ts"
import { fieldPermissionsOf, objectPermissionsOf, permissionFlagsOf, rulesOf } from "../../accounts/role-rights.ts"
import { can } from "../../auth/principal.ts"
import { core } from "../../db/core.ts"
import { apiKey, role, userWorkspace, workspace as workspaceTable } from "../../db/core-tables.ts"
import { shownPicture } from "../../records/pictures.ts"
import type { Workspace } from "../../records/workspace.ts"

/** Every member of a workspace that the caller has opened. */
export async function presentMembers(workspace: Workspace) {
  const members = await listMembers(workspace)
  return members.map((member) => presentMember(workspace, member))
}

export function presentMember(workspace: Workspace, member: Member) {
  return {
    ...member,
    avatarUrl: () => shownPicture(workspace, member.avatarUrl),
    roles: async () => [presentRole(workspace, await getRoleOf(workspace, member.userWorkspaceId))],
  }
}

async function getRoleOf({ connection }: Workspace, userWorkspaceId: string): Promise<RoleRow> {
  const [row] = await core(connection)
    .select({ role })
    .from(userWorkspace)
    .innerJoin(workspaceTable, eq(workspaceTable.id, userWorkspace.workspaceId))
    .innerJoin(role, eq(role.id, sql`coalesce(${userWorkspace.roleId}, ${workspaceTable.defaultRoleId})`))
    .where(eq(userWorkspace.id, userWorkspaceId))
  return row!.role
}

export function presentRole(workspace: Workspace, row: RoleRow) {
  const { id } = row
  const managed = <T>(read: () => Promise<T>) => (can(workspace.principal, "ROLES") ? read() : Promise.resolve(null))
  const rules = () => managed(() => rulesOf(workspace, id))
  return {
    ...row,
    universalIdentifier: id,
    agents: [],
    async workspaceMembers(): Promise<unknown[]> {
      const users = await usersWithRole(workspace, id)
      const members = await listMembers(workspace)
      return members.filter(({ userId }) => users.has(userId)).map((member) => presentMember(workspace, member))
    },
    apiKeys: () => core(workspace.connection).select().from(apiKey).where(eq(apiKey.roleId, id)),
    permissionFlags: () => managed(() => permissionFlagsOf(workspace, id)),
    objectPermissions: () => managed(() => objectPermissionsOf(workspace, id)),
    fieldPermissions: () => managed(() => fieldPermissionsOf(workspace, id)),
    rowLevelPermissionPredicates: async () => (await rules())?.predicates ?? null,
    rowLevelPermissionPredicateGroups: async () => (await rules())?.predicateGroups ?? null,
  }
}
