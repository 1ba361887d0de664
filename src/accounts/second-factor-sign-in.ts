/** Signing in where a second factor is asked for: after the login token, before the session. */
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server"
import { notWhileImpersonating } from "../auth/principal.ts"
import type { TokenPair } from "../auth/sessions.ts"
import { passkeyRequest, relyingParty, usePasskey } from "./passkeys.ts"
import { hasSecondFactor, secondFactorRequired } from "./second-factor-rule.ts"
import { enter, getWorkspace, openLoginToken, type Login } from "./sign-in.ts"
import type { Services } from "./services.ts"
import { confirmTotp, provisionTotp, useCode } from "./two-factor-methods.ts"

/**
 * Begins to set up an authenticator app, for whoever has to have a second factor before they get in.
 * Throws FORBIDDEN / TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED to whoever has one: a password alone replaces none.
 */
export async function provisionDuringSignIn(services: Services, token: string): Promise<string> {
  const { person } = await openOwnLoginToken(services, token)
  await requireNone(services, person.id)
  return provisionTotp(services, person)
}

/** Whoever is to look through somebody's eyes has a login token of theirs, and no business with their second factors. */
async function openOwnLoginToken(services: Services, token: string): Promise<Login> {
  const login = await openLoginToken(services, token)
  if (login.claims.impersonatorUserWorkspaceId !== undefined) throw notWhileImpersonating()
  return login
}

async function requireNone(services: Services, userId: string): Promise<void> {
  if (await hasSecondFactor(services, userId)) throw secondFactorRequired("VERIFICATION")
}

/**
 * Trades login token and code for a session. A first right code makes a new authenticator app count, and comes with
 * recovery codes; a recovery code does in place of any other. A wrong one leaves the login token as it is.
 * Throws what {@link useCode} and {@link openLoginToken} throw.
 */
export async function enterWithCode(
  services: Services,
  token: string,
  code: string,
): Promise<{ tokens: TokenPair; recoveryCodes: string[] | null }> {
  const login = await openOwnLoginToken(services, token)
  const { id } = login.person
  if (await hasSecondFactor(services, id)) {
    const secondFactor = await useCode(services, id, code)
    return { tokens: await enter(services, login, secondFactor), recoveryCodes: null }
  }
  const { recoveryCodes } = await confirmTotp(services, id, code)
  return { tokens: await enter(services, login, "TOTP"), recoveryCodes }
}

/** What the browser is to sign. Throws what {@link openLoginToken} throws, and BAD_USER_INPUT. */
export async function requestPasskey(
  services: Services,
  token: string,
  origin: string | null | undefined,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const login = await openOwnLoginToken(services, token)
  return passkeyRequest(services, login.person.id, await partyOf(services, login, origin))
}

/** Trades login token and signature for a session. Throws what {@link usePasskey} and {@link openLoginToken} throw. */
export async function enterWithPasskey(
  services: Services,
  token: string,
  { response, origin }: { response: unknown; origin: string | null | undefined },
): Promise<TokenPair> {
  const login = await openOwnLoginToken(services, token)
  await usePasskey(services, login.person.id, { party: await partyOf(services, login, origin), response })
  return enter(services, login, "PASSKEY")
}

async function partyOf(services: Services, { claims }: Login, origin: string | null | undefined) {
  return relyingParty(services, await getWorkspace(services, claims.workspaceId), origin)
}
