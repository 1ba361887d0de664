/** Which web pages of other origins may use the APIs: none, unless the operator names them. Cookies never count. */
import type { MiddlewareHandler } from "hono"
import { cors } from "hono/cors"
import { usageHeader } from "./usage-header.ts"

/** Seconds for which a browser need not ask again: two hours, the most that browsers grant. */
const maxAge = 7200

export function openTo(origins: readonly string[]): MiddlewareHandler {
  return cors({
    origin: origins.includes("*") ? "*" : [...origins],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposeHeaders: ["etag", "retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", usageHeader],
    maxAge,
  })
}
