/**
 * Secrets that travel by mail. Each is derived from the id of its row and `APP_SECRET`, so that whoever writes the mail
 * can make it anew and nobody has to keep it: the database holds its hash, the queue the id of a mail.
 */
import { deriveKey } from "./derive-key.ts"

export class MailedTokens {
  private readonly keys: Promise<CryptoKey>[]

  /** @param appSecrets the one in use, and those from before it */
  constructor(appSecrets: readonly string[]) {
    this.keys = appSecrets.map((appSecret) => deriveKey(appSecret, "kith mailed token"))
  }

  /** 64 hex digits that only this installation can make. */
  of(id: string): Promise<string> {
    return this.ofKey(id, this.keys[0]!)
  }

  /** The one of this id that has this hash, also when it was made with a former secret. */
  async find(id: string, hash: string): Promise<string | undefined> {
    for (const key of this.keys) {
      const token = await this.ofKey(id, key)
      if ((await this.hash(token)) === hash) return token
    }
    return undefined
  }

  private async ofKey(id: string, key: Promise<CryptoKey>): Promise<string> {
    return hex(await crypto.subtle.sign("HMAC", await key, new TextEncoder().encode(id)))
  }

  /** What may be kept of a token. */
  async hash(token: string): Promise<string> {
    return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)))
  }
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}
