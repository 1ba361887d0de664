import { t as fieldWords } from "../i18n/fields/index.ts"
import { t } from "../i18n/messages.ts"
import { Tag } from "../ui/tag.tsx"
import type { FieldModel } from "../model/workspace-model.ts"
import { asText, byName, clearedTo, type FieldKind } from "./field-kind.ts"

const cleared = clearedTo(null)

export const selectField: FieldKind = {
  show: (value, field) => asText(value) && <OptionTag value={String(value)} field={field} />,
  text: (value, field) => asText(value) && optionLabel(String(value), field),
  parse: (text, field) => {
    if (text.trim() === "") return cleared(field)
    const value = optionNamed(text, field)
    return value === undefined ? { problem: fieldWords().notAnOption } : { value }
  },
  cleared,
  order: byName,
}

/** An option that is gone since shows by its value, struck through. */
export function OptionTag({ value, field }: { value: string; field: FieldModel }) {
  const option = field.options.find((each) => each.value === value)
  return option ? (
    <Tag color={option.color}>{option.label}</Tag>
  ) : (
    <Tag color="grey" isArchived>
      {optionLabel(value, field)}
    </Tag>
  )
}

export function optionLabel(value: string, { options }: FieldModel): string {
  return options.find((each) => each.value === value)?.label ?? t().values.removedOption(value)
}

/** Its value, by label or value, whatever the capitals. */
export function optionNamed(text: string, { options }: FieldModel): string | undefined {
  const wanted = text.trim().toLowerCase()
  return options.find(({ label, value }) => [label, value].some((each) => each.toLowerCase() === wanted))?.value
}
