/** P-22: records as cards in the columns of a select field. Whatever can be drawn can be done by keys. */
import { effect } from "@preact/signals"
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import "./board.css"
import { selectionOfAll } from "../../fields/index.ts"
import { completedValues } from "../../fields/complete-new.ts"
import { inputOf } from "../../fields/edits.ts"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/board/index.ts"
import { t as bulkWords } from "../../i18n/bulk/index.ts"
import type { FieldModel, ObjectModel, ViewModel } from "../../model/workspace-model.ts"
import { useActions } from "../../shell/actions.ts"
import { say } from "../../shell/toasts.tsx"
import { onRefused } from "../../store/edits.ts"
import { createRecord } from "../../store/lifecycle.ts"
import type { LiveRecord } from "../../store/records.ts"
import { onWritten } from "../../store/written.ts"
import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { Field } from "../../ui/field.tsx"
import { Form, useForm } from "../../ui/form.tsx"
import { sentenceOf } from "../../ui/problem.ts"
import type { ColumnState, ViewState } from "../../views/view-state.ts"
import { orderOf, viewFilterOf } from "../../views/view-state.ts"
import { t as core } from "../../i18n/messages.ts"
import { Column } from "./board-column.tsx"
import { Card } from "./card.tsx"
import { boardColumns, type BoardColumn } from "./columns.ts"
import { moveCards, standOf } from "./moves.ts"

interface BoardProps {
  object: ObjectModel
  view: ViewModel | undefined
  field: FieldModel
  state: ViewState
}

/** Fields that a card shows below its name. */
const mostFields = 8
/** Milliseconds after a write in which cards stay where they are. */
const calm = 2000

export function Board({ object, view, field, state }: BoardProps) {
  const fields = state.columns
    .filter((column, i) => column.isVisible && i > 0 && column.field !== field)
    .slice(0, mostFields)
  const columns = useColumns(object, field, state, fields)
  const [place, setPlace] = useState({ column: 0, row: 0 })
  const [chosen, setChosen] = useState<ReadonlySet<LiveRecord>>(new Set())
  const [over, setOver] = useState<{ column: number; place: number } | null>(null)
  const [said, setSaid] = useState("")
  const [adding, setAdding] = useState<BoardColumn>()
  const dragged = useRef<readonly LiveRecord[]>([])
  const root = useRef<HTMLDivElement>(null)
  const owesFocus = useRef(false)
  const words = t()
  const canMove = field.canEdit
  const current = columns[place.column]?.list.at(place.row)
  const cardHeight = 44 + fields.length * 24 + 8

  useLayoutEffect(() => {
    if (!owesFocus.current) return
    owesFocus.current = false
    root.current?.querySelector<HTMLElement>("[data-place]")?.focus()
  }, [place])
  const go = (column: number, row: number) => {
    const wanted = Math.max(0, Math.min(columns.length - 1, column))
    const count = columns[wanted]?.list.total.peek() ?? 0
    owesFocus.current = true
    setPlace({ column: wanted, row: Math.max(0, Math.min(count - 1, row)) })
  }
  const move = async (records: readonly LiveRecord[], to: BoardColumn, at: number) => {
    const moved = await moveCards({ field, columns, records, to, place: at })
    if (moved !== "") setChosen(new Set())
    setSaid(moved)
    const stand = records[0] && standOf(columns, records[0])
    if (stand) go(columns.indexOf(stand.column), stand.place)
  }
  const moved = (record: LiveRecord) => (chosen.has(record) ? [...chosen] : [record])
  const step = (columnStep: number, rowStep: number) => {
    if (!current || !canMove) return
    const to = columns[place.column + columnStep]
    if (to) void move(moved(current), to, columnStep === 0 ? Math.max(0, place.row + rowStep) : 0)
  }
  const toggle = (record: LiveRecord) => {
    const next = new Set(chosen)
    if (!next.delete(record)) next.add(record)
    setChosen(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).closest("[data-card]") === null) return
    const isMove = (event.ctrlKey || event.metaKey) && event.altKey
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (arrows && isMove) step(arrows[0]!, arrows[1]!)
    else if (arrows) go(place.column + arrows[0]!, place.row + arrows[1]!)
    else if (event.ctrlKey || event.metaKey || event.altKey) return
    else if (event.key === "m") openMenu(root.current)
    else if (event.key === "x" && current) toggle(current)
    else if (event.key === "Escape" && chosen.size > 0) setChosen(new Set())
    else return
    event.preventDefault()
  }
  useActions(
    object.can.create
      ? [
          {
            id: "new",
            label: bulkWords().newRow(object.labelSingular),
            keys: "c",
            scope: "page",
            run: () => setAdding(columns[place.column]),
          },
        ]
      : [],
  )
  return (
    <>
      <div
        class="board"
        ref={root}
        role="region"
        aria-label={words.board(object.labelPlural)}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {columns.map((column, i) => (
          <Column
            key={column.value ?? ""}
            column={column}
            total={view?.boardTotal}
            cardHeight={cardHeight}
            gapAt={over?.column === i ? over.place : undefined}
            onAdd={object.can.create ? () => setAdding(column) : undefined}
            onOver={(at) => (over?.column !== i || over.place !== at) && setOver({ column: i, place: at })}
            onDrop={() => {
              const at = over?.place ?? 0
              setOver(null)
              const before = dragged.current.filter((each) => {
                const stand = column.list.indexOf(each)
                return stand >= 0 && stand < at
              }).length
              void move(dragged.current, column, at - before)
            }}
            card={(record, row, top) => (
              <Card
                key={record.id}
                {...{ record, fields, columns, top, canMove }}
                height={cardHeight - 8}
                isPlace={place.column === i && place.row === row}
                isChosen={chosen.has(record)}
                onChoose={() => toggle(record)}
                onMoveTo={(to) => void move(moved(record), to, 0)}
                onFocus={() => setPlace({ column: i, row })}
                onDragStart={(event) => {
                  dragged.current = moved(record)
                  event.dataTransfer?.setData("text/x-kith-cards", String(dragged.current.length))
                }}
                onDragEnd={() => setOver(null)}
              />
            )}
          />
        ))}
      </div>
      <p class="sr-only" role="status">
        {said}
      </p>
      {adding && (
        <AddCard
          {...{ object, field }}
          column={adding}
          selection={adding.list.question.selection}
          onClose={() => setAdding(undefined)}
        />
      )}
    </>
  )
}

const openMenu = (root: HTMLElement | null) =>
  root?.querySelector<HTMLElement>("[data-place] .menu-root button")?.click()

/** Read anew when the question is another one; refreshed a while after something was written. */
function useColumns(
  object: ObjectModel,
  field: FieldModel,
  state: ViewState,
  fields: readonly ColumnState[],
): BoardColumn[] {
  const label = object.labelField ? [object.labelField] : []
  const asked = selectionOfAll([...label, field, ...fields.map((each) => each.field)])
  const selection = object.byName.has("position") ? `${asked} position` : asked
  const key = JSON.stringify([selection, viewFilterOf(state), orderOf(object, state)])
  const columns = useMemo(() => boardColumns(object, field, state, selection), [object, field, key])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      for (const { list } of columns) list.refresh()
    }
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(refresh, calm)
    }
    const ends = [
      onWritten((written) => written === object && later()),
      // A card that was not taken goes back at once.
      onRefused((edit) => edit.record.object === object && refresh()),
      effect(() => {
        const error = columns.map(({ list }) => list.error.value).find((each) => each !== null)
        if (error) say({ kind: "error", text: sentenceOf(error), details: error.requestId, onRetry: refresh })
      }),
    ]
    window.addEventListener("focus", refresh)
    return () => {
      clearTimeout(timer)
      window.removeEventListener("focus", refresh)
      for (const end of ends) end()
      for (const { list } of columns) list.close()
    }
  }, [columns])
  return columns
}

interface AddCardProps {
  object: ObjectModel
  field: FieldModel
  column: BoardColumn
  selection: string
  onClose(): void
}

/** What it is called; the rest is filled in where it stands then. */
function AddCard({ object, field, column, selection, onClose }: AddCardProps) {
  const [isBusy, setBusy] = useState(false)
  /** what was filled in for the option is not lost where the server refuses the card */
  const given = useRef<ReadonlyMap<FieldModel, unknown>>(new Map())
  const { labelField } = object
  const label = labelField?.label ?? ""
  const form = useForm({ name: "" }, () => ({}))
  const submit = async () => {
    setBusy(true)
    const named = labelField ? [[labelField, labelValue(labelField, form.typed.name.trim())] as const] : []
    const values = await completedValues(object, new Map([...given.current, ...named, [field, column.value] as const]))
    if (!values) return setBusy(false)
    given.current = values
    const input = Object.assign({}, ...[...values].map(([each, value]) => inputOf(each, value)))
    const { data: record, error } = await createRecord({ object, input, selection })
    setBusy(false)
    if (error) return form.show({ name: sentenceOf(error) })
    column.list.insert(record)
    say({ kind: "success", text: bulkWords().created(recordName(record)) })
    onClose()
  }
  return (
    <Dialog title={t().add(column.label)} onClose={onClose}>
      <div ref={form.root}>
        <Form onSubmit={() => void submit()}>
          <Field label={label} autofocus {...form.field("name")} />
          <footer>
            <Button onClick={onClose}>{core().app.cancel}</Button>
            <Button type="submit" kind="primary" busy={isBusy}>
              {core().app.create}
            </Button>
          </footer>
        </Form>
      </div>
    </Dialog>
  )
}

function labelValue({ type }: FieldModel, text: string): unknown {
  if (type !== "FULL_NAME") return text
  const [firstName = "", ...rest] = text.split(/\s+/)
  return { firstName, lastName: rest.join(" ") }
}
