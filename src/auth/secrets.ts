/**
 * Secrets that have to be read again, such as the one of an OIDC client: sealed with AES-GCM under a key of their purpose,
 * derived from `APP_SECRET`. What is sealed for one purpose cannot be opened for another.
 */

export class Secrets {
  private readonly keys = new Map<string, Promise<CryptoKey>>()

  constructor(private readonly appSecret: string) {}

  /** @example await secrets.seal("webhook secret", "whsec_…") // → "1.<12 bytes of nonce>.<ciphertext>" in base64url */
  async seal(purpose: string, text: string): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.key(purpose), encode(text))
    return ["1", base64url(iv), base64url(new Uint8Array(sealed))].join(".")
  }

  /** Undefined for what was not sealed here and for this purpose, or was changed since. */
  async open(purpose: string, sealed: string): Promise<string | undefined> {
    const [, iv, bytes] = /^1\.([\w-]{16})\.([\w-]{22,})$/.exec(sealed) ?? []
    if (iv === undefined || bytes === undefined) return undefined
    const key = await this.key(purpose)
    try {
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64url(iv) }, key, fromBase64url(bytes))
      return new TextDecoder().decode(opened)
    } catch {
      // AES-GCM says no more than that it is not so.
      return undefined
    }
  }

  private key(purpose: string): Promise<CryptoKey> {
    const known = this.keys.get(purpose)
    if (known) return known
    const derived = deriveSealingKey(this.appSecret, `kith seal ${purpose}`)
    this.keys.set(purpose, derived)
    return derived
  }
}

async function deriveSealingKey(secret: string, purpose: string): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", encode(secret), "HKDF", false, ["deriveKey"])
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: encode("kith"), info: encode(purpose) }
  return crypto.subtle.deriveKey(algorithm, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}

const encode = (text: string) => new TextEncoder().encode(text)

function base64url(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0))
}
