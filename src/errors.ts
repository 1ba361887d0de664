/**
 * Every failure that a caller may meet, with its stable code, HTTP status and a sentence that says what to do.
 * Whatever is not an AppError is a bug: it is logged in full and shown as "Internal server error".
 */

/** Code → HTTP status. A code is never reused, even when it is retired. */
export const errorStatus = {
  BAD_USER_INPUT: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  METADATA_VALIDATION_FAILED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  TIMEOUT: 504,
  UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
} as const

export type ErrorCode = keyof typeof errorStatus

export interface ErrorDetails {
  /** finer code that clients branch on, such as `RECORD_NOT_FOUND` */
  subCode?: string
  /** sentence for the person at the screen; `message` is for the developer */
  userFriendlyMessage?: string
  /** further members of GraphQL `extensions`, such as `errors` and `summary` of a metadata validation */
  extensions?: Record<string, unknown>
  cause?: unknown
}

/** An expected failure. `message` says what is wrong and, where possible, what to do. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly subCode: string | undefined
  readonly userFriendlyMessage: string
  readonly extensions: Record<string, unknown> | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = "AppError"
    this.code = code
    this.subCode = details.subCode
    this.userFriendlyMessage = details.userFriendlyMessage ?? "An error occurred."
    this.extensions = details.extensions
  }

  get status(): number {
    return errorStatus[this.code]
  }
}

/** Shorthand for the commonest failure: what the caller sent cannot be used. */
export function badInput(message: string, subCode = "INVALID_QUERY_INPUT", details: ErrorDetails = {}): AppError {
  return new AppError("BAD_USER_INPUT", message, { ...details, subCode })
}
