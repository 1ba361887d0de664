/** Failures → answers, in the one shape that each transport's clients know. */
import { AppError, badInput } from "../errors.ts"
import { limitCodes } from "../limits.ts"
import { createLog } from "../log.ts"

/** Failures are always worth a line, whatever level the operator has chosen. */
const log = createLog("error")

/** Whatever is not expected is a bug: logged in full, shown as an internal error. */
export function expected(error: unknown): AppError {
  if (error instanceof AppError) return error
  log.error("A request failed unexpectedly", { error: error instanceof Error ? error : new Error(String(error)) })
  return new AppError("INTERNAL_SERVER_ERROR", "Internal server error", {
    subCode: "INTERNAL_SERVER_ERROR",
    cause: error,
  })
}

export interface GraphqlErrorBody {
  message: string
  locations?: readonly { line: number; column: number }[]
  path?: readonly (string | number)[]
  extensions?: Record<string, unknown>
}

export function graphqlError(error: unknown, path?: readonly (string | number)[]): GraphqlErrorBody {
  const { message, code, subCode, userFriendlyMessage, extensions } = expected(error)
  return {
    message,
    ...(path && { path }),
    extensions: { code, ...(subCode && { subCode }), userFriendlyMessage, ...extensions },
  }
}

/** Names of the classes that clients see in `error`. */
const restNames: Partial<Record<AppError["code"], string>> = {
  UNAUTHENTICATED: "UNAUTHENTICATED",
  FORBIDDEN: "ForbiddenException",
  NOT_FOUND: "NotFoundException",
  INTERNAL_SERVER_ERROR: "InternalServerErrorException",
}

/** Failures that clients tell apart by `code`; `error` says nothing about them. */
const codedFailures = new Set<string>([
  "PERMISSION_DENIED",
  "FIELD_NOT_FOUND",
  "OBJECT_METADATA_NOT_FOUND",
  "FIELD_METADATA_NOT_FOUND",
  "FIELD_MUTATION_NOT_ALLOWED",
  "VIEW_CREATE_PERMISSION_DENIED",
  "VIEW_UPDATE_PERMISSION_DENIED",
  "VIEW_DELETE_PERMISSION_DENIED",
  "VIEW_NOT_FOUND",
  "WEBHOOK_NOT_FOUND",
  "INVALID_TARGET_URL",
  "PRECONDITION_FAILED",
  "TIMEOUT",
  "LIMIT_REACHED",
  ...limitCodes,
])

const isLimit = (code: string) => code === "LIMIT_REACHED" || limitCodes.some((each) => each === code)

/** Refusals that clients know as a bad request. */
const badRequests = /^VIEW_\w+_PERMISSION_DENIED$/

/** @param deniedStatus what a missing right is answered with: 400 for records, 403 for the data model */
export function restError(error: unknown, { deniedStatus = 400 } = {}): Response {
  const known = expected(error)
  const status = statusOf(known, deniedStatus)
  return Response.json(bodyOf(known, status), { status })
}

/** The same as a part of an answer that has begun already. */
export function restErrorBody(error: unknown): Record<string, unknown> {
  const known = expected(error)
  return bodyOf(known, statusOf(known, 400))
}

function statusOf({ subCode = "", status }: AppError, deniedStatus: number): number {
  return badRequests.test(subCode) ? 400 : subCode === "PERMISSION_DENIED" ? deniedStatus : status
}

function bodyOf(known: AppError, statusCode: number): Record<string, unknown> {
  const { code, subCode, message, extensions } = known
  if (subCode === "MALFORMED_REQUEST") {
    return { message: extensions?.messages ?? message, error: "Bad Request", statusCode }
  }
  if (code === "METADATA_VALIDATION_FAILED") {
    const { errors, summary } = extensions ?? {}
    return { statusCode, error: "METADATA_VALIDATION_ERROR", message, errors, summary }
  }
  if (subCode && codedFailures.has(subCode)) {
    const details = isLimit(subCode) ? { details: extensions } : {}
    return { statusCode, error: "Error", messages: [message], code: subCode, ...details }
  }
  const error = subCode === "FORBIDDEN_EXCEPTION" ? subCode : (restNames[code] ?? "BadRequestException")
  return { statusCode, error, messages: [message], ...(extensions && { details: extensions }) }
}

/** What the wire's framework refuses before a handler sees it: a body that is no JSON, an id that is no UUID. */
export function malformed(message: string, messages?: string[]): AppError {
  return badInput(message, "MALFORMED_REQUEST", messages && { extensions: { messages } })
}
