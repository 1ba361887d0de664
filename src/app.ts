/** The HTTP application, on web standards alone: the same on Bun, Deno and workerd. Tests call it with `app.request()`. */
import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import type { Services } from "./accounts/services.ts"
import { clientConfigRoute } from "./api/client-config.ts"
import { graphqlRoute } from "./api/graphql/route.ts"
import { healthRoutes } from "./api/health.ts"
import { metadataRoute } from "./api/metadata/route.ts"
import { playgroundRoute } from "./api/playground.ts"
import { restError } from "./api/respond.ts"
import { openApiRoutes } from "./api/rest/open-api/routes.ts"
import { restRoutes } from "./api/rest/routes.ts"
import { welcomeRoute } from "./api/welcome.ts"

/** Bytes that a request body may have. */
const maxBody = 64 * 1024 * 1024

export function createApp(services: Services): Hono {
  const app = new Hono()
  app.use(
    bodyLimit({
      maxSize: maxBody,
      onError: () => new Response("The request body is larger than 64 MB", { status: 413 }),
    }),
  )
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
