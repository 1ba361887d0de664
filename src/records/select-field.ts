/** A field with all of its parts, as a selection. */
import { fieldTypes } from "../metadata/field-types/index.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import type { SelectedField, Selection } from "./query.ts"

/** For fields that are neither relations nor files. */
export function selectWhole(key: string, field: FieldSchema): SelectedField {
  const type = fieldTypes[field.type]
  if (type.composite === null) return { kind: "value", key, field, scalar: type.scalar(field)! }
  const parts = Object.entries(type.subfields).map(([subfield, scalar]) => ({
    kind: "part" as const,
    key: subfield,
    subfield,
    scalar,
  }))
  return { kind: "composite", key, field, parts }
}

/** The named fields, without those that are switched off. */
export function selectNamed(object: ObjectSchema, names: readonly string[]): Selection {
  return names.flatMap((name) => {
    const field = object.lookup.get(name)?.field
    return field ? [selectWhole(name, field)] : []
  })
}
