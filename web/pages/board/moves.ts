/** Records going from one place of a board, or of a grouped table, to another: shown at once, written, taken back when that fails, undone in one step. */
import { editOf } from "../../fields/edits.ts"
import { asksForMore, completed } from "../../fields/required.ts"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/board/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { sayDone } from "../../shell/undo.tsx"
import { applyEdits, reversed, type Edit } from "../../store/edits.ts"
import type { RecordList } from "../../store/queries.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { perform, type Step } from "../../store/undo.ts"

/** Records of one value: a column of a board, or a group of a table. */
export interface Lane {
  /** as a cell holds it */
  value: unknown
  label: string
  list: RecordList
}

export interface Move {
  field: FieldModel
  columns: readonly Lane[]
  records: readonly LiveRecord[]
  to: Lane
  /** before which card of the column, counted without the moved ones */
  place: number
}

/** @returns what to say about it; empty where nothing has moved */
export async function moveCards({ field, columns, records, to, place }: Move): Promise<string> {
  const positions = positionsAt(to, place, records)
  let edits: readonly Edit[] = records.flatMap((record, i) => editsOf(record, field, to.value, positions[i]!))
  if (edits.length === 0) return ""
  const [only] = records
  const words = t()
  const text =
    records.length === 1 ? words.movedStep(recordName(only!), to.label) : words.movedManyStep(records.length, to.label)
  let from: ReadonlyMap<LiveRecord, ReturnType<typeof standOf>>
  const step: Step = {
    text,
    async run() {
      const whole = asksForMore(edits) ? await completed(edits) : edits
      if (!whole) return false
      edits = whole
      from = new Map(records.map((record) => [record, standOf(columns, record)]))
      for (const record of records) takeOut(columns, record)
      for (const [i, record] of records.entries()) to.list.insert(record, place + i)
      applyEdits(edits)
      return true
    },
    undo() {
      for (const record of records) takeOut(columns, record)
      for (const [record, stand] of from) stand?.column.list.insert(record, stand.place)
      applyEdits(edits.map(reversed))
      return "done"
    },
  }
  if (!(await perform(step))) return ""
  if (records.length > 1) sayDone(words.movedMany(records.length, to.label), step)
  return records.length === 1
    ? words.moved(recordName(only!), to.label, place + 1, to.list.total.peek() ?? place + 1)
    : words.movedMany(records.length, to.label)
}

function editsOf(record: LiveRecord, field: FieldModel, value: unknown, position: number | undefined): Edit[] {
  const own = record.object.byName.get("position")
  return [
    ...(valueOf(record, field.name) === value ? [] : [editOf(record, field, value)]),
    ...(own && position !== undefined && valueOf(record, "position") !== position
      ? [editOf(record, own, position)]
      : []),
  ]
}

function takeOut(columns: readonly Lane[], record: LiveRecord): void {
  for (const { list } of columns) if (list.indexOf(record) >= 0) list.remove(new Set([record]))
}

export function standOf<L extends Lane>(columns: readonly L[], record: LiveRecord) {
  for (const column of columns) {
    const place = column.list.indexOf(record)
    if (place >= 0) return { column, place }
  }
  return undefined
}

/** Between its neighbours to be; undefined where the column is in another order than the workspace's. */
function positionsAt({ list }: Lane, place: number, records: readonly LiveRecord[]): (number | undefined)[] {
  const isOwnOrder = "position" in (list.question.orderBy[0] ?? {})
  if (!isOwnOrder) return records.map(() => undefined)
  const moved = new Set(records)
  const others: LiveRecord[] = []
  for (let at = 0; others.length <= place; at++) {
    const record = list.at(at)
    if (!record) break
    if (!moved.has(record)) others.push(record)
  }
  const at = (record: LiveRecord | undefined) => record && Number(valueOf(record, "position"))
  const before = at(others[place - 1])
  const after = at(others[place])
  const low = before ?? (after === undefined ? 0 : after - records.length - 1)
  const high = after ?? low + records.length + 1
  return records.map((_, i) => low + ((high - low) * (i + 1)) / (records.length + 1))
}
