/** Another value for a field of a record: chosen among options, records, yes and no, or typed. */
import { Check, Eraser } from "lucide-preact"
import type { ApiError } from "../../api/send.ts"
import { editOf, editStep } from "../../fields/edits.ts"
import { excerpt } from "../../fields/field-kind.ts"
import { kindOf } from "../../fields/index.ts"
import { recordName } from "../../fields/record-name.tsx"
import { findRecords } from "../../fields/record-search.ts"
import { hasLines } from "../../fields/text.tsx"
import { t } from "../../i18n/command/index.ts"
import { t as core } from "../../i18n/messages.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { me } from "../../store/me.ts"
import { same, valueOf, type LiveRecord } from "../../store/records.ts"
import { perform } from "../../store/undo.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { fits } from "../../ui/fits.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { Tag } from "../../ui/tag.tsx"
import { say } from "../toasts.tsx"
import { sayDone } from "../undo.tsx"
import { filled, type Item, type Level } from "./level.ts"
import { ItemIcon, Shown } from "./shown.tsx"

/** The record that all of it is about. */
export interface Subject {
  record: LiveRecord
  /** under which it was found */
  name: string
  /** its values are known, or why not; before that nothing is written, or it could not be undone */
  isRead: Promise<ApiError | null>
}

/** Fields of which the role may change the value, where a line of text or a choice says what it is. */
export function valueFields({ fields }: ObjectModel): FieldModel[] {
  return fields.filter((field) => field.canEdit && !kindOf(field).isInternal && wayTo(field) !== undefined)
}

/** Of a field that is one of {@link valueFields}. */
export function valueLevel(subject: Subject, field: FieldModel): Level {
  return wayTo(field)!(subject, field)
}

type Way = (subject: Subject, field: FieldModel) => Level

function wayTo(field: FieldModel): Way | undefined {
  const { toggled, parse, selectWhole } = kindOf(field)
  if (toggled) return truths
  if (field.type === "SELECT") return options
  if (field.relation?.kind === "MANY_TO_ONE" || field.type === "MORPH_RELATION") return records
  // What has lines, or is formatted, would lose that in one line.
  return parse && !selectWhole && !hasLines(field) ? typed : undefined
}

// --- ways -----------------------------------------------------------------------------------------------------------

const truths: Way = (subject, field) => ({
  ...headOf(field),
  groups: (text) =>
    filled([
      {
        label: field.label,
        items: [true, false].flatMap((value) => {
          const label = kindOf(field).text(value, field) ?? ""
          if (!fits(label, text)) return []
          return choiceOf(subject, field, {
            id: String(value),
            value,
            shown: <Shown icon={<ItemIcon of={Check} />} text={label} wanted={text} />,
          })
        }),
      },
    ]),
})

const options: Way = (subject, field) => ({
  ...headOf(field),
  groups: (text) =>
    filled([
      {
        label: field.label,
        items: [
          ...field.options
            .filter(({ label }) => fits(label, text))
            .map(({ value, label, color }) =>
              choiceOf(subject, field, {
                id: value,
                value,
                shown: (
                  <>
                    <Tag color={color}>{label}</Tag>
                    <span class="room" />
                  </>
                ),
              }),
            ),
          ...clearing(subject, field, text),
        ],
      },
    ]),
})

const records: Way = (subject, field) => {
  const targets = field.relation ? [field.relation.target] : field.targets
  // Whatever was found for any text: accents do not matter among those, and nobody waits for them twice.
  const known = new Map<string, LiveRecord>()
  const itemOf = (record: LiveRecord, text: string): Item =>
    choiceOf(subject, field, {
      id: record.id,
      value: record,
      shown: <RecordShown record={record} wanted={text} isOfMany={targets.length > 1} />,
    })
  return {
    ...headOf(field),
    async find(text, signal) {
      const answers = await Promise.all(targets.map((target) => findRecords(target, text, signal)))
      for (const record of answers.flatMap(({ data }) => data ?? [])) known.set(record.id, record)
      const error = answers.find((answer) => answer.error)?.error
      return error ? { data: null, error } : { data: [], error: null }
    },
    groups: (text) =>
      filled([
        {
          label: field.label,
          items: [
            ...meFirst([...known.values()].filter((record) => fits(recordName(record), text)))
              .slice(0, most)
              .map((record) => itemOf(record, text)),
            ...clearing(subject, field, text),
          ],
        },
      ]),
  }
}

/** How many records are listed; whoever has more types. */
const most = 20

const typed: Way = (subject, field) => {
  const kind = kindOf(field)
  return {
    ...headOf(field),
    groups(text) {
      const words = t().record
      const now = kind.text(valueOf(subject.record, field.name), field)
      const label = now === null ? field.label : words.now(field.label, excerpt(now, 120))
      const read = text.trim() === "" ? undefined : kind.parse!(text, field)
      if (!read || !("value" in read)) return filled([{ label, items: clearing(subject, field, text) }])
      const { value } = read
      const sentence = words.set(field.label, excerpt(kind.text(value, field) ?? text, 120))
      const shown = <Shown icon={<ItemIcon of={Check} />} text={sentence} wanted="" />
      return [{ label, items: [choiceOf(subject, field, { id: "typed", value, shown })] }]
    },
    problem(text) {
      const read = text.trim() === "" ? undefined : kind.parse!(text, field)
      return read && "problem" in read ? read.problem : undefined
    },
  }
}

const headOf = ({ label }: FieldModel) => ({ label, prompt: t().record.value(label) })

// --- choices --------------------------------------------------------------------------------------------------------

interface Choice extends Pick<Item, "id" | "shown"> {
  value: unknown
}

function choiceOf(subject: Subject, field: FieldModel, { id, value, shown }: Choice): Item {
  return {
    id,
    shown: (
      <>
        {shown}
        <Current {...subject} field={field} value={value} />
      </>
    ),
    run: () => void write(subject, field, value),
  }
}

/** Marks what the field holds already, which may be read later than what is offered. */
function Current({ record, field, value }: { record: LiveRecord; field: FieldModel; value: unknown }) {
  return same(valueOf(record, field.name), value) ? <span class="kind">{t().record.current}</span> : null
}

/** What is there can be taken away, where the field may be empty. */
function clearing(subject: Subject, field: FieldModel, text: string): Item[] {
  const kind = kindOf(field)
  const cleared = kind.cleared?.(field)
  const label = t().record.clear(field.label)
  const isEmpty = kind.text(valueOf(subject.record, field.name), field) === null
  if (isEmpty || !cleared || !("value" in cleared) || !fits(label, text)) return []
  const shown = <Shown icon={<ItemIcon of={Eraser} />} text={label} wanted={text} />
  return [choiceOf(subject, field, { id: "clear", value: cleared.value, shown })]
}

function RecordShown({ record, wanted, isOfMany }: { record: LiveRecord; wanted: string; isOfMany: boolean }) {
  const { id, object } = record
  const name = recordName(record)
  const avatar = <Avatar id={id} name={name} isPerson={object.labelField?.type === "FULL_NAME"} />
  const more = id === me.value ? t().record.me : isOfMany ? object.labelSingular : undefined
  return <Shown icon={avatar} text={name} wanted={wanted} more={more} />
}

const meFirst = (found: readonly LiveRecord[]) =>
  found.toSorted((a, b) => Number(b.id === me.peek()) - Number(a.id === me.peek()))

async function write(subject: Subject, field: FieldModel, value: unknown): Promise<void> {
  const { record, name, isRead } = subject
  const error = await isRead
  if (error) return say({ kind: "error", text: sentenceOf(error), details: error.requestId })
  const step = editStep(core().table.changed(field.label, name), [editOf(record, field, value)])
  if (step && (await perform(step))) sayDone(step.text, step)
}
