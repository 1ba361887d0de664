import { literal, raw, sql } from "../../db/sql.ts"
import { parseDay } from "../dates.ts"
import { base, unquoteDefault, type FieldType } from "../field-type.ts"
import { date } from "../scalar.ts"

/** A day without a time. */
export const dateType: FieldType = {
  ...base,
  name: "DATE",
  scalar: () => date,
  columnType: () => "date",
  columnDefault(field) {
    if (field.defaultValue === "now") return raw("CURRENT_DATE")
    const value = unquoteDefault(field.defaultValue)
    return typeof value === "string" ? sql`${literal(value)}::date` : null
  },
  parse: (input, context) => (input === null || input === "" ? null : parseDay(input, context, "INVALID_ARGS_DATA")),
  uniqueBy: "",
  control: "date",
}
