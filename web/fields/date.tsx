import { formatDay } from "../i18n/format.ts"
import { asText, byName, type FieldKind } from "./field-kind.ts"

export const dateField: FieldKind = { show, text: show, order: byName }

function show(value: unknown): string | null {
  const day = asText(value)
  return day && formatDay(day)
}
