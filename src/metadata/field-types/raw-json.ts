import { base, invalidValue, jsonDefault, type FieldType } from "../field-type.ts"
import { json } from "../scalar.ts"
import type { Json } from "../schema.ts"

/** Any JSON object or list; text is read as JSON. */
export const rawJsonType: FieldType = {
  ...base,
  name: "RAW_JSON",
  scalar: () => json,
  columnType: () => "jsonb",
  columnDefault: (field) => (field.defaultValue === null ? null : jsonDefault(field.defaultValue)),
  parse(input, context) {
    const value = typeof input === "string" && input !== "" ? parseJson(input) : input
    if (value === null || value === "") return null
    if (typeof value !== "object") throw invalidValue(context, "object", input)
    return Object.keys(value).length === 0 ? null : (value as Json)
  },
  control: "json",
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
