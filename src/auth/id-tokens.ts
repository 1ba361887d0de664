/** ID tokens of OpenID Connect, for providers whose addresses the operator set. */
import { createRemoteJWKSet, customFetch, jwtVerify, type FetchImplementation, type JWTPayload } from "jose"
import { SignInRefusal } from "./sign-in-refusal.ts"

export type IdTokenClaims = JWTPayload & { sub: string; iss: string }

export interface Expected {
  keysUrl: string
  /** says whether the issuer is the right one for these claims */
  isIssuer: (issuer: string, claims: JWTPayload) => boolean
  audience: string
  nonce: string
  fetch: FetchImplementation
  /** milliseconds since 1970 */
  now: number
}

/** The claims, once signature, issuer, audience, nonce and time are right. Throws {@link SignInRefusal}. */
export async function verifyIdToken(token: string, expected: Expected): Promise<IdTokenClaims> {
  const keys = createRemoteJWKSet(new URL(expected.keysUrl), { [customFetch]: expected.fetch })
  const claims = await check(token, keys, expected)
  const { sub, iss = "", nonce, azp } = claims
  if (!sub) throw new SignInRefusal("The ID token names no subject")
  if (!expected.isIssuer(iss, claims)) throw new SignInRefusal(`The ID token was issued by ${iss}`)
  if (nonce !== expected.nonce) throw new SignInRefusal("The ID token is for another request: its nonce is wrong")
  if (azp !== undefined && azp !== expected.audience) throw new SignInRefusal("The ID token is for another client")
  return { ...claims, sub, iss }
}

async function check(token: string, keys: ReturnType<typeof createRemoteJWKSet>, expected: Expected) {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ["RS256"],
      audience: expected.audience,
      requiredClaims: ["iss", "sub", "aud", "exp", "iat"],
      clockTolerance: 60,
      currentDate: new Date(expected.now),
    })
    return payload
  } catch (error) {
    throw new SignInRefusal("The ID token does not hold", error)
  }
}
