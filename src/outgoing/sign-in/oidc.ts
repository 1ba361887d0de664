/** A workspace's own OIDC provider: found by discovery, asked through the guarded fetch alone. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type Configuration,
  type CustomFetch,
} from "openid-client"
import { clientSecretOf, type IdentityProvider } from "../../accounts/identity-providers.ts"
import type { Services } from "../../accounts/services.ts"
import { SignInRefusal } from "../../auth/sign-in-refusal.ts"
import { badInput } from "../../errors.ts"
import type { GuardedFetch } from "../guarded-fetch.ts"
import { isConfirmed, textOf, type CodeFlow } from "./code-flow.ts"

export function oidcFlow(services: Services, provider: IdentityProvider, fetch: GuardedFetch): CodeFlow {
  const redirectUri = `${services.config.publicUrl}/auth/oidc/callback`
  const discovered = async () =>
    discover(provider.issuer, provider.clientId ?? "", await clientSecretOf(services, provider), fetch)
  return {
    authorizationUrl: ({ state, nonce, verifier }) =>
      orRefuse("The provider's configuration cannot be read", async () =>
        buildAuthorizationUrl(await discovered(), {
          redirect_uri: redirectUri,
          scope: "openid email profile",
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
        }),
      ),
    finish: (callback, { state, nonce, verifier }) =>
      orRefuse("The provider's answer does not hold", async () => {
        const configuration = await discovered()
        const tokens = await authorizationCodeGrant(configuration, new URL(`${redirectUri}?${callback}`), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        const idToken = tokens.claims()
        if (!idToken) throw new SignInRefusal("The provider sent no ID token")
        const claims: Record<string, unknown> = {
          ...(await moreClaims(configuration, tokens.access_token, idToken)),
          ...idToken,
        }
        return {
          identityProvider: { id: provider.id, workspaceId: provider.workspaceId },
          authProvider: "sso",
          issuer: idToken.iss,
          subject: idToken.sub,
          email: vouchedEmail(claims),
          firstName: textOf(claims.given_name),
          lastName: textOf(claims.family_name),
        }
      }),
  }
}

/** Providers may say who somebody is at their userinfo endpoint alone. */
function moreClaims(configuration: Configuration, accessToken: string, idToken: { sub: string; email?: unknown }) {
  if (idToken.email !== undefined || !configuration.serverMetadata().userinfo_endpoint) return {}
  return fetchUserInfo(configuration, accessToken, idToken.sub)
}

/** Microsoft Entra says it in its own way. */
function vouchedEmail(claims: Record<string, unknown>): string | undefined {
  const isVouched = isConfirmed(claims.email_verified) || isConfirmed(claims.xms_edov)
  return isVouched ? textOf(claims.email) : undefined
}

/** Throws BAD_USER_INPUT where there is no provider at this address that Kith can use. */
export async function requireOidcProvider(issuer: string, clientId: string, fetch: GuardedFetch): Promise<void> {
  try {
    await discover(issuer, clientId, "", fetch)
  } catch (error) {
    throw badInput("No OpenID Connect provider answers at this issuer", "INVALID_INPUT", {
      userFriendlyMessage:
        "No OpenID Connect provider answers at this issuer. Its address followed by /.well-known/openid-configuration has to work, over https.",
      cause: error,
    })
  }
}

function discover(issuer: string, clientId: string, secret: string, fetch: GuardedFetch): Promise<Configuration> {
  const url = new URL(issuer)
  // The guarded fetch lets http through to hosts that the operator allowed, and to no others.
  const execute = [enableNonRepudiationChecks, ...(url.protocol === "http:" ? [allowInsecureRequests] : [])]
  const ask: CustomFetch = (address, { body, headers, method, signal }) =>
    fetch(address, {
      method,
      headers,
      redirect: "manual",
      ...(body != null && { body: bodyOf(body) }),
      signal: signal ?? null,
    })
  return discovery(url, clientId, secret, undefined, { execute, [customFetch]: ask, timeout: 10 })
}

/** What openid-client sends is a form. */
function bodyOf(body: unknown): string {
  return body instanceof URLSearchParams ? body.toString() : String(body)
}

async function orRefuse<T>(reason: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof SignInRefusal ? error : new SignInRefusal(reason, error)
  }
}
