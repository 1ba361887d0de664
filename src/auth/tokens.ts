/** Signed tokens: who they name, what they are for, how long they hold. */
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose"
import { AppError } from "../errors.ts"
import { deriveKey } from "./derive-key.ts"
import { keyRefresh, type SigningKeys, type VerifyingKeys } from "./signing-keys.ts"

/** Who really acts, in the tokens of a session that looks through somebody else's eyes. */
export interface ImpersonationClaims {
  isImpersonating?: true
  impersonatorUserWorkspaceId?: string
  impersonatedUserWorkspaceId?: string
}

export interface TokenClaims {
  ACCESS: ImpersonationClaims & {
    sub: string
    userId: string
    workspaceId: string
    workspaceMemberId: string | null
    userWorkspaceId: string
    sid: string
    authProvider: string
  }
  WORKSPACE_AGNOSTIC: { sub: string; userId: string; sid: string; authProvider: string }
  REFRESH: ImpersonationClaims & {
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
    /** who is to look through this person's eyes */
    impersonatorUserWorkspaceId?: string
  }
  API_KEY: { sub: string; workspaceId: string; jti: string }
  APPLICATION_ACCESS: { sub: string; workspaceId: string; applicationId: string }
  APPLICATION_REFRESH: { sub: string; workspaceId: string; applicationId: string }
  /** whoever has it may fetch the files that its session, key or application may read */
  FILE:
    | { sub: string; workspaceId: string; sid: string; workspaceMemberId: string | null }
    | { sub: string; workspaceId: string; jti: string }
    | { sub: string; workspaceId: string; applicationId: string }
  /** whoever has it may see the logo of a workspace, as long as this file is it */
  LOGO: { sub: string; workspaceId: string; fileId: string }
  /** whoever has it may send the bytes of one file, as long as its session, key or application lives */
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
  APPLICATION_ACCESS: 30 * 60_000,
  APPLICATION_REFRESH: 60 * 24 * 3_600_000,
  FILE: 24 * 3_600_000,
  LOGO: 24 * 3_600_000,
  FILE_UPLOAD: 15 * 60_000,
} as const

export interface SignedToken {
  token: string
  /** ISO text */
  expiresAt: string
}

/** Characters; the longest that is signed here has not half of them. */
const maxLength = 4096

/** Milliseconds that the clocks of two servers may differ by. */
const clockSkew = 60_000

export class Tokens {
  private readonly formerKeys = new Map<string, Promise<CryptoKey>>()
  private verified = new Map<string, Verified>()
  private verifiedWith: VerifyingKeys | undefined

  /**
   * @param appSecrets the one in use, and those from before it
   * @param now milliseconds since 1970
   */
  constructor(
    private readonly keys: SigningKeys,
    private readonly appSecrets: readonly string[],
    private readonly now: () => number = Date.now,
  ) {}

  async sign<T extends TokenType>(type: T, claims: TokenClaims[T], expiresAt: Date): Promise<SignedToken> {
    const { id, key } = await this.keys.signing()
    const token = await new SignJWT({ ...claims, type })
      .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: id })
      .setIssuedAt(new Date(this.now()))
      .setExpirationTime(expiresAt)
      .sign(key)
    return { token, expiresAt: expiresAt.toISOString() }
  }

  /**
   * The claims of a token of one of the given types. Throws UNAUTHENTICATED.
   * A token that was good a moment ago is not checked again before it expires or the keys change: checking costs more
   * than a find-one.
   */
  async verify<T extends TokenType>(token: string, types: readonly T[]): Promise<Verified<T>> {
    const known = this.known(this.keys.current() ?? (await this.keys.verifying()), token, types)
    if (known) return known
    const claims = (await this.check(token, types)) as Verified<T>
    if (this.verified.size >= 10_000) this.verified.clear()
    this.verified.set(token, claims as unknown as Verified)
    return claims
  }

  private known<T extends TokenType>(keys: VerifyingKeys, token: string, types: readonly T[]): Verified<T> | undefined {
    if (keys !== this.verifiedWith) this.verified = new Map()
    this.verifiedWith = keys
    const known = this.verified.get(token)
    if (!known || known.exp * 1000 <= this.now() || !(types as readonly string[]).includes(known.type)) return undefined
    return known as unknown as Verified<T>
  }

  private async check(token: string, types: readonly TokenType[]): Promise<unknown> {
    const type = token.length <= maxLength ? types.find((each) => each === unverifiedType(token)) : undefined
    if (!type) throw invalidToken()
    try {
      const claims = await this.verifySignature(token, type)
      if (claims.type !== type || Number(claims.iat) * 1000 > this.now() + clockSkew) throw invalidToken()
      return claims
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new AppError("UNAUTHENTICATED", "Token has expired.", { subCode: "UNAUTHENTICATED", cause: error })
      }
      if (error instanceof AppError || !(error instanceof errors.JOSEError)) throw error
      throw invalidToken(error)
    }
  }

  /** The header only chooses among kinds of keys, each good for one algorithm, so that none can be used for another. */
  private async verifySignature(token: string, type: TokenType): Promise<Record<string, unknown>> {
    const { alg, kid } = decodeHeader(token)
    if (kid === undefined && alg === "HS256") return this.verifyFormer(token, type)
    if (typeof kid !== "string" || !uuid.test(kid)) throw invalidToken()
    const found = (await this.keys.verifyingWith(kid)).get(kid)
    if (!found || this.isOutlived(found.retiredAt, type)) throw invalidToken()
    return this.verifyWith(found.key, "ES256", token)
  }

  /** Nothing that a retired key signed can still hold, so what comes now was signed by whoever stole it. */
  private isOutlived(retiredAt: number | null, type: TokenType): boolean {
    if (retiredAt === null || type === "API_KEY") return false
    return this.now() > retiredAt + lifetimes[type] + keyRefresh + clockSkew
  }

  /** Tokens from before there were signing keys: a key per type, derived from the secret. API keys of then still hold. */
  private async verifyFormer(token: string, type: TokenType): Promise<Record<string, unknown>> {
    let failure: unknown
    for (const appSecret of this.appSecrets) {
      try {
        return await this.verifyWith(await this.formerKey(appSecret, type), "HS256", token)
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
        failure = error
      }
    }
    throw failure
  }

  private formerKey(appSecret: string, type: TokenType): Promise<CryptoKey> {
    const name = `${this.appSecrets.indexOf(appSecret)} ${type}`
    const known = this.formerKeys.get(name)
    if (known) return known
    const derived = deriveKey(appSecret, `kith token ${type}`)
    this.formerKeys.set(name, derived)
    return derived
  }

  private async verifyWith(key: CryptoKey, algorithm: string, token: string): Promise<Record<string, unknown>> {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      requiredClaims: ["exp", "sub", "iat"],
      currentDate: new Date(this.now()),
    })
    return payload
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function decodeHeader(token: string): { alg?: unknown; kid?: unknown } {
  try {
    return decodeProtectedHeader(token)
  } catch (error) {
    throw invalidToken(error)
  }
}

/** What the token says it is; whoever signed it must have said the same. */
function unverifiedType(token: string): string | undefined {
  try {
    const body = token.split(".")[1] ?? ""
    return JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/"))).type
  } catch {
    return undefined
  }
}

export function invalidToken(cause?: unknown): AppError {
  return new AppError("UNAUTHENTICATED", "Token invalid.", { subCode: "UNAUTHENTICATED", cause })
}
