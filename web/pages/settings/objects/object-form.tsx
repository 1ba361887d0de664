/** What an object is called, for people and for the APIs. */
import { nameFromLabel } from "../../../model/label-names.ts"
import { useState } from "preact/hooks"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form, useForm } from "../../../ui/form.tsx"
import { IconPicker } from "../../../ui/icon-picker.tsx"
import { TextArea } from "../../../ui/text-area.tsx"
import { needed } from "../../entry/rules.ts"
import { nameProblem } from "./names.ts"

export interface ObjectValues extends Record<string, string> {
  labelSingular: string
  labelPlural: string
  nameSingular: string
  namePlural: string
  description: string
  icon: string
}

interface ObjectFormProps {
  start: ObjectValues
  action: string
  /** names of the APIs that other objects have */
  taken: readonly string[]
  /** standard objects are called the same in every workspace */
  hasFixedNames?: boolean
  /** @returns what went wrong */
  onSave(values: ObjectValues): Promise<string | undefined>
}

export function ObjectForm({ start, action, taken, hasFixedNames = false, onSave }: ObjectFormProps) {
  const { objectForm } = modelSentences()
  const { app } = t()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const form = useForm<ObjectValues>(start, (typed) => rules(named(typed), taken))
  const { typed } = form
  const save = async () => {
    if (!form.check()) return
    setBusy(true)
    const said = await onSave(named(typed))
    setBusy(false)
    setProblem(said)
  }
  return (
    <div ref={form.root}>
      <Form onSubmit={() => void save()}>
        <div class="pair">
          <Field label={objectForm.singular} hint={objectForm.singularHint} {...form.field("labelSingular")} />
          <Field label={objectForm.plural} hint={objectForm.pluralHint} {...form.field("labelPlural")} />
        </div>
        <IconPicker label={objectForm.icon} {...form.field("icon")} />
        <TextArea label={objectForm.description} rows={2} {...form.field("description")} />
        {!hasFixedNames && (
          <details open={Boolean(form.problems.nameSingular ?? form.problems.namePlural)}>
            <summary>{objectForm.advanced}</summary>
            <div class="pair">
              <Field
                label={objectForm.nameSingular}
                {...form.field("nameSingular")}
                value={named(typed).nameSingular}
              />
              <Field label={objectForm.namePlural} {...form.field("namePlural")} value={named(typed).namePlural} />
            </div>
          </details>
        )}
        <p class="error" role="alert">
          {problem}
        </p>
        <footer>
          <Button type="submit" kind="primary" busy={isBusy}>
            {action}
          </Button>
          <a class="button plain" href="/settings/objects">
            {app.cancel}
          </a>
        </footer>
      </Form>
    </div>
  )
}

/** Names follow the labels until somebody types their own. */
function named(typed: ObjectValues): ObjectValues {
  return {
    ...typed,
    nameSingular: typed.nameSingular || nameFromLabel(typed.labelSingular),
    namePlural: typed.namePlural || nameFromLabel(typed.labelPlural),
  }
}

function rules({ labelSingular, labelPlural, nameSingular, namePlural }: ObjectValues, taken: readonly string[]) {
  const { objectForm, names } = modelSentences()
  const isSame = labelSingular.trim().toLowerCase() === labelPlural.trim().toLowerCase()
  return {
    labelSingular: needed(objectForm.singular, labelSingular),
    labelPlural: needed(objectForm.plural, labelPlural) ?? (isSame ? names.samePlural : undefined),
    nameSingular: labelSingular.trim() ? nameProblem(nameSingular, taken) : undefined,
    namePlural: labelPlural.trim() ? nameProblem(namePlural, [...taken, nameSingular]) : undefined,
  }
}
