/** One GraphQL request, and its answer as a value: what failed is told by kind, never thrown. */
export type Endpoint = "/graphql" | "/metadata"

export interface Question {
  query: string
  variables?: Record<string, unknown>
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

export type Answer<T> = { data: T; error: null } | { data: null; error: ApiError }

interface WireError {
  message: string
  extensions?: { code?: string; subCode?: string; userFriendlyMessage?: string; retryAfter?: number }
}

export async function send<T>(endpoint: Endpoint, question: Question, token?: string): Promise<Answer<T>> {
  const { query, variables, signal } = question
  const requestId = newRequestId()
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-request-id": requestId,
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal,
    })
    return read(response, (await response.json()) as { data?: T | null; errors?: WireError[] }, requestId)
  } catch (error) {
    const isAborted = error instanceof DOMException && error.name === "AbortError"
    return failure(isAborted ? "aborted" : error instanceof TypeError ? "offline" : "server", { requestId })
  }
}

function read<T>(response: Response, body: { data?: T | null; errors?: WireError[] }, requestId: string): Answer<T> {
  const [first] = body.errors ?? []
  if (!first && body.data) return { data: body.data, error: null }
  const { code = "", subCode = "", userFriendlyMessage, retryAfter } = first?.extensions ?? {}
  const after = retryAfter ?? Number(response.headers.get("retry-after") ?? Number.NaN)
  return failure(kindOf(code), {
    code: subCode || code,
    message: userFriendlyMessage && userFriendlyMessage !== vague ? userFriendlyMessage : (first?.message ?? ""),
    retryAfter: Number.isFinite(after) ? after : null,
    requestId,
  })
}

/** Unlike `randomUUID` this is there on unsafe origins too. */
function newRequestId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("")
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
