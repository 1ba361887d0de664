import { kindOf } from "../../fields/index.ts"
import { excerpt } from "../../fields/field-kind.ts"
import { RecordName } from "../../fields/record-name.tsx"
import type { FieldModel } from "../../model/workspace-model.ts"
import type { RecordList } from "../../store/queries.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { px } from "../../ui/px.ts"
import type { Column } from "./columns.ts"
import type { Place } from "./grid-keys.ts"

interface GridRowProps {
  index: number
  /** pixels */
  top: number
  list: RecordList
  label: Column | undefined
  shown: readonly Column[]
  first: number
  before: number
  /** when it is here that the focus is */
  mode: Place["mode"] | undefined
  column: number | undefined
  onPlace(place: Place): void
}

export function GridRow({ index, top, list, label, shown, first, before, mode, column, onPlace }: GridRowProps) {
  const record = list.at(index)
  const isPlace = mode === "row"
  const cell = (each: Column, at: number) => (
    <Cell
      key={at}
      record={record}
      field={each.field}
      width={each.width}
      index={at}
      isPlace={column === at}
      onPress={() => onPlace({ mode: "cell", row: index, column: at })}
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
    >
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
  onPress(): void
}

function Cell({ record, field, width, index, isPlace, onPress }: CellProps) {
  const kind = kindOf(field)
  const isLabel = index === 0
  return (
    <div
      role={isLabel ? "rowheader" : "gridcell"}
      class={`cell${isLabel ? " label" : ""}${kind.align === "end" ? " end" : ""}`}
      style={{ width: px(width) }}
      aria-colindex={index + 1}
      tabIndex={isPlace ? 0 : -1}
      data-place={isPlace || undefined}
      onClick={onPress}
    >
      {record ? (
        <Shown record={record} field={field} isLabel={isLabel} />
      ) : (
        <span class="skeleton" aria-hidden="true" />
      )}
    </div>
  )
}

/** Reads its own field alone, and is painted when that changes. */
function Shown({ record, field, isLabel }: { record: LiveRecord; field: FieldModel; isLabel: boolean }) {
  const value = valueOf(record, field.name)
  const kind = kindOf(field)
  const text = kind.text(value, field)
  return (
    <span class="value" title={text === null ? undefined : excerpt(text, 1000)}>
      {isLabel ? <RecordName record={record} /> : kind.show(value, field)}
    </span>
  )
}
