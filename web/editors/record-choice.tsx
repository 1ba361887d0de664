/** Records as choices of a list: avatar, name, and what tells them apart. */
import type { Answer } from "../api/send.ts"
import { inputOf as writtenFor } from "../fields/edits.ts"
import { excerpt } from "../fields/field-kind.ts"
import { kindOf, selectionOfAll } from "../fields/index.ts"
import { RecordName, recordName } from "../fields/record-name.tsx"
import { t } from "../i18n/editors/index.ts"
import type { ObjectModel } from "../model/workspace-model.ts"
import { createRecord } from "../store/lifecycle.ts"
import { me } from "../store/me.ts"
import { valueOf, type LiveRecord } from "../store/records.ts"
import type { Choice } from "../ui/listbox.tsx"
import { secondField } from "./use-record-search.ts"

/** @param note said instead of what tells it apart */
export function choiceOf(record: LiveRecord, note?: string): Choice {
  return {
    id: record.id,
    text: recordName(record),
    shown: (
      <>
        <RecordName record={record} />
        {record.id === me.value && <span class="badge">{t().records.me}</span>}
        <span class="secondary">{note ?? secondText(record)}</span>
      </>
    ),
  }
}

function secondText(record: LiveRecord): string {
  const field = secondField(record.object)
  const text = field && kindOf(field).text(valueOf(record, field.name), field)
  // Addresses are told apart by their hosts.
  return text ? excerpt(text.replace(/https?:\/\/(www\.)?/g, ""), 60) : ""
}

/** No record has such an id. */
export const creates = "create"

/** Offers to make what was not found; nothing where the role may not, or the name is none. */
export function creationOf(object: ObjectModel, text: string): Choice[] {
  if (text.trim() === "" || !object.can.create || inputOf(object, text) === null) return []
  return [{ id: creates, text: t().records.create(text.trim()) }]
}

/** A record of that name. */
export function create(object: ObjectModel, text: string): Promise<Answer<LiveRecord>> {
  const fields = [object.labelField, secondField(object)].filter((field) => field !== undefined)
  return createRecord({ object, input: inputOf(object, text)!, selection: selectionOfAll(fields) })
}

function inputOf({ labelField }: ObjectModel, text: string): Record<string, unknown> | null {
  const read = labelField?.canEdit ? kindOf(labelField).parse?.(text.trim(), labelField) : undefined
  return labelField && read && "value" in read ? writtenFor(labelField, read.value) : null
}
