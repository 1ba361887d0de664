/**
 * What PostgreSQL keeps of a password (RFC 5803). It is made here, because the text of `CREATE ROLE … PASSWORD` may end up
 * in the logs of the database.
 */

const iterations = 4096

/** @example "SCRAM-SHA-256$4096:<salt>$<stored key>:<server key>" */
export async function scramVerifier(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const salted = await saltedPassword(password, salt)
  const clientKey = await hmac(salted, "Client Key")
  const storedKey = new Uint8Array(await crypto.subtle.digest("SHA-256", clientKey))
  const serverKey = await hmac(salted, "Server Key")
  return `SCRAM-SHA-256$${iterations}:${base64(salt)}$${base64(storedKey)}:${base64(serverKey)}`
}

async function saltedPassword(password: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(password), "PBKDF2", false, ["deriveBits"])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, 256))
}

async function hmac(key: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, new TextEncoder().encode(text)))
}

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
