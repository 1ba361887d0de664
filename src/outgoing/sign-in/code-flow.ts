/** The authorization code flow with PKCE as Google, Microsoft and every OIDC provider speak it. */
import type { ExternalPerson } from "../../accounts/external-sign-in.ts"

/** What one attempt to sign in has of its own; the browser keeps it, sealed, until it comes back. */
export interface Attempt {
  state: string
  nonce: string
  /** of PKCE */
  verifier: string
}

export interface CodeFlow {
  /** Where the browser goes to sign in. */
  authorizationUrl(attempt: Attempt): Promise<URL>
  /** Trades the code that the browser brought back. Throws SignInRefusal. */
  finish(callback: URLSearchParams, attempt: Attempt): Promise<ExternalPerson>
}

/** `false` and `"false"` are no confirmation, nor is silence. */
export function isConfirmed(claim: unknown): boolean {
  return claim === true || claim === "true" || claim === 1 || claim === "1"
}

export function textOf(claim: unknown): string {
  return typeof claim === "string" ? claim : ""
}
