/** What a request says of the browser that sent it, shortened to what its person knows it by. */
import type { Context } from "hono"
import type { Client } from "../auth/sessions.ts"

/** What the server tells the app of a connection, beside the request. */
export interface ConnectionInfo {
  /** of whoever is at the other end: a browser, or the proxy before Kith */
  address?: string | undefined
}

const longest = 150

export function clientOf({ req, env }: Context): Client {
  const { address } = (env ?? {}) as ConnectionInfo
  return {
    userAgent: req.header("user-agent")?.slice(0, longest) ?? null,
    address: address === undefined ? null : shorten(address),
  }
}

/** The network, not the machine: three numbers of IPv4, three groups of IPv6. */
function shorten(address: string): string {
  const four = address.match(/(\d+\.\d+\.\d+)\.\d+$/)
  if (four) return `${four[1]}.0`
  return `${expand(address).slice(0, 3).join(":")}::`
}

function expand(address: string): string[] {
  const [head = "", tail] = address.split("::").map((part) => part.split(":").filter(Boolean).join(":"))
  const left = head.split(":").filter(Boolean)
  const right = (tail ?? "").split(":").filter(Boolean)
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0")
  return [...left, ...zeros, ...right]
}
