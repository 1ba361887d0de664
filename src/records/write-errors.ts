/** What PostgreSQL says about a write → what the caller is told. */
import { AppError, badInput } from "../errors.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { DatabaseError } from "../ports/driver.ts"
import { explainRefusal, refused } from "./write-access.ts"

export function explainWrite(error: unknown, object: ObjectSchema): unknown {
  if (!(error instanceof DatabaseError)) return error
  switch (error.code) {
    case refused:
      return explainRefusal(error, object)
    case "23505":
      return duplicate(error, object)
    case "23503":
      return badInput(error.message, "INVALID_ARGS_DATA", {
        cause: error,
        userFriendlyMessage: "A related record does not exist.",
      })
    case "23502":
      return badInput(error.message, "INVALID_ARGS_DATA", { cause: error, extensions: { field: error.column } })
    case "23514":
    case "22003":
    case "22P02":
    case "22007":
    case "22008":
      return badInput(`A value does not fit its field: ${error.message}`, "INVALID_ARGS_DATA", { cause: error })
    case "54000":
      return badInput("A value is too large to be indexed; make it shorter", "INVALID_ARGS_DATA", { cause: error })
    case "57014":
      return new AppError("TIMEOUT", "The statement took too long and was stopped; ask for less at once", {
        subCode: "TIMEOUT",
        cause: error,
      })
    default:
      return error
  }
}

function duplicate(error: DatabaseError, object: ObjectSchema): AppError {
  const index = object.indexes.find((each) => each.name === error.constraint)
  const field = object.fields.find((each) => each.id === index?.fields[0]?.fieldId)
  return duplicateEntry(object, field, error)
}

/** A value that another record has; without a field it is the id. */
export function duplicateEntry(object: ObjectSchema, field: FieldSchema | undefined, cause?: DatabaseError): AppError {
  const friendly =
    field && field.name !== "id"
      ? `This ${field.label} value is already in use. Please check your data and try again.`
      : "This record already exists. Please check your data and try again."
  return badInput("A duplicate entry was detected", "INVALID_ARGS_DATA", {
    cause,
    userFriendlyMessage: friendly,
    extensions: field ? { conflictingObjectNameSingular: object.nameSingular, field: field.name } : undefined,
  })
}
