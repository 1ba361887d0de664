import { literal, raw, sql } from "../../db/sql.ts"
import { base, invalidValue, unquoteDefault, type FieldType } from "../field-type.ts"
import { isUuid, uuid } from "../scalar.ts"

/** An id of something: of the record itself, or of a thing outside. */
export const uuidType: FieldType = {
  ...base,
  name: "UUID",
  scalar: () => uuid,
  columnType: () => "uuid",
  columnDefault(field) {
    if (field.defaultValue === "uuid") return raw("gen_random_uuid()")
    const value = unquoteDefault(field.defaultValue)
    return isUuid(value) ? sql`${literal(value)}::uuid` : null
  },
  parse(input, context) {
    if (input === null) return null
    if (!isUuid(input)) throw invalidValue(context, "UUID", input)
    return input.toLowerCase()
  },
  uniqueBy: "",
  control: "text",
}
