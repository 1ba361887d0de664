/** A record that is being written down: a row above the others, created at once when the focus leaves it. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import type { Then } from "../../editors/editor.ts"
import { completedValues } from "../../fields/complete-new.ts"
import { inputOf } from "../../fields/edits.ts"
import { kindOf, selectionOfAll } from "../../fields/index.ts"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/bulk/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { say } from "../../shell/toasts.tsx"
import { sayDone } from "../../shell/undo.tsx"
import { createRecord, removeRecords } from "../../store/lifecycle.ts"
import type { Rows } from "../../store/queries.ts"
import type { LiveRecord } from "../../store/records.ts"
import { remember, type Step } from "../../store/undo.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { px } from "../../ui/px.ts"
import { conditionsIn, type Group } from "../../views/filter-tree.ts"
import { listOf } from "../../views/describe.ts"
import type { Column } from "./columns.ts"
import { useEditors } from "../../editors/use-editors.ts"

interface DraftRowProps {
  object: ObjectModel
  columns: readonly Column[]
  list: Rows
  /** what the records are filtered by: the new one is to be among them */
  filter: Group
  /** what it has to begin with besides */
  given?: Values | undefined
  /** @param then where the focus belongs that it had; undefined where it is elsewhere already */
  onDone(then: AfterDraft | undefined): void
}

export interface AfterDraft {
  /** null where none was made */
  record: LiveRecord | null
}

type Values = ReadonlyMap<FieldModel, unknown>

export function DraftRow({ object, columns, list, filter, given: begun, onDone }: DraftRowProps) {
  const editors = useEditors()
  const prefilled = useMemo(() => new Map([...prefill(filter), ...(begun ?? [])]), [])
  const [typed, setTyped] = useState<Values>(new Map())
  const [open, setOpen] = useState(0)
  const row = useRef<HTMLDivElement>(null)
  const isBusy = useRef(false)
  const values: Values = new Map([...prefilled, ...typed])

  const isOpenable = ({ field }: Column) => field.canEdit && editors?.valueEditorOf(field) !== undefined

  const done = (record: LiveRecord | null) => {
    const { activeElement } = document
    const hadFocus = activeElement === document.body || row.current?.contains(activeElement)
    onDone(hadFocus ? { record } : undefined)
  }
  const create = async (given: Values) => {
    if (isBusy.current) return
    if (given.size === 0) return done(null)
    isBusy.current = true
    const whole = await completedValues(object, new Map([...prefilled, ...given]))
    if (!whole) {
      isBusy.current = false
      return setOpen(0)
    }
    // Not lost where the server refuses it.
    setTyped(whole)
    const input = Object.assign({}, ...[...whole].map(([field, value]) => inputOf(field, value)))
    const selection = selectionOfAll(columns.map(({ field }) => field))
    const { data: record, error } = await createRecord({ object, input, selection })
    isBusy.current = false
    if (error) {
      // What was typed stays, to be put right.
      setOpen(0)
      return say({
        kind: "error",
        text: t().notCreated(object.labelSingular, sentenceOf(error)),
        details: error.requestId,
        onRetry: () => void create(whole),
      })
    }
    list.insert(record)
    done(record)
    const name = recordName(record)
    const step: Step = {
      text: t().createdStep(name),
      run: async () => !(await removeRecords("restore", object, [record.id])),
      undo: async () => {
        list.remove(new Set([record]))
        return (await removeRecords("delete", object, [record.id])) ? "failed" : "done"
      },
    }
    remember(step)
    sayDone(t().created(name), step)
  }
  const commit = (field: FieldModel, value: unknown, then: Then) => {
    const next = isNothing(value) && !typed.has(field) ? typed : new Map([...typed, [field, value]])
    setTyped(next)
    const step = then === "next" ? 1 : then === "previous" ? -1 : 0
    if (then === "down") void create(next)
    else setOpen(step === 0 ? -1 : nextEditable(columns.map(isOpenable), open, step))
  }
  useLayoutEffect(() => {
    if (open === -1) row.current?.focus()
  }, [open])
  const leave = (event: FocusEvent) => {
    // An editor that closes takes the focus along for a moment.
    setTimeout(() => {
      // It may be gone by then, with what was typed created.
      if (!row.current || row.current.contains(document.activeElement) || document.activeElement === document.body)
        return
      void create(typed)
    }, 0)
    event.stopPropagation()
  }
  return (
    <div
      ref={row}
      class="grid-row draft"
      data-own-focus
      role="row"
      aria-label={t().newRow(object.labelSingular)}
      tabIndex={-1}
      onFocusOut={leave}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === "Escape") done(null)
        else if (event.key === "Enter") void create(typed)
      }}
    >
      <div role="gridcell" class="cell pick" />
      {columns.map(({ field, width: cell }, i) => (
        <div
          key={field.id}
          role={i === 0 ? "rowheader" : "gridcell"}
          class={`cell${i === 0 ? " label" : ""}`}
          style={{ width: px(cell) }}
          onClick={() => isOpenable(columns[i]!) && setOpen(i)}
        >
          <span class="value">{kindOf(field).show(values.get(field), field)}</span>
          {open === i && editors && isOpenable(columns[i]!) && (
            <editors.FieldEditor
              key={field.id}
              field={field}
              value={values.get(field)}
              onCommit={(value, then) => commit(field, value, then)}
              onCancel={() => (typed.size === 0 ? done(null) : setOpen(-1))}
            />
          )}
        </div>
      ))}
    </div>
  )
}

const isNothing = (value: unknown) => value === null || value === undefined || value === ""

/** -1 where there is none. */
function nextEditable(isOpenable: readonly boolean[], from: number, step: number): number {
  for (let at = from + step; at >= 0 && at < isOpenable.length; at += step) if (isOpenable[at]) return at
  return -1
}

/** What has to hold of all records, and names one value: the new one gets it. */
function prefill(filter: Group): Map<FieldModel, unknown> {
  const values = new Map<FieldModel, unknown>()
  const all = filter.isAny
    ? []
    : filter.members.flatMap((member) => ("members" in member ? [] : conditionsIn({ ...filter, members: [member] })))
  for (const { field, operand, value } of all) {
    if (!field?.canEdit || operand !== "IS") continue
    if (field.type === "SELECT" && listOf(value).length === 1) values.set(field, listOf(value)[0])
    if (field.type === "BOOLEAN") values.set(field, String(value) !== "false")
  }
  return values
}
