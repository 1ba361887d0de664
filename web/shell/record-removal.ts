/** Deletes a record without asking, and says how to have it back. */
import { recordName } from "../fields/record-name.tsx"
import { t } from "../i18n/record-actions/index.ts"
import type { ApiError } from "../api/send.ts"
import { say } from "./toasts.tsx"
import { sayDone } from "./undo.tsx"
import type { LiveRecord } from "../store/records.ts"
import { removalStep } from "../store/removal.ts"
import { perform } from "../store/undo.ts"
import { sentenceOf } from "../ui/problem.ts"

export const sayError = (error: ApiError) => say({ kind: "error", text: sentenceOf(error), details: error.requestId })

/** @param name under which it is known where it is deleted, should not all of it have been read */
export async function deleteRecord(record: LiveRecord, name = recordName(record)): Promise<boolean> {
  const text = t().deleted(name)
  const step = removalStep("delete", text, record, sayError)
  const isDone = await perform(step)
  if (isDone) sayDone(text, step)
  return isDone
}

export async function restoreRecord(record: LiveRecord): Promise<void> {
  const text = t().restored(recordName(record))
  const step = removalStep("restore", text, record, sayError)
  if (await perform(step)) sayDone(text, step)
}
