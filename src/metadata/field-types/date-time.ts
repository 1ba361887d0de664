import { literal, raw, sql } from "../../db/sql.ts"
import { parseDay, parseInstant } from "../dates.ts"
import { base, unquoteDefault, type FieldType } from "../field-type.ts"
import { dateTime, dateTimeOnDay } from "../scalar.ts"
import type { FieldShape } from "../schema.ts"

/** Is a day stored, as the seed has it for `closeDate`? The wire gives it as midnight UTC, which no time zone is to move. */
export const holdsDays = ({ type, columnType }: Pick<FieldShape, "type" | "columnType">): boolean =>
  type === "DATE_TIME" && columnType === "date"

/** An instant. */
export const dateTimeType: FieldType = {
  ...base,
  name: "DATE_TIME",
  scalar: (field) => (holdsDays(field) ? dateTimeOnDay : dateTime),
  columnType: (field) => field.columnType ?? "timestamptz",
  columnDefault(field) {
    if (field.defaultValue === "now") return raw("now()")
    const value = unquoteDefault(field.defaultValue)
    return typeof value === "string" ? sql`${literal(value)}::timestamptz` : null
  },
  parse(input, context) {
    if (input === null || input === "") return null
    const instant = parseInstant(input, context, "INVALID_ARGS_DATA")
    return holdsDays(context.field) ? parseDay(input, context) : instant
  },
  uniqueBy: "",
  control: "date-time",
}
