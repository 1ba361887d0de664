/** What anybody may know of a workspace before signing in. */
import { publicWorkspace } from "../../accounts/public-workspace.ts"
import { getWorkspace } from "../../accounts/sign-in.ts"
import { workspaceUrls } from "./present-accounts.ts"
import { authProviders } from "../client-config.ts"
import type { MetadataRequest } from "./request.ts"

export function publicWorkspaceResolvers({ services, http }: MetadataRequest) {
  return {
    async getPublicWorkspaceDataByDomain({ origin }: { origin?: string | null }) {
      const workspace = await publicWorkspace(services, origin || http.headers.get("origin"))
      const { id, displayName, logo } = workspace
      return {
        id,
        displayName,
        logo,
        workspaceUrls: workspaceUrls(services, workspace),
        authProviders,
        authBypassProviders: null,
      }
    },
    async getPublicWorkspaceDataById({ id }: { id: string }) {
      const { displayName, logo } = await getWorkspace(services, id)
      return { id, displayName, logo }
    },
  }
}
