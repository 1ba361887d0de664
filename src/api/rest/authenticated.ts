/** Who is asking is settled before it is looked at what they ask for. */
import type { MiddlewareHandler } from "hono"
import type { Services } from "../../accounts/services.ts"
import type { Identity } from "../../auth/principals.ts"
import { identifyMember } from "../authenticate.ts"

export interface RestEnv {
  Variables: { identity: Identity }
}

export function authenticated(services: Services): MiddlewareHandler<RestEnv> {
  return async (context, next) => {
    context.set("identity", await identifyMember(services, context.req.raw))
    await next()
  }
}
