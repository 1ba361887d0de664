import { literal, sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, unquoteDefault, type FieldType } from "../field-type.ts"
import { show, text, type ValueContext } from "../scalar.ts"

/** A line or more of text; "" and null are the same and read back as "". */
export const textType: FieldType = {
  ...base,
  name: "TEXT",
  scalar: () => text,
  columnType: (field) => field.columnType ?? "varchar",
  columnDefault(field) {
    const value = unquoteDefault(field.defaultValue)
    return typeof value === "string" && value !== "" ? literal(value) : null
  },
  parse: (input, context) => parseText(input, context) || null,
  searchText: (column) => sql`coalesce(${column}, '')`,
  uniqueBy: "",
  control: "text",
}

/** Text of a field or a subfield; null becomes "". */
export function parseText(input: unknown, context: ValueContext): string {
  if (input === null || input === undefined) return ""
  if (typeof input !== "string") {
    throw badInput(`Invalid string value ${show(input)} for text field "${context.path}"`, "INVALID_ARGS_DATA")
  }
  return storableText(input)
}

/** PostgreSQL stores neither a zero character nor, inside JSON, half of a surrogate pair. */
export function storableText(input: string): string {
  return (input.includes("\u0000") ? input.replaceAll("\u0000", "") : input).toWellFormed()
}
