/** Looking through somebody else's eyes, on `/metadata`. */
import { consentToImpersonation, impersonate } from "../../accounts/impersonation.ts"
import { presentMembership, workspaceUrls } from "./present-accounts.ts"
import { currentPrincipal, openCurrent, type MetadataRequest } from "./request.ts"

export function impersonationResolvers(request: MetadataRequest) {
  const { services } = request
  return {
    async impersonate(args: { userId: string; workspaceId: string }) {
      const { loginToken, workspace } = await impersonate(services, await currentPrincipal(request), args)
      return { loginToken, workspace: { id: workspace.id, workspaceUrls: workspaceUrls(services, workspace) } }
    },
    async consentToImpersonation({ until }: { until?: string | null }) {
      const workspace = await openCurrent(request)
      await consentToImpersonation(services, workspace.principal, until ?? null)
      return presentMembership(services, workspace)
    },
  }
}
