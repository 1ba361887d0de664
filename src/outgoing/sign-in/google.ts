/** Google's sign-in. It says of each address whether it is confirmed. */
import type { Services } from "../../accounts/services.ts"
import type { GoogleSettings } from "../../config.ts"
import type { GuardedFetch } from "../guarded-fetch.ts"
import { arcticUrl, tradeCode } from "./arctic-flow.ts"
import { isConfirmed, textOf, type CodeFlow } from "./code-flow.ts"

/** Google's tokens have been issued under the name without the scheme, too. */
const bareIssuer = "accounts.google.com"

export function googleFlow({ config, now }: Services, settings: GoogleSettings, fetch: GuardedFetch): CodeFlow {
  const provider = { ...settings, redirectUri: `${config.publicUrl}/auth/google/redirect` }
  const { issuer, keysUrl } = settings
  const isIssuer = (name: string) => name === issuer || (name === bareIssuer && issuer === `https://${bareIssuer}`)
  return {
    authorizationUrl: (attempt) => Promise.resolve(arcticUrl(provider, attempt)),
    async finish(callback, attempt) {
      const claims = await tradeCode(provider, callback, attempt, { keysUrl, isIssuer, fetch, now: now() })
      return {
        identityProvider: null,
        authProvider: "google",
        issuer,
        subject: claims.sub,
        email: isConfirmed(claims.email_verified) ? textOf(claims.email) : undefined,
        firstName: textOf(claims.given_name),
        lastName: textOf(claims.family_name),
      }
    },
  }
}
