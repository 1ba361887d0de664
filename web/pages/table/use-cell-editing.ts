/** The cell that is being edited: how it begins, and where the focus goes from it. */
import type { Then } from "../../editors/editor.ts"
import { useOpening } from "../../editors/use-opening.ts"
import { kindOf } from "../../fields/index.ts"
import { write } from "../../fields/write.ts"
import { t } from "../../i18n/fields/index.ts"
import { say } from "../../shell/toasts.tsx"
import type { Rows } from "../../store/queries.ts"
import { peekValue } from "../../store/records.ts"
import type { Column } from "./columns.ts"
import type { Intent } from "./edit-keys.ts"
import { placeThen, type Editing } from "./editing.ts"
import type { Place } from "./grid-keys.ts"

interface Options {
  list: Rows
  columns: readonly Column[]
  /** that has the focus */
  place: Place
  /** the focus goes on from the editor */
  onMove(place: Place): void
  /** the editor is gone, and the focus with it */
  onEnd(): void
}

export function useCellEditing({ list, columns, place, onMove, onEnd }: Options) {
  const { opened: editing, open, close } = useOpening<Editing>()
  const end = () => {
    onEnd()
    close()
  }
  return {
    editing,
    end,
    begin(at: Place, intent: Intent): void {
      const field = columns[at.column]?.field
      const record = list.at(at.row)
      if (!field || !record) return
      if (!field.canEdit) return say({ kind: "warning", text: t().readOnly(field.label) })
      const kind = kindOf(field)
      if (intent.does === "toggle") return write(record, field, kind.toggled!(peekValue(record, field.name)))
      if (intent.does === "edit") return void open({ record, field }, intent.typed)
      const cleared = kind.cleared?.(field)
      if (cleared && "value" in cleared) write(record, field, cleared.value)
      else if (cleared) say({ kind: "warning", text: cleared.problem })
    },
    commit(value: unknown, then: Then): void {
      write(editing!.record, editing!.field, value)
      end()
      const next = placeThen(place, then, columns, list.lines.peek() ?? 0)
      if (next) onMove(next)
    },
  }
}
