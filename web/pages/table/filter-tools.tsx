/** Filters to be set: one at a time from a chip or the bar, or a tree of them with groups. */
import { useState } from "preact/hooks"
import { Plus, Trash2 } from "lucide-preact"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/views/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { Popover } from "../../ui/popover.tsx"
import {
  added,
  changed,
  conditionsIn,
  isGroup,
  type Condition,
  type Group,
  type Member,
} from "../../views/filter-tree.ts"
import { isFilledIn, operandOf, operandsOf } from "../../views/operands.ts"
import { describe } from "../../views/describe.ts"
import { ConditionEditor, startOf } from "./condition-editor.tsx"
import { FieldList } from "./field-list.tsx"

interface FilterToolProps {
  object: ObjectModel
  tree: Group
  anchor: () => Element | null | undefined
  onChange(tree: Group): void
  onClose(): void
}

const filterable = ({ fields }: ObjectModel) => fields.filter((field) => operandsOf(field).length > 0)

/** As it is before anything is said about the field. */
export function newCondition(field: FieldModel): Condition {
  const operand = operandsOf(field)[0]!
  return {
    id: "",
    field,
    fieldId: field.id,
    operand: operand.name,
    value: startOf(operand),
    part: operand.part ?? null,
  }
}

/** A field is chosen, then what is asked of it. It counts as soon as it is filled in. */
export function AddFilter({
  object,
  tree,
  anchor,
  onChange,
  onClose,
  onAdvanced,
}: FilterToolProps & { onAdvanced(): void }) {
  const [id, setId] = useState<string>()
  const condition = conditionsIn(tree).find((each) => each.id === id)
  const add = (field: FieldModel) => {
    const grown = added(tree, "", newCondition(field))
    onChange(grown.tree)
    setId(grown.id)
  }
  // What was begun and not filled in would be a condition that is none.
  const close = () => {
    const { field, operand, part, value } = condition ?? {}
    const isBegun = field && !isFilledIn(operandOf(field, operand!, part!), value)
    if (isBegun) onChange(changed(tree, condition!.id, () => undefined))
    onClose()
  }
  if (condition) return <EditFilter {...{ tree, anchor, onChange, condition }} onClose={close} />
  return (
    <Popover
      anchor={anchor}
      place="below"
      class="tool sheet-on-phone"
      role="dialog"
      aria-label={t().filter}
      {...closing(onClose)}
    >
      <FieldList fields={filterable(object)} onChoose={add} />
      <hr />
      <Button kind="quiet" wide onClick={onAdvanced}>
        {t().advanced}
      </Button>
    </Popover>
  )
}

type EditFilterProps = Omit<FilterToolProps, "object"> & { condition: Condition }

export function EditFilter({ tree, anchor, onChange, onClose, condition }: EditFilterProps) {
  const { field } = condition
  const words = t()
  const change = (part: Partial<Condition>) =>
    onChange(changed(tree, condition.id, (member) => ({ ...(member as Condition), ...part })))
  return (
    <Popover
      anchor={anchor}
      place="below"
      class="tool sheet-on-phone"
      role="dialog"
      aria-label={describe(condition)}
      {...closing(onClose)}
    >
      <strong>{field?.label ?? words.gone}</strong>
      {field ? (
        <ConditionEditor condition={{ ...condition, field }} onChange={change} />
      ) : (
        <p class="muted">{words.goneHint}</p>
      )}
      <Button
        kind="quiet"
        wide
        onClick={() => {
          onClose()
          onChange(changed(tree, condition.id, () => undefined))
        }}
      >
        {words.removeFilter(field?.label ?? words.gone)}
      </Button>
    </Popover>
  )
}

/** How deep groups may lie in each other. */
const deepest = 3

/** @param props.total how many records match now */
export function AdvancedFilter({
  object,
  tree,
  anchor,
  onChange,
  onClose,
  total,
}: FilterToolProps & { total: number | null }) {
  const words = t()
  return (
    <Popover
      anchor={anchor}
      place="below"
      class="tool advanced sheet-on-phone"
      role="dialog"
      aria-label={words.advanced}
      {...closing(onClose)}
    >
      <Members {...{ object, tree, onChange }} group={tree} depth={1} />
      <p class="muted" role="status">
        {total === null ? "" : words.matches(formatNumber(total), total)}
      </p>
    </Popover>
  )
}

interface MembersProps {
  object: ObjectModel
  tree: Group
  /** of the tree */
  group: Group
  depth: number
  onChange(tree: Group): void
}

function Members({ object, tree, group, depth, onChange }: MembersProps) {
  const words = t()
  const fields = filterable(object)
  const add = (member: Member) => onChange(added(tree, group.id, member).tree)
  const put = (id: string, next: Member | undefined) => onChange(changed(tree, id, () => next))
  const begin = () => newCondition(fields[0]!)
  return (
    <div class="filter-group" role="group" aria-label={group.isAny ? words.any : words.all}>
      {depth > 1 && (
        <select
          class="select"
          aria-label={words.where}
          value={group.isAny ? "any" : "all"}
          onChange={(event) => put(group.id, { ...group, isAny: event.currentTarget.value === "any" })}
        >
          <option value="all">{words.all}</option>
          <option value="any">{words.any}</option>
        </select>
      )}
      {group.members.map((member) =>
        isGroup(member) ? (
          <div key={member.id} class="row">
            <Members {...{ object, tree, onChange }} group={member} depth={depth + 1} />
            <Remove name={words.rules(member.members.length)} onRemove={() => put(member.id, undefined)} />
          </div>
        ) : (
          <Rule key={member.id} fields={fields} condition={member} onChange={(next) => put(member.id, next)} />
        ),
      )}
      <div class="row">
        <Button kind="quiet" onClick={() => add(begin())}>
          <Plus class="icon" size={14} aria-hidden="true" />
          {words.addFilter}
        </Button>
        {depth < deepest && (
          <Button kind="quiet" onClick={() => add({ id: "", isAny: true, members: [begin()] })}>
            <Plus class="icon" size={14} aria-hidden="true" />
            {words.addGroup}
          </Button>
        )}
      </div>
    </div>
  )
}

interface RuleProps {
  fields: readonly FieldModel[]
  condition: Condition
  onChange(condition: Condition | undefined): void
}

function Rule({ fields, condition, onChange }: RuleProps) {
  const { field } = condition
  const words = t()
  return (
    <div class="row rule">
      <select
        class="select"
        aria-label={words.field}
        value={field?.id ?? ""}
        onChange={(event) => {
          const next = fields.find(({ id }) => id === event.currentTarget.value)
          if (next) onChange({ ...newCondition(next), id: condition.id })
        }}
      >
        {!field && <option value="">{words.gone}</option>}
        {fields.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      {field && (
        <ConditionEditor
          isCompact
          condition={{ ...condition, field }}
          onChange={(part) => onChange({ ...condition, ...part })}
        />
      )}
      <Remove name={field?.label ?? words.gone} onRemove={() => onChange(undefined)} />
    </div>
  )
}

function Remove({ name, onRemove }: { name: string; onRemove(): void }) {
  return <IconButton label={t().removeFilter(name)} icon={Trash2} onClick={onRemove} />
}

/** Escape and the pointer elsewhere close it. */
export function closing(onClose: () => void) {
  return {
    onOutside: onClose,
    onKeyDown: (event: KeyboardEvent) => {
      event.stopPropagation()
      if (event.key !== "Escape") return
      event.preventDefault()
      onClose()
    },
  }
}
