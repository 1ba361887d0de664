import { literal, sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, unquoteDefault, type FieldType } from "../field-type.ts"
import { arrayText, options, type ValueContext } from "../scalar.ts"
import { optionValues, parseOption } from "./select.ts"

/** Any number of the field's options, in the order given. */
export const multiSelectType: FieldType = {
  ...base,
  name: "MULTI_SELECT",
  scalar: () => options,
  columnType: () => "text[]",
  columnDefault(field) {
    if (!Array.isArray(field.defaultValue)) return null
    return sql`${literal(arrayText(field.defaultValue.map((each) => String(unquoteDefault(each)))))}::text[]`
  },
  columnCheck: (field, column) => sql`${column} <@ ${literal(arrayText(optionValues(field)))}::text[]`,
  parse(input, context) {
    if (input === null) return null
    const items = typeof input === "string" ? [input] : input
    if (!Array.isArray(items)) throw invalid(items, context)
    if (items.length === 0) return null
    for (const item of items) if (!optionValues(context.field).includes(item as string)) throw invalid(items, context)
    return [...new Set(items.map((item) => parseOption(item, context)))]
  },
  control: "multi-select",
}

function invalid(input: unknown, context: ValueContext) {
  const shown = Array.isArray(input) ? `[ ${input.map((each) => `'${String(each)}'`).join(", ")} ]` : String(input)
  return badInput(`Invalid value ${shown} for multi select field "${context.path}"`, "INVALID_ARGS_DATA")
}
