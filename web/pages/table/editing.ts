/** What happens to a cell: it is edited, its value is written, and the focus goes on. */
import type { Then } from "../../editors/editor.ts"
import { kindOf } from "../../fields/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import type { LiveRecord } from "../../store/records.ts"
import type { Column } from "./columns.ts"
import type { Intent } from "./edit-keys.ts"
import type { Place } from "./grid-keys.ts"

/** A cell that is being edited; its record stays the same even when another comes to stand in its row. */
export interface Editing {
  record: LiveRecord
  field: FieldModel
}

/** Of a press on the cell that has the focus. */
export const intentOfPress = (field: FieldModel): Intent => ({ does: kindOf(field).toggled ? "toggle" : "edit" })

/** Where the focus goes from an editor: the next cell that can be edited may be in another row. */
export function placeThen(place: Place, then: Then, columns: readonly Column[], rows: number): Place | undefined {
  if (then === "stay") return undefined
  if (then === "down") return { ...place, row: Math.min(rows - 1, place.row + 1) }
  const step = then === "next" ? 1 : -1
  for (let at = place.row * columns.length + place.column + step; at >= 0 && at < rows * columns.length; at += step) {
    const column = at % columns.length
    if (columns[column]!.field.canEdit) return { mode: "cell", row: Math.floor(at / columns.length), column }
  }
  return undefined
}
