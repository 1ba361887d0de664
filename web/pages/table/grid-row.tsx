import type { ComponentChildren } from "preact"
import { Lock } from "lucide-preact"
import type { Then } from "../../editors/editor.ts"
import { kindOf } from "../../fields/index.ts"
import { excerpt } from "../../fields/field-kind.ts"
import { RecordLink } from "../../fields/record-link.tsx"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/bulk/index.ts"
import { t as fieldWords } from "../../i18n/fields/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import type { Rows } from "../../store/queries.ts"
import { stateOf, valueOf, type CellState, type LiveRecord } from "../../store/records.ts"
import { px } from "../../ui/px.ts"
import type { Column } from "./columns.ts"
import type { Editing } from "./editing.ts"
import type { Place } from "./grid-keys.ts"
import type { Layout } from "./use-window.ts"
import type { Editors } from "../../editors/use-editors.ts"

/** What can be done to a row: the same for all rows, and the same as long as there is a grid. */
export interface RowActions {
  place(place: Place): void
  /** a second press on the cell that has the focus */
  begin(place: Place): void
  commit(value: unknown, then: Then): void
  cancel(): void
  /** chooses its record, or no longer */
  toggle(id: string, row: number): void
  extend(row: number): void
  /** chooses the whole result, or nothing any more */
  toggleAll(): void
}

/** A row is painted when one of these is another one: whatever changes with every frame would paint all of them. */
interface GridRowProps {
  index: number
  /** pixels */
  top: number
  list: Rows
  layout: Layout
  /** when it is here that the focus is */
  mode: Place["mode"] | undefined
  column: number | undefined
  editing: Editing | undefined
  isChosen: boolean
  isDraggable: boolean
  /** of a range of cells in which this row has part, included */
  rangeLeft: number | undefined
  rangeRight: number | undefined
  editors: Editors | undefined
  on: RowActions
}

export function GridRow(props: GridRowProps) {
  const { index, top, list, layout, mode, column, editing, isChosen, rangeLeft = Infinity, rangeRight = -1, on } = props
  const record = list.at(index)
  const isPlace = mode === "row"
  const press = ({ target }: Event) => {
    const pressed = target instanceof Element ? target.closest("[aria-colindex]") : null
    if (!pressed) return
    const place: Place = { mode: "cell", row: index, column: Number(pressed.getAttribute("aria-colindex")) - 1 }
    // A link in a cell leads where it leads.
    const isLink = (target as Element).closest("a") !== null
    if (column === place.column && !isLink) on.begin(place)
    else on.place(place)
  }
  const cell = ({ field, width }: Column, at: number) => (
    <Cell
      key={at}
      {...{ record, field, width }}
      index={at}
      isPlace={column === at}
      isInRange={at >= rangeLeft && at <= rangeRight}
      editor={editing && editing.field === field && column === at ? <Open {...props} editing={editing} /> : undefined}
    />
  )
  return (
    <div
      role="row"
      class="grid-row"
      aria-rowindex={index + 1}
      aria-busy={record === undefined || undefined}
      style={{ transform: `translateY(${px(top)})` }}
      tabIndex={isPlace ? 0 : -1}
      data-place={isPlace || undefined}
      draggable={(props.isDraggable && record !== undefined) || undefined}
      aria-selected={record && isChosen}
      onClick={press}
    >
      {layout.pick > 0 && <Pick {...{ record, index, isChosen, on }} width={layout.pick} />}
      {layout.label && cell(layout.label, 0)}
      <div class="gap" style={{ width: px(layout.before) }} aria-hidden="true" />
      {layout.shown.map((each, i) => cell(each, layout.first + i + 1))}
    </div>
  )
}

interface CellProps {
  record: LiveRecord | undefined
  field: FieldModel
  /** pixels */
  width: number
  index: number
  isPlace: boolean
  isInRange: boolean
  /** while it has one */
  editor: ComponentChildren
}

/** Reads its own field alone, and is painted when that changes. */
function Cell({ record, field, width, index, isPlace, isInRange, editor }: CellProps) {
  const kind = kindOf(field)
  const isLabel = index === 0
  return (
    <div
      role={isLabel ? "rowheader" : "gridcell"}
      class={`cell${isLabel ? " label" : ""}${kind.align === "end" ? " end" : ""}`}
      style={{ width: px(width) }}
      aria-colindex={index + 1}
      aria-readonly={!field.canEdit || undefined}
      aria-selected={isInRange || undefined}
      tabIndex={isPlace ? 0 : -1}
      data-place={isPlace || undefined}
    >
      {record ? shown(record, field, isLabel) : <span class="skeleton" aria-hidden="true" />}
      {field.isLocked && <Locked field={field} />}
      {editor}
    </div>
  )
}

function shown(record: LiveRecord, field: FieldModel, isLabel: boolean) {
  const value = valueOf(record, field.name)
  const kind = kindOf(field)
  const text = kind.text(value, field)
  return (
    <span
      class="value"
      title={text === null ? undefined : excerpt(text, 1000)}
      data-sync={syncOf(stateOf(record, field.name).value)}
    >
      {isLabel ? <RecordLink record={record} /> : kind.show(value, field)}
    </span>
  )
}

const syncOf = (state: CellState) => (state === "refused" ? "error" : state)

function Locked({ field }: { field: FieldModel }) {
  const sentence = fieldWords().readOnly(field.label)
  return (
    <span class="cell-lock" role="img" aria-label={sentence} title={sentence}>
      <Lock class="icon" size={12} strokeWidth={1.5} aria-hidden="true" />
    </span>
  )
}

interface PickProps {
  record: LiveRecord | undefined
  index: number
  isChosen: boolean
  /** pixels */
  width: number
  on: RowActions
}

/** Chooses the record; with Shift all from the one that was chosen last. */
function Pick({ record, index, isChosen, width, on }: PickProps) {
  return (
    <div role="gridcell" class="cell pick" style={{ width: px(width) }}>
      {record && (
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t().select(excerpt(recordName(record), 120))}
          checked={isChosen}
          onClick={(event) => {
            if (event.shiftKey) on.extend(index)
            else on.toggle(record.id, index)
          }}
        />
      )}
    </div>
  )
}

function Open({ editors, editing, on }: GridRowProps & { editing: Editing }) {
  const { record, field } = editing
  const Editor = editors!.FieldEditor
  return <Editor {...{ record, field }} onCommit={on.commit} onCancel={on.cancel} value={valueOf(record, field.name)} />
}
