import { t } from "../i18n/fields/index.ts"
import { describeInstant, formatInstant, formatRelative } from "../i18n/format.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { asText, byName, clearedTo, type FieldKind } from "./field-kind.ts"
import { readInstant } from "./parse-time.ts"

const cleared = clearedTo(null)

export const dateTimeField: FieldKind = {
  show: (value, field) => {
    const instant = asText(value)
    return (
      instant && <time dateTime={instant}>{isRelative(field) ? formatRelative(instant) : formatInstant(instant)}</time>
    )
  },
  text: (value) => {
    const instant = asText(value)
    return instant && describeInstant(instant)
  },
  copy: (value) => asText(value) ?? "",
  parse: (text, field) => {
    if (text.trim() === "") return cleared(field)
    const value = readInstant(text)
    return value === null ? { problem: t().date } : { value }
  },
  cleared,
  order: byName,
}

const isRelative = ({ settings }: FieldModel) => settings.displayFormat === "RELATIVE"
