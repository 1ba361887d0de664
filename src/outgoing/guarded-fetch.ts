/**
 * Requests to addresses that somebody else chose: an identity provider, a webhook. They reach the public internet only,
 * so that nobody can look around in the operator's network through Kith; `OUTGOING_ALLOW` names exceptions. The name is
 * resolved once and the request goes to what it was resolved to, so that a second answer of the name server is of no use.
 */
import type { Config } from "../config.ts"
import { bunNetwork, type Network } from "../ports/network.ts"
import { isPublicAddress } from "./public-address.ts"

/** Why a request was not sent, or its answer not read. */
export class OutgoingRefusal extends Error {
  override name = "OutgoingRefusal"
}

export interface GuardedOptions {
  /** milliseconds for all of it, redirects and body included */
  timeout?: number
  /** bytes of the body */
  maxSize?: number
  maxRedirects?: number
  network?: Network
}

/** The init is that of fetch; a `body` has to be a text or bytes. With `redirect: "manual"` no redirect is followed. */
export type GuardedFetch = (url: string | URL, init?: RequestInit) => Promise<Response>

/**
 * The answer comes with its whole body in memory. Throws {@link OutgoingRefusal}, and what the network throws.
 *
 * @example
 * const guardedFetch = createGuardedFetch(config)
 * const answer = await guardedFetch("https://idp.example.com/.well-known/openid-configuration")
 */
export function createGuardedFetch(
  { outgoingAllow }: Pick<Config, "outgoingAllow">,
  { timeout = 10_000, maxSize = 1024 * 1024, maxRedirects = 3, network = bunNetwork }: GuardedOptions = {},
): GuardedFetch {
  const send = async (url: URL, init: RequestInit, redirectsLeft: number): Promise<Response> => {
    const answer = await network.fetch(url, await addressOf(url, outgoingAllow, network), init)
    const location = answer.headers.get("location")
    if (answer.status < 300 || answer.status > 399 || !location || init.redirect === "manual") return answer
    await answer.body?.cancel()
    if (redirectsLeft === 0) throw new OutgoingRefusal(`${url.host} redirects too often`)
    return send(new URL(location, url), redirected(url, new URL(location, url), init), redirectsLeft - 1)
  }
  return async (url, init = {}) => {
    const signals = [AbortSignal.timeout(timeout), ...(init.signal ? [init.signal] : [])]
    const answer = await send(new URL(url), { ...init, signal: AbortSignal.any(signals) }, maxRedirects)
    return withBody(answer, await readBody(answer, maxSize))
  }
}

/** Throws unless the URL is one that may be asked. */
async function addressOf(url: URL, allowed: readonly string[], network: Network): Promise<string> {
  const isAllowed = allowed.includes(url.hostname) || allowed.includes(url.host)
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isAllowed)) {
    throw new OutgoingRefusal(`${url.protocol}//${url.host} is not https`)
  }
  if (url.username || url.password) throw new OutgoingRefusal("The address carries a name or a password")
  const literal = literalOf(url.hostname)
  const addresses = literal === undefined ? await network.resolve(url.hostname) : [literal]
  const [first] = addresses
  if (first === undefined) throw new OutgoingRefusal(`${url.hostname} has no address`)
  if (isAllowed || addresses.every(isPublicAddress)) return first
  throw new OutgoingRefusal(`${url.hostname} is in a private network; OUTGOING_ALLOW could allow it`)
}

/** URL has brought every spelling of an IPv4 address into its usual form by now. */
function literalOf(hostname: string): string | undefined {
  if (hostname.startsWith("[")) return hostname.slice(1, -1)
  return /^[\d.]+$/.test(hostname) ? hostname : undefined
}

/** What was sent to one site is not sent on to another, and only questions are asked again. */
function redirected(from: URL, to: URL, init: RequestInit): RequestInit {
  const method = (init.method ?? "GET").toUpperCase()
  if (method !== "GET" && method !== "HEAD") throw new OutgoingRefusal(`${from.host} redirects a ${method}`)
  if (from.origin === to.origin) return init
  const headers = new Headers(init.headers)
  for (const name of ["authorization", "cookie"]) headers.delete(name)
  return { ...init, headers }
}

async function readBody(answer: Response, maxSize: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.byteLength
    if (size > maxSize) throw new OutgoingRefusal(`The answer is larger than ${maxSize} bytes`)
    parts.push(part)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}

function withBody({ status, statusText, headers }: Response, bytes: Uint8Array<ArrayBuffer>): Response {
  const kept = new Headers(headers)
  // The bytes are decoded by now.
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) kept.delete(name)
  const hasBody = status !== 204 && status !== 304
  return new Response(hasBody ? bytes : null, { status, statusText, headers: kept })
}
