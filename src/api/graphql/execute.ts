/** A GraphQL request on records → the text of its answer. */
import { withWorkspace, type Services } from "../../accounts/services.ts"
import type { Identity } from "../../auth/principals.ts"
import { AppError } from "../../errors.ts"
import { beyondLimit, limits } from "../../limits.ts"
import type { RecordFailure } from "../../records/batch.ts"
import { checkUsage, type Usage } from "../../records/cost.ts"
import { findDuplicates } from "../../records/duplicates.ts"
import type { Created } from "../../records/partial.ts"
import { plannedOnce } from "../../records/kept-plans.ts"
import { readRecords } from "../../records/read.ts"
import type { RootQuery } from "../../records/query.ts"
import { withViewParts } from "../../records/view.ts"
import type { Workspace } from "../../records/workspace.ts"
import { recordNotFound } from "../../records/write.ts"
import { graphqlError, type GraphqlErrorBody } from "../respond.ts"
import { collectFields, invalid, readVariables, type AskedField, type Request } from "./collect.ts"
import { readOperation } from "./document.ts"
import { selectGroups } from "./groups.ts"
import { introspect } from "./introspect.ts"
import { requiredFilter, runMutation } from "./mutate.ts"
import { rootsOf } from "./roots.ts"
import { selectSearch } from "./search.ts"
import { allowArguments, selectConnection, selectRecord } from "./select.ts"

export interface GraphqlBody {
  query: string
  variables?: unknown
  operationName?: string | null
  /** files of a multipart request by the text that stands for each among the variables */
  uploads?: ReadonlyMap<string, File>
}

export interface Executed {
  /** the answer */
  text: string
  /** what the records that were read came to; null where none were */
  usage: Usage | null
}

/** Throws what the request as a whole is refused for; failures of single fields are part of the answer. */
export async function executeRecords(services: Services, identity: Identity, body: GraphqlBody): Promise<Executed> {
  const operation = readOperation(body.query, body.operationName)
  const request: Request = { operation, variables: readVariables(operation, body.variables), opened: { count: 0 } }
  const { operation: kind, selectionSet } = operation.definition
  if (kind === "subscription")
    throw new AppError("BAD_USER_INPUT", "Subscriptions are served on the event stream, not here")
  const asked = collectFields(request, [selectionSet], kind === "query" ? "Query" : "Mutation")
  if (asked.length > limits.roots) {
    const message = `Query too complex - Too many root resolvers requested: ${asked.length} - Maximum allowed root resolvers: ${limits.roots}`
    throw beyondLimit("TOO_MANY_ROOT_FIELDS", message, limits.roots, asked.length)
  }
  return kind === "query"
    ? runQuery(services, identity, request, asked)
    : { text: await runMutations(services, identity, request, asked), usage: null }
}

// --- queries --------------------------------------------------------------------------------------------------------

/** All record fields of the request are one statement; descriptions of the schema come from memory. */
async function runQuery(
  services: Services,
  identity: Identity,
  request: Request,
  asked: AskedField[],
): Promise<Executed> {
  return withWorkspace(services, identity, async (workspace) => {
    const duplicates = asked.filter((field) => rootsOf(workspace.schema).query.get(field.name)?.kind === "duplicates")
    const records = asked.filter((field) => !field.name.startsWith("__") && !duplicates.includes(field))
    const texts = new Map<string, string>()
    const errors: GraphqlErrorBody[] = []
    for (const field of duplicates) texts.set(field.key, await readDuplicates(workspace, request, field))
    const usage = await readRoots(workspace, request, records, texts, errors)
    for (const field of asked)
      if (field.name.startsWith("__")) texts.set(field.key, describeRoot(workspace, request, field))
    return { text: answer(asked, texts, errors), usage }
  })
}

async function readRoots(
  workspace: Workspace,
  request: Request,
  asked: AskedField[],
  texts: Map<string, string>,
  errors: GraphqlErrorBody[],
): Promise<Usage | null> {
  const { queries, usage } = await plannedOnce(
    workspace.access,
    request.operation,
    isWorthKeeping(workspace, asked) ? JSON.stringify(request.variables) : null,
    async () => {
      const planned = await Promise.all(asked.map((field) => planRoot(workspace, request, field)))
      return { queries: planned, usage: planned.length > 0 ? checkUsage(planned) : null }
    },
  )
  const answers = await readRecords(workspace, queries)
  queries.forEach((query, i) => {
    const text = answers[i] ?? null
    texts.set(query.key, text ?? "null")
    if (query.kind === "one" && text === null) errors.push(graphqlError(recordNotFound(query.object), [query.key]))
  })
  return usage
}

/** Views may speak of whoever looks, and be changed; one record or search is another one each time, and soon planned. */
function isWorthKeeping({ schema }: Workspace, asked: AskedField[]): boolean {
  const roots = rootsOf(schema).query
  const isAnother = ({ name }: AskedField) => name === "search" || roots.get(name)?.kind === "findOne"
  return !asked.every(isAnother) && !asked.some(speaksOfView)
}

const speaksOfView = ({ arguments: given }: AskedField) => "viewFilter" in given || "viewId" in given

/** One connection per record asked about. */
async function readDuplicates(workspace: Workspace, request: Request, asked: AskedField): Promise<string> {
  const { object } = rootsOf(workspace.schema).query.get(asked.name)!
  allowArguments(asked, new Set(["ids", "data"]))
  const { shape } = selectConnection(request, { ...asked, arguments: {} }, object, 0)
  return `[${(await findDuplicates(workspace, object, asked.arguments, shape)).join(",")}]`
}

async function planRoot(workspace: Workspace, request: Request, asked: AskedField): Promise<RootQuery> {
  if (asked.name === "search") return selectSearch(request, asked)
  const root = rootsOf(workspace.schema).query.get(asked.name)
  if (!root) throw invalid(`Cannot query field "${asked.name}" on type "Query".`)
  const { object } = root
  if (root.kind === "findMany") {
    const { viewFilter, ...rest } = asked.arguments
    const list = selectConnection(request, { ...asked, arguments: rest }, object, 0)
    return { kind: "list", key: asked.key, object, list: await withViewParts(workspace, object, list, viewFilter) }
  }
  if (root.kind === "groupBy")
    return { kind: "groups", key: asked.key, object, groups: await selectGroups(workspace, request, asked, object) }
  allowArguments(asked, new Set(["filter"]))
  return {
    kind: "one",
    key: asked.key,
    object,
    filter: requiredFilter(asked.arguments),
    selection: selectRecord(request, asked, object),
  }
}

function describeRoot(workspace: Workspace, request: Request, asked: AskedField): string {
  if (asked.name === "__typename") return JSON.stringify("Query")
  return introspect(workspace.schema, request, asked)
}

// --- mutations ------------------------------------------------------------------------------------------------------

/** One after the other, each in a transaction of its own, as GraphQL has it. */
async function runMutations(
  services: Services,
  identity: Identity,
  request: Request,
  asked: AskedField[],
): Promise<string> {
  const texts = new Map<string, string>()
  const errors: GraphqlErrorBody[] = []
  let failed = 0
  for (const field of asked) {
    if (field.name === "__typename") {
      texts.set(field.key, JSON.stringify("Mutation"))
      continue
    }
    try {
      const { text, failures } = await runRoot(services, identity, request, field)
      texts.set(field.key, text)
      errors.push(...failures.map((failure) => recordError(failure, field.key)))
    } catch (error) {
      failed++
      texts.set(field.key, "null")
      errors.push(graphqlError(error, [field.key]))
    }
  }
  return answer(asked, texts, errors, failed)
}

function recordError({ index, error }: RecordFailure, key: string): GraphqlErrorBody {
  const body = graphqlError(error, [key])
  return { ...body, extensions: { ...body.extensions, recordIndex: index } }
}

async function runRoot(services: Services, identity: Identity, request: Request, asked: AskedField): Promise<Created> {
  return withWorkspace(services, identity, async (workspace) => {
    const root = rootsOf(workspace.schema).mutation.get(asked.name)
    if (!root) throw invalid(`Cannot query field "${asked.name}" on type "Mutation".`)
    return runMutation(workspace, request, asked, root)
  })
}

/** `data` is null when nothing succeeded. */
function answer(
  asked: AskedField[],
  texts: Map<string, string>,
  errors: GraphqlErrorBody[],
  failed = errors.length,
): string {
  const members = asked.map((field) => `${JSON.stringify(field.key)}:${texts.get(field.key)}`)
  const data = failed > 0 && failed === asked.length ? "null" : `{${members.join(",")}}`
  return errors.length > 0 ? `{"errors":${JSON.stringify(errors)},"data":${data}}` : `{"data":${data}}`
}
