import type { FieldModel } from "../model/workspace-model.ts"
import { asText, byName, clearedTo, excerpt, pattern, type FieldKind } from "./field-kind.ts"

const cleared = clearedTo("")

export const textField: FieldKind = {
  show: (value) => {
    const text = asText(value)
    // Isolated: letters that turn the direction turn nothing outside of it.
    return text && <bdi>{excerpt(text)}</bdi>
  },
  text: (value) => asText(value),
  copy: (value) => asText(value) ?? "",
  parse: (text, field) => {
    const value = (hasLines(field) ? text : text.replace(/\s*\n\s*/g, " ")).trim()
    return value === "" ? cleared(field) : { value }
  },
  cleared,
  order: byName,
  contains: ({ name }, text) => ({ [name]: { ilike: pattern(text) } }),
}

/** Does it take texts of several lines? */
export const hasLines = ({ settings }: FieldModel): boolean => Number(settings.displayedMaxRows ?? 1) > 1
