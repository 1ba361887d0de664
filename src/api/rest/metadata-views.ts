/** `/rest/metadata/views` and the parts of views. Lists are bare, as is everything else. */
import { Hono, type Context } from "hono"
import type { Services } from "../../accounts/services.ts"
import { viewParts, type ViewPart } from "../../metadata/view-columns.ts"
import {
  createParts,
  createView,
  findPart,
  findView,
  listParts,
  listViews,
  removePart,
  removeView,
  updatePart,
  updateView,
  type ViewScope,
} from "../../metadata/views.ts"
import { AppError } from "../../errors.ts"
import { presentParts, presentView } from "../metadata/views.ts"
import { openCurrent } from "../metadata/request.ts"
import type { RestEnv } from "./authenticated.ts"
import { readBody } from "./body.ts"
import { withInstants } from "./instants.ts"
import { pathId } from "./path.ts"

export function viewRoutes(services: Services): Hono<RestEnv> {
  const app = new Hono<RestEnv>()
  addRoutes(app, services, "/views", views)
  for (const part of viewParts) addRoutes(app, services, `/${part}s`, partResource(part))
  return app
}

/** What the routes of views and those of their parts differ in. */
interface Resource {
  list(scope: ViewScope, query: URLSearchParams): Promise<object[]>
  find(scope: ViewScope, id: string): Promise<object | null>
  create(scope: ViewScope, body: unknown): Promise<object>
  update(scope: ViewScope, id: string, body: unknown): Promise<object>
  remove(scope: ViewScope, id: string): Promise<object>
}

const views: Resource = {
  list: async (scope, query) =>
    (await listViews(scope, { objectMetadataId: query.get("objectMetadataId") })).map(presentView),
  async find(scope, id) {
    const found = await findView(scope, id)
    return found && presentView(found)
  },
  create: async (scope, body) => presentView(await createView(scope, body)),
  update: async (scope, id, body) => presentView(await updateView(scope, id, body)),
  remove: (scope, id) => removeView(scope, id, "delete"),
}

function partResource(part: ViewPart): Resource {
  const one = async (scope: ViewScope, row: { viewId: string }) => (await presentParts(scope, part, [row]))[0]!
  return {
    list: async (scope, query) => presentParts(scope, part, await listParts(scope, part, query.get("viewId"))),
    async find(scope, id) {
      const found = await findPart(scope, part, id)
      return found && one(scope, found)
    },
    create: async (scope, body) => one(scope, (await createParts(scope, part, [body]))[0]!),
    update: async (scope, id, body) => one(scope, await updatePart(scope, part, id, body)),
    remove: (scope, id) => removePart(scope, part, id, "delete"),
  }
}

function addRoutes(app: Hono<RestEnv>, services: Services, path: string, resource: Resource): void {
  const scope = (context: Context<RestEnv>) => openCurrent({ services, http: context.req.raw })
  app.get(path, async (context) => {
    const list = await resource.list(await scope(context), new URL(context.req.url).searchParams)
    return context.json(withInstants(list))
  })
  app.get(`${path}/:id`, async (context) => {
    const found = await resource.find(await scope(context), pathId(context.req.param("id")))
    if (!found) throw new AppError("NOT_FOUND", `Nothing has this id at ${path}`)
    return context.json(withInstants(found))
  })
  app.post(path, async (context) => {
    const made = await resource.create(await scope(context), await readBody(context.req.raw))
    return context.json(withInstants(made), 201)
  })
  app.on(["PATCH", "PUT"], `${path}/:id`, async (context) => {
    const id = pathId(context.req.param("id"))
    const updated = await resource.update(await scope(context), id, await readBody(context.req.raw))
    return context.json(withInstants(updated))
  })
  app.delete(`${path}/:id`, async (context) => {
    await resource.remove(await scope(context), pathId(context.req.param("id")))
    return context.json({ success: true })
  })
}
