import { t } from "../i18n/fields/index.ts"
import { Listbox } from "../ui/listbox.tsx"
import { Tag } from "../ui/tag.tsx"
import type { EditorProps, FieldEditorKind } from "./editor.ts"

function SelectEditor({ field, value, typed, onDone }: EditorProps) {
  const choices = field.options.map((option) => ({
    id: option.value,
    text: option.label,
    shown: <Tag color={option.color}>{option.label}</Tag>,
  }))
  return (
    <Listbox
      label={field.label}
      choices={choices}
      chosen={new Set(typeof value === "string" ? [value] : [])}
      typed={typed}
      nothing={t().noOption}
      onChoose={({ id }) => onDone({ value: id }, "stay")}
      {...(field.isNullable && { onClear: () => onDone({ value: null }, "stay") })}
    />
  )
}

export const selectEditor: FieldEditorKind = { Editor: SelectEditor, shape: "panel" }
