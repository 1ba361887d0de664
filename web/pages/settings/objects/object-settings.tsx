/** What an object is called, what names its records, and its end. */
import { useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { t } from "../../../i18n/messages.ts"
import { say } from "../../../shell/toasts.tsx"
import { reloadWorkspace } from "../../../shell/workspace.ts"
import { Button } from "../../../ui/button.tsx"
import { Section } from "../../../ui/section.tsx"
import { Select } from "../../../ui/select.tsx"
import { Switch } from "../../../ui/switch.tsx"
import { changeOrSay, changeOrTell } from "../answered.ts"
import { DeleteDialog } from "./delete-dialog.tsx"
import { dependantsOfObject } from "./dependants.ts"
import { recordsOf, type Model, type ModelObject } from "./model.ts"
import { ObjectForm, type ObjectValues } from "./object-form.tsx"

interface ObjectSettingsProps {
  model: Model
  object: ModelObject
  onChanged(): Promise<void>
}

const updateObject = `mutation ($id: UUID!, $update: UpdateObjectPayload!) {
  updateOneObject(input: { id: $id, update: $update }) { id }
}`

export function ObjectSettings({ model, object, onChanged }: ObjectSettingsProps) {
  const { route } = useLocation()
  const { object: sentence } = modelSentences()
  const done = () => Promise.all([onChanged(), reloadWorkspace()])
  const save = async ({ description, icon, nameSingular, namePlural, ...labels }: ObjectValues) => {
    const names = object.isCustom ? { nameSingular, namePlural } : {}
    const update = { ...labels, ...names, description: description || null, icon: icon || null }
    const problem = await changeOrTell(updateObject, { id: object.id, update })
    if (problem) return problem
    say({ kind: "success", text: sentences().frame.saved })
    await done()
    if (object.isCustom && namePlural !== object.namePlural) route(`/settings/objects/${namePlural}?tab=settings`, true)
    return undefined
  }
  const update = async (change: Record<string, unknown>) => {
    if (await changeOrSay(updateObject, { id: object.id, update: change })) await done()
  }
  const labels = object.fieldsList.filter(({ type, isActive }) => isActive && ["TEXT", "FULL_NAME"].includes(type))
  return (
    <>
      <Section title={sentence.names}>
        <ObjectForm
          start={{
            labelSingular: object.labelSingular,
            labelPlural: object.labelPlural,
            nameSingular: object.nameSingular,
            namePlural: object.namePlural,
            description: object.description ?? "",
            icon: object.icon ?? "",
          }}
          action={t().app.save}
          hasFixedNames={!object.isCustom}
          taken={model.objects.edges
            .filter(({ node }) => node.id !== object.id)
            .flatMap(({ node }) => [node.nameSingular, node.namePlural])}
          onSave={save}
        />
      </Section>
      <Section title={sentence.records}>
        <Select
          label={sentence.labelField}
          hint={sentence.labelFieldHint}
          value={object.labelIdentifierFieldMetadataId ?? ""}
          choices={labels.map(({ id, label }) => ({ value: id, label }))}
          onValue={(labelIdentifierFieldMetadataId) => void update({ labelIdentifierFieldMetadataId })}
        />
        <Switch
          label={sentence.searchable}
          isOn={object.isSearchable}
          onChange={(isSearchable) => void update({ isSearchable })}
        />
      </Section>
      <End model={model} object={object} onChanged={done} />
    </>
  )
}

/** Deactivating keeps everything; deleting, which is for custom objects alone, comes after it. */
function End({ model, object, onChanged }: Omit<ObjectSettingsProps, "onChanged"> & { onChanged(): Promise<unknown> }) {
  const { route } = useLocation()
  const { object: sentence } = modelSentences()
  const [isAsked, setAsked] = useState(false)
  const turn = async (isActive: boolean) => {
    if (await changeOrSay(updateObject, { id: object.id, update: { isActive } })) await onChanged()
  }
  const remove = async () => {
    const problem = await changeOrTell(`mutation ($id: UUID!) { deleteOneObject(input: { id: $id }) { id } }`, {
      id: object.id,
    })
    if (problem) return problem
    route("/settings/objects", true)
    await reloadWorkspace()
    return undefined
  }
  return (
    <Section
      title={object.isActive ? sentence.deactivate : sentence.isInactive}
      text={object.isActive ? sentence.deactivateText : object.isCustom ? sentence.inactiveCustom : undefined}
      isDangerous
      action={
        <div class="actions">
          <Button onClick={() => void turn(!object.isActive)}>
            {object.isActive ? sentence.deactivate : sentence.activate}
          </Button>
          {!object.isActive && object.isCustom && (
            <Button kind="danger" onClick={() => setAsked(true)}>
              {sentence.delete}
            </Button>
          )}
        </div>
      }
    >
      {isAsked && (
        <DeleteDialog
          title={sentence.deleteTitle(object.labelPlural)}
          text={sentence.deleteText(recordsOf(model, object))}
          name={object.labelPlural}
          dependants={() => dependantsOfObject(model, object)}
          onDelete={remove}
          onClose={() => setAsked(false)}
        />
      )}
    </Section>
  )
}
