import { useLocation } from "preact-iso"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { reloadWorkspace } from "../../../shell/workspace.ts"
import { changeOrTell } from "../answered.ts"
import { DeleteDialog } from "./delete-dialog.tsx"
import { dependantsOfField } from "./dependants.ts"
import type { ModelField, ModelObject } from "./model.ts"

interface DeleteFieldProps {
  object: ModelObject
  field: ModelField
  onClose(): void
}

/** Says what hangs on the field, and leads back to its object once it is gone. */
export function DeleteField({ object, field, onClose }: DeleteFieldProps) {
  const { route } = useLocation()
  const { field: sentence } = modelSentences()
  const remove = async () => {
    const problem = await changeOrTell(`mutation ($id: UUID!) { deleteOneField(input: { id: $id }) { id } }`, {
      id: field.id,
    })
    if (problem) return problem
    route(`/settings/objects/${object.namePlural}`, true)
    await reloadWorkspace()
    return undefined
  }
  return (
    <DeleteDialog
      title={sentence.deleteTitle(field.label)}
      text={sentence.deleteText}
      name={field.label}
      dependants={() => dependantsOfField(object, field)}
      onDelete={remove}
      onClose={onClose}
    />
  )
}
