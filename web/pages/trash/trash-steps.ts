/** Bringing deleted records back, which can be undone, and deleting them for good, which cannot. */
import type { ApiError } from "../../api/send.ts"
import { recordName } from "../../fields/record-name.tsx"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/trash/index.ts"
import { say } from "../../shell/toasts.tsx"
import { sayDone } from "../../shell/undo.tsx"
import { removeRecords } from "../../store/lifecycle.ts"
import type { Rows } from "../../store/queries.ts"
import { liveRecord } from "../../store/records.ts"
import { perform, type Step } from "../../store/undo.ts"
import { idsOf } from "../table/bulk.ts"
import { sayError, watched } from "../table/bulk-steps.ts"
import type { Chosen } from "../table/selection.ts"

/** @param list of the trash; the records go from it at once */
export async function restoreChosen(chosen: Chosen, list: Rows): Promise<void> {
  const ids = await idsOf(chosen, list.question)
  if (!Array.isArray(ids)) return sayError(ids)
  const step = restoration(ids, list)
  if (await perform(step)) sayDone(step.text, step)
}

function restoration(ids: readonly string[], list: Rows): Step {
  const words = t()
  const { object } = list.question
  const [only] = ids
  const move = async (kind: "restore" | "delete") => {
    if (kind === "restore") leave(ids, list)
    const error = await watched(words.restoring, ids.length, (watch) => removeRecords(kind, object, ids, watch))
    if (error) sayError(error)
    list.refresh()
    return error === null
  }
  return {
    text:
      ids.length === 1
        ? words.restoredOne(recordName(liveRecord(object, only!)))
        : words.restored(formatNumber(ids.length), ids.length),
    run: () => move("restore"),
    undo: async () => ((await move("delete")) ? "done" : "failed"),
  }
}

/** @returns what went wrong; null when they are gone */
export async function destroyChosen(chosen: Chosen, list: Rows): Promise<ApiError | null> {
  const { object } = list.question
  const ids = await idsOf(chosen, list.question)
  if (!Array.isArray(ids)) return ids
  const words = t()
  const error = await watched(words.destroying, ids.length, (watch) => removeRecords("destroy", object, ids, watch))
  if (!error) {
    leave(ids, list)
    say({ kind: "success", text: words.destroyed(formatNumber(ids.length), ids.length) })
  }
  list.refresh()
  return error
}

function leave(ids: readonly string[], list: Rows): void {
  const { object } = list.question
  list.remove(new Set(ids.map((id) => liveRecord(object, id))))
}
