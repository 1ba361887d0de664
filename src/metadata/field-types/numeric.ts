import { literal } from "../../db/sql.ts"
import { base, invalidValue, unquoteDefault, type FieldType } from "../field-type.ts"
import { bigFloat } from "../scalar.ts"

/** An exact decimal number; numeric strings are welcome because JSON numbers are not exact. */
export const numericType: FieldType = {
  ...base,
  name: "NUMERIC",
  scalar: () => bigFloat,
  columnType: () => "numeric",
  columnDefault(field) {
    const value = unquoteDefault(field.defaultValue)
    return value === null ? null : literal(String(value))
  },
  parse(input, context) {
    if (input === null) return null
    const isDecimal = typeof input === "string" && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(input.trim())
    if (isDecimal) return input.trim()
    if (typeof input === "number" && Number.isFinite(input)) return String(input)
    throw invalidValue(context, "numeric", input)
  },
  uniqueBy: "",
  isCreatable: false,
  control: "number",
}
