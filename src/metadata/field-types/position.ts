import { literal } from "../../db/sql.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { position } from "../scalar.ts"

/** Place of a record in a manual order. "first" and "last" are resolved by the statement that writes. */
export const positionType: FieldType = {
  ...base,
  name: "POSITION",
  scalar: () => position,
  columnType: () => "double precision",
  columnDefault: (field) => (typeof field.defaultValue === "number" ? literal(String(field.defaultValue)) : null),
  parse(input, context) {
    if (input === null || input === "first" || input === "last") return input
    if (typeof input === "number" && Number.isFinite(input)) return input
    throw invalidValue(context, "position", input)
  },
  isCreatable: false,
  control: "position",
}
