import { ArrowDown, ArrowUp } from "lucide-preact"
import { kindOf } from "../../fields/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { isSortable, type TableState } from "./address.ts"
import { px } from "../../ui/px.ts"
import type { Column } from "./columns.ts"
import type { Place } from "./grid-keys.ts"

interface GridHeaderProps {
  columns: readonly Column[]
  /** those of the columns behind the label that are seen */
  shown: readonly Column[]
  first: number
  /** pixels of those before */
  before: number
  width: number
  place: Place
  sort: TableState["sort"]
  onSort(field: FieldModel): void
}

export function GridHeader({ columns, shown, first, before, width, place, sort, onSort }: GridHeaderProps) {
  const [label] = columns
  const head = (column: Column, index: number) => (
    <Head key={index} {...{ column, index, sort, onSort }} isPlace={place.row === -1 && place.column === index} />
  )
  return (
    <div class="grid-head" role="rowgroup" style={{ width: px(width) }}>
      <div role="row" class="grid-row">
        {label && head(label, 0)}
        <div class="gap" style={{ width: px(before) }} aria-hidden="true" />
        {shown.map((column, i) => head(column, first + i + 1))}
      </div>
    </div>
  )
}

interface HeadProps {
  column: Column
  index: number
  isPlace: boolean
  sort: TableState["sort"]
  onSort(field: FieldModel): void
}

function Head({ column: { field, width }, index, isPlace, sort, onSort }: HeadProps) {
  const direction = sort?.field.id === field.id ? (sort.isDescending ? "descending" : "ascending") : undefined
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp
  return (
    <div
      role="columnheader"
      class={`cell${index === 0 ? " label" : ""}${kindOf(field).align === "end" ? " end" : ""}`}
      style={{ width: px(width) }}
      aria-colindex={index + 1}
      aria-sort={isSortable(field) ? (direction ?? "none") : undefined}
      title={field.label}
      tabIndex={isPlace ? 0 : -1}
      data-place={isPlace || undefined}
      onClick={() => isSortable(field) && onSort(field)}
      onKeyDown={(event) => event.key === "Enter" && isSortable(field) && onSort(field)}
    >
      <span class="name">
        <bdi>{field.label}</bdi>
      </span>
      {direction && <Arrow class="icon" size={12} aria-hidden="true" />}
    </div>
  )
}
