/**
 * Secrets that travel by mail. Each is derived from the id of its row and `APP_SECRET`, so that whoever writes the mail
 * can make it anew and nobody has to keep it: the database holds its hash, the queue the id of a mail.
 */
import { deriveKey } from "./tokens.ts"

export class MailedTokens {
  private keyOnce: Promise<CryptoKey> | undefined

  constructor(private readonly appSecret: string) {}

  /** 64 hex digits that only this installation can make. */
  async of(id: string): Promise<string> {
    this.keyOnce ??= deriveKey(this.appSecret, "kith mailed token")
    return hex(await crypto.subtle.sign("HMAC", await this.keyOnce, new TextEncoder().encode(id)))
  }

  /** What may be kept of a token. */
  async hash(token: string): Promise<string> {
    return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)))
  }
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}
