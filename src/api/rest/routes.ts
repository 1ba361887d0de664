/** `/rest`: records and the data model over plain HTTP, and the document that describes them. */
import { Hono } from "hono"
import type { Services } from "../../accounts/services.ts"
import { answeredOnce } from "./answered-once.ts"
import { auditRoutes } from "./audit-logs.ts"
import { authenticated, type RestEnv } from "./authenticated.ts"
import { fileRoutes } from "./files.ts"
import { keyRoutes } from "./metadata-keys.ts"
import { metadataRoutes } from "./metadata.ts"
import { openApiRoutes } from "./open-api/routes.ts"
import { recordRoutes } from "./records.ts"

export function restRoutes(services: Services): Hono<RestEnv> {
  const app = new Hono<RestEnv>()
  app.use(authenticated(services))
  // Before what keeps whole requests in memory.
  app.route("/files", fileRoutes(services))
  app.use(answeredOnce(services))
  app.route("/audit-logs", auditRoutes(services))
  app.route("/open-api", openApiRoutes(services))
  app.route("/metadata", metadataRoutes(services))
  app.route("/", keyRoutes(services))
  app.route("/core", recordRoutes(services))
  app.route("/", recordRoutes(services))
  return app
}
