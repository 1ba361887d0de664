/** Creating and deleting indexes by hand. */
import { AppError } from "../errors.ts"
import { addIndex, removeIndexes, type RowsDraft } from "./build.ts"
import { getField } from "./change-field.ts"
import { getObject } from "./change-object.ts"
import { fieldTypes } from "./field-types/index.ts"
import { Problems } from "./problems.ts"
import type { FieldRow } from "./rows.ts"

export interface IndexInput {
  objectMetadataId: string
  fields: { fieldMetadataId: string; subFieldName?: string | null }[]
  indexType?: "BTREE" | "GIN"
  isUnique?: boolean
}

/** Returns the id of the new index, or of the one that is there already. */
export function createIndex(draft: RowsDraft, input: IndexInput): string {
  const object = getObject(draft, input.objectMetadataId)
  const problems = new Problems("index", "create", { objectMetadataId: object.id })
  if (input.fields.length === 0) problems.add("INVALID_INDEX_INPUT", "An index needs at least one field")
  const fields = input.fields.map((part) => {
    const field = getField(draft, part.fieldMetadataId)
    const parts = fieldTypes[field.type].subfields
    if (field.objectMetadataId !== object.id)
      problems.add("INVALID_INDEX_INPUT", `Field ${field.name} belongs to another object`)
    if (field.columnName === null) problems.add("INVALID_INDEX_INPUT", `Field ${field.name} has no column to index`)
    if (part.subFieldName && !(part.subFieldName in parts))
      problems.add("INVALID_INDEX_INPUT", `Field ${field.name} has no subfield ${part.subFieldName}`)
    return field
  })
  checkMethod(problems, input, fields)
  problems.throwIfAny()
  const subfields = input.fields.map((part) => part.subFieldName ?? null)
  const added = addIndex(draft, object, fields, {
    indexType: input.indexType,
    isUnique: input.isUnique,
    isCustom: true,
    subfields,
  })
  if (added) return added.id
  throw new AppError("CONFLICT", "An index on the same fields exists already", { subCode: "INDEX_ALREADY_EXISTS" })
}

function checkMethod(problems: Problems, input: IndexInput, fields: FieldRow[]): void {
  const parts = input.fields.map((part) => `${part.fieldMetadataId} ${part.subFieldName ?? ""}`)
  if (new Set(parts).size < parts.length) problems.add("INVALID_INDEX_INPUT", "An index names each field once")
  if (input.indexType !== "GIN") return
  if (input.isUnique) problems.add("INVALID_INDEX_INPUT", "A GIN index cannot be unique")
  for (const [i, field] of fields.entries()) {
    if (field.columnName !== null && !input.fields[i]!.subFieldName && hasParts(field)) continue
    problems.add("INVALID_INDEX_INPUT", `Field ${field.name} has no parts that a GIN index could find`)
  }
}

/** Composites and JSON are documents, arrays have elements, a search vector has words. */
function hasParts(field: FieldRow): boolean {
  const isDocument = fieldTypes[field.type].composite !== null
  return isDocument || ["ARRAY", "MULTI_SELECT", "RAW_JSON", "FILES", "TS_VECTOR"].includes(field.type)
}

export function deleteIndex(draft: RowsDraft, id: string): void {
  const index = draft.indexes.find((row) => row.id === id)
  if (!index) throw new AppError("NOT_FOUND", "Index metadata not found", { subCode: "INDEX_NOT_FOUND" })
  if (!index.isCustom) throw new AppError("FORBIDDEN", "This index is kept by the system and cannot be deleted")
  removeIndexes(draft, new Set([id]))
}
