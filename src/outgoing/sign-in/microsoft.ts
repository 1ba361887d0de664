/**
 * Microsoft's sign-in. Every tenant's admins can write any address into `email`, so that claim alone says nothing ("nOAuth"):
 * it counts where Microsoft adds `xms_edov`, "the owner of the e-mail's domain is verified", or where it is a personal account,
 * whose address Microsoft itself has confirmed. People are known by their tenant and subject, never by an address.
 */
import type { JWTPayload } from "jose"
import type { Services } from "../../accounts/services.ts"
import type { MicrosoftSettings } from "../../config.ts"
import type { GuardedFetch } from "../guarded-fetch.ts"
import { arcticUrl, tradeCode } from "./arctic-flow.ts"
import { isConfirmed, textOf, type CodeFlow } from "./code-flow.ts"

/** The tenant of personal accounts. */
const consumers = "9188040d-6c67-4c5b-b112-36a304b66dad"

export function microsoftFlow({ config, now }: Services, settings: MicrosoftSettings, fetch: GuardedFetch): CodeFlow {
  const base = `${settings.url}/${settings.tenant}`
  const provider = {
    ...settings,
    redirectUri: `${config.publicUrl}/auth/microsoft/redirect`,
    authorizeUrl: `${base}/oauth2/v2.0/authorize`,
    tokenUrl: `${base}/oauth2/v2.0/token`,
  }
  const expected = {
    keysUrl: `${base}/discovery/v2.0/keys`,
    isIssuer: (issuer: string, claims: JWTPayload) => isIssuer(settings, issuer, textOf(claims.tid)),
    fetch,
  }
  return {
    authorizationUrl: (attempt) => Promise.resolve(arcticUrl(provider, attempt)),
    async finish(callback, attempt) {
      const claims = await tradeCode(provider, callback, attempt, { ...expected, now: now() })
      const isVouched = claims.tid === consumers || isConfirmed(claims.xms_edov)
      const [firstName, lastName] = namesOf(claims)
      return {
        identityProvider: null,
        authProvider: "microsoft",
        issuer: claims.iss,
        subject: claims.sub,
        email: isVouched ? textOf(claims.email) : undefined,
        firstName,
        lastName,
      }
    },
  }
}

/** The issuer names the tenant, which has to be the one of the settings where that is one. */
function isIssuer({ url, tenant }: MicrosoftSettings, issuer: string, tid: string): boolean {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tid) || issuer !== `${url}/${tid}/v2.0`) return false
  if (tenant === "common") return true
  if (tenant === "consumers") return tid === consumers
  return tenant === "organizations" ? tid !== consumers : tid === tenant
}

/** `given_name` and `family_name` are optional claims; `name` is always there. */
function namesOf(claims: JWTPayload): [string, string] {
  if (claims.given_name || claims.family_name) return [textOf(claims.given_name), textOf(claims.family_name)]
  const [first = "", ...rest] = textOf(claims.name).trim().split(/\s+/)
  return [first, rest.join(" ")]
}
