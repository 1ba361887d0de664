import { base, invalidValue, jsonDefault, type FieldType } from "../field-type.ts"
import { json } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { jsonOrText } from "./composite.ts"
import { storableText } from "./text.ts"

/** Any JSON object or list; text is read as JSON. */
export const rawJsonType: FieldType = {
  ...base,
  name: "RAW_JSON",
  scalar: () => json,
  columnType: () => "jsonb",
  columnDefault: (field) => (field.defaultValue === null ? null : jsonDefault(field.defaultValue)),
  parse(input, context) {
    const value = typeof input === "string" && input !== "" ? jsonOrText(input) : input
    if (value === null || value === "") return null
    if (typeof value !== "object") throw invalidValue(context, "object", input)
    return Object.keys(value).length === 0 ? null : storableJson(value as Json)
  },
  control: "json",
}

/** Texts and keys inside the value must be storable too; nearly always they are, and the value is passed on. */
export function storableJson(value: Json): Json {
  const text = JSON.stringify(value)
  if (!/\\u(0000|d[89a-f])/i.test(text)) return value
  return JSON.parse(text, (_key, part: unknown) => {
    if (typeof part === "string") return storableText(part)
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [storableText(key), each]))
  })
}
