/** Routes of records. Each handler is one call of the record engine, and the text it returns is the answer. */
import { Hono, type Context } from "hono"
import { withWorkspace, type Services } from "../../accounts/services.ts"
import { badInput } from "../../errors.ts"
import { capitalize } from "../../metadata/names.ts"
import type { ObjectSchema } from "../../metadata/schema.ts"
import { presentFailure } from "../../records/batch.ts"
import { createBatch, createOne as createRecord } from "../../records/create.ts"
import { findDuplicates } from "../../records/duplicates.ts"
import { mergeRecords } from "../../records/merge.ts"
import { readRecords } from "../../records/read.ts"
import type { Filter, ListShape, Selection } from "../../records/query.ts"
import type { Workspace } from "../../records/workspace.ts"
import {
  recordNotFound,
  removeRecord,
  removeRecords,
  updateRecord,
  updateRecords,
  type WriteOptions,
} from "../../records/write.ts"
import type { RestEnv } from "./authenticated.ts"
import { readBody } from "./body.ts"
import { readDepth, readFields, readFilter, readFlag, readOrder, readWindow } from "./parameters.ts"
import { readGroups } from "./groups.ts"
import { badPath, objectNamed, recordId } from "./path.ts"
import { selectRecord } from "./select.ts"

/** What a handler has to work with. */
interface Call {
  workspace: Workspace
  object: ObjectSchema
  id: string
  query: URLSearchParams
  body: unknown
}

/** Returns the JSON text of the answer. */
type Handler = (call: Call) => Promise<string>

export function recordRoutes(services: Services): Hono<RestEnv> {
  const app = new Hono<RestEnv>()
  const on = (handler: Handler, status = 200) => respond(services, handler, status)
  app.get("/:plural/groupBy", on(findGroups))
  app.post("/:plural/duplicates", on(duplicates))
  app.patch("/:plural/merge", on(merge))
  app.post("/batch/:plural", on(createMany, 201))
  app.patch("/restore/:plural", on(restoreMany))
  app.patch("/restore/:plural/:id", on(restoreOne))
  app.patch("/:plural/restore", on(restoreMany))
  app.patch("/:plural/:id/restore", on(restoreOne))
  app.get("/:plural", on(findMany))
  app.get("/:plural/:id", on(findOne))
  app.post("/:plural", on(createOne, 201))
  app.on(["PATCH", "PUT"], "/:plural/:id", on(updateOne))
  app.patch("/:plural", on(updateMany))
  app.delete("/:plural/:id", on(deleteOne))
  app.delete("/:plural", on(deleteMany))
  app.all("*", (context) => {
    throw badPath(context.req.path)
  })
  return app
}

function respond(services: Services, handler: Handler, status: number) {
  return async (context: Context<RestEnv>): Promise<Response> => {
    const { plural = "", id } = context.req.param() as Record<string, string>
    const query = new URL(context.req.url).searchParams
    const body = await readBody(context.req.raw)
    const text = await withWorkspace(services, context.get("identity"), async (workspace) => {
      const object = objectNamed(workspace.schema, plural)
      return handler({ workspace, object, id: id === undefined ? "" : recordId(id), query, body })
    })
    return new Response(text, { status, headers: { "content-type": "application/json; charset=utf-8" } })
  }
}

// --- reads ----------------------------------------------------------------------------------------------------------

async function findMany(call: Call): Promise<string> {
  const { workspace, object, query } = call
  const list = { ...readWindow(query), filter: readFilter(query), orderBy: readOrder(query), shape: envelope(call) }
  const [text] = await readRecords(workspace, [{ kind: "list", key: "list", object, list }])
  return text!
}

const envelope = (call: Call) => listShape(call.object.namePlural, selectionOf(call), "data")

/** The whole answer of a list, so that PostgreSQL writes it and nobody has to take it apart. */
function listShape(key: string, selection: Selection, place: "data" | "flat"): ListShape {
  const nodes = { kind: "nodes" as const, key, selection }
  return {
    kind: "connection",
    parts: [
      place === "flat" ? nodes : { kind: "group", key: "data", parts: [nodes] },
      { kind: "totalCount", key: "totalCount" },
      {
        kind: "pageInfo",
        key: "pageInfo",
        parts: [
          { kind: "startCursor", key: "startCursor" },
          { kind: "endCursor", key: "endCursor" },
          { kind: "hasNextPage", key: "hasNextPage" },
          { kind: "hasPreviousPage", key: "hasPreviousPage" },
        ],
      },
    ],
  }
}

async function findOne(call: Call): Promise<string> {
  const { workspace, object, id } = call
  const filter = { id: { eq: id } }
  const [text] = await readRecords(workspace, [
    { kind: "one", key: "one", object, filter, selection: selectionOf(call) },
  ])
  if (text == null) throw recordNotFound(object)
  return data(object.nameSingular, text)
}

/** A bare list, unlike everything else here. */
async function findGroups(call: Call): Promise<string> {
  const { workspace, object, query } = call
  const groups = readGroups(object, query, () => selectionOf(call))
  const [text] = await readRecords(workspace, [{ kind: "groups", key: "groups", object, groups }])
  return text!
}

// --- writes ---------------------------------------------------------------------------------------------------------

async function createOne(call: Call): Promise<string> {
  const { workspace, object, body, query } = call
  const upsert = readFlag(query, "upsert")
  return data(`create${one(object)}`, await createRecord(workspace, object, body, { ...options(call), upsert }))
}

async function createMany(call: Call): Promise<string> {
  const { workspace, object, body, query } = call
  if (!Array.isArray(body)) throw badInput("The body of a batch must be a list of records")
  const partial = readFlag(query, "partial")
  const asked = { ...options(call), upsert: readFlag(query, "upsert"), partial }
  const { text, failures } = await createBatch(workspace, object, body, asked)
  const answer = data(`create${many(object)}`, text)
  return partial ? `${answer.slice(0, -1)},"errors":${JSON.stringify(failures.map(presentFailure))}}` : answer
}

async function updateOne(call: Call): Promise<string> {
  const { workspace, object, id, body } = call
  return data(`update${one(object)}`, await updateRecord(workspace, object, id, body, options(call)))
}

async function updateMany(call: Call): Promise<string> {
  const { workspace, object, body } = call
  const filter = mandatoryFilter(call, "update", "update")
  return data(`update${many(object)}`, await updateRecords(workspace, object, filter, body, options(call)))
}

async function deleteOne(call: Call): Promise<string> {
  const { workspace, object, id } = call
  const text = readFlag(call.query, "soft_delete")
    ? await removeRecord(workspace, object, "delete", id, options(call))
    : await removeRecord(workspace, object, "destroy", id, { selection: null })
  return data(`delete${one(object)}`, text)
}

async function deleteMany(call: Call): Promise<string> {
  const { workspace, object } = call
  const text = readFlag(call.query, "soft_delete")
    ? await removeRecords(workspace, object, "delete", mandatoryFilter(call, "delete", "deletion"), options(call))
    : await removeRecords(workspace, object, "destroy", mandatoryFilter(call, "destroy", "deletion"), {
        selection: null,
      })
  return data(`delete${many(object)}`, text)
}

async function restoreOne(call: Call): Promise<string> {
  const { workspace, object, id } = call
  return data(`restore${one(object)}`, await removeRecord(workspace, object, "restore", id, options(call)))
}

async function restoreMany(call: Call): Promise<string> {
  const { workspace, object } = call
  const filter = mandatoryFilter(call, "restore", "restoration")
  return data(`restore${many(object)}`, await removeRecords(workspace, object, "restore", filter, options(call)))
}

function mandatoryFilter({ query }: Call, verb: string, noun: string): Filter {
  const filter = readFilter(query)
  if (filter) return filter
  throw badInput(
    `Filters are mandatory for bulk ${verb} operations. Please provide at least one filter to prevent accidental ${noun} of all records.`,
  )
}

// --- duplicates -----------------------------------------------------------------------------------------------------

async function duplicates(call: Call): Promise<string> {
  const { workspace, object } = call
  const shape = listShape(`${object.nameSingular}Duplicates`, selectionOf(call), "flat")
  return `{"data":[${(await findDuplicates(workspace, object, bodyObject(call), shape)).join(",")}]}`
}

async function merge(call: Call): Promise<string> {
  const { workspace, object } = call
  return data(`merge${one(object)}`, await mergeRecords(workspace, object, bodyObject(call), options(call)))
}

function bodyObject({ body }: Call): Record<string, unknown> {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  throw badInput("The body must be a JSON object")
}

// --- answers --------------------------------------------------------------------------------------------------------

function selectionOf({ workspace, object, query }: Call) {
  return selectRecord(workspace.access, object, readDepth(query), readFields(query))
}

const options = (call: Call): WriteOptions => ({ selection: selectionOf(call) })

const data = (key: string, text: string) => `{"data":{${JSON.stringify(key)}:${text}}}`

const one = (object: ObjectSchema) => capitalize(object.nameSingular)
const many = (object: ObjectSchema) => capitalize(object.namePlural)
