import { formatDecimal } from "../i18n/format.ts"
import { t } from "../i18n/fields/index.ts"
import { byName, type FieldKind } from "./field-kind.ts"
import { readDecimal } from "./parse-number.ts"

export const numericField: FieldKind = {
  show,
  text: show,
  copy: (value) => (value === null || value === undefined ? "" : String(value)),
  parse: (text) => {
    if (text.trim() === "") return { value: null }
    const value = readDecimal(text)
    return value === null ? { problem: t().number } : { value }
  },
  cleared: () => ({ value: null }),
  order: byName,
  align: "end",
}

/** It comes as text, because it has more digits than a number can keep. */
function show(value: unknown): string | null {
  if (typeof value === "number") return formatDecimal(String(value))
  return typeof value === "string" && value !== "" ? formatDecimal(value) : null
}
