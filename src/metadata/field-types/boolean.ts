import { raw } from "../../db/sql.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { boolean } from "../scalar.ts"

export const booleanType: FieldType = {
  ...base,
  name: "BOOLEAN",
  scalar: () => boolean,
  columnType: () => "boolean",
  columnDefault: (field) => (typeof field.defaultValue === "boolean" ? raw(String(field.defaultValue)) : null),
  parse(input, context) {
    if (input === null || typeof input === "boolean") return input
    throw invalidValue(context, "boolean", input)
  },
  control: "checkbox",
}
