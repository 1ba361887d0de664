/** One GraphQL request, and its answer as a value: what failed is told by kind, never thrown. */
import { takeEarly } from "./early.ts"
import { post, type Endpoint } from "./post.ts"

export interface Question {
  query: string
  variables?: Record<string, unknown>
  /** goes along as the variable `file` */
  file?: File
  /** sent again under the same key, a write is done once */
  key?: string
  /** ends the request when nobody waits for it any more */
  signal?: AbortSignal
}

export interface ApiError {
  kind: "offline" | "unauthenticated" | "forbidden" | "missing" | "invalid" | "limited" | "server" | "aborted"
  /** of the catalogue of errors, such as EMAIL_NOT_VERIFIED */
  code: string
  /** for people, in the server's words; empty where there are none */
  message: string
  /** seconds to wait */
  retryAfter: number | null
  /** under which the server wrote down what happened */
  requestId: string
}

export type Answer<T> = { data: T; error: null } | { data: null; error: ApiError; parts?: Parts }

/** Of an answer in which not everything went well: what did, and what went wrong by the name in the question. */
export interface Parts {
  data: Readonly<Record<string, unknown>>
  errors: ReadonlyMap<string, ApiError>
  /** of a batch of records: by their number in it, why some were not written */
  records: ReadonlyMap<number, ApiError>
}

interface WireError {
  message: string
  path?: (string | number)[]
  extensions?: {
    code?: string
    subCode?: string
    userFriendlyMessage?: string
    retryAfter?: number
    recordIndex?: number
    /** of a change of objects or fields: kind → what is wrong with each */
    errors?: Record<string, { errors: { userFriendlyMessage: string }[] }[]>
  }
}

export async function send<T>(endpoint: Endpoint, question: Question, token?: string): Promise<Answer<T>> {
  const { query, signal, key } = question
  const { requestId, response: answered } =
    takeEarly(endpoint, query, token) ?? post(endpoint, bodyOf(question), { token, key, signal })
  try {
    const response = await answered
    return read(response, (await response.json()) as Body<T>, requestId)
  } catch (error) {
    const isAborted = error instanceof DOMException && error.name === "AbortError"
    return failure(isAborted ? "aborted" : error instanceof TypeError ? "offline" : "server", { requestId })
  }
}

/** With a file it is a form, as the GraphQL multipart request specification has it. */
function bodyOf({ query, variables, file }: Question): object {
  if (!file) return { query, variables }
  const form = new FormData()
  form.set("operations", JSON.stringify({ query, variables: { ...variables, file: null } }))
  form.set("map", JSON.stringify({ 0: ["variables.file"] }))
  form.set("0", file)
  return form
}

interface Body<T> {
  data?: T | null
  errors?: WireError[]
}

function read<T>(response: Response, { data, errors = [] }: Body<T>, requestId: string): Answer<T> {
  if (errors.length === 0 && data) return { data, error: null }
  const after = Number(response.headers.get("retry-after") ?? Number.NaN)
  const failures = errors.map((each) => [String(each.path?.[0] ?? ""), errorOf(each, after, requestId)] as const)
  const error = failures[0]?.[1] ?? failure("server", { requestId }).error
  if (!data) return { data: null, error }
  const records = errors.flatMap((each, i) => {
    const number = each.extensions?.recordIndex
    return number === undefined ? [] : [[number, failures[i]![1]] as const]
  })
  return { data: null, error, parts: { data, errors: new Map(failures), records: new Map(records) } }
}

function errorOf({ message, extensions = {} }: WireError, after: number, requestId: string): ApiError {
  const { code = "", subCode = "", userFriendlyMessage, retryAfter = after, errors = {} } = extensions
  const each = Object.values(errors).flatMap((items) => items.flatMap((item) => item.errors))
  return {
    kind: kindOf(code),
    code: subCode || code,
    message:
      each.map((problem) => problem.userFriendlyMessage).join(" ") ||
      (userFriendlyMessage && userFriendlyMessage !== vague ? userFriendlyMessage : message),
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : null,
    requestId,
  }
}

/** What the server says where it has nothing to say. */
const vague = "An error occurred."

function failure(kind: ApiError["kind"], rest: Partial<ApiError> = {}): { data: null; error: ApiError } {
  return { data: null, error: { kind, code: "", message: "", retryAfter: null, requestId: "", ...rest } }
}

function kindOf(code: string): ApiError["kind"] {
  return kinds[code] ?? "server"
}

const kinds: Record<string, ApiError["kind"]> = {
  UNAUTHENTICATED: "unauthenticated",
  FORBIDDEN: "forbidden",
  NOT_FOUND: "missing",
  BAD_USER_INPUT: "invalid",
  METADATA_VALIDATION_FAILED: "invalid",
  GRAPHQL_VALIDATION_FAILED: "invalid",
  CONFLICT: "invalid",
  TOO_MANY_REQUESTS: "limited",
  LIMIT_REACHED: "limited",
}
