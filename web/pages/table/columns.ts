import type { ColumnState } from "../../views/view-state.ts"

/** As it stands in the grid. */
export type Column = ColumnState

/** On a phone the label leaves room for the rest. @param frame pixels of the whole table */
export function fitted(columns: readonly Column[], frame: number): readonly Column[] {
  if (frame >= 640) return columns
  const room = Math.min(140, Math.floor(frame * 0.45))
  return columns.map((column, i) => (i === 0 ? { ...column, width: Math.min(column.width, room) } : column))
}
