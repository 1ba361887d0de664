/** A rectangle of cells: what is copied, pasted, cleared and filled at once. */
import { editOf, editStep } from "../../fields/edits.ts"
import { kindOf } from "../../fields/index.ts"
import type { Parsed } from "../../fields/field-kind.ts"
import { t } from "../../i18n/bulk/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { say } from "../../shell/toasts.tsx"
import { sayDone } from "../../shell/undo.tsx"
import type { Edit } from "../../store/edits.ts"
import type { Rows } from "../../store/queries.ts"
import { valueOf, type LiveRecord } from "../../store/records.ts"
import { perform } from "../../store/undo.ts"
import type { Column } from "./columns.ts"

/** Both ends included. */
export interface Range {
  top: number
  bottom: number
  left: number
  right: number
}

interface Corner {
  row: number
  column: number
}

export function rangeOf(one: Corner, other: Corner): Range {
  return {
    top: Math.min(one.row, other.row),
    bottom: Math.max(one.row, other.row),
    left: Math.min(one.column, other.column),
    right: Math.max(one.column, other.column),
  }
}

export const isWithin = ({ top, bottom, left, right }: Range, { row, column }: Corner) =>
  row >= top && row <= bottom && column >= left && column <= right

export interface Cells {
  list: Rows
  columns: readonly Column[]
}

/** As text, line by line. */
export function textsIn({ list, columns }: Cells, { top, bottom, left, right }: Range): string[][] {
  return numbers(top, bottom).map((row) => {
    const record = list.at(row)
    return columns.slice(left, right + 1).map(({ field }) => (record ? textOf(record, field) : ""))
  })
}

function textOf(record: LiveRecord, field: FieldModel): string {
  const value = valueOf(record, field.name)
  return kindOf(field).copy?.(value, field) ?? kindOf(field).text(value, field) ?? ""
}

const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** One value fills the whole range; several go where they would stand, as far as there are rows and columns. */
export function paste(cells: Cells, range: Range, texts: readonly (readonly string[])[]): Range {
  const isOne = texts.length === 1 && texts[0]!.length === 1
  const target = isOne
    ? range
    : {
        ...range,
        bottom: range.top + texts.length - 1,
        right: range.left + Math.max(...texts.map((row) => row.length)) - 1,
      }
  const reached = clamped(cells, target)
  const text = (row: number, column: number) => (isOne ? texts[0]![0]! : texts[row - range.top]?.[column - range.left])
  change(
    cells,
    reached,
    (_, field, row, column) => {
      const given = text(row, column)
      return given === undefined ? undefined : kindOf(field).parse?.(given, field)
    },
    (n) => t().pasted(formatNumber(n), n),
  )
  return reached
}

export function clear(cells: Cells, range: Range): void {
  change(
    cells,
    clamped(cells, range),
    (_, field) => kindOf(field).cleared?.(field),
    (n) => t().cleared(formatNumber(n), n),
  )
}

/** The first row's values go into the others. */
export function fillDown(cells: Cells, range: Range): void {
  const first = cells.list.at(range.top)
  if (!first || range.top === range.bottom) return
  const rest = clamped(cells, { ...range, top: range.top + 1 })
  change(
    cells,
    rest,
    (_, field) => ({ value: valueOf(first, field.name) }),
    () => t().filled,
  )
}

function clamped({ list, columns }: Cells, range: Range): Range {
  return {
    ...range,
    bottom: Math.min(range.bottom, list.lastWith(range.top)),
    right: Math.min(range.right, columns.length - 1),
  }
}

type NewValue = (record: LiveRecord, field: FieldModel, row: number, column: number) => Parsed | undefined

/** What can be changed is, in one step; what cannot is told, with the first reason. */
function change({ list, columns }: Cells, range: Range, next: NewValue, text: (n: number) => string): void {
  const edits: Edit[] = []
  const problems: string[] = []
  let locked = 0
  let all = 0
  for (const row of numbers(range.top, range.bottom)) {
    const record = list.at(row)
    for (const column of numbers(range.left, range.right)) {
      const { field } = columns[column]!
      if (!record) continue
      all += 1
      const parsed = field.canEdit ? next(record, field, row, column) : undefined
      if (parsed === undefined) locked += 1
      else if ("problem" in parsed) problems.push(t().firstReason(field.label, parsed.problem))
      else edits.push(editOf(record, field, parsed.value))
    }
  }
  const step = editStep(text(edits.length), edits)
  if (step) void perform(step).then((isDone) => isDone && edits.length > 1 && sayDone(step.text, step))
  const words = t()
  if (problems.length > 0)
    say({ kind: "warning", text: `${words.invalid(formatNumber(problems.length), formatNumber(all))} ${problems[0]}` })
  else if (locked > 0) say({ kind: "warning", text: words.locked(formatNumber(locked), formatNumber(all)) })
}
