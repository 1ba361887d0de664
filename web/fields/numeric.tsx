import { formatDecimal } from "../i18n/format.ts"
import { t } from "../i18n/fields/index.ts"
import { byName, clearedTo, type FieldKind } from "./field-kind.ts"
import { readDecimal } from "./parse-number.ts"

/** Digits of a number; more is somebody's mistake. */
const most = 1000
const cleared = clearedTo(null)

export const numericField: FieldKind = {
  show,
  text: show,
  copy: (value) => (value === null || value === undefined ? "" : String(value)),
  parse: (text, field) => {
    if (text.trim() === "") return cleared(field)
    if (text.length > most) return { problem: t().tooManyDigits(most) }
    const value = readDecimal(text)
    return value === null ? { problem: t().number } : { value }
  },
  cleared,
  order: byName,
  align: "end",
}

/** It comes as text, because it has more digits than a number can keep. */
function show(value: unknown): string | null {
  if (typeof value === "number") return formatDecimal(String(value))
  return typeof value === "string" && value !== "" ? formatDecimal(value) : null
}
