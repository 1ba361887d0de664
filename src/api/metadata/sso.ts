/** Identity providers of a workspace on `/metadata`. */
import {
  createOidcProvider,
  createSamlProvider,
  deleteIdentityProvider,
  editIdentityProvider,
  getActiveProvider,
  listIdentityProviders,
  type IdentityProvider,
  type IdentityProviderUpdate,
  type OidcInput,
  type SamlInput,
} from "../../accounts/identity-providers.ts"
import { getWorkspace } from "../../accounts/sign-in.ts"
import { requirePermission } from "../../auth/principal.ts"
import { createGuardedFetch } from "../../outgoing/guarded-fetch.ts"
import { requireOidcProvider } from "../../outgoing/sign-in/oidc.ts"
import { currentPrincipal, type MetadataRequest } from "./request.ts"

export function ssoResolvers(request: MetadataRequest) {
  const { services } = request
  return {
    async getSSOIdentityProviders() {
      const principal = await currentPrincipal(request)
      const workspace = await getWorkspace(services, principal.workspaceId)
      return (await listIdentityProviders(services, principal)).map((each) => ({ ...present(each), workspace }))
    },
    async createOIDCIdentityProvider({ input }: { input: OidcInput }) {
      const principal = await currentPrincipal(request)
      requirePermission(principal, "SECURITY")
      await requireOidcProvider(input.issuer, input.clientID, createGuardedFetch(services.config))
      return present(await createOidcProvider(services, principal, input))
    },
    async createSAMLIdentityProvider({ input }: { input: SamlInput }) {
      return present(await createSamlProvider(services, await currentPrincipal(request), input))
    },
    async editSSOIdentityProvider({ input: { id, ...update } }: { input: { id: string } & IdentityProviderUpdate }) {
      return present(await editIdentityProvider(services, await currentPrincipal(request), id, update))
    },
    async deleteSSOIdentityProvider({ input }: { input: { identityProviderId: string } }) {
      await deleteIdentityProvider(services, await currentPrincipal(request), input.identityProviderId)
      return input
    },
    async getAuthorizationUrlForSSO({
      input,
    }: {
      input: { identityProviderId: string; workspaceInviteHash?: string }
    }) {
      const { id, type } = await getActiveProvider(services, input.identityProviderId)
      const url = new URL(`${services.config.publicUrl}/auth/${type.toLowerCase()}/login/${id}`)
      if (input.workspaceInviteHash) url.searchParams.set("workspaceInviteHash", input.workspaceInviteHash)
      return { id, type, authorizationURL: url.href }
    },
  }
}

/** Without certificates and secrets. */
function present({ id, name, type, status, issuer }: IdentityProvider) {
  return { id, name, type, status, issuer }
}
