/** Where a request came from, by what the socket or a trusted proxy says. */
import type { Context } from "hono"
import type { Services } from "../accounts/services.ts"
import type { Client } from "../auth/client.ts"
import type { Config } from "../config.ts"
import { isIn, networkOf, parseAddress } from "../ip-address.ts"

/** What the process that serves the app knows of a request beside it. */
export interface Connected {
  /** the other end of the socket; "" when the runtime does not tell */
  remoteAddress?: () => string
}

/** The services as one request uses them: they know where it came from. */
export function servicesFor(services: Services, context: Context): Services {
  return { ...services, client: readClient(services.config, context) }
}

function readClient(config: Config, context: Context): Client {
  const { headers } = context.req.raw
  const address = addressOf(config, context)
  const given = headers.get("x-request-id") ?? ""
  return {
    address,
    loggedAddress: logged(config.auditAddresses, address),
    userAgent: headers.get("user-agent"),
    requestId: /^[\w-]{1,100}$/.test(given) ? given : crypto.randomUUID(),
  }
}

/** What stands left of the last address that is not a proxy's own was written by the client, who may write anything. */
export function addressOf({ trustedProxies }: Config, context: Context): string {
  const remote = (context.env as Connected | undefined)?.remoteAddress?.() ?? ""
  const isTrusted = (text: string) => {
    const address = parseAddress(text)
    return address !== undefined && trustedProxies.some((network) => isIn(network, address))
  }
  if (trustedProxies.length === 0 || !isTrusted(remote)) return remote
  const hops = (context.req.raw.headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim())
  const client = hops.findLast((hop) => !isTrusted(hop))
  return client !== undefined && parseAddress(client) ? client : remote
}

function logged(mode: Config["auditAddresses"], address: string): string | null {
  if (mode === "none" || !parseAddress(address)) return null
  return mode === "whole" ? address : networkOf(address)
}
