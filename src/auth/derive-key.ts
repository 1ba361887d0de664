/** Keys for one purpose each, derived from `APP_SECRET`: what is made with one proves and opens nothing for another. */

const algorithms = {
  sign: { algorithm: { name: "HMAC", hash: "SHA-256", length: 256 }, usages: ["sign", "verify"] },
  seal: { algorithm: { name: "AES-GCM", length: 256 }, usages: ["encrypt", "decrypt"] },
} as const

export async function deriveKey(
  appSecret: string,
  purpose: string,
  use: keyof typeof algorithms = "sign",
): Promise<CryptoKey> {
  const encoder = new TextEncoder()
  const base = await crypto.subtle.importKey("raw", encoder.encode(appSecret), "HKDF", false, ["deriveKey"])
  const derivation = { name: "HKDF", hash: "SHA-256", salt: encoder.encode("kith"), info: encoder.encode(purpose) }
  const { algorithm, usages } = algorithms[use]
  return crypto.subtle.deriveKey(derivation, base, algorithm, false, usages)
}
