import { formatDecimal } from "../i18n/format.ts"
import { byName, type FieldKind } from "./field-kind.ts"

export const numericField: FieldKind = { show, text: show, order: byName, align: "end" }

/** It comes as text, because it has more digits than a number can keep. */
function show(value: unknown): string | null {
  if (typeof value === "number") return formatDecimal(String(value))
  return typeof value === "string" && value !== "" ? formatDecimal(value) : null
}
