/** Google and Microsoft: the code flow by arctic, at the addresses that the operator's settings name. */
import { CodeChallengeMethod, OAuth2Client } from "arctic"
import { verifyIdToken, type Expected, type IdTokenClaims } from "../../auth/id-tokens.ts"
import { SignInRefusal } from "../../auth/sign-in-refusal.ts"
import type { Attempt } from "./code-flow.ts"

export interface ArcticProvider {
  clientId: string
  clientSecret: string
  redirectUri: string
  authorizeUrl: string
  tokenUrl: string
}

/** Milliseconds that the provider has to answer. */
const patience = 10_000

export function arcticUrl(provider: ArcticProvider, { state, nonce, verifier }: Attempt): URL {
  const { S256 } = CodeChallengeMethod
  const scopes = ["openid", "profile", "email"]
  const url = clientOf(provider).createAuthorizationURLWithPKCE(provider.authorizeUrl, state, S256, verifier, scopes)
  url.searchParams.set("nonce", nonce)
  // People who share a browser choose who they are.
  url.searchParams.set("prompt", "select_account")
  return url
}

/** The claims of the ID token that the code is traded for. Throws {@link SignInRefusal}. */
export async function tradeCode(
  provider: ArcticProvider,
  callback: URLSearchParams,
  attempt: Attempt,
  expected: Omit<Expected, "audience" | "nonce">,
): Promise<IdTokenClaims> {
  const code = callback.get("code")
  if (!code) throw new SignInRefusal(`The provider sent no code but ${callback.get("error") ?? "nothing"}`)
  const idToken = await idTokenFor(provider, code, attempt.verifier)
  return verifyIdToken(idToken, { ...expected, audience: provider.clientId, nonce: attempt.nonce })
}

async function idTokenFor(provider: ArcticProvider, code: string, verifier: string): Promise<string> {
  try {
    const answer = clientOf(provider).validateAuthorizationCode(provider.tokenUrl, code, verifier)
    return (await withinTime(answer)).idToken()
  } catch (error) {
    throw new SignInRefusal("The provider did not trade the code for an ID token", error)
  }
}

const clientOf = ({ clientId, clientSecret, redirectUri }: ArcticProvider) =>
  new OAuth2Client(clientId, clientSecret, redirectUri)

/** arctic's own request has no limit. */
async function withinTime<T>(answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error("no answer in time")), patience)
  try {
    return await Promise.race([answer, promise])
  } finally {
    clearTimeout(timer)
  }
}
