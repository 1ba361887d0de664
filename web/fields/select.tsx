import { t as fieldWords } from "../i18n/fields/index.ts"
import { t } from "../i18n/messages.ts"
import { Tag } from "../ui/tag.tsx"
import { asText, byName, type FieldKind } from "./field-kind.ts"
import type { FieldModel } from "../model/workspace-model.ts"

export const selectField: FieldKind = {
  show: (value, field) => asText(value) && <OptionTag value={String(value)} field={field} />,
  text: (value, field) => asText(value) && optionLabel(String(value), field),
  parse: (text, { options }) => {
    const wanted = text.trim().toLowerCase()
    if (wanted === "") return { value: null }
    const option = options.find(({ label, value }) => [label, value].some((each) => each.toLowerCase() === wanted))
    return option ? { value: option.value } : { problem: fieldWords().notAnOption }
  },
  cleared: ({ isNullable, label }) => (isNullable ? { value: null } : { problem: fieldWords().needed(label) }),
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
