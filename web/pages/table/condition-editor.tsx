/** One condition to be set: what is asked of its field, and with what. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import { kindOf } from "../../fields/index.ts"
import { RecordName, recordName } from "../../fields/record-name.tsx"
import { searchRecords } from "../../fields/record-search.ts"
import { OptionTag } from "../../fields/select.tsx"
import { t } from "../../i18n/views/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { workspace } from "../../shell/workspace.ts"
import type { LiveRecord } from "../../store/records.ts"
import { Listbox, type Choice } from "../../ui/listbox.tsx"
import { chosenIn, describeValue, listOf, targetOf } from "../../views/describe.ts"
import type { Condition } from "../../views/filter-tree.ts"
import {
  operandOf,
  operandsOf,
  readSpan,
  spanDirections,
  spanUnits,
  writeSpan,
  type Operand,
  type TimeSpan,
} from "../../views/operands.ts"

interface ConditionEditorProps {
  condition: Condition & { field: FieldModel }
  /** in one line with others, where lists of choices would take too much room */
  isCompact?: boolean
  onChange(change: Partial<Condition>): void
}

export function ConditionEditor({ condition, isCompact = false, onChange }: ConditionEditorProps) {
  const { field } = condition
  const operand = operandOf(field, condition.operand, condition.part)
  const known = operandsOf(field)
  const choose = (next: Operand) => {
    // What was given for another kind of value means nothing here.
    const value = next.value === operand?.value ? condition.value : startOf(next)
    onChange({ operand: next.name, part: next.part ?? null, value })
  }
  return (
    <>
      {known.length > 1 && (
        <select
          class="select"
          aria-label={t().operand}
          value={String(known.indexOf(operand!))}
          onChange={(event) => choose(known[Number(event.currentTarget.value)]!)}
        >
          {known.map((each, i) => (
            <option key={i} value={String(i)}>
              {each.part ? `${t().currencyIs} ` : ""}
              {t().operands[each.name]}
            </option>
          ))}
        </select>
      )}
      {operand && <ValueEditor {...{ field, operand, isCompact, onChange }} value={condition.value} />}
    </>
  )
}

/** What stands there before anything is chosen. */
export function startOf({ value }: Operand): unknown {
  if (value === "span") return writeSpan(readSpan(""))
  if (value === "truth") return "true"
  return value === "options" || value === "records" || value === "currencies" ? [] : ""
}

interface ValueEditorProps {
  field: FieldModel
  operand: Operand
  value: unknown
  isCompact: boolean
  onChange(change: Partial<Condition>): void
}

function ValueEditor({ field, operand, value, isCompact, onChange }: ValueEditorProps) {
  const say = (next: unknown) => onChange({ value: next })
  switch (operand.value) {
    case "nothing":
      return null
    case "options":
    case "records": {
      const List = operand.value === "options" ? OptionList : RecordChoices
      const list = <List field={field} value={value} onValue={say} />
      return isCompact ? <Folded summary={describeValue(field, operand, value)}>{list}</Folded> : list
    }
    case "truth":
      return <TruthSelect value={value} onValue={say} />
    case "span":
      return <SpanEditor span={readSpan(value)} onValue={(span) => say(writeSpan(span))} />
    case "currencies":
      return <LateInput label={t().value} value={listOf(value).join(", ")} onValue={(text) => say(codesIn(text))} />
    case "day":
      return <LateInput type="date" label={t().value} value={String(value ?? "").slice(0, 10)} onValue={say} />
    case "number":
    case "stars":
      return <NumberInput field={field} operand={operand} value={value} onValue={say} />
    case "text":
      return <LateInput label={t().value} value={String(value ?? "")} onValue={say} />
  }
}

/** What is chosen, and the choices once somebody wants them. */
function Folded({ summary, children }: { summary: string; children: ComponentChildren }) {
  return (
    <details class="folded">
      <summary aria-label={t().value}>{summary || t().value}</summary>
      {children}
    </details>
  )
}

const codesIn = (text: string) => text.toUpperCase().match(/[A-Z]{3}/g) ?? []

/** Milliseconds without a key after which what is typed counts. */
const pause = 300

interface LateInputProps {
  label: string
  type?: "date" | "text"
  mode?: "decimal"
  value: string
  onValue(value: string): void
}

/** Whoever leaves it or closes it means what is typed; nobody has to wait for it to count. */
function LateInput({ label, type = "text", mode, value, onValue }: LateInputProps) {
  const [typed, setTyped] = useState(value)
  const untold = useRef<string | undefined>(undefined)
  const tell = useRef(() => {})
  tell.current = () => {
    const { current: text } = untold
    untold.current = undefined
    if (text !== undefined && text !== value) onValue(text)
  }
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    const timer = setTimeout(() => tell.current(), pause)
    return () => clearTimeout(timer)
  }, [typed])
  useEffect(() => () => tell.current(), [])
  return (
    <input
      class="input"
      autofocus
      type={type as "text"}
      inputMode={mode}
      aria-label={label}
      value={typed}
      onInput={({ currentTarget }) => {
        untold.current = currentTarget.value
        setTyped(currentTarget.value)
      }}
      onChange={() => tell.current()}
    />
  )
}

/** Numbers as people of that locale write them; kept as a text with a point. */
function NumberInput({
  field,
  operand,
  value,
  onValue,
}: Omit<ValueEditorProps, "isCompact" | "onChange"> & { onValue(value: unknown): void }) {
  const type = operand.value === "stars" || field.type === "CURRENCY" ? { type: "NUMBER" as const } : field
  const read = (text: string) => {
    const parsed = kindOf(type).parse?.(text, field)
    if (parsed && "value" in parsed) onValue(parsed.value === null ? "" : String(parsed.value))
  }
  return (
    <LateInput label={t().value} mode="decimal" value={String(value ?? "").replace("RATING_", "")} onValue={read} />
  )
}

function TruthSelect({ value, onValue }: { value: unknown; onValue(value: string): void }) {
  return (
    <select
      class="select"
      aria-label={t().value}
      value={String(value) === "false" ? "false" : "true"}
      onChange={(event) => onValue(event.currentTarget.value)}
    >
      <option value="true">{t().true}</option>
      <option value="false">{t().false}</option>
    </select>
  )
}

function SpanEditor({ span, onValue }: { span: TimeSpan; onValue(span: TimeSpan): void }) {
  const { direction, amount, unit } = span
  const words = t()
  return (
    <span class="row">
      <select
        class="select"
        aria-label={words.direction}
        value={direction}
        onChange={(event) => onValue({ ...span, direction: event.currentTarget.value as TimeSpan["direction"] })}
      >
        {spanDirections.map((each) => (
          <option key={each} value={each}>
            {words.directions[each]}
          </option>
        ))}
      </select>
      {direction !== "THIS" && (
        <LateInput
          label={words.amount}
          mode="decimal"
          value={String(amount)}
          onValue={(text) => onValue({ ...span, amount: Math.max(1, Math.trunc(Number(text)) || 1) })}
        />
      )}
      <select
        class="select"
        aria-label={words.unit}
        value={unit}
        onChange={(event) => onValue({ ...span, unit: event.currentTarget.value as TimeSpan["unit"] })}
      >
        {spanUnits.map((each) => (
          <option key={each} value={each}>
            {words.units[each](direction === "THIS" ? 1 : amount)}
          </option>
        ))}
      </select>
    </span>
  )
}

interface ListProps {
  field: FieldModel
  value: unknown
  onValue(value: unknown): void
}

function OptionList({ field, value, onValue }: ListProps) {
  const chosen = new Set(listOf(value))
  const choices = field.options.map((option) => ({
    id: option.value,
    text: option.label,
    shown: <OptionTag value={option.value} field={field} />,
  }))
  return (
    <Listbox
      label={t().value}
      choices={choices}
      chosen={chosen}
      isMulti
      nothing={t().noField}
      onChoose={({ id }) => onValue([...toggled(chosen, id)])}
    />
  )
}

const meId = "me"

/** Of members, oneself stands first: whoever looks at the view is meant. */
function RecordChoices({ field, value, onValue }: ListProps) {
  const target = targetOf(field)!
  const [text, setText] = useState("")
  const [found, setFound] = useState<LiveRecord[]>([])
  useEffect(() => {
    const request = new AbortController()
    const timer = setTimeout(() => void searchRecords(target, text, request.signal).then(setFound), text ? 80 : 0)
    return () => {
      clearTimeout(timer)
      request.abort()
    }
  }, [text])
  const { ids, isMe } = chosenIn(value)
  const chosen = new Set([...ids, ...(isMe ? [meId] : [])])
  const isMember = target === workspace.value?.memberObject
  const choices = useMemo((): Choice[] => {
    const records = found.map((record) => ({
      id: record.id,
      text: recordName(record),
      shown: <RecordName record={record} />,
    }))
    return isMember && text === "" ? [{ id: meId, text: t().me }, ...records] : records
  }, [found])
  const choose = (id: string) => {
    const next = toggled(chosen, id)
    const hasMe = next.delete(meId)
    const selectedRecordIds = [...next]
    onValue(hasMe ? { isCurrentWorkspaceMemberSelected: true, selectedRecordIds } : selectedRecordIds)
  }
  return (
    <Listbox
      label={t().value}
      choices={choices}
      chosen={chosen}
      isMulti
      nothing={t().noField}
      onSearch={setText}
      onChoose={({ id }) => choose(id)}
    />
  )
}

function toggled(chosen: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
