/**
 * Secrets that have to be read again, such as the one of an OIDC client: sealed with AES-GCM under a key of their purpose,
 * derived from `APP_SECRET`, so that a copy of the database opens none of them. What is sealed for one purpose cannot be
 * opened for another.
 */
import { base64url } from "jose"
import { deriveKey } from "./derive-key.ts"

export class Secrets {
  private readonly keys = new Map<string, Promise<CryptoKey>>()

  /** @param appSecrets the one in use, and those from before it */
  constructor(private readonly appSecrets: readonly [string, ...string[]]) {}

  /** @example await secrets.seal("webhook secret", "whsec_…") // → "1.<12 bytes of nonce>.<ciphertext>" in base64url */
  async seal(purpose: string, text: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const key = await this.key(this.appSecrets[0], purpose)
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(text))
    return ["1", base64url.encode(iv), base64url.encode(new Uint8Array(sealed))].join(".")
  }

  /** Undefined for what was not sealed here and for this purpose, or was changed since. */
  async open(purpose: string, sealed: string): Promise<string | undefined> {
    const [, iv, bytes] = /^1\.([\w-]{16})\.([\w-]{22,})$/.exec(sealed) ?? []
    if (iv === undefined || bytes === undefined) return undefined
    for (const appSecret of this.appSecrets) {
      const opened = await tryOpening(await this.key(appSecret, purpose), base64url.decode(iv), base64url.decode(bytes))
      if (opened !== undefined) return opened
    }
    return undefined
  }

  /** For what was sealed here for certain. Throws {@link SealedOtherwise}. */
  async mustOpen(purpose: string, sealed: string): Promise<string> {
    const opened = await this.open(purpose, sealed)
    if (opened === undefined) throw new SealedOtherwise(purpose)
    return opened
  }

  private key(appSecret: string, purpose: string): Promise<CryptoKey> {
    const name = `${this.appSecrets.indexOf(appSecret)} ${purpose}`
    const known = this.keys.get(name)
    if (known) return known
    const derived = deriveKey(appSecret, `kith seal ${purpose}`, "seal")
    this.keys.set(name, derived)
    return derived
  }
}

/** Sealed with another secret, or for another purpose, or damaged. */
export class SealedOtherwise extends Error {
  override name = "SealedOtherwise"

  constructor(purpose: string) {
    super(`APP_SECRET does not open what was sealed with another one (${purpose})`)
  }
}

async function tryOpening(key: CryptoKey, iv: Uint8Array, bytes: Uint8Array): Promise<string | undefined> {
  try {
    const algorithm = { name: "AES-GCM", iv: new Uint8Array(iv) }
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, new Uint8Array(bytes)))
  } catch {
    // AES-GCM says no more than that it is not so.
    return undefined
  }
}
