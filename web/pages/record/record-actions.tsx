/** What can be done with a record as a whole, as buttons and as actions. */
import { recordName } from "../../fields/record-name.tsx"
import { useActions, type Action } from "../../shell/actions.ts"
import { recordActions } from "../../shell/record-actions.ts"
import type { LiveRecord } from "../../store/records.ts"
import { IconButton } from "../../ui/button.tsx"

interface RecordActionsProps {
  record: LiveRecord
  scope: Action["scope"]
  /** the record is in the bin */
  onDeleted(): void
}

export function RecordActions({ record, scope, onDeleted }: RecordActionsProps) {
  const actions = recordActions(record, { name: recordName(record), onDeleted })
  useActions(actions.map((action) => ({ ...action, id: `${scope}-${action.id}`, scope })))
  return (
    <>
      {actions.map(({ id, label, icon, run }) => (
        <IconButton key={id} label={label} icon={icon} onClick={run} />
      ))}
    </>
  )
}
