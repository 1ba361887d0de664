/** P-77: a new field: first its type, then the rest of it. */
import { useLocation, useRoute } from "preact-iso"
import type { FieldTypeName } from "../../../../src/metadata/schema.ts"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { NotFound } from "../../../shell/problems.tsx"
import { say } from "../../../shell/toasts.tsx"
import { reloadWorkspace, workspace } from "../../../shell/workspace.ts"
import { sentenceOf } from "../../../ui/problem.ts"
import { Section } from "../../../ui/section.tsx"
import { change, changeOrSay } from "../answered.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { emptyDraft, inputOf, type FieldDraft } from "./field-draft.ts"
import { FieldForm } from "./field-form.tsx"
import { families } from "./field-types.ts"
import { objectNamed, useModel, type ModelObject } from "./model.ts"
import { TypePicker } from "./type-picker.tsx"

export default function NewFieldPage() {
  const plural = useRoute().params.plural
  const { query, route } = useLocation()
  const answer = useModel()
  const { object: sentence, types, picker } = modelSentences()
  const object = answer.data && objectNamed(answer.data, plural)
  if (answer.data && !object) return <NotFound />
  const type = Object.values(families)
    .flat()
    .find((each) => each === query.type)
  const own = `/settings/objects/${plural}/fields/new`
  return (
    <SettingsPage
      title={sentence.newField}
      parent={{ href: `/settings/objects/${plural}`, label: object?.labelPlural ?? "" }}
    >
      {type ? (
        <Section title={types[type]?.label ?? type} text={types[type]?.text} action={<a href={own}>{picker.other}</a>}>
          <Loaded of={answer}>
            {(model) => (
              <FieldForm
                start={emptyDraft(type)}
                model={model}
                object={object!}
                onSave={(draft) => create(object!, draft, () => route(`/settings/objects/${plural}`))}
              />
            )}
          </Loaded>
        </Section>
      ) : (
        <Section title={picker.title} text={picker.text}>
          <TypePicker href={(each: FieldTypeName) => `${own}?type=${each}`} />
        </Section>
      )}
    </SettingsPage>
  )
}

async function create(object: ModelObject, draft: FieldDraft, onDone: () => void): Promise<string | undefined> {
  const { data, error } = await change<{ createOneField: { id: string } }>(
    `mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id } }`,
    { field: inputOf(draft, object.id) },
  )
  if (error) return sentenceOf(error)
  say({ kind: "success", text: modelSentences().fieldForm.created(draft.label) })
  await reloadWorkspace()
  if (!draft.isShown) await hideInTable(object, data.createOneField.id)
  onDone()
  return undefined
}

/** A new field is the last column of the view that everybody begins with, unless it is not wanted there. */
async function hideInTable(object: ModelObject, fieldId: string): Promise<void> {
  const view = workspace.value?.byId.get(object.id)?.views.find(({ key }) => key === "INDEX")
  const column = view?.columns.find(({ field }) => field.id === fieldId)
  if (!column) return
  await changeOrSay(`mutation ($input: UpdateViewFieldInput!) { updateViewField(input: $input) { id } }`, {
    input: { id: column.id, update: { isVisible: false } },
  })
  await reloadWorkspace()
}
