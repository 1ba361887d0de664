/** What every answer tells the browser: believe the type, show it in no frame, pass on no address, come back by https. */
import type { MiddlewareHandler } from "hono"
import type { Config } from "../config.ts"

/** Seconds for which a browser asks by https alone: a year. */
const httpsFor = 31_536_000

export function securityHeaders({ publicUrl }: Config): MiddlewareHandler {
  const isHttps = publicUrl.startsWith("https://")
  return async (context, next) => {
    await next()
    const { headers } = context.res
    headers.set("x-content-type-options", "nosniff")
    headers.set("content-security-policy", withFrames(headers.get("content-security-policy")))
    if (!headers.has("referrer-policy")) headers.set("referrer-policy", "no-referrer")
    if (isHttps) headers.set("strict-transport-security", `max-age=${httpsFor}`)
  }
}

/** A page has a policy of its own; what is no page shows nothing and runs nothing anyway. */
function withFrames(policy: string | null): string {
  if (policy === null) return "frame-ancestors 'none'"
  return policy.includes("frame-ancestors") ? policy : `${policy}; frame-ancestors 'self'`
}
