import { t } from "../i18n/messages.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import type { LiveRecord } from "../store/records.ts"
import { perform } from "../store/undo.ts"
import { editOf, editStep } from "./edits.ts"
import { recordName } from "./record-name.tsx"

/** Gives a field another value, so that it can be undone. */
export function write(record: LiveRecord, field: FieldModel, value: unknown): void {
  const step = editStep(t().table.changed(field.label, recordName(record)), [editOf(record, field, value)])
  if (step) void perform(step)
}
