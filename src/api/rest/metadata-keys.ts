/** Webhooks and API keys over REST, at `/rest/metadata/…` and where they were before. */
import { Hono, type Context } from "hono"
import {
  createApiKey,
  getApiKey,
  listApiKeys,
  revokeApiKey,
  updateApiKey,
  type ApiKey,
} from "../../accounts/api-keys.ts"
import type { Services } from "../../accounts/services.ts"
import { createWebhook, deleteWebhook, findWebhook, listWebhooks, updateWebhook } from "../../accounts/webhooks.ts"
import { servicesFor } from "../client.ts"
import { currentPrincipal } from "../metadata/request.ts"
import { presentWebhook } from "../metadata/webhooks.ts"
import { restError } from "../respond.ts"
import type { RestEnv } from "./authenticated.ts"
import { readBody } from "./body.ts"
import { withInstants } from "./instants.ts"
import { readKeyInput, readKeyUpdate, readWebhookInput, readWebhookUpdate } from "./metadata-input.ts"
import { pathId } from "./path.ts"

export function keyRoutes(services: Services): Hono<RestEnv> {
  const app = new Hono<RestEnv>()
  addWebhooks(app, services)
  addApiKeys(app, services)
  app.onError((error) => restError(error, { deniedStatus: 403 }))
  return app
}

function addWebhooks(app: Hono<RestEnv>, services: Services): void {
  const who = (context: Context<RestEnv>) =>
    currentPrincipal({ services: servicesFor(services, context), http: context.req.raw })
  app.get("/webhooks", async (context) =>
    context.json(withInstants((await listWebhooks(services, await who(context))).map(presentWebhook))),
  )
  app.get("/webhooks/:id", async (context) => {
    const found = await findWebhook(services, await who(context), pathId(context.req.param("id")))
    // Clients know a webhook that is gone as an empty answer.
    return found ? context.json(withInstants(presentWebhook(found))) : context.body(null, 200)
  })
  app.post("/webhooks", async (context) => {
    const input = readWebhookInput(await readBody(context.req.raw))
    return context.json(withInstants(presentWebhook(await createWebhook(services, await who(context), input))), 201)
  })
  app.on(["PATCH", "PUT"], "/webhooks/:id", async (context) => {
    const id = pathId(context.req.param("id"))
    const update = readWebhookUpdate(await readBody(context.req.raw))
    return context.json(withInstants(presentWebhook(await updateWebhook(services, await who(context), id, update))))
  })
  app.delete("/webhooks/:id", async (context) => {
    await deleteWebhook(services, await who(context), pathId(context.req.param("id")))
    return context.json(true)
  })
}

function addApiKeys(app: Hono<RestEnv>, services: Services): void {
  const who = (context: Context<RestEnv>) =>
    currentPrincipal({ services: servicesFor(services, context), http: context.req.raw })
  app.get("/apiKeys", async (context) =>
    context.json((await listApiKeys(services, await who(context))).map(presentKey)),
  )
  app.get("/apiKeys/:id", async (context) =>
    context.json(presentKey(await getApiKey(services, await who(context), pathId(context.req.param("id"))))),
  )
  app.post("/apiKeys", async (context) => {
    const input = readKeyInput(await readBody(context.req.raw))
    return context.json(presentKey(await createApiKey(services, await who(context), input)), 201)
  })
  app.on(["PATCH", "PUT"], "/apiKeys/:id", async (context) => {
    const id = pathId(context.req.param("id"))
    const update = readKeyUpdate(await readBody(context.req.raw))
    return context.json(presentKey(await updateApiKey(services, await who(context), id, update)))
  })
  app.delete("/apiKeys/:id", async (context) =>
    context.json(presentKey(await revokeApiKey(services, await who(context), pathId(context.req.param("id"))))),
  )
}

function presentKey({ id, name, expiresAt, revokedAt, lastUsedAt, roleId, createdAt, updatedAt }: ApiKey) {
  return withInstants({ id, name, expiresAt, revokedAt, lastUsedAt, roleId, createdAt, updatedAt })
}
