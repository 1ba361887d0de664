/** Failures → answers, in the one shape that each transport's clients know. */
import { AppError } from "../errors.ts"
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

export function restError(error: unknown): Response {
  const known = expected(error)
  const isToken = known.subCode === "FORBIDDEN_EXCEPTION"
  const isRight = known.subCode === "PERMISSION_DENIED"
  const status = isRight ? 400 : known.status
  const name = isToken ? "FORBIDDEN_EXCEPTION" : isRight ? "Error" : (restNames[known.code] ?? "BadRequestException")
  const code = isRight || known.subCode === "FIELD_NOT_FOUND" ? { code: known.subCode } : {}
  const details = known.extensions ? { details: known.extensions } : {}
  return Response.json({ statusCode: status, error: name, messages: [known.message], ...code, ...details }, { status })
}
