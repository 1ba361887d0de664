/** What the heads of columns do, as changes of how one looks at the records. */
import type { FieldModel } from "../../model/workspace-model.ts"
import { added } from "../../views/filter-tree.ts"
import { clampWidth, type ColumnState, type SortState, type ViewState } from "../../views/view-state.ts"
import type { ColumnActions } from "./grid-header.tsx"
import { moved } from "./move-column.ts"
import { loadTools } from "./use-tools.ts"

type Change = (change: Partial<ViewState>) => void

export function columnActions(state: ViewState, change: Change, onFilter: (id: string) => void): ColumnActions {
  const { columns, sorts, filter } = state
  const of = ({ field }: ColumnState) => columns.find((each) => each.field.id === field.id)!
  const set = (column: ColumnState, part: Partial<ColumnState>) =>
    change({ columns: columns.map((each) => (each === of(column) ? { ...each, ...part } : each)) })
  return {
    sort: ({ field }, direction) => change({ sorts: sorted(sorts, field, direction) }),
    filter: ({ field }) =>
      void loadTools().then((tools) => {
        if (!tools) return
        const grown = added(filter, "", tools.newCondition(field))
        change({ filter: grown.tree })
        onFilter(grown.id)
      }),
    resize: (column, width) => set(column, { width: clampWidth(width) }),
    fit: (column) => set(column, { width: clampWidth(widthOfContent(column.field)) }),
    hide: (column) => set(column, { isVisible: false }),
    move: (column, to) => change({ columns: moved(columns, of(column), to) }),
    drop: (id, onto) => {
      const column = columns.find(({ field }) => field.id === id)
      if (column) change({ columns: moved(columns, column, of(onto)) })
    },
  }
}

/** Ascending, descending and not at all, one after the other; or what is asked for. */
function sorted(
  sorts: readonly SortState[],
  field: FieldModel,
  direction: "next" | "up" | "down" | "none",
): SortState[] {
  const known = sorts.find((sort) => sort.field === field)
  const next = direction === "next" ? (!known ? "up" : known.isDescending ? "none" : "down") : direction
  if (next === "none") return sorts.filter((sort) => sort !== known)
  const sort = { field, isDescending: next === "down" }
  if (known) return sorts.map((each) => (each === known ? sort : each))
  // A press on a head is for the one order that somebody wants now; more levels come by the tool.
  return [sort]
}

/** Pixels that the widest value on the screen needs. */
function widthOfContent({ label }: FieldModel): number {
  const head = [...document.querySelectorAll<HTMLElement>("[role=columnheader]")].find(
    (each) => each.ariaLabel === label,
  )
  const index = head?.ariaColIndex
  const cells = document.querySelectorAll<HTMLElement>(
    `.grid [aria-colindex="${index}"] > .value, .grid [aria-colindex="${index}"] > .name`,
  )
  return Math.max(80, ...Array.from(cells, (cell) => cell.scrollWidth + 40))
}
