import { Hono } from "hono"
import type { Services } from "../../accounts/services.ts"

export function restRoutes(_services: Services): Hono {
  return new Hono()
}
