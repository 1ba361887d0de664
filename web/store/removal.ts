/** Deleting and restoring records as steps that can be undone. */
import type { ApiError } from "../api/send.ts"
import type { LiveRecord } from "./records.ts"
import { removeRecords } from "./lifecycle.ts"
import type { Step } from "./undo.ts"

type Way = "delete" | "restore"

/**
 * @param text what it does, for people
 * @param onError told what the server would not do
 */
export function removalStep(way: Way, text: string, record: LiveRecord, onError: (error: ApiError) => void): Step {
  const go = async (wanted: Way): Promise<boolean> => {
    const error = await removeRecords(wanted, record.object, [record.id])
    if (error) onError(error)
    return error === null
  }
  return {
    text,
    run: () => go(way),
    undo: async () => ((await go(way === "delete" ? "restore" : "delete")) ? "done" : "failed"),
  }
}
