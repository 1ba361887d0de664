/** What the rows of a file would become: records as they are sent, or what is wrong with which cell. */
import { t } from "../../i18n/start/index.ts"
import { inTurns } from "./in-turns.ts"
import type { Target } from "./targets.ts"

/** What a value of a column with options stands for: an option, or nothing at all. */
export type Choices = ReadonlyMap<string, string | null>

export interface Match {
  target: Target
  /** by the text of a value, in small letters; what is not in it is read as it stands */
  choices: Choices
}

/** By number of column; null for what is not imported. */
export type Matches = readonly (Match | null)[]

/** Column → what is wrong with its cell. */
type RowProblems = ReadonlyMap<number, string>

export interface Checked {
  /** row → column → what is wrong with the cell */
  problems: ReadonlyMap<number, RowProblems>
  /** of the good rows, what each is told apart by; empty without a key */
  keys: ReadonlyMap<string, unknown>
}

type Input = Record<string, unknown>

/** The record of a row, without what is empty; what is wrong goes into `problems`. */
export function readRow(row: readonly string[], matches: Matches, problems = new Map<number, string>()): Input {
  const record: Input = {}
  for (const [column, match] of matches.entries()) {
    const text = row[column] ?? ""
    if (!match || text.trim() === "") continue
    const read = readCell(text, match)
    if ("problem" in read) problems.set(column, read.problem)
    else if (read.value !== null) merge(record, match.target.input(read.value))
  }
  return record
}

/** The value of a cell, or why there is none. */
function readCell(text: string, { target, choices }: Match): ReturnType<Target["read"]> {
  if (!target.hasOptions || choices.size === 0) return target.read(text)
  const items = itemsOf(text, target).flatMap((item) => {
    const chosen = choices.get(item.toLowerCase())
    return chosen === null ? [] : [chosen ?? item]
  })
  return items.length === 0 ? { value: null } : target.read(items.join(", "))
}

/** One value, or several where the field takes several. */
export function itemsOf(text: string, { field }: Target): string[] {
  const items = field.type === "MULTI_SELECT" ? text.split(/[,;\n]/) : [text]
  return items.map((item) => item.trim()).filter((item) => item !== "")
}

/** Parts of a composite value come from several columns. */
function merge(record: Input, input: Readonly<Input>): void {
  for (const [name, value] of Object.entries(input)) {
    const before = record[name]
    const areParts = [before, value].every((each) => typeof each === "object" && each !== null && !Array.isArray(each))
    record[name] = areParts ? { ...(before as object), ...(value as object) } : value
  }
}

/**
 * Checks all rows.
 * @param keyColumn by whose value records are told apart
 * @returns null when it was given up
 */
export async function checkRows(
  rows: readonly (readonly string[])[],
  matches: Matches,
  keyColumn: number | null,
  signal: AbortSignal,
): Promise<Checked | null> {
  const problems = new Map<number, RowProblems>()
  const keys = new Map<string, unknown>()
  const rowOfKey = new Map<string, number>()
  const isDone = await inTurns(rows, signal, (row, number) => {
    const wrong = new Map<number, string>()
    readRow(row, matches, wrong)
    const key = keyColumn === null ? null : keyOf(row[keyColumn] ?? "", matches[keyColumn] ?? null)
    const before = key && rowOfKey.get(key.text)
    if (before !== null && before !== undefined) wrong.set(keyColumn!, t().import.sameKey(before + 1))
    else if (key && wrong.size === 0) {
      rowOfKey.set(key.text, number)
      keys.set(key.text, key.value)
    }
    if (wrong.size > 0) problems.set(number, wrong)
  })
  return isDone ? { problems, keys } : null
}

function keyOf(text: string, match: Match | null): { text: string; value: unknown } | null {
  if (!match?.target.find || text.trim() === "") return null
  const read = match.target.read(text)
  return "value" in read ? { text: match.target.find.keyOf(read.value).toLowerCase(), value: read.value } : null
}

export interface DistinctValue {
  text: string
  /** how often it is there */
  count: number
}

/** The different values of a column, the most frequent first; null when it was given up. */
export async function distinctValues(
  rows: readonly (readonly string[])[],
  column: number,
  target: Target,
  signal: AbortSignal,
): Promise<DistinctValue[] | null> {
  const counts = new Map<string, number>()
  const isDone = await inTurns(rows, signal, (row) => {
    for (const item of itemsOf(row[column] ?? "", target)) counts.set(item, (counts.get(item) ?? 0) + 1)
  })
  return isDone ? [...counts].toSorted((a, b) => b[1] - a[1]).map(([text, count]) => ({ text, count })) : null
}
