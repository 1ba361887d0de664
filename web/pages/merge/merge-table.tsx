/** Records as columns and fields as rows: what differs first, and beside it what comes of it. */
import { useState } from "preact/hooks"
import { X } from "lucide-preact"
import { kindOf } from "../../fields/index.ts"
import { RecordLink } from "../../fields/record-link.tsx"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/merge/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { same, valueOf, type LiveRecord } from "../../store/records.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { differs, isEmpty, isUnited, mergedFields } from "./merging.ts"

interface MergeTableProps {
  object: ObjectModel
  records: readonly LiveRecord[]
  /** among the records */
  kept: number
  /** what the server would make of them; undefined until it has said so */
  preview: LiveRecord | undefined
  wishes: ReadonlyMap<FieldModel, number>
  onKeep(at: number): void
  onWish(field: FieldModel, from: number): void
  onLeaveOut: ((record: LiveRecord) => void) | undefined
}

export function MergeTable(props: MergeTableProps) {
  const { object, records, kept, onKeep, onLeaveOut } = props
  const [isAll, setAll] = useState(false)
  const words = t()
  const filled = mergedFields(object).filter((field) => records.some((record) => !isEmpty(field, record)))
  const differing = filled.filter((field) => differs(field, records))
  const rest = filled.filter((field) => !differing.includes(field))
  return (
    <div class="merge-scroll" tabIndex={0} role="region" aria-label={words.title(object.labelPlural)}>
      <table class="merge-table">
        <thead>
          <tr>
            <td />
            {records.map((record, at) => (
              <th key={record.id} scope="col" data-kept={at === kept || undefined}>
                <div class="merge-head">
                  <RecordLink record={record} />
                  {onLeaveOut && (
                    <IconButton
                      label={words.leaveOut(recordName(record))}
                      icon={X}
                      onClick={() => onLeaveOut(record)}
                    />
                  )}
                </div>
                <label class="merge-keep">
                  <input type="radio" name="kept" checked={at === kept} onChange={() => onKeep(at)} />
                  {at === kept ? words.kept : words.keep}
                </label>
              </th>
            ))}
            <th scope="col" class="merge-result">
              {words.result}
            </th>
          </tr>
        </thead>
        <tbody>
          {differing.map((field) => (
            <Row key={field.id} {...props} field={field} />
          ))}
          {isAll && rest.map((field) => <Row key={field.id} {...props} field={field} />)}
        </tbody>
      </table>
      {differing.length === 0 && <p class="muted">{words.same}</p>}
      {rest.length > 0 && (
        <Button kind="quiet" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? words.showDiffering : words.showAll(rest.length)}
        </Button>
      )}
    </div>
  )
}

function Row({ field, records, kept, preview, wishes, onWish }: MergeTableProps & { field: FieldModel }) {
  const words = t()
  const from = wishes.get(field) ?? serversChoice(field, records, kept, preview)
  const isOneOf = differs(field, records)
  const result = records[from] ?? preview
  const radio = (at: number, name: string) => (
    <input
      type="radio"
      name={field.id}
      aria-label={words.choice(field.label, name)}
      checked={from === at}
      onChange={() => onWish(field, at)}
    />
  )
  return (
    <tr>
      <th scope="row">{field.label}</th>
      {records.map((record, at) => {
        const canChoose = isOneOf && !isEmpty(field, record)
        return (
          <td
            key={record.id}
            data-chosen={(canChoose && (from === at || from === -1)) || undefined}
            onClick={(event) => {
              if (canChoose && !(event.target as Element).closest("a")) onWish(field, at)
            }}
          >
            <div class="merge-cell">
              {canChoose && radio(at, recordName(record))}
              <Value field={field} record={record} />
            </div>
          </td>
        )
      })}
      <td class="merge-result">
        <div class="merge-cell">
          {isOneOf && isUnited(field) && radio(-1, words.together)}
          <div>
            {isOneOf && isUnited(field) && from === -1 && <span class="merge-together">{words.together}</span>}
            {result && <Value field={field} record={result} />}
          </div>
        </div>
      </td>
    </tr>
  )
}

function Value({ field, record }: { field: FieldModel; record: LiveRecord }) {
  const value = valueOf(record, field.name)
  const kind = kindOf(field)
  return (
    <span class="value" title={kind.text(value, field) ?? undefined}>
      {kind.show(value, field) ?? <span class="muted">—</span>}
    </span>
  )
}

/** Whose value the server takes: the kept record's, or the first one's that has any; -1 where it puts all together. */
function serversChoice(
  field: FieldModel,
  records: readonly LiveRecord[],
  kept: number,
  preview: LiveRecord | undefined,
): number {
  if (isUnited(field) || !preview) return -1
  const merged = valueOf(preview, field.name)
  const isIt = (record: LiveRecord | undefined) => record !== undefined && same(valueOf(record, field.name), merged)
  return isIt(records[kept]) ? kept : records.findIndex(isIt)
}
