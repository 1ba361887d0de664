/**
 * Addresses of files that are open to whoever has them, for a day. One token serves all files of one principal and hour:
 * it goes into record statements as a parameter, and what it may fetch is settled when it is used.
 */
import type { Principal } from "./principal.ts"
import type { Identity } from "./principals.ts"
import { lifetimes, type SignedToken, type TokenClaims, type Tokens } from "./tokens.ts"

/** Milliseconds in which a principal gets the same token, so that answers can be kept. */
const hour = 3_600_000

const maxKept = 5000

/** What stands for folder and id of the file in a template. */
export const filePlace = "{file}"

export class FileUrls {
  private readonly kept = new Map<string, Promise<string>>()
  private keptAt = 0

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly tokens: Tokens,
    private readonly publicUrl: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** The address of a file with {@link filePlace} in it; null for the platform, which fetches none. */
  async template(principal: Principal): Promise<string | null> {
    const token = await this.token(principal)
    return token && `${this.publicUrl}/file/${filePlace}?token=${token}`
  }

  url(principal: Principal, folder: string, fileId: string): Promise<string> {
    return this.urlOf(principal, `${folder}/${fileId}`)
  }

  /** @param path as addresses spell it: `core-picture/<id>.png` */
  async urlOf(principal: Principal, path: string): Promise<string> {
    return `${this.publicUrl}/file/${path}?token=${(await this.token(principal)) ?? ""}`
  }

  /** The address of a workspace's logo, for whoever comes to sign in: its token opens nothing else. */
  async logoUrl(workspaceId: string, path: string): Promise<string> {
    const claims = { sub: workspaceId, workspaceId, fileId: fileIdIn(path) }
    const token = await this.inWindow(`logo ${workspaceId} ${path}`, (end) => this.tokens.sign("LOGO", claims, end))
    return `${this.publicUrl}/file/${path}?token=${token}`
  }

  /** Which logo the token of an address is for; null for one that says who is asking. */
  async verifyLogo(token: string): Promise<{ workspaceId: string; fileId: string } | null> {
    const claims = await this.tokens.verify(token, ["FILE", "LOGO"])
    return claims.type === "LOGO" ? claims : null
  }

  /** Who is asking with the token of a file's address. Throws UNAUTHENTICATED. */
  async verify(token: string): Promise<Identity> {
    return identityOf(await this.tokens.verify(token, ["FILE"]))
  }

  /** Where the bytes of one file may be sent to, without any header that says who sends them. */
  async uploadUrl(principal: Principal, fileId: string): Promise<{ uploadUrl: string; expiresAt: string }> {
    const claims = claimsOf(principal)
    if (!claims) throw new Error("The platform itself uploads nothing by address")
    const expires = new Date(this.now() + lifetimes.FILE_UPLOAD)
    const { token, expiresAt } = await this.tokens.sign("FILE_UPLOAD", { ...claims, fileId }, expires)
    return { uploadUrl: `${this.publicUrl}/file-upload/${fileId}?token=${token}`, expiresAt }
  }

  /** Who sends the bytes of which file. Throws UNAUTHENTICATED. */
  async verifyUpload(token: string): Promise<{ identity: Identity; fileId: string }> {
    const claims = await this.tokens.verify(token, ["FILE_UPLOAD"])
    return { identity: identityOf(claims), fileId: claims.fileId }
  }

  private async token(principal: Principal): Promise<string | null> {
    const claims = claimsOf(principal)
    if (!claims) return null
    const key = `${principal.credential.kind} ${claims.workspaceId} ${credentialId(claims)}`
    return this.inWindow(key, (end) => this.tokens.sign("FILE", claims, end))
  }

  /** The same token all through the hour. @param sign with the instant at which it expires */
  private inWindow(key: string, sign: (end: Date) => Promise<SignedToken>): Promise<string> {
    const window = Math.floor(this.now() / hour)
    if (window !== this.keptAt || this.kept.size >= maxKept) this.kept.clear()
    this.keptAt = window
    const known = this.kept.get(key)
    if (known) return known
    const token = sign(new Date(window * hour + lifetimes.FILE)).then((made) => made.token)
    this.kept.set(key, token)
    return token
  }
}

/** Of a path as addresses spell it: `core-picture/<id>.png`. */
export const fileIdIn = (path: string): string => path.split("/").at(-1)!.split(".")[0]!

function identityOf(claims: TokenClaims["FILE"]): Identity {
  const { workspaceId } = claims
  if ("jti" in claims) return { type: "API_KEY", workspaceId, jti: claims.jti }
  if ("applicationId" in claims) {
    return { type: "APPLICATION_ACCESS", workspaceId, applicationId: claims.applicationId }
  }
  return {
    type: "ACCESS",
    workspaceId,
    userId: claims.sub,
    sid: claims.sid,
    workspaceMemberId: claims.workspaceMemberId,
  }
}

function credentialId(claims: TokenClaims["FILE"]): string {
  if ("sid" in claims) return claims.sid
  return "jti" in claims ? claims.jti : claims.applicationId
}

function claimsOf({ credential, userId, workspaceId, workspaceMemberId }: Principal): TokenClaims["FILE"] | null {
  switch (credential.kind) {
    case "session":
      return { sub: userId!, workspaceId, sid: credential.id, workspaceMemberId }
    case "apiKey":
      return { sub: workspaceId, workspaceId, jti: credential.id }
    case "application":
      return { sub: credential.id, workspaceId, applicationId: credential.id }
    case "system":
      return null
  }
}
