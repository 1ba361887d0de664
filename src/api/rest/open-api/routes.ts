/** `/open-api`: the REST APIs of the caller's workspace as OpenAPI documents. */
import { Hono } from "hono"
import type { Services } from "../../../accounts/services.ts"
import type { WorkspaceSchema } from "../../../metadata/schema.ts"
import { Recent } from "../../../recent.ts"
import { jsonAnswer } from "../../json-answer.ts"
import { currentSchema } from "../../metadata/request.ts"
import { authenticated, type RestEnv } from "../authenticated.ts"
import { coreDocument } from "./core.ts"
import { metadataDocument } from "./metadata.ts"

export function openApiRoutes(services: Services): Hono<RestEnv> {
  const { publicUrl } = services.config
  const metadata = JSON.stringify(metadataDocument(`${publicUrl}/rest/metadata`))
  const app = new Hono<RestEnv>()
  app.use(authenticated(services))
  app.get("/core", async (context) =>
    jsonAnswer(
      context.req.raw,
      coreText(await currentSchema({ services, http: context.req.raw }), `${publicUrl}/rest`),
    ),
  )
  app.get("/metadata", async (context) => {
    await currentSchema({ services, http: context.req.raw })
    return jsonAnswer(context.req.raw, metadata)
  })
  return app
}

/** Building a document takes milliseconds, so that some texts are kept. */
const coreTexts = new Recent<WorkspaceSchema, string>(10)

function coreText(schema: WorkspaceSchema, server: string): string {
  const text = coreTexts.get(schema) ?? JSON.stringify(coreDocument(schema, server))
  coreTexts.set(schema, text)
  return text
}
