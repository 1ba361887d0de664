import { join, literal, sql } from "../../db/sql.ts"
import { badInput, type AppError } from "../../errors.ts"
import { base, unquoteDefault, type FieldType } from "../field-type.ts"
import { option, type ValueContext } from "../scalar.ts"
import type { FieldShape } from "../schema.ts"

/** One of the field's options. Stored as text with a check, so that options change without rewriting the table. */
export const selectType: FieldType = {
  ...base,
  name: "SELECT",
  scalar: () => option,
  columnType: () => "varchar",
  columnDefault(field) {
    const value = unquoteDefault(field.defaultValue)
    return typeof value === "string" ? literal(value) : null
  },
  columnCheck: (field, column) => sql`${column} in (${join(optionValues(field).map(literal))})`,
  parse(input, context) {
    if (input === null || input === "") return null
    return parseOption(input, context)
  },
  searchText: () => null,
  uniqueBy: "",
  control: "select",
}

export function optionValues(field: FieldShape): string[] {
  return (field.options ?? []).map((each) => each.value)
}

export function parseOption(input: unknown, context: ValueContext): string {
  const value = optionValues(context.field).find((each) => each === input)
  if (value === undefined) throw unknownOption(input, context)
  return value
}

function unknownOption(input: unknown, context: ValueContext): AppError {
  const valid = optionValues(context.field).join(", ")
  const shown = typeof input === "string" ? `"${input}"` : JSON.stringify(input)
  return badInput(`Invalid value ${shown} for field "${context.path}". Valid values are: ${valid}`, "INVALID_ARGS_DATA")
}
