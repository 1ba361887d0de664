import { t } from "../i18n/fields/index.ts"
import { formatDay } from "../i18n/format.ts"
import { asText, byName, clearedTo, type FieldKind } from "./field-kind.ts"
import { readDay } from "./parse-date.ts"

const cleared = clearedTo(null)

export const dateField: FieldKind = {
  show,
  text: show,
  copy: (value) => asText(value)?.slice(0, 10) ?? "",
  parse: (text, field) => {
    if (text.trim() === "") return cleared(field)
    const value = readDay(text)
    return value === null ? { problem: t().date } : { value }
  },
  cleared,
  order: byName,
}

function show(value: unknown): string | null {
  const day = asText(value)
  return day && formatDay(day)
}
