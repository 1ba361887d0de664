import { kindOf } from "../../fields/index.ts"
import { editOf, editStep } from "../../fields/edits.ts"
import { RecordLink } from "../../fields/record-link.tsx"
import { recordName } from "../../fields/record-name.tsx"
import { write } from "../../fields/write.ts"
import { t } from "../../i18n/record/index.ts"
import { sayDone } from "../../shell/undo.tsx"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { perform } from "../../store/undo.ts"
import type { Roles } from "./linked-fields.ts"
import { LongText } from "./texts.tsx"

interface LinkedItemProps {
  record: LiveRecord
  roles: Roles
  isFixed: boolean
}

export function LinkedItem({ record, roles: { done, due, body }, isFixed }: LinkedItemProps) {
  const isDone = done !== undefined && valueOf(record, done.field.name) === done.value
  return (
    <li class={isDone ? "done" : undefined}>
      <div class="line">
        {done && (
          <input
            type="checkbox"
            aria-label={t().complete(recordName(record))}
            checked={isDone}
            disabled={isFixed || !done.field.canEdit}
            onChange={() => void complete(record, done, !isDone)}
          />
        )}
        <RecordLink record={record} />
        {due && <span class="due">{kindOf(due).show(valueOf(record, due.name), due)}</span>}
      </div>
      {body && !done && (
        <LongText record={record} field={body} label={`${recordName(record)}: ${t().body}`} isFixed={isFixed} />
      )}
    </li>
  )
}

async function complete(
  record: LiveRecord,
  { field, value, open }: NonNullable<Roles["done"]>,
  isDone: boolean,
): Promise<void> {
  if (!isDone) return write(record, field, open)
  const text = t().completed(recordName(record))
  const step = editStep(text, [editOf(record, field, value)])
  if (!step) return
  if (await perform(step)) sayDone(text, step)
}
