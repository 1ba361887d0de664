/** An authenticator with one passkey, made of Web Crypto: what a browser's `navigator.credentials` gives, as JSON. */

interface CreationOptions {
  challenge: string
  rp: { id: string }
  excludeCredentials?: { id: string }[]
}

interface RequestOptions {
  challenge: string
  rpId: string
  allowCredentials?: { id: string }[]
}

/** In what it may lie. */
export interface Lies {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  counter?: number
  /** says that nobody touched it */
  isUntouched?: boolean
  /** signs with a key that it has just made */
  usesOtherKey?: boolean
}

export interface Passkey {
  id: string
  create(options: CreationOptions, lies?: Lies): Promise<Record<string, unknown>>
  get(options: RequestOptions, lies?: Lies): Promise<Record<string, unknown>>
}

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }

export async function newPasskey(origin: string): Promise<Passkey> {
  const keys = await crypto.subtle.generateKey(ecdsa, true, ["sign", "verify"])
  const rawId = crypto.getRandomValues(new Uint8Array(32))
  const id = base64url(rawId)
  let counter = 0

  const clientData = (type: string, challenge: string, lies: Lies) =>
    text(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    )

  /** @param attested follows in what is said of a new passkey */
  async function authenticatorData(rpId: string, lies: Lies, attested = new Uint8Array()): Promise<Bytes> {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text(lies.rpId ?? rpId)))
    const flags = (lies.isUntouched ? 0 : 1) | (attested.length > 0 ? 0x40 : 0)
    const count = new DataView(new ArrayBuffer(4))
    count.setUint32(0, lies.counter ?? ++counter)
    return join(hash, [flags], new Uint8Array(count.buffer), attested)
  }

  return {
    id,
    async create({ challenge, rp }, lies = {}) {
      const { x, y } = await crypto.subtle.exportKey("jwk", keys.publicKey)
      const publicKey = coseKey(fromBase64url(x!), fromBase64url(y!))
      const attested = join(new Uint8Array(16), [0, rawId.length], rawId, publicKey)
      const data = await authenticatorData(rp.id, lies, attested)
      const attestationObject = join([0xa3], ...attestation(data))
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData("webauthn.create", challenge, lies)),
          attestationObject: base64url(attestationObject),
          transports: ["internal"],
        },
      }
    },
    async get({ challenge, rpId }, lies = {}) {
      const client = clientData("webauthn.get", challenge, lies)
      const data = await authenticatorData(rpId, lies)
      const signed = join(data, new Uint8Array(await crypto.subtle.digest("SHA-256", client)))
      const other = lies.usesOtherKey ? await crypto.subtle.generateKey(ecdsa, true, ["sign", "verify"]) : keys
      const signature = new Uint8Array(await crypto.subtle.sign(ecdsa, other.privateKey, signed))
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(inDer(signature)),
        },
      }
    },
  }
}

/** Of no maker: {fmt: "none", attStmt: {}, authData}, without the map's own first byte. */
const attestation = (data: Bytes): ArrayLike<number>[] => [
  cborText("fmt"),
  cborText("none"),
  cborText("attStmt"),
  [0xa0],
  cborText("authData"),
  cborBytes(data),
]

type Bytes = Uint8Array<ArrayBuffer>

const text = (value: string): Bytes => new Uint8Array(new TextEncoder().encode(value))

const join = (...parts: (ArrayLike<number> | Bytes)[]): Bytes =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)))

const base64url = (bytes: Bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

const fromBase64url = (value: string): Bytes =>
  Uint8Array.from(atob(value.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0))

/** {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y} */
const coseKey = (x: Bytes, y: Bytes) =>
  join([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21], cborBytes(x), [0x22], cborBytes(y))

const cborText = (value: string) => join([0x60 + value.length], text(value))

const cborBytes = (bytes: Bytes) =>
  bytes.length < 256 ? join([0x58, bytes.length], bytes) : join([0x59, bytes.length >> 8, bytes.length & 255], bytes)

/** Web Crypto gives r and s one after the other, authenticators a sequence of two integers. */
function inDer(signature: Bytes): Bytes {
  const [r, s] = [derInteger(signature.slice(0, 32)), derInteger(signature.slice(32))]
  return join([0x30, r.length + s.length], r, s)
}

function derInteger(bytes: Bytes): Bytes {
  const start = bytes.findIndex((byte) => byte !== 0)
  const plain = bytes.slice(start)
  const value = plain[0]! >= 0x80 ? join([0], plain) : plain
  return join([0x02, value.length], value)
}
