/** Ties records to another and unties them, by the field of theirs that leads there. */
import { recordName } from "../../fields/record-name.tsx"
import { editStep } from "../../fields/edits.ts"
import { selectionOf } from "../../fields/index.ts"
import { t } from "../../i18n/record/index.ts"
import { linkName } from "../../model/names.ts"
import { inverseOf } from "../../model/relation-ends.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { sayDone } from "../../shell/undo.tsx"
import type { Edit } from "../../store/edits.ts"
import { peekValue, setValue, type LiveRecord } from "../../store/records.ts"
import { perform } from "../../store/undo.ts"
import { readRecord } from "./read-record.ts"
import { sayError } from "../../shell/record-removal.ts"

/** The field at the other end of a relation, where this role may write it. */
export function backOf(field: FieldModel): FieldModel | undefined {
  const back = inverseOf(field)
  return back?.canEdit ? back : undefined
}

/** @param field of `owner`, a to-many relation */
export async function attach(owner: LiveRecord, field: FieldModel, back: FieldModel, id: string): Promise<void> {
  // What it leads to now is what undoing gives back.
  const { data, error } = await readRecord(back.object, id)
  if (error) return sayError(error)
  await set(data, back, owner, t().attached(recordName(data), field.label))
}

export async function detach(
  record: LiveRecord,
  field: FieldModel,
  back: FieldModel,
  owner: LiveRecord,
): Promise<void> {
  if (peekValue(record, back.name) == null) setValue(record, back.name, owner)
  await set(record, back, null, t().detached(recordName(record), field.label))
}

async function set(record: LiveRecord, back: FieldModel, value: LiveRecord | null, text: string): Promise<void> {
  const before = peekValue(record, back.name) as LiveRecord | null
  const edit: Edit = {
    record,
    name: back.name,
    value,
    before,
    input: inputOf(back, value, before),
    inputBefore: inputOf(back, before, value),
    selection: selectionOf(back),
  }
  const step = editStep(text, [edit])
  if (step && (await perform(step))) sayDone(text, step)
}

/** A morph relation has a column for each object; the one that is left is emptied. */
function inputOf(back: FieldModel, value: LiveRecord | null, other: LiveRecord | null) {
  return {
    ...(other && { [linkName(back, other.object)]: null }),
    ...(value && { [linkName(back, value.object)]: value.id }),
  }
}
