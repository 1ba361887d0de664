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
import type { Range } from "./cell-range.ts"
import type { Column } from "./columns.ts"
import type { Editing } from "./editing.ts"
import type { Place } from "./grid-keys.ts"
import type { Selection } from "./selection.ts"
import type { Editors } from "../../editors/use-editors.ts"

interface GridRowProps {
  index: number
  /** pixels */
  top: number
  list: Rows
  label: Column | undefined
  shown: readonly Column[]
  first: number
  before: number
  /** when it is here that the focus is */
  mode: Place["mode"] | undefined
  column: number | undefined
  editing: Editing | undefined
  selection: Selection
  /** pixels of the column in which records are chosen; 0 for none */
  pick: number
  isDraggable: boolean
  /** of cells, where this row has part in it */
  range: Range | undefined
  editors: Editors | undefined
  onPlace(place: Place): void
  /** a second press on the cell that has the focus */
  onBegin(place: Place): void
  onCommit(value: unknown, then: Then): void
  onCancel(): void
}

export function GridRow(props: GridRowProps) {
  const { index, top, list, label, shown, first, before, mode, column, editing, range, onPlace, onBegin } = props
  const record = list.at(index)
  const isPlace = mode === "row"
  const press = (at: number, event: Event) => {
    const place: Place = { mode: "cell", row: index, column: at }
    // A link in a cell leads where it leads.
    const isLink = event.target instanceof Element && event.target.closest("a") !== null
    if (column === at && !isLink) onBegin(place)
    else onPlace(place)
  }
  const cell = (each: Column, at: number) => (
    <Cell
      key={at}
      record={record}
      field={each.field}
      width={each.width}
      index={at}
      isPlace={column === at}
      isInRange={range !== undefined && at >= range.left && at <= range.right}
      onPress={(event) => press(at, event)}
    >
      {editing && editing.field === each.field && column === at && <Open {...props} editing={editing} />}
    </Cell>
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
      aria-selected={record && props.selection.has(record.id)}
    >
      <Pick {...props} record={record} />
      {label && cell(label, 0)}
      <div class="gap" style={{ width: px(before) }} aria-hidden="true" />
      {shown.map((each, i) => cell(each, first + i + 1))}
    </div>
  )
}

interface CellProps {
  record: LiveRecord | undefined
  field: FieldModel
  width: number
  index: number
  isPlace: boolean
  isInRange: boolean
  onPress(event: Event): void
  /** its editor, while it has one */
  children: ComponentChildren
}

function Cell({ record, field, width, index, isPlace, isInRange, onPress, children }: CellProps) {
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
      onClick={onPress}
    >
      {record ? (
        <Shown record={record} field={field} isLabel={isLabel} />
      ) : (
        <span class="skeleton" aria-hidden="true" />
      )}
      {field.isLocked && <Locked field={field} />}
      {children}
    </div>
  )
}

function Locked({ field }: { field: FieldModel }) {
  const sentence = fieldWords().readOnly(field.label)
  return (
    <span class="cell-lock" role="img" aria-label={sentence} title={sentence}>
      <Lock class="icon" size={12} strokeWidth={1.5} aria-hidden="true" />
    </span>
  )
}

/** Chooses the record; with Shift all from the one that was chosen last. */
function Pick({ record, index, selection, pick }: GridRowProps & { record: LiveRecord | undefined }) {
  if (pick === 0) return null
  return (
    <div role="gridcell" class="cell pick" style={{ width: px(pick) }}>
      {record && (
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t().select(excerpt(recordName(record), 120))}
          checked={selection.has(record.id)}
          onClick={(event) => {
            if (event.shiftKey) selection.extend(index)
            else selection.toggle(record.id, index)
          }}
        />
      )}
    </div>
  )
}

function Open({ editors, editing, onCommit, onCancel }: GridRowProps & { editing: Editing }) {
  const { record, field, typed } = editing
  const Editor = editors!.FieldEditor
  return <Editor {...{ record, field, typed, onCommit, onCancel }} value={valueOf(record, field.name)} />
}

const syncOf = (state: CellState) => (state === "refused" ? "error" : state)

/** Reads its own field alone, and is painted when that changes. */
function Shown({ record, field, isLabel }: { record: LiveRecord; field: FieldModel; isLabel: boolean }) {
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
