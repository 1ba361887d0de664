/** Sessions on `/metadata`. */
import { withWorkspace } from "../../accounts/services.ts"
import {
  endMemberSessions,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  type OwnSession,
} from "../../accounts/sessions.ts"
import { identifyMember } from "../authenticate.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

export function sessionResolvers(request: MetadataRequest) {
  const { services, http } = request
  return {
    async currentUserSessions() {
      return (await listOwnSessions(services, await currentPrincipal(request))).map(presentSession)
    },
    async endSession({ id }: { id: string }) {
      await endOwnSession(services, await currentPrincipal(request), id)
      return { success: true }
    },
    async endOtherSessions() {
      await endOtherSessions(services, await currentPrincipal(request))
      return { success: true }
    },
    async endMemberSessions({ workspaceMemberId }: { workspaceMemberId: string }) {
      const identity = await identifyMember(services, http)
      await withWorkspace(services, identity, (workspace) => endMemberSessions(workspace, workspaceMemberId))
      return { success: true }
    },
  }
}

function presentSession({ rotatedAt, impersonatorUserWorkspaceId, ...session }: OwnSession) {
  return { ...session, renewedAt: rotatedAt, isImpersonating: impersonatorUserWorkspaceId !== null }
}
