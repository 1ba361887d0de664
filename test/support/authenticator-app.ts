/** An authenticator app: reads the address of a QR code and shows codes. RFC 6238 by Web Crypto alone. */

export interface AuthenticatorApp {
  uri: URL
  /** @param at milliseconds since 1970 */
  code(at: number): Promise<string>
}

export function scan(text: string): AuthenticatorApp {
  const uri = new URL(text)
  const secret = fromBase32(uri.searchParams.get("secret")!)
  const period = Number(uri.searchParams.get("period")) * 1000
  const digits = Number(uri.searchParams.get("digits"))
  return { uri, code: (at) => hotp(secret, Math.floor(at / period), digits) }
}

async function hotp(secret: Uint8Array<ArrayBuffer>, step: number, digits: number): Promise<string> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-1" }, false, ["sign"])
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter))
  const offset = mac.getUint8(19) & 15
  const number = mac.getUint32(offset) & 0x7fff_ffff
  return String(number % 10 ** digits).padStart(digits, "0")
}

function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("")
  return Uint8Array.from(bits.match(/.{8}/g)!, (byte) => Number.parseInt(byte, 2))
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
