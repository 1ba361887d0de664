/** Conditions that records have to meet: a field, a comparison, a value. */
import { Trash2 } from "lucide-preact"
import { roleSentences } from "../../../i18n/settings-roles/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button, IconButton } from "../../../ui/button.tsx"
import { Field } from "../../../ui/field.tsx"
import { Select } from "../../../ui/select.tsx"
import type { Person, RoleField, RoleObject } from "./role.ts"
import type { Rule, RuleSet } from "./role-draft.ts"
import { firstValue, me, newRule, operandsOf, valueKindOf, type Operand } from "./rule-terms.ts"

interface RuleEditorProps {
  title: string
  object: RoleObject
  people: readonly Person[]
  isFixed: boolean
  set: RuleSet
  onSet(set: RuleSet): void
}

export function RuleEditor({ title, object, people, isFixed, set, onSet }: RuleEditorProps) {
  const { rules: sentence } = roleSentences()
  const fields = object.fieldsList
    .filter((field) => field.isActive && !field.isSystem && operandsOf(field).length > 0)
    .toSorted((a, b) => a.label.localeCompare(b.label))
  const write = (rules: readonly Rule[]) => onSet({ ...set, rules })
  const change = (index: number, rule: Rule) => write(set.rules.map((each, i) => (i === index ? rule : each)))
  return (
    <fieldset class="rules">
      <legend>{title}</legend>
      {set.isForeign ? (
        <p class="empty-line">{sentence.foreign}</p>
      ) : (
        <>
          {set.rules.length === 0 && <p class="empty-line">{sentence.none}</p>}
          {set.rules.length > 1 && (
            <Select
              label={sentence.operator}
              value={set.operator}
              disabled={isFixed}
              choices={[
                { value: "AND", label: sentence.all },
                { value: "OR", label: sentence.any },
              ]}
              onValue={(operator) => onSet({ ...set, operator: operator as RuleSet["operator"] })}
            />
          )}
          {set.rules.map((rule, i) => (
            <RuleRow
              key={i}
              {...{ rule, fields, people, isFixed }}
              onRule={(next) => change(i, next)}
              onRemove={() => write(set.rules.filter((_, at) => at !== i))}
            />
          ))}
          {!isFixed && fields[0] && (
            <div class="actions">
              <Button onClick={() => write([...set.rules, newRule(fields[0]!)])}>{sentence.add}</Button>
            </div>
          )}
        </>
      )}
    </fieldset>
  )
}

interface RuleRowProps {
  rule: Rule
  fields: readonly RoleField[]
  people: readonly Person[]
  isFixed: boolean
  onRule(rule: Rule): void
  onRemove(): void
}

function RuleRow({ rule, fields, people, isFixed, onRule, onRemove }: RuleRowProps) {
  const { rules: sentence, operands } = roleSentences()
  const field = fields.find(({ id }) => id === rule.fieldId)
  return (
    <div class="rule">
      <Select
        label={sentence.field}
        isLabelHidden
        value={rule.fieldId}
        disabled={isFixed}
        choices={[
          ...(field ? [] : [{ value: rule.fieldId, label: sentence.gone }]),
          ...fields.map(({ id, label }) => ({ value: id, label })),
        ]}
        onValue={(id) => onRule(newRule(fields.find((each) => each.id === id)!))}
      />
      {field && (
        <>
          <Select
            label={sentence.operand}
            isLabelHidden
            value={rule.operand}
            disabled={isFixed}
            choices={operandsOf(field).map((operand) => ({ value: operand, label: operands[operand] }))}
            onValue={(operand) => onRule({ ...rule, operand, value: kept(field, rule, operand as Operand) })}
          />
          <RuleValue {...{ field, rule, people, isFixed, onRule }} />
        </>
      )}
      {!isFixed && <IconButton label={sentence.remove} icon={Trash2} onClick={onRemove} />}
    </div>
  )
}

/** What was given stays where the other comparison wants the same. */
function kept(field: RoleField, { operand: before, value }: Rule, operand: Operand): unknown {
  return valueKindOf(field, before) === valueKindOf(field, operand) ? value : firstValue(field, operand)
}

function RuleValue({
  field,
  rule,
  people,
  isFixed,
  onRule,
}: Omit<RuleRowProps, "fields" | "onRemove"> & { field: RoleField }) {
  const { rules: sentence } = roleSentences()
  const set = (value: unknown) => onRule({ ...rule, value })
  const common = { label: sentence.value, isLabelHidden: true, disabled: isFixed }
  const text = typeof rule.value === "string" || typeof rule.value === "number" ? String(rule.value) : ""
  switch (valueKindOf(field, rule.operand)) {
    case "none":
      return null
    case "member":
      return (
        <Select
          {...common}
          value={chosenMember(rule.value)}
          choices={[
            { value: "me", label: sentence.me },
            ...people.map(({ id, name, userEmail }) => ({
              value: id,
              label: `${name.firstName} ${name.lastName}`.trim() || userEmail,
            })),
          ]}
          onValue={(id) => set(id === "me" ? me : { isCurrentWorkspaceMemberSelected: false, selectedRecordIds: [id] })}
        />
      )
    case "option":
      return (
        <Select
          {...common}
          value={String(Array.isArray(rule.value) ? rule.value[0] : rule.value)}
          choices={(field.options ?? []).map(({ value, label }) => ({ value, label }))}
          onValue={(value) => set([value])}
        />
      )
    case "flag":
      return (
        <Select
          {...common}
          value={String(rule.value)}
          choices={[
            { value: "true", label: t().values.yes },
            { value: "false", label: t().values.no },
          ]}
          onValue={set}
        />
      )
    case "day":
      return (
        <input
          type="date"
          aria-label={sentence.value}
          disabled={isFixed}
          value={text}
          onInput={(event) => set(event.currentTarget.value)}
        />
      )
    case "number":
    case "text":
      return <Field label={sentence.value} value={text} onValue={set} readOnly={isFixed} />
  }
}

function chosenMember(value: unknown): string {
  const { isCurrentWorkspaceMemberSelected, selectedRecordIds } = (value ?? {}) as Partial<typeof me>
  return isCurrentWorkspaceMemberSelected ? "me" : String(selectedRecordIds?.[0] ?? "me")
}
