/** Creating and deleting indexes by hand. */
import { AppError } from "../errors.ts"
import { addIndex, removeIndexes, type RowsDraft } from "./build.ts"
import { getField } from "./change-field.ts"
import { getObject } from "./change-object.ts"
import { fieldTypes } from "./field-types/index.ts"
import { Problems } from "./problems.ts"

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

export function deleteIndex(draft: RowsDraft, id: string): void {
  const index = draft.indexes.find((row) => row.id === id)
  if (!index) throw new AppError("NOT_FOUND", "Index metadata not found", { subCode: "INDEX_NOT_FOUND" })
  if (!index.isCustom) throw new AppError("FORBIDDEN", "This index is kept by the system and cannot be deleted")
  removeIndexes(draft, new Set([id]))
}
