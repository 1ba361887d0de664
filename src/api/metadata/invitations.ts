/** Invitations, and joining by them, on `/metadata`. */
import { deleteInvitation, listInvitations, resendInvitation, sendInvitations } from "../../accounts/invitations.ts"
import { findInvitingWorkspace, joinWorkspace, type InviteArguments } from "../../accounts/joining.ts"
import { loginToken, type Credentials } from "../../accounts/sign-in.ts"
import { AppError } from "../../errors.ts"
import { workspaceUrls } from "./present-accounts.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

export function invitationResolvers(request: MetadataRequest) {
  const { services } = request

  /** What whoever has the link may know. */
  async function findWorkspaceFromInviteHash({ inviteHash }: { inviteHash: string }) {
    const found = await findInvitingWorkspace(services, inviteHash)
    if (!found) throw new AppError("NOT_FOUND", "Workspace not found", { subCode: "WORKSPACE_NOT_FOUND" })
    return {
      ...found,
      inviteHash,
      databaseSchema: null,
      defaultRole: null,
      workspaceUrls: workspaceUrls(services, found),
    }
  }

  return {
    findWorkspaceFromInviteHash,
    getWorkspaceFromInviteHash: findWorkspaceFromInviteHash,
    async checkWorkspaceInviteHashIsValid({ inviteHash }: { inviteHash: string }) {
      const found = await findInvitingWorkspace(services, inviteHash)
      return { isValid: found?.isPublicInviteLinkEnabled ?? false }
    },
    async signUpInWorkspace(args: Credentials & InviteArguments) {
      const { person, workspace } = await joinWorkspace(services, args, args)
      return {
        loginToken: await loginToken(services, person, workspace.id),
        workspace: { id: workspace.id, workspaceUrls: workspaceUrls(services, workspace) },
      }
    },
    async findWorkspaceInvitations() {
      return listInvitations(services, await currentPrincipal(request))
    },
    async sendInvitations({ emails, roleId }: { emails: string[]; roleId?: string | null }) {
      return sendInvitations(services, await currentPrincipal(request), emails, roleId ?? null)
    },
    async resendWorkspaceInvitation({ appTokenId }: { appTokenId: string }) {
      return resendInvitation(services, await currentPrincipal(request), appTokenId)
    },
    async deleteWorkspaceInvitation({ appTokenId }: { appTokenId: string }) {
      await deleteInvitation(services, await currentPrincipal(request), appTokenId)
      return "success"
    },
  }
}
