/** Signed tokens: who they name, what they are for, how long they hold. */
import { errors, jwtVerify, SignJWT } from "jose"
import { AppError } from "../errors.ts"

export interface TokenClaims {
  ACCESS: {
    sub: string
    userId: string
    workspaceId: string
    workspaceMemberId: string | null
    userWorkspaceId: string
    sid: string
    authProvider: string
  }
  WORKSPACE_AGNOSTIC: { sub: string; userId: string; sid: string; authProvider: string }
  REFRESH: {
    sub: string
    userId: string
    sid: string
    jti: string
    workspaceId?: string
    targetedTokenType: string
    authProvider: string
  }
  LOGIN: {
    sub: string
    userId: string
    workspaceId: string
    jti: string
    authProvider: string
    /** `user.credentialRevision` at which it was signed */
    revision: number
  }
  API_KEY: { sub: string; workspaceId: string; jti: string }
  /** whoever has it may fetch the files that its session or key may read */
  FILE:
    | { sub: string; workspaceId: string; sid: string; workspaceMemberId: string | null }
    | { sub: string; workspaceId: string; jti: string }
  /** whoever has it may send the bytes of one file, as long as its session or key lives */
  FILE_UPLOAD: TokenClaims["FILE"] & { fileId: string }
}

export type TokenType = keyof TokenClaims
export type Verified<T extends TokenType = TokenType> = { [K in T]: TokenClaims[K] & { type: K; exp: number } }[T]

/** Milliseconds. API keys live as long as their creator said. */
export const lifetimes = {
  ACCESS: 30 * 60_000,
  WORKSPACE_AGNOSTIC: 30 * 60_000,
  REFRESH: 60 * 24 * 3_600_000,
  LOGIN: 15 * 60_000,
  FILE: 24 * 3_600_000,
  FILE_UPLOAD: 15 * 60_000,
} as const

export interface SignedToken {
  token: string
  /** ISO text */
  expiresAt: string
}

export class Tokens {
  private readonly keys = new Map<TokenType, Promise<CryptoKey>>()
  private readonly verified = new Map<string, Verified>()

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly appSecret: string,
    private readonly now: () => number = Date.now,
  ) {}

  async sign<T extends TokenType>(type: T, claims: TokenClaims[T], expiresAt: Date): Promise<SignedToken> {
    const token = await new SignJWT({ ...claims, type })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuedAt(new Date(this.now()))
      .setExpirationTime(expiresAt)
      .sign(await this.key(type))
    return { token, expiresAt: expiresAt.toISOString() }
  }

  /**
   * The claims of a token of one of the given types. Throws UNAUTHENTICATED.
   * A token that was good a moment ago is not checked again before it expires: checking costs more than a find-one.
   */
  async verify<T extends TokenType>(token: string, types: readonly T[]): Promise<Verified<T>> {
    const known = this.verified.get(token)
    if (known && known.exp * 1000 > this.now() && (types as readonly string[]).includes(known.type))
      return known as unknown as Verified<T>
    const claims = (await this.check(token, types)) as Verified<T>
    if (this.verified.size >= 10_000) this.verified.clear()
    this.verified.set(token, claims as unknown as Verified)
    return claims
  }

  private async check(token: string, types: readonly TokenType[]): Promise<unknown> {
    const type = types.find((each) => each === unverifiedType(token))
    if (!type) throw invalidToken()
    try {
      const { payload } = await jwtVerify(token, await this.key(type), {
        algorithms: ["HS256"],
        requiredClaims: ["exp", "sub"],
        currentDate: new Date(this.now()),
      })
      if (payload.type !== type) throw invalidToken()
      return payload
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new AppError("UNAUTHENTICATED", "Token has expired.", { subCode: "UNAUTHENTICATED", cause: error })
      }
      throw error instanceof AppError ? error : invalidToken(error)
    }
  }

  /** One key per purpose, derived from the secret, so that a token of one kind can never pass for another. */
  private key(type: TokenType): Promise<CryptoKey> {
    const known = this.keys.get(type)
    if (known) return known
    const derived = deriveKey(this.appSecret, `kith token ${type}`)
    this.keys.set(type, derived)
    return derived
  }
}

/** What the token says it is; only used to choose the key that must then prove it. */
function unverifiedType(token: string): string | undefined {
  try {
    const body = token.split(".")[1] ?? ""
    return JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/"))).type
  } catch {
    return undefined
  }
}

/** A key for one purpose; what is signed for one proves nothing for another. */
export async function deriveKey(secret: string, purpose: string): Promise<CryptoKey> {
  const encoder = new TextEncoder()
  const base = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"])
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: encoder.encode("kith"), info: encoder.encode(purpose) }
  return crypto.subtle.deriveKey(algorithm, base, { name: "HMAC", hash: "SHA-256", length: 256 }, false, [
    "sign",
    "verify",
  ])
}

export function invalidToken(cause?: unknown): AppError {
  return new AppError("UNAUTHENTICATED", "Token invalid.", { subCode: "UNAUTHENTICATED", cause })
}
