/** Changing and deleting many records as steps that can be undone, with what is said about them meanwhile. */
import type { ApiError } from "../../api/send.ts"
import { editOf } from "../../fields/edits.ts"
import { completed, requiredFields } from "../../fields/required.ts"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/bulk/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { say, sayProgress } from "../../shell/toasts.tsx"
import { sayDone } from "../../shell/undo.tsx"
import { removeRecords } from "../../store/lifecycle.ts"
import type { Rows } from "../../store/queries.ts"
import { liveRecord } from "../../store/records.ts"
import { perform, type Step } from "../../store/undo.ts"
import { sentenceOf } from "../../ui/problem.ts"
import { changeBack, changeMany, idsOf, type Before, type Change, type Watch } from "./bulk.ts"
import type { Chosen } from "./selection.ts"

/** How many records are worth being told how far it is. */
const many = 200

export async function changeChosen(chosen: Chosen, list: Rows, field: FieldModel, value: unknown): Promise<void> {
  const ids = await idsOf(chosen, list.question)
  if (!Array.isArray(ids)) return sayError(ids)
  const { object } = list.question
  const changes = await changesOf(object, ids, field, value)
  if (!changes) return
  const fields = [...new Set(changes.flatMap(({ values }) => [...values.keys()]))]
  let before: Before = new Map()
  const words = t()
  const count = () => words.changed(field.label, formatNumber(before.size), before.size)
  const step: Step = {
    get text() {
      return count()
    },
    async run() {
      const result = await watched(words.changing(field.label), ids.length, (watch) =>
        changeMany(object, changes, watch),
      )
      before = result.before
      if (result.error) sayError(result.error)
      return before.size > 0
    },
    async undo() {
      const error = await watched(words.restoring, before.size, (watch) => changeBack(object, before, fields, watch))
      if (error) sayError(error)
      return error ? "failed" : "done"
    },
  }
  if (await perform(step)) sayDone(count(), step)
}

/** With what the option asks for; null where nothing is to be changed. */
async function changesOf(
  object: ObjectModel,
  ids: readonly string[],
  field: FieldModel,
  value: unknown,
): Promise<Change[] | null> {
  const alone = new Map([[field, value]])
  if (requiredFields(field, value).length === 0) return [{ ids, values: alone }]
  const edits = await completed(ids.map((id) => editOf(liveRecord(object, id), field, value)))
  if (!edits) return null
  const byRecord = Map.groupBy(edits, ({ record }) => record.id)
  const alike = Map.groupBy(byRecord.values(), (own) => own.map(({ name }) => name).join(" "))
  return [...alike.values()].map((records) => ({
    ids: records.map(([first]) => first!.record.id),
    values: new Map(records[0]!.map((edit) => [object.byName.get(edit.name)!, edit.value])),
  }))
}

/** @param list the records go from it at once */
export async function deleteChosen(chosen: Chosen, list: Rows): Promise<void> {
  const ids = await idsOf(chosen, list.question)
  if (!Array.isArray(ids)) return sayError(ids)
  const { object } = list.question
  const step = deletion(object, ids, list)
  if (await perform(step)) sayDone(step.text, step)
}

export function deletion(object: ObjectModel, ids: readonly string[], list: Rows | undefined): Step {
  const words = t()
  const [only] = ids
  const text =
    ids.length === 1
      ? words.deletedOne(recordName(liveRecord(object, only!)))
      : words.deleted(formatNumber(ids.length), ids.length)
  return {
    text,
    async run() {
      list?.remove(new Set(ids.map((id) => liveRecord(object, id))))
      const error = await watched(words.deleting, ids.length, (watch) => removeRecords("delete", object, ids, watch))
      if (error) sayError(error)
      list?.refresh()
      return error === null
    },
    async undo() {
      const error = await watched(words.restoring, ids.length, (watch) => removeRecords("restore", object, ids, watch))
      if (error) sayError(error)
      list?.refresh()
      return error ? "failed" : "done"
    },
  }
}

/** Shows how far it is, where that takes a while, with a way to stop it. */
export async function watched<T>(text: string, total: number, work: (watch: Watch) => Promise<T>): Promise<T> {
  if (total < many) return work(() => true)
  const progress = sayProgress(text, total)
  const result = await work((done) => progress.tell(done))
  const { done, isCancelled } = progress.end()
  if (isCancelled) say({ kind: "warning", text: t().cancelled(formatNumber(done), formatNumber(total)) })
  return result
}

export const sayError = (error: ApiError) => say({ kind: "error", text: sentenceOf(error), details: error.requestId })
