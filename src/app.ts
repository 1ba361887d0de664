/** The HTTP application, on web standards alone: the same on Bun, Deno and workerd. Tests call it with `app.request()`. */
import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import type { Services } from "./accounts/services.ts"
import { clientConfigRoute } from "./api/client-config.ts"
import { graphqlRoute } from "./api/graphql/route.ts"
import { healthRoutes } from "./api/health.ts"
import { metadataRoute } from "./api/metadata/route.ts"
import { playgroundRoute } from "./api/playground.ts"
import { graphqlError, restError } from "./api/respond.ts"
import { sendsLines } from "./api/rest/lines.ts"
import { openApiRoutes } from "./api/rest/open-api/routes.ts"
import { restRoutes } from "./api/rest/routes.ts"
import { welcomeRoute } from "./api/welcome.ts"
import { beyondLimit, limits } from "./limits.ts"

export function createApp(services: Services): Hono {
  const app = new Hono()
  const limited = bodyLimit({ maxSize: limits.body, onError: ({ req }) => tooLarge(req.path) })
  app.use((context, next) => (isStream(context.req.raw) ? next() : limited(context, next)))
  app.route("/", healthRoutes(services))
  app.route("/", welcomeRoute())
  app.route("/", playgroundRoute())
  app.route("/", clientConfigRoute(services))
  app.post("/graphql", graphqlRoute(services))
  app.post("/metadata", metadataRoute(services))
  app.route("/rest", restRoutes(services))
  app.route("/open-api", openApiRoutes(services))
  app.notFound((context) =>
    context.json(
      { statusCode: 404, error: "Not Found", message: `Cannot ${context.req.method} ${context.req.path}` },
      404,
    ),
  )
  app.onError((error) => restError(error))
  return app
}

/** The one place that takes a body of any length: it is written line by line as it arrives. */
function isStream(request: Request): boolean {
  return sendsLines(request) && /^\/rest(\/core)?\/batch\/[^/]+$/.test(new URL(request.url).pathname)
}

function tooLarge(path: string): Response {
  const error = beyondLimit(
    "PAYLOAD_TOO_LARGE",
    "The request body is larger than 64 MB; send less at once",
    limits.body,
  )
  if (path !== "/graphql" && path !== "/metadata") return restError(error)
  return Response.json({ errors: [graphqlError(error)] }, { status: error.status })
}
