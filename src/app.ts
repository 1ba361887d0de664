/** The HTTP application, on web standards alone: the same on Bun, Deno and workerd. Tests call it with `app.request()`. */
import { Hono, type Context } from "hono"
import { bodyLimit } from "hono/body-limit"
import type { Services } from "./accounts/services.ts"
import { admission } from "./api/admission.ts"
import { clientConfigRoute } from "./api/client-config.ts"
import { openTo } from "./api/cors.ts"
import { fileRoutes } from "./api/files.ts"
import { isMultipart } from "./api/graphql/body.ts"
import { graphqlRoute } from "./api/graphql/route.ts"
import { healthRoutes } from "./api/health.ts"
import { mailboxRoute } from "./api/mailbox.ts"
import { metadataRoute } from "./api/metadata/route.ts"
import { playgroundRoute } from "./api/playground.ts"
import { graphqlError, restError } from "./api/respond.ts"
import { sendsLines } from "./api/rest/lines.ts"
import { openApiRoutes } from "./api/rest/open-api/routes.ts"
import { restRoutes } from "./api/rest/routes.ts"
import { scimError } from "./api/scim/answers.ts"
import { scimRoutes } from "./api/scim/routes.ts"
import { signInRoutes } from "./api/sign-in/routes.ts"
import { securityHeaders } from "./api/security-headers.ts"
import { webRoutes } from "./api/web.ts"
import { beyondLimit, limits } from "./limits.ts"

/** Bytes of a multipart request around its file. */
const formOverhead = 1024 * 1024

export function createApp(services: Services): Hono {
  const { config } = services
  const app = new Hono()
  app.use(securityHeaders(config))
  if (config.corsOrigins.length > 0) app.use(openTo(config.corsOrigins))
  app.use(admission(services))
  const limited = limit(limits.body)
  const limitedForm = limit(Math.max(limits.body, config.maxFileSize + formOverhead))
  app.use((context, next) => {
    if (isMultipart(context.req.raw)) return limitedForm(context, next)
    return isStream(context) ? next() : limited(context, next)
  })
  app.route("/", healthRoutes(services))
  app.route("/", playgroundRoute())
  app.route("/", clientConfigRoute(services))
  app.route("/", mailboxRoute(services))
  app.route("/", fileRoutes(services))
  app.route("/auth", signInRoutes(services))
  app.route("/scim/v2", scimRoutes(services))
  app.post("/graphql", graphqlRoute(services))
  app.post("/metadata", metadataRoute(services))
  app.route("/rest", restRoutes(services))
  app.route("/open-api", openApiRoutes(services))
  app.route("/", webRoutes(services))
  app.notFound((context) =>
    context.json(
      { statusCode: 404, error: "Not Found", message: `Cannot ${context.req.method} ${context.req.path}` },
      404,
    ),
  )
  app.onError((error) => restError(error))
  return app
}

/** The places that take a body of any length: it is written as it arrives, line by line, or counted into its file. */
function isStream({ req: { path, raw } }: Context): boolean {
  if (path === "/rest/files" || path.startsWith("/file-upload/")) return true
  return sendsLines(raw) && /^\/rest(\/core)?\/batch\/[^/]+$/.test(path)
}

function limit(maxSize: number) {
  return bodyLimit({ maxSize, onError: ({ req }) => tooLarge(req.path, maxSize) })
}

function tooLarge(path: string, maxSize: number): Response {
  const most = Math.floor(maxSize / 1024 / 1024)
  const message = `The request body is larger than ${most} MB; send less at once`
  const error = beyondLimit("PAYLOAD_TOO_LARGE", message, maxSize)
  if (path.startsWith("/scim/")) return scimError(error)
  if (path !== "/graphql" && path !== "/metadata") return restError(error)
  return Response.json({ errors: [graphqlError(error)] }, { status: error.status })
}
