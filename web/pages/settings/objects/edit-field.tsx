/** P-77: a field that is there. */
import { useState } from "preact/hooks"
import { useLocation, useRoute } from "preact-iso"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { sentences } from "../../../i18n/settings/index.ts"
import { NotFound } from "../../../shell/problems.tsx"
import { say } from "../../../shell/toasts.tsx"
import { reloadWorkspace } from "../../../shell/workspace.ts"
import { Button } from "../../../ui/button.tsx"
import { part } from "../../../ui/part.ts"
import { Section } from "../../../ui/section.tsx"
import { changeOrSay, changeOrTell } from "../answered.ts"
import { Loaded, SettingsPage } from "../parts.tsx"
import { draftOf, finishedOptions, updateOf, type FieldDraft } from "./field-draft.ts"
import { FieldForm } from "./field-form.tsx"
import { countOption, objectNamed, useModel, type ModelField, type ModelObject } from "./model.ts"
import type { Doomed } from "./replace-options.tsx"

const updateField = `mutation ($id: UUID!, $update: UpdateFieldInput!) {
  updateOneField(input: { id: $id, update: $update }) { id }
}`

export default function FieldPage() {
  const { plural, name } = useRoute().params
  const answer = useModel()
  const { types } = modelSentences()
  const object = answer.data && objectNamed(answer.data, plural)
  const field = object?.fieldsList.find((each) => each.name === name)
  if (answer.data && !field) return <NotFound />
  const done = async () => {
    await Promise.all([answer.reload(), reloadWorkspace()])
  }
  return (
    <SettingsPage
      title={field?.label ?? ""}
      parent={{ href: `/settings/objects/${plural}`, label: object?.labelPlural ?? "" }}
    >
      <Loaded of={answer}>
        {(model) => (
          <>
            <Section title={types[field!.type]?.label ?? field!.type}>
              <Editor key={JSON.stringify(field)} model={model} object={object!} field={field!} onChanged={done} />
            </Section>
            <End object={object!} field={field!} onChanged={done} />
          </>
        )}
      </Loaded>
    </SettingsPage>
  )
}

interface EditorProps {
  model: Parameters<typeof FieldForm>[0]["model"]
  object: ModelObject
  field: ModelField
  onChanged(): Promise<void>
}

interface Question {
  doomed: readonly Doomed[]
  draft: FieldDraft
}

const replacing = part(() => import("./replace-options.tsx"))

/** Options that records have do not go before it is said what these get instead. */
function Editor({ model, object, field, onChanged }: EditorProps) {
  const { route } = useLocation()
  const [question, setQuestion] = useState<Question | null>(null)
  const Replacement = replacing.use(question ? "now" : undefined)?.ReplaceOptions
  const save = async (draft: FieldDraft, optionReplacements: Record<string, string> | null = null) => {
    const update: Record<string, unknown> = {
      ...updateOf(draft, field),
      ...(optionReplacements && { optionReplacements }),
    }
    const problem = await changeOrTell(updateField, { id: field.id, update })
    if (problem) return problem
    say({ kind: "success", text: sentences().frame.saved })
    setQuestion(null)
    const name = update.name as string | undefined
    await onChanged()
    if (name && name !== field.name) route(`/settings/objects/${object.namePlural}/fields/${name}`, true)
    return undefined
  }
  const ask = async (draft: FieldDraft) => {
    const doomed = await optionsInUse(object, field, draft)
    if (doomed.length === 0) return save(draft)
    setQuestion({ doomed, draft })
    return undefined
  }
  return (
    <>
      <FieldForm start={draftOf(field)} model={model} object={object} field={field} onSave={ask} />
      {question && Replacement && (
        <Replacement
          doomed={question.doomed}
          left={finishedOptions(question.draft.options)}
          onReplace={(replacements) => save(question.draft, replacements)}
          onClose={() => setQuestion(null)}
        />
      )}
    </>
  )
}

async function optionsInUse(object: ModelObject, field: ModelField, draft: FieldDraft): Promise<Doomed[]> {
  if (field.type !== "SELECT" && field.type !== "MULTI_SELECT") return []
  const gone = (field.options ?? []).filter(({ id }) => draft.options.every((option) => option.id !== id))
  const counted = await Promise.all(
    gone.map(async ({ value, label }) => ({ value, label, count: await countOption(object, field, value) })),
  )
  return counted.filter(({ count }) => count !== 0)
}

/** Few come for that. */
const deletion = part(() => import("./delete-field.tsx"))

/** Deactivating keeps what is in it; deleting, which is for custom fields alone, comes after it. */
function End({ object, field, onChanged }: Omit<EditorProps, "model">) {
  const { field: sentence, object: ofObject } = modelSentences()
  const [isAsked, setAsked] = useState(false)
  const Deletion = deletion.use(isAsked ? "now" : undefined)?.DeleteField
  const turn = async (isActive: boolean) => {
    if (await changeOrSay(updateField, { id: field.id, update: { isActive } })) await onChanged()
  }
  return (
    <Section
      title={field.isActive ? sentence.deactivate : sentence.isInactive}
      text={field.isActive ? sentence.deactivateText : field.isCustom ? sentence.inactiveCustom : undefined}
      isDangerous
      action={
        <div class="actions">
          <Button onClick={() => void turn(!field.isActive)}>
            {field.isActive ? sentence.deactivate : ofObject.activate}
          </Button>
          {!field.isActive && field.isCustom && (
            <Button kind="danger" onClick={() => setAsked(true)}>
              {sentence.delete}
            </Button>
          )}
        </div>
      }
    >
      {isAsked && Deletion && <Deletion object={object} field={field} onClose={() => setAsked(false)} />}
    </Section>
  )
}
