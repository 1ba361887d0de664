import { literal, raw, sql } from "../../db/sql.ts"
import { parseInstant } from "../dates.ts"
import { base, unquoteDefault, type FieldType } from "../field-type.ts"
import { dateTime, dateTimeOnDay } from "../scalar.ts"

/** An instant. Where the seed stores a day (`closeDate`) it is served as midnight UTC. */
export const dateTimeType: FieldType = {
  ...base,
  name: "DATE_TIME",
  scalar: (field) => (field.columnType === "date" ? dateTimeOnDay : dateTime),
  columnType: (field) => field.columnType ?? "timestamptz",
  columnDefault(field) {
    if (field.defaultValue === "now") return raw("now()")
    const value = unquoteDefault(field.defaultValue)
    return typeof value === "string" ? sql`${literal(value)}::timestamptz` : null
  },
  parse(input, context) {
    if (input === null || input === "") return null
    const instant = parseInstant(input, context, "INVALID_ARGS_DATA")
    return context.field.columnType === "date" ? instant.slice(0, 10) : instant
  },
  uniqueBy: "",
  control: "date-time",
}
