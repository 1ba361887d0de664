/** Members as `/metadata` shows them. */
import { eq, sql } from "drizzle-orm"
import { listMembers, type Member } from "../../accounts/members.ts"
import type { Services } from "../../accounts/services.ts"
import { core } from "../../db/core.ts"
import { role, userWorkspace, workspace as workspaceTable } from "../../db/core-tables.ts"
import type { Workspace } from "../../records/workspace.ts"

/** Every member of a workspace that the caller has opened. */
export async function presentMembers(services: Services, workspace: Workspace) {
  const members = await listMembers(workspace)
  return members.map((member) => presentMember(services, member))
}

export function presentMember(services: Services, member: Member) {
  return { ...member, roles: async () => [await getRoleOf(services, member.userWorkspaceId)] }
}

async function getRoleOf({ db }: Services, userWorkspaceId: string) {
  const [row] = await core(db)
    .select({ role })
    .from(userWorkspace)
    .innerJoin(workspaceTable, eq(workspaceTable.id, userWorkspace.workspaceId))
    .innerJoin(role, eq(role.id, sql`coalesce(${userWorkspace.roleId}, ${workspaceTable.defaultRoleId})`))
    .where(eq(userWorkspace.id, userWorkspaceId))
  return row!.role
}
