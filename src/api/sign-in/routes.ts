/** `/auth/…`: signing in with Google, Microsoft, and what workspaces set up. Browsers come here, and leave by a redirect. */
import { Hono } from "hono"
import type { Services } from "../../accounts/services.ts"
import { createGuardedFetch } from "../../outgoing/guarded-fetch.ts"
import { codeRoutes } from "./code.ts"
import { samlRoutes } from "./saml.ts"

export function signInRoutes(services: Services): Hono {
  const app = new Hono()
  app.route("/", codeRoutes(services, createGuardedFetch(services.config)))
  app.route("/saml", samlRoutes(services))
  return app
}
