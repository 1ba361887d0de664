/** The cell that is being edited: how it begins, what is typed meanwhile, and where the focus goes from it. */
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import type { Then } from "../../editors/editor.ts"
import { loadEditors } from "../../editors/use-editors.ts"
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
  const [editing, setEditing] = useState<Editing | null>(null)
  /** What is typed until the editor has the focus is not lost. */
  const opening = useRef<Editing | null>(null)
  useLayoutEffect(() => {
    if (editing) opening.current = null
  }, [editing])
  const open = async (wanted: Editing) => {
    opening.current = wanted
    const editors = await loadEditors()
    if (editors?.editorOf(wanted.field)) setEditing(opening.current)
    else opening.current = null
  }
  const end = () => {
    onEnd()
    setEditing(null)
  }
  return {
    editing,
    end,
    /** Takes a key that was pressed before the editor was there. */
    takesEarly({ key }: KeyboardEvent): boolean {
      const { current } = opening
      if (!current) return false
      if ([...key].length === 1) opening.current = { ...current, typed: (current.typed ?? "") + key }
      if (editing) setEditing(opening.current)
      return true
    },
    begin(at: Place, intent: Intent): void {
      const field = columns[at.column]?.field
      const record = list.at(at.row)
      if (!field || !record) return
      if (!field.canEdit) return say({ kind: "warning", text: t().readOnly(field.label) })
      const kind = kindOf(field)
      if (intent.does === "toggle") return write(record, field, kind.toggled!(peekValue(record, field.name)))
      if (intent.does === "edit") return void open({ record, field, typed: intent.typed })
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
