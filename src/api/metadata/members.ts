/** Members, leaving and deleting on `/metadata`. */
import { eq } from "drizzle-orm"
import { deleteUser, deleteWorkspace } from "../../accounts/deletion.ts"
import { removeMember } from "../../accounts/leaving.ts"
import { updateMemberRole, updateMemberSettings } from "../../accounts/members.ts"
import { getWorkspace } from "../../accounts/sign-in.ts"
import { withWorkspace } from "../../accounts/services.ts"
import { core } from "../../db/core.ts"
import { userWorkspace } from "../../db/core-tables.ts"
import type { Workspace } from "../../records/workspace.ts"
import { identifyMember } from "../authenticate.ts"
import { getUser, presentUser, presentWorkspace } from "./present-accounts.ts"
import { presentMember } from "./present-members.ts"
import { currentConfirmedUserId, currentSignIn, type MetadataRequest } from "./request.ts"

export function memberResolvers(request: MetadataRequest) {
  const { services, http } = request
  const inWorkspace = async <T>(work: (workspace: Workspace) => Promise<T>): Promise<T> =>
    withWorkspace(services, await identifyMember(services, http), work)

  return {
    async updateWorkspaceMemberRole({ workspaceMemberId, roleId }: { workspaceMemberId: string; roleId: string }) {
      return inWorkspace(async (workspace) =>
        presentMember(workspace, await updateMemberRole(workspace, workspaceMemberId, roleId)),
      )
    },
    async updateWorkspaceMemberSettings({ input }: { input: { workspaceMemberId: string; update: unknown } }) {
      await inWorkspace((workspace) => updateMemberSettings(workspace, input.workspaceMemberId, asRecord(input.update)))
      return true
    },
    async deleteUserFromWorkspace(args: { workspaceMemberIdToDelete: string; successorWorkspaceMemberId?: string }) {
      const { workspaceMemberIdToDelete: id, successorWorkspaceMemberId: successorId = null } = args
      const removed = await inWorkspace((workspace) => removeMember(workspace, id, successorId))
      const [row] = await core(services.db)
        .select()
        .from(userWorkspace)
        .where(eq(userWorkspace.id, removed.userWorkspaceId))
      return row
    },
    async deleteUser() {
      const person = await getUser(services, await currentConfirmedUserId(request))
      await deleteUser(services, person.id)
      return presentUser(services, person, null, await currentSignIn(request))
    },
    async deleteCurrentWorkspace() {
      const deleted = await inWorkspace(async (workspace) => {
        const row = await getWorkspace(services, workspace.schema.workspaceId)
        await deleteWorkspace(workspace)
        return row
      })
      return { ...presentWorkspace(services, deleted), deletedAt: new Date().toISOString() }
    },
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
}
