/** P-77: what a field is called, what it holds, and how that looks. */
import { useState } from "preact/hooks"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { Field } from "../../../ui/field.tsx"
import { Form, useProblems, type Problems } from "../../../ui/form.tsx"
import { Select } from "../../../ui/select.tsx"
import { Switch } from "../../../ui/switch.tsx"
import { TextArea } from "../../../ui/text-area.tsx"
import { draftProblems, nameOf, type FieldDraft } from "./field-draft.ts"
import { FieldPreview } from "./field-preview.tsx"
import { canBeAskedFor, canBeFilled, canBeUnique } from "./field-types.ts"
import { objectsOf, type Model, type ModelField, type ModelObject } from "./model.ts"
import { OptionsEditor } from "./options-editor.tsx"

interface FieldFormProps {
  start: FieldDraft
  model: Model
  object: ModelObject
  /** undefined for a new one */
  field?: ModelField
  /** @returns what went wrong */
  onSave(draft: FieldDraft): Promise<string | undefined>
}

/** What the parts of the form share. */
interface PartProps {
  draft: FieldDraft
  problems: Problems
  change(update: Partial<FieldDraft>): void
}

export function FieldForm({ start, model, object, field, onSave }: FieldFormProps) {
  const { fieldForm } = modelSentences()
  const { app } = t()
  const [draft, setDraft] = useState(start)
  const [isBusy, setBusy] = useState(false)
  const [said, setSaid] = useState<string>()
  const taken = object.fieldsList.filter((each) => each.id !== field?.id).map(({ name }) => name)
  const { root, problems, check } = useProblems(() => draftProblems(draft, taken, !field))
  const change = (update: Partial<FieldDraft>) => setDraft((before) => ({ ...before, ...update }))
  const save = async () => {
    if (!check()) return
    setBusy(true)
    setSaid(await onSave(draft))
    setBusy(false)
  }
  const part = { draft, problems, change }
  const target = objectsOf(model).find(({ id }) => id === draft.relation.targetId)
  const isRelation = draft.type === "RELATION" || draft.type === "MORPH_RELATION"
  return (
    <div ref={root}>
      <Form onSubmit={() => void save()}>
        {(!field || !isRelation) && <FieldPreview draft={draft} target={target?.labelSingular} />}
        <Field
          label={fieldForm.label}
          value={draft.label}
          onValue={(label) => change({ label })}
          error={problems.label}
        />
        <TextArea
          label={fieldForm.description}
          rows={2}
          value={draft.description}
          onValue={(description) => change({ description })}
        />
        {!field && isRelation && <RelationPart {...part} model={model} object={object} />}
        <Contents {...part} siblings={object.fieldsList.filter((each) => each.id !== field?.id)} />
        {canBeFilled.has(draft.type) && (!field || field.isCustom) && (
          <Switch
            label={fieldForm.filled}
            hint={fieldForm.filledHint}
            isOn={draft.isFilled}
            onChange={(isFilled) => change({ isFilled })}
          />
        )}
        {canBeUnique.has(draft.type) && (
          <Switch
            label={fieldForm.unique}
            hint={fieldForm.uniqueHint}
            isOn={draft.isUnique}
            onChange={(isUnique) => change({ isUnique })}
          />
        )}
        {!field && <Switch label={fieldForm.shown} isOn={draft.isShown} onChange={(isShown) => change({ isShown })} />}
        {(!field || field.isCustom) && (
          <details open={Boolean(problems.name)}>
            <summary>{fieldForm.advanced}</summary>
            <Field
              label={fieldForm.name}
              value={nameOf(draft)}
              onValue={(name) => change({ name })}
              error={problems.name}
            />
          </details>
        )}
        <p class="error" role="alert">
          {said}
        </p>
        <footer>
          <Button type="submit" kind="primary" busy={isBusy}>
            {field ? app.save : app.create}
          </Button>
          <a class="button plain" href={`/settings/objects/${object.namePlural}`}>
            {app.cancel}
          </a>
        </footer>
      </Form>
    </div>
  )
}

/** What there is to say of a type beyond its name. */
function Contents({ siblings, ...part }: PartProps & { siblings: readonly ModelField[] }) {
  const { draft, problems, change } = part
  const { fieldForm } = modelSentences()
  switch (draft.type) {
    case "SELECT":
    case "MULTI_SELECT":
      return (
        <>
          <OptionsEditor
            options={draft.options}
            error={problems.options}
            askable={draft.type === "SELECT" ? siblings.filter(canBeAskedFor) : []}
            onOptions={(options) => change({ options })}
          />
          {draft.type === "SELECT" && (
            <DefaultChoice
              {...part}
              choices={draft.options
                .filter(({ label }) => label.trim())
                .map(({ id, isNew, value, label }) => ({ value: isNew ? id : value, label }))}
            />
          )}
        </>
      )
    case "NUMBER":
      return <NumberPart {...part} />
    case "BOOLEAN": {
      const { yes, no } = t().values
      return (
        <DefaultChoice
          {...part}
          choices={[
            { value: "true", label: yes },
            { value: "false", label: no },
          ]}
        />
      )
    }
    case "DATE":
    case "DATE_TIME":
      return (
        <DefaultChoice
          {...part}
          choices={[{ value: "now", label: draft.type === "DATE" ? fieldForm.today : fieldForm.now }]}
        />
      )
    case "TEXT":
      return (
        <Field
          label={fieldForm.default}
          value={draft.defaultValue}
          onValue={(defaultValue) => change({ defaultValue })}
        />
      )
    case "CURRENCY":
      return (
        <Select
          label={fieldForm.currency}
          value={draft.currency}
          choices={[{ value: "", label: t().app.none }, ...currencies()]}
          onValue={(currency) => change({ currency })}
        />
      )
    case "FILES":
      return (
        <Select
          label={fieldForm.maxFiles}
          value={draft.maxFiles}
          choices={[1, 3, 5, 10, 20, 60].map((n) => ({ value: String(n), label: String(n) }))}
          onValue={(maxFiles) => change({ maxFiles })}
        />
      )
    default:
      return null
  }
}

function DefaultChoice({
  draft,
  problems,
  change,
  choices,
}: PartProps & { choices: readonly { value: string; label: string }[] }) {
  return (
    <Select
      label={modelSentences().fieldForm.default}
      value={draft.defaultValue}
      error={problems.defaultValue}
      choices={[{ value: "", label: t().app.none }, ...choices]}
      onValue={(defaultValue) => change({ defaultValue })}
    />
  )
}

function NumberPart({ draft, problems, change }: PartProps) {
  const { fieldForm } = modelSentences()
  return (
    <>
      <div class="pair">
        <Select
          label={fieldForm.decimals}
          value={draft.decimals}
          choices={[
            { value: "", label: fieldForm.asMany },
            ...[0, 1, 2, 3, 4, 5, 6].map((n) => ({ value: String(n), label: String(n) })),
          ]}
          onValue={(decimals) => change({ decimals })}
        />
        <Field
          label={fieldForm.default}
          inputMode="numeric"
          value={draft.defaultValue}
          onValue={(defaultValue) => change({ defaultValue })}
          error={problems.defaultValue}
        />
      </div>
      <Switch
        label={fieldForm.percent}
        hint={fieldForm.percentHint}
        isOn={draft.isPercent}
        onChange={(isPercent) => change({ isPercent })}
      />
    </>
  )
}

const currencies = () => {
  const names = new Intl.DisplayNames(undefined, { type: "currency" })
  return Intl.supportedValuesOf("currency").map((code) => ({ value: code, label: `${code} – ${names.of(code)}` }))
}

/** What it leads to, how many of them, and what the other side is called. */
function RelationPart({ draft, problems, change, model, object }: PartProps & { model: Model; object: ModelObject }) {
  const { fieldForm } = modelSentences()
  const { relation } = draft
  const targets = objectsOf(model).filter(({ isActive }) => isActive)
  const target = targets.find(({ id }) => id === relation.targetId)
  const set = (update: Partial<FieldDraft["relation"]>) => change({ relation: { ...relation, ...update } })
  const many = target?.labelPlural ?? "…"
  const one = target?.labelSingular ?? "…"
  return (
    <>
      <div class="pair">
        <Select
          label={fieldForm.target}
          value={relation.targetId}
          error={problems.target}
          choices={[
            { value: "", label: fieldForm.choose, disabled: true },
            ...targets.map(({ id, labelPlural }) => ({ value: id, label: labelPlural })),
          ]}
          onValue={(targetId) => set({ targetId })}
        />
        <Select
          label={fieldForm.cardinality}
          value={relation.kind}
          choices={[
            { value: "MANY_TO_ONE", label: fieldForm.manyToOne(object.labelSingular, one) },
            { value: "ONE_TO_MANY", label: fieldForm.oneToMany(object.labelSingular, many) },
            { value: "MANY_TO_MANY", label: fieldForm.manyToMany(object.labelPlural, many) },
          ]}
          onValue={(kind) => set({ kind: kind as typeof relation.kind })}
        />
      </div>
      <Field
        label={fieldForm.targetLabel}
        hint={fieldForm.targetLabelHint(many)}
        value={relation.label}
        onValue={(label) => set({ label })}
        error={problems.targetLabel}
      />
    </>
  )
}
