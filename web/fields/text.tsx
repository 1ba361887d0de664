import { asText, byName, excerpt, pattern, type FieldKind } from "./field-kind.ts"

export const textField: FieldKind = {
  show: (value) => {
    const text = asText(value)
    // Isolated: letters that turn the direction turn nothing outside of it.
    return text && <bdi>{excerpt(text)}</bdi>
  },
  text: (value) => asText(value),
  copy: (value) => asText(value) ?? "",
  parse: (text) => ({ value: text.replace(/\s*\n\s*/g, " ").trim() }),
  cleared: () => ({ value: "" }),
  order: byName,
  contains: ({ name }, text) => ({ [name]: { ilike: pattern(text) } }),
}
