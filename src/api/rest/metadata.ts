/** `/rest/metadata`: objects and fields of the data model. Lists are wrapped, everything else is the bare thing. */
import { Hono, type Context } from "hono"
import type { Services } from "../../accounts/services.ts"
import { requirePermission } from "../../auth/principal.ts"
import { AppError } from "../../errors.ts"
import type { ChangeResult, SchemaChange } from "../../metadata/change.ts"
import type { WorkspaceSchema } from "../../metadata/schema.ts"
import { servicesFor } from "../client.ts"
import { changeSchema, openCurrent } from "../metadata/request.ts"
import { restError } from "../respond.ts"
import type { RestEnv } from "./authenticated.ts"
import { readBody } from "./body.ts"
import { readFieldInput, readFieldUpdate, readObjectInput, readObjectUpdate } from "./metadata-input.ts"
import { pageOf } from "./metadata-page.ts"
import { keyRoutes } from "./metadata-keys.ts"
import { viewRoutes } from "./metadata-views.ts"
import { badPath, pathId } from "./path.ts"
import { presentField, presentFields, presentObject } from "./present.ts"

/** What the routes of objects and those of fields differ in. */
interface Resource {
  path: "/objects" | "/fields"
  list(schema: WorkspaceSchema): { id: string }[]
  /** null when there is none */
  find(schema: WorkspaceSchema, id: string): { id: string } | null
  missing(): AppError
  create(body: unknown): SchemaChange
  update(id: string, body: unknown): SchemaChange
  remove(id: string): SchemaChange
}

export function metadataRoutes(services: Services): Hono<RestEnv> {
  const app = new Hono<RestEnv>()
  for (const resource of [objects, fields]) addRoutes(app, services, resource)
  app.route("/", viewRoutes(services))
  app.route("/", keyRoutes(services))
  app.all("*", (context) => {
    throw badPath(context.req.path)
  })
  app.onError((error) => restError(error, { deniedStatus: 403 }))
  return app
}

function addRoutes(app: Hono<RestEnv>, services: Services, resource: Resource): void {
  const { path } = resource
  app.get(path, async (context) => {
    const schema = await readableSchema(services, context)
    return context.json(pageOf(resource.list(schema), new URL(context.req.url).searchParams))
  })
  app.get(`${path}/:id`, async (context) => {
    const id = pathId(context.req.param("id")!)
    return context.json(getOne(resource, await readableSchema(services, context), id))
  })
  app.post(path, async (context) => {
    const change = resource.create(await readBody(context.req.raw))
    const { after, ids } = await apply(services, context, change)
    return context.json(getOne(resource, after, ids[0]!), 201)
  })
  app.on(["PATCH", "PUT"], `${path}/:id`, async (context) => {
    const id = pathId(context.req.param("id")!)
    const change = resource.update(id, await readBody(context.req.raw))
    const { after } = await apply(services, context, change)
    return context.json(getOne(resource, after, id))
  })
  app.delete(`${path}/:id`, async (context) => {
    const id = pathId(context.req.param("id")!)
    const { before } = await apply(services, context, resource.remove(id))
    return context.json(getOne(resource, before, id))
  })
}

function getOne(resource: Resource, schema: WorkspaceSchema, id: string): { id: string } {
  const found = resource.find(schema, id)
  if (found) return found
  throw resource.missing()
}

// --- the data model -------------------------------------------------------------------------------------------------

/** The schema as it is now, for whoever may see it. */
async function readableSchema(services: Services, context: Context<RestEnv>): Promise<WorkspaceSchema> {
  const { principal, schema } = await openCurrent({ services, http: context.req.raw })
  requirePermission(principal, "DATA_MODEL")
  return schema
}

function apply(services: Services, context: Context<RestEnv>, change: SchemaChange): Promise<ChangeResult> {
  return changeSchema({ services: servicesFor(services, context), http: context.req.raw }, [change])
}

// --- objects --------------------------------------------------------------------------------------------------------

const objects: Resource = {
  path: "/objects",
  list: (schema) => schema.objects.map((object) => presentObject(schema, object)),
  find(schema, id) {
    const object = schema.byId.get(id)
    return object ? presentObject(schema, object) : null
  },
  missing: () => new AppError("NOT_FOUND", "Object metadata not found", { subCode: "OBJECT_METADATA_NOT_FOUND" }),
  create: (body) => ({ kind: "createObject", input: readObjectInput(body) }),
  update: (id, body) => ({ kind: "updateObject", id, update: readObjectUpdate(body) }),
  remove: (id) => ({ kind: "deleteObject", id }),
}

// --- fields ---------------------------------------------------------------------------------------------------------

const fields: Resource = {
  path: "/fields",
  list: (schema) => schema.objects.flatMap((object) => presentFields(schema, object)),
  find(schema, id) {
    const field = schema.objects.flatMap((object) => object.fields).find((each) => each.id === id)
    return field ? { ...presentField(schema, field), name: field.name } : null
  },
  missing: () => new AppError("NOT_FOUND", "Field metadata not found", { subCode: "FIELD_METADATA_NOT_FOUND" }),
  create: (body) => ({ kind: "createField", input: readFieldInput(body) }),
  update: (id, body) => ({ kind: "updateField", id, update: readFieldUpdate(body) }),
  remove: (id) => ({ kind: "deleteField", id }),
}
