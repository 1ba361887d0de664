import { literal, sql } from "../../db/sql.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { arrayText, textList } from "../scalar.ts"
import { storableText } from "./text.ts"

/** A list of texts. */
export const arrayType: FieldType = {
  ...base,
  name: "ARRAY",
  scalar: () => textList,
  columnType: () => "text[]",
  columnDefault(field) {
    if (!Array.isArray(field.defaultValue)) return null
    return sql`${literal(arrayText(field.defaultValue.map(String)))}::text[]`
  },
  parse(input, context) {
    if (input === null) return null
    const items = typeof input === "string" ? [input] : input
    if (!Array.isArray(items) || !items.every((item) => typeof item === "string")) {
      throw invalidValue(context, "array", input)
    }
    return items.length === 0 ? null : items.map(storableText)
  },
  searchText: (column) => sql`coalesce(array_to_string(${column}, ' '), '')`,
  control: "list",
}
