/** What callers send for records → values ready to be stored, checked field by field. */
import { AppError, badInput } from "../errors.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { isUuid, show, type ValueContext } from "../metadata/scalar.ts"
import type { WriteMode } from "../metadata/field-type.ts"
import type { FieldSchema, Json, ObjectSchema } from "../metadata/schema.ts"
import { unknownField } from "./filter.ts"

/** Stored values by column name. */
export type StoredRecord = Record<string, Json>

/** Fields that only the engine and the database write. */
const kept = new Set(["updatedAt", "searchVector", "updatedBy"])

/**
 * Parses records of one batch. An error says which record (`extensions.recordIndex`) and which field it is about; in a
 * batch the message says so too.
 */
export function parseRecords(object: ObjectSchema, inputs: readonly unknown[], mode: WriteMode): StoredRecord[] {
  return inputs.map((input, index) => {
    try {
      return parseRecord(object, input, mode)
    } catch (error) {
      throw inputs.length > 1 ? atRecord(error, index) : error
    }
  })
}

function atRecord(error: unknown, index: number): unknown {
  if (!(error instanceof AppError)) return error
  return new AppError(error.code, `${error.message} (record ${index})`, {
    subCode: error.subCode,
    userFriendlyMessage: error.userFriendlyMessage,
    extensions: { ...error.extensions, recordIndex: index },
    cause: error,
  })
}

function parseRecord(object: ObjectSchema, input: unknown, mode: WriteMode): StoredRecord {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw badInput(`Invalid record ${show(input)}: expected an object`, "INVALID_ARGS_DATA")
  }
  const stored: StoredRecord = {}
  for (const [key, value] of Object.entries(input)) {
    if (value === undefined) continue
    const found = object.lookup.get(key)
    if (!found) throw unknownField(object, key, "INVALID_ARGS_DATA")
    if (kept.has(key)) continue
    const { field } = found
    if (found.kind === "field" && field.relation) throw relationInput(object, field, key)
    if (key === "id") stored.id = parseId(value)
    else stored[field.column!] = parseValue(field, key, value, mode)
  }
  return stored
}

function parseId(value: unknown): string {
  if (isUuid(value)) return value.toLowerCase()
  throw badInput(`Value "${String(value)}" is not a valid UUID`)
}

function parseValue(field: FieldSchema, path: string, value: unknown, mode: WriteMode): Json {
  const context: ValueContext = { path, field }
  try {
    return fieldTypes[field.type].parse(value, context, mode)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, error.message, {
      subCode: error.subCode,
      userFriendlyMessage: error.userFriendlyMessage,
      extensions: { ...error.extensions, field: path },
      cause: error,
    })
  }
}

function relationInput(object: ObjectSchema, field: FieldSchema, key: string): AppError {
  if (field.relation!.kind === "ONE_TO_MANY") {
    return badInput(
      `Field "${key}" of ${object.nameSingular} lists related records; write the relation on their side`,
      "INVALID_ARGS_DATA",
    )
  }
  return badInput(`Relation "${key}" is written as "${field.relation!.joinName}"`, "INVALID_ARGS_DATA")
}

/** Fills in what single records of a batch leave out while others give it, so that all have the same columns. */
export function alignColumns(object: ObjectSchema, records: StoredRecord[]): string[] {
  const columns = new Set(records.flatMap((record) => Object.keys(record)))
  for (const column of columns) {
    if (records.every((record) => column in record)) continue
    const field = object.fields.find((each) => each.column === column)!
    const fallback = defaultOf(field)
    for (const record of records) if (!(column in record)) record[column] = fallback
  }
  return [...columns]
}

function defaultOf(field: FieldSchema): Json {
  const type = fieldTypes[field.type]
  const context = { path: field.name, field }
  if (field.defaultValue === null) return type.composite === null ? null : type.parse(null, context, "create")
  if (field.defaultValue === "now") return new Date().toISOString()
  return type.parse(unquote(field.defaultValue), context, "create")
}

function unquote(value: Json): Json {
  if (typeof value === "string") return value.startsWith("'") && value.endsWith("'") ? value.slice(1, -1) : value
  if (Array.isArray(value)) return value.map(unquote)
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unquote(part)]))
  }
  return value
}
