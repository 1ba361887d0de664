/** What can be done with a record as a whole, as buttons and as actions. */
import { Link, Star, StarOff, Trash2 } from "lucide-preact"
import { recordName } from "../../fields/record-name.tsx"
import { t as core } from "../../i18n/messages.ts"
import { t } from "../../i18n/record/index.ts"
import { useActions, type Action } from "../../shell/actions.ts"
import { toggleFavourite } from "../../shell/favourites/parts.ts"
import { findFavourite } from "../../shell/favourites/shown.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { IconButton } from "../../ui/button.tsx"
import { copyLink } from "./copy-link.ts"
import { deleteRecord } from "./removal.ts"

interface RecordActionsProps {
  record: LiveRecord
  scope: Action["scope"]
  /** the record is in the bin */
  onDeleted(): void
}

export function RecordActions({ record, scope, onDeleted }: RecordActionsProps) {
  const words = t()
  const { object, id: recordId } = record
  const kept = findFavourite((each) => each.kind === "record" && each.recordId === recordId)
  const actions: (Action & { icon: typeof Link })[] = [
    {
      id: `${scope}-favourite`,
      label: kept ? core().shell.unfavourite : core().shell.favourite,
      icon: kept ? StarOff : Star,
      keys: "Shift+F",
      scope,
      run: () => {
        const label = recordName(record)
        void toggleFavourite(kept, label, { kind: "record", object, recordId, label })
      },
    },
    { id: `${scope}-link`, label: words.copyLink, icon: Link, scope, run: () => void copyLink(record) },
  ]
  if (record.object.can.delete && !valueOf(record, "deletedAt")) {
    const run = async () => {
      if (await deleteRecord(record)) onDeleted()
    }
    actions.push({ id: `${scope}-delete`, label: words.delete, icon: Trash2, scope, run: () => void run() })
  }
  useActions(actions)
  return (
    <>
      {actions.map(({ id, label, icon, run }) => (
        <IconButton key={id} label={label} icon={icon} onClick={run} />
      ))}
    </>
  )
}
