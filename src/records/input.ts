/** What callers send for records → values ready to be stored, checked field by field. */
import { AppError, badInput } from "../errors.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { isUuid, show, type ValueContext } from "../metadata/scalar.ts"
import { unquoteDefault, type WriteMode } from "../metadata/field-type.ts"
import type { FieldSchema, Json, ObjectSchema } from "../metadata/schema.ts"
import { requireAccess, requireEdits, type Access } from "./access.ts"
import { atField, refusedBatch, type RecordFailure } from "./batch.ts"
import { parseRelation, resolveLinks, type Link } from "./connect.ts"
import { unknownField } from "./filter.ts"
import { parseList, resolveLists, type ListLink } from "./list-input.ts"
import type { Workspace } from "./workspace.ts"

/** Stored values by column name. */
export type StoredRecord = Record<string, Json>

/** Fields that only the engine and the database write. */
const kept = new Set(["updatedAt", "searchVector", "updatedBy"])

/** Relations whose targets have yet to be looked up. */
export interface Targets {
  /** of to-one relations */
  links: Link[]
  /** of many-to-many relations */
  lists: ListLink[]
}

export interface ParsedBatch extends Targets {
  /** in the order of the input; null where a record is bad */
  records: (StoredRecord | null)[]
  failures: RecordFailure[]
}

/** Parses every record of a batch, bad ones or not. A failure says which field it is about (`extensions.field`). */
export function parseBatch(
  access: Access,
  object: ObjectSchema,
  inputs: readonly unknown[],
  mode: WriteMode,
): ParsedBatch {
  const targets: Targets = { links: [], lists: [] }
  const failures: RecordFailure[] = []
  const records = inputs.map((input, index) => {
    const own: Targets = { links: [], lists: [] }
    try {
      const record = parseRecord(access, object, input, mode, index, own)
      targets.links.push(...own.links)
      targets.lists.push(...own.lists)
      return record
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      failures.push({ index, error })
      return null
    }
  })
  return { records, ...targets, failures }
}

/** Looks all targets up. Returns what could not be connected. */
export async function resolveTargets(workspace: Workspace, { links, lists }: Targets): Promise<RecordFailure[]> {
  return [...(await resolveLinks(workspace, links)), ...(await resolveLists(workspace, lists))]
}

/**
 * The same where one bad record spoils the batch. An error says which record (`extensions.recordIndex`) and which field
 * it is about, of all bad records in `extensions.errors`; in a batch the message says so too.
 */
export function parseRecords(
  access: Access,
  object: ObjectSchema,
  inputs: readonly unknown[],
  mode: WriteMode,
): Targets & { records: StoredRecord[] } {
  const { records, failures, ...targets } = parseBatch(access, object, inputs, mode)
  if (failures.length > 0) throw refusedBatch(failures, inputs.length)
  return { records: records as StoredRecord[], ...targets }
}

function parseRecord(
  access: Access,
  object: ObjectSchema,
  input: unknown,
  mode: WriteMode,
  index: number,
  { links, lists }: Targets,
): StoredRecord {
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
    requireEdits(access, field)
    if (field.relation && value !== null) requireAccess(access, "read", field.relation.target)
    if (found.kind === "field" && field.relation?.kind === "ONE_TO_MANY") {
      lists.push(...relationList(access, object, field, key, index, value))
    } else if (found.kind === "field" && field.relation) {
      const target = relationTarget(access, object, field, key, input, value)
      stored[field.column!] = null
      if (target) links.push({ ...target, index, record: stored, key, field, target: field.relation.target })
    } else if (key === "id") stored.id = parseId(value)
    else stored[field.column!] = parseValue(field, key, value, mode)
  }
  return stored
}

function relationTarget(
  access: Access,
  object: ObjectSchema,
  field: FieldSchema,
  key: string,
  input: object,
  value: unknown,
) {
  try {
    const joinName = Object.keys(input).find(
      (name) =>
        name !== key && object.lookup.get(name)?.field === field && input[name as keyof typeof input] !== undefined,
    )
    if (joinName) throw badInput(`${key} and ${joinName} cannot be both provided.`, "INVALID_ARGS_DATA")
    return parseRelation(access, field, key, value)
  } catch (error) {
    throw atField(error, key)
  }
}

function relationList(
  access: Access,
  object: ObjectSchema,
  field: FieldSchema,
  key: string,
  index: number,
  value: unknown,
): ListLink[] {
  try {
    const end = field.relation!.junction
    if (end?.object.lookup.get(end.name)?.field !== end) throw notWritable(object, key)
    return value === null ? [] : parseList(access, field, key, index, value)
  } catch (error) {
    throw atField(error, key)
  }
}

function notWritable(object: ObjectSchema, key: string): AppError {
  return badInput(
    `Field "${key}" of ${object.nameSingular} lists related records; write the relation on their side`,
    "INVALID_ARGS_DATA",
  )
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
    throw atField(error, path)
  }
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
  // JSON means what it says; every other type spells its texts with quotes.
  const value = field.type === "RAW_JSON" ? field.defaultValue : unquoteDefault(field.defaultValue)
  return type.parse(value, context, "create")
}
