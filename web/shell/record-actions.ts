/** What can be done with a record as a whole, wherever it is shown. What the role may not do is not among it. */
import { Link, Star, StarOff, Trash2, type LucideIcon } from "lucide-preact"
import { t as core } from "../i18n/messages.ts"
import { t } from "../i18n/record-actions/index.ts"
import { valueOf, type LiveRecord } from "../store/records.ts"
import { copyLink } from "./copy-link.ts"
import { toggleFavourite } from "./favourites/parts.ts"
import { findFavourite } from "./favourites/shown.ts"
import { deleteRecord } from "./record-removal.ts"

export interface RecordAction {
  id: "favourite" | "link" | "delete"
  label: string
  icon: LucideIcon
  keys?: string
  run(): void
}

interface Options {
  /** under which it is known here */
  name: string
  /** the record is in the bin */
  onDeleted?(): void
}

export function recordActions(record: LiveRecord, { name, onDeleted }: Options): RecordAction[] {
  const { object, id: recordId } = record
  const kept = findFavourite((each) => each.kind === "record" && each.recordId === recordId)
  const { shell } = core()
  const words = t()
  const actions: RecordAction[] = [
    {
      id: "favourite",
      label: kept ? shell.unfavourite : shell.favourite,
      icon: kept ? StarOff : Star,
      keys: "Shift+F",
      run: () => void toggleFavourite(kept, name, { kind: "record", object, recordId, label: name }),
    },
    { id: "link", label: words.copyLink, icon: Link, run: () => void copyLink(record) },
  ]
  if (object.can.delete && !valueOf(record, "deletedAt")) {
    const run = async () => {
      if (await deleteRecord(record, name)) onDeleted?.()
    }
    actions.push({ id: "delete", label: words.delete, icon: Trash2, run: () => void run() })
  }
  return actions
}
