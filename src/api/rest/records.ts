/** Routes of records. Each handler is one call of the record engine, and the text it returns is the answer. */
import { Hono, type Context } from "hono"
import { withWorkspace, type Services } from "../../accounts/services.ts"
import type { Identity } from "../../auth/principals.ts"
import { AppError, badInput } from "../../errors.ts"
import { capitalize } from "../../metadata/names.ts"
import type { ObjectSchema } from "../../metadata/schema.ts"
import { presentFailure } from "../../records/batch.ts"
import { checkUsage } from "../../records/cost.ts"
import { createBatch, createOne as createRecord } from "../../records/create.ts"
import { findDuplicates } from "../../records/duplicates.ts"
import { mergeRecords } from "../../records/merge.ts"
import { plannedOnce } from "../../records/kept-plans.ts"
import { readRecords } from "../../records/read.ts"
import type { Filter, ListShape, RootQuery, Selection } from "../../records/query.ts"
import { withRevision, type ExpectedRevision } from "../../records/revision.ts"
import type { Workspace } from "../../records/workspace.ts"
import type { SingleWriteOptions, WriteOptions } from "../../records/statements.ts"
import { withView } from "../../records/view.ts"
import { recordNotFound, removeRecord, removeRecords, updateRecord, updateRecords } from "../../records/write.ts"
import { servicesFor } from "../client.ts"
import { toResponse, type Answer, type Refusal } from "./answer.ts"
import type { RestEnv } from "./authenticated.ts"
import { isRead, readBody } from "./body.ts"
import { expectedRevision, tagAnswer, tagRecord } from "./entity-tag.ts"
import { exportLines } from "./export-lines.ts"
import { importLines } from "./import-lines.ts"
import { sendsLines, wantsLines } from "./lines.ts"
import {
  readDepth,
  readFields,
  readFilter,
  readFlag,
  readOrder,
  readTotal,
  readWindow,
  type Total,
} from "./parameters.ts"
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
  /** what the record must be like for a write to happen */
  expected: ExpectedRevision | undefined
}

type Handler = (call: Call) => Promise<Answer | Refusal>

export function recordRoutes(services: Services): Hono<RestEnv> {
  const app = new Hono<RestEnv>()
  const on = (handler: Handler, status = 200) => respond(services, handler, status)
  app.get("/:plural/groupBy", on(findGroups))
  app.post("/:plural/duplicates", on(duplicates))
  app.patch("/:plural/merge", on(merge))
  app.post("/batch/:plural", inLines(services, sendsLines, importLines, on(createMany, 201)))
  app.patch("/restore/:plural", on(restoreMany))
  app.patch("/restore/:plural/:id", on(restoreOne))
  app.patch("/:plural/restore", on(restoreMany))
  app.patch("/:plural/:id/restore", on(restoreOne))
  app.get("/:plural", inLines(services, wantsLines, exportLines, on(findMany)))
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

type Route = (context: Context<RestEnv>) => Promise<Response>

/** A route that is also there as a stream of lines, for whoever asks for that. */
function inLines(
  services: Services,
  isAsked: (request: Request) => boolean,
  stream: (services: Services, identity: Identity, plural: string, request: Request) => Promise<Response>,
  whole: Route,
): Route {
  return async (context) => {
    const { plural = "" } = context.req.param() as Record<string, string>
    const { raw } = context.req
    return isAsked(raw) ? stream(servicesFor(services, context), context.get("identity"), plural, raw) : whole(context)
  }
}

function respond(services: Services, handler: Handler, status: number): Route {
  return async (context) => {
    const { plural = "", id } = context.req.param() as Record<string, string>
    const request = context.req.raw
    const query = new URL(request.url).searchParams
    const body = await readBody(request)
    const expected = isRead(request) ? undefined : expectedOf(request.headers, id)
    const answer = await withWorkspace(services, context.get("identity"), async (workspace) => {
      const object = objectNamed(workspace.schema, plural)
      return handler({ workspace, object, id: id === undefined ? "" : recordId(id), query, body, expected })
    })
    return toResponse(answer, request, status)
  }
}

/** A condition that cannot be kept must not be passed over in silence. */
function expectedOf(headers: Headers, id: string | undefined): ExpectedRevision | undefined {
  if (id !== undefined) return expectedRevision(headers)
  if (headers.has("if-match")) throw badInput("If-Match protects a single record; name it in the path")
  return undefined
}

// --- reads ----------------------------------------------------------------------------------------------------------

async function findMany(call: Call): Promise<Answer> {
  const { workspace, object, query } = call
  const { queries, usage } = await plannedOnce(workspace.access, findMany, `${object.id} ${query.toString()}`, () => {
    const list = { ...readWindow(query), filter: readFilter(query), orderBy: readOrder(query), shape: envelope(call) }
    const planned = [{ kind: "list" as const, key: "list", object, list }]
    return { queries: planned, usage: checkUsage(planned) }
  })
  const texts = await readRecords(workspace, queries)
  return { text: texts[0]!, tag: tagAnswer(texts), usage }
}

/** An answer that PostgreSQL wrote as it is. */
async function readWhole(workspace: Workspace, query: RootQuery): Promise<Answer> {
  const usage = checkUsage([query])
  const texts = await readRecords(workspace, [query])
  return { text: texts[0]!, tag: tagAnswer(texts), usage }
}

const envelope = (call: Call) => listShape(call.object.namePlural, selectionOf(call), "data", readTotal(call.query))

/** The whole answer of a list, so that PostgreSQL writes it and nobody has to take it apart. */
function listShape(key: string, selection: Selection, place: "data" | "flat", total: Total = "exact"): ListShape {
  const nodes = { kind: "nodes" as const, key, selection }
  return {
    kind: "connection",
    parts: [
      place === "flat" ? nodes : { kind: "group", key: "data", parts: [nodes] },
      ...(total === "none"
        ? []
        : [{ kind: "totalCount" as const, key: "totalCount", estimated: total === "estimated" }]),
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

async function findOne(call: Call): Promise<Answer> {
  const read = await readOne(call)
  if (read === null) throw recordNotFound(call.object)
  return { text: data(call.object.nameSingular, read.text), tag: read.tag, usage: read.usage }
}

async function readOne(call: Call) {
  const { workspace, object, id } = call
  const query = {
    kind: "one" as const,
    key: "one",
    object,
    filter: { id: { eq: id } },
    selection: taggedSelection(call),
  }
  const usage = checkUsage([query])
  const [text] = await readRecords(workspace, [query])
  return text == null ? null : { ...tagRecord(text), usage }
}

/** A bare list, unlike everything else here. */
async function findGroups(call: Call): Promise<Answer> {
  const { workspace, object, query } = call
  const asked = readGroups(object, query, () => selectionOf(call))
  const groups = await withView(workspace, object, asked, query.get("view_id") ?? query.get("viewId"))
  return readWhole(workspace, { kind: "groups", key: "groups", object, groups })
}

// --- writes ---------------------------------------------------------------------------------------------------------

async function createOne(call: Call): Promise<Answer> {
  const { workspace, object, body, query } = call
  const upsert = readFlag(query, "upsert")
  return record(`create${one(object)}`, await createRecord(workspace, object, body, { ...tagged(call), upsert }))
}

async function createMany(call: Call): Promise<Answer> {
  const { workspace, object, body, query } = call
  if (!Array.isArray(body)) throw badInput("The body of a batch must be a list of records")
  const partial = readFlag(query, "partial")
  const asked = { ...options(call), upsert: readFlag(query, "upsert"), partial }
  const { text, failures } = await createBatch(workspace, object, body, asked)
  const answer = data(`create${many(object)}`, text)
  const errors = JSON.stringify(failures.map(presentFailure))
  return { text: partial ? `${answer.slice(0, -1)},"errors":${errors}}` : answer }
}

async function updateOne(call: Call): Promise<Answer | Refusal> {
  const { workspace, object, id, body } = call
  return ifExpected(call, async () =>
    record(`update${one(object)}`, await updateRecord(workspace, object, id, body, tagged(call))),
  )
}

async function updateMany(call: Call): Promise<Answer> {
  const { workspace, object, body } = call
  const filter = mandatoryFilter(call, "update", "update")
  return { text: data(`update${many(object)}`, await updateRecords(workspace, object, filter, body, options(call))) }
}

async function deleteOne(call: Call): Promise<Answer | Refusal> {
  const { workspace, object, id, expected } = call
  const key = `delete${one(object)}`
  return ifExpected(call, async () => {
    if (readFlag(call.query, "soft_delete"))
      return record(key, await removeRecord(workspace, object, "delete", id, tagged(call)))
    return { text: data(key, await removeRecord(workspace, object, "destroy", id, { selection: null, expected })) }
  })
}

async function deleteMany(call: Call): Promise<Answer> {
  const { workspace, object } = call
  const text = readFlag(call.query, "soft_delete")
    ? await removeRecords(workspace, object, "delete", mandatoryFilter(call, "delete", "deletion"), options(call))
    : await removeRecords(workspace, object, "destroy", mandatoryFilter(call, "destroy", "deletion"), {
        selection: null,
      })
  return { text: data(`delete${many(object)}`, text) }
}

async function restoreOne(call: Call): Promise<Answer | Refusal> {
  const { workspace, object, id } = call
  return ifExpected(call, async () =>
    record(`restore${one(object)}`, await removeRecord(workspace, object, "restore", id, tagged(call))),
  )
}

async function restoreMany(call: Call): Promise<Answer> {
  const { workspace, object } = call
  const filter = mandatoryFilter(call, "restore", "restoration")
  const text = await removeRecords(workspace, object, "restore", filter, options(call))
  return { text: data(`restore${many(object)}`, text) }
}

/** Whoever was overtaken is told the tag of what is there now. */
async function ifExpected(call: Call, write: () => Promise<Answer>): Promise<Answer | Refusal> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "PRECONDITION_FAILED") throw error
    const current = await readOne(call)
    return { refused: error, tag: current?.tag ?? null }
  }
}

function mandatoryFilter({ query }: Call, verb: string, noun: string): Filter {
  const filter = readFilter(query)
  if (filter) return filter
  throw badInput(
    `Filters are mandatory for bulk ${verb} operations. Please provide at least one filter to prevent accidental ${noun} of all records.`,
  )
}

// --- duplicates -----------------------------------------------------------------------------------------------------

async function duplicates(call: Call): Promise<Answer> {
  const { workspace, object } = call
  const shape = listShape(`${object.nameSingular}Duplicates`, selectionOf(call), "flat")
  return { text: `{"data":[${(await findDuplicates(workspace, object, bodyObject(call), shape)).join(",")}]}` }
}

async function merge(call: Call): Promise<Answer> {
  const { workspace, object } = call
  return { text: data(`merge${one(object)}`, await mergeRecords(workspace, object, bodyObject(call), options(call))) }
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

const taggedSelection = (call: Call) => withRevision(call.object, selectionOf(call))

const tagged = (call: Call): SingleWriteOptions => ({ selection: taggedSelection(call), expected: call.expected })

/** A single record under its key, with its tag. */
function record(key: string, read: string): Answer {
  const { text, tag } = tagRecord(read)
  return { text: data(key, text), tag }
}

const data = (key: string, text: string) => `{"data":{${JSON.stringify(key)}:${text}}}`

const one = (object: ObjectSchema) => capitalize(object.nameSingular)
const many = (object: ObjectSchema) => capitalize(object.namePlural)
