import { t } from "../../i18n/views/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { Listbox } from "../../ui/listbox.tsx"

/** Fields to choose one from. */
export function FieldList({ fields, onChoose }: { fields: readonly FieldModel[]; onChoose(field: FieldModel): void }) {
  const words = t()
  return (
    <Listbox
      label={words.findField}
      choices={fields.map(({ id, label }) => ({ id, text: label }))}
      chosen={new Set()}
      nothing={words.noField}
      onChoose={({ id }) => onChoose(fields.find((field) => field.id === id)!)}
    />
  )
}
