import type { ColumnState } from "../../views/view-state.ts"

type Columns = readonly ColumnState[]

/** The columns in another order. What names a record stays first; the hidden ones are passed over. */
export function moved(
  columns: Columns,
  column: ColumnState,
  to: "left" | "right" | "first" | "last" | ColumnState,
): ColumnState[] {
  const [label] = columns
  if (column === label) return [...columns]
  const rest = columns.filter((each) => each !== column)
  const shown = columns.filter((each) => each.isVisible)
  const at = shown.indexOf(column)
  const place = () => {
    if (to === "first") return 1
    if (to === "last") return rest.length
    if (to === "left") return shown[at - 1] && shown[at - 1] !== label ? rest.indexOf(shown[at - 1]!) : undefined
    if (to === "right") return shown[at + 1] ? rest.indexOf(shown[at + 1]!) + 1 : undefined
    if (to === label) return 1
    return rest.indexOf(to) + (columns.indexOf(column) < columns.indexOf(to) ? 1 : 0)
  }
  const index = place()
  return index === undefined ? [...columns] : rest.toSpliced(index, 0, column)
}
