import { describeInstant, formatInstant, formatRelative } from "../i18n/format.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { asText, byName, type FieldKind } from "./field-kind.ts"

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
  order: byName,
}

const isRelative = ({ settings }: FieldModel) => settings.displayFormat === "RELATIVE"
