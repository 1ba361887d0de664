import { base, invalidValue, type FieldType } from "../field-type.ts"
import { isUuid, uuid } from "../scalar.ts"

/** A field that points at another object. The many-to-one side has the join column; the one-to-many side has none. */
export const relationType: FieldType = {
  ...base,
  name: "RELATION",
  scalar: () => uuid,
  columnType: (field) => (field.column === null ? null : "uuid"),
  columnDefault: () => null,
  parse(input, context) {
    if (input === null) return null
    if (!isUuid(input)) throw invalidValue(context, "UUID", input)
    return input.toLowerCase()
  },
  control: "relation",
}
