/** What anybody may know of a workspace before signing in. */
import { listActiveProviders } from "../../accounts/identity-providers.ts"
import { publicWorkspace, shownLogo } from "../../accounts/public-workspace.ts"
import { getWorkspace } from "../../accounts/sign-in.ts"
import { waysInto } from "../../accounts/ways-in.ts"
import { workspaceUrls } from "./present-accounts.ts"
import type { MetadataRequest } from "./request.ts"

export function publicWorkspaceResolvers({ services, http }: MetadataRequest) {
  return {
    async getPublicWorkspaceDataByDomain({ origin }: { origin?: string | null }) {
      const workspace = await publicWorkspace(services, origin || http.headers.get("origin"))
      const { id, displayName } = workspace
      const { open, bypass } = waysInto(services.config, workspace)
      return {
        id,
        displayName,
        logo: () => shownLogo(services, workspace),
        workspaceUrls: workspaceUrls(services, workspace),
        authProviders: { ...open, magicLink: false, sso: await listActiveProviders(services, id) },
        authBypassProviders: bypass,
      }
    },
    async getPublicWorkspaceDataById({ id }: { id: string }) {
      const workspace = await getWorkspace(services, id)
      return { id, displayName: workspace.displayName, logo: () => shownLogo(services, workspace) }
    },
  }
}
