/** A new value for a field as what the store writes, and as a step that can be undone. */
import type { FieldModel } from "../model/workspace-model.ts"
import { applyEdits, reversed, type Edit } from "../store/edits.ts"
import { peekValue, same, type LiveRecord } from "../store/records.ts"
import type { Step } from "../store/undo.ts"
import { kindOf, wholeSelectionOf } from "./kinds.ts"
import { asksForMore, completed } from "./required.ts"

/** @param value as the cell will hold it */
export function editOf(record: LiveRecord, field: FieldModel, value: unknown): Edit {
  const before = peekValue(record, field.name)
  return {
    record,
    name: field.name,
    value,
    before,
    input: inputOf(field, value),
    inputBefore: inputOf(field, before),
    selection: wholeSelectionOf(field),
  }
}

/** What is written for a value, under the names of the wire. */
export function inputOf(field: FieldModel, value: unknown): Readonly<Record<string, unknown>> {
  return kindOf(field).input?.(value, field) ?? { [field.name]: value ?? null }
}

/** Without the edits that change nothing, and with what their options ask for; null where none is left. */
export function editStep(text: string, all: readonly Edit[]): Step | null {
  let edits: readonly Edit[] = all.filter(({ value, before }) => !same(value, before))
  if (edits.length === 0) return null
  return {
    text,
    async run() {
      // Shown at once where nothing is asked.
      const whole = asksForMore(edits) ? await completed(edits) : edits
      if (!whole) return false
      edits = whole
      applyEdits(edits)
      return true
    },
    undo(isForced) {
      const shown = ({ record, name }: Edit) => peekValue(record, name)
      // What was refused is as it was already.
      const done = edits.filter((edit) => !same(shown(edit), edit.before))
      const written = (edit: Edit) => ("settled" in edit ? edit.settled : edit.value)
      if (!isForced && done.some((edit) => !same(shown(edit), written(edit)))) return "changed"
      applyEdits(done.map(reversed))
      return "done"
    },
  }
}
