/**
 * The filter grammar of the query string → the wire's JSON form, which the record engine reads. Values stay text: the
 * engine reads them by the type of their field.
 *
 *     filter      := item { "," item }                     (all of them)
 *     item        := conjunction | condition
 *     conjunction := ("and" | "or" | "not") "(" filter ")"
 *     condition   := field { "." subField } "[" comparator "]" ":" value
 *     value       := bare | "…" | '…' | "[" v { "," v } "]"
 *
 * A value that holds a comma or a lone bracket is quoted.
 *
 * @example parseFilter('stage[eq]:NEW,not(companyId[is]:NULL)')
 * // { and: [{ stage: { eq: "NEW" } }, { not: { companyId: { is: "NULL" } } }] }
 */
import { badInput, type AppError } from "../../errors.ts"
import type { Filter } from "../../records/query.ts"
import { nested } from "./nested.ts"

/** Null for an empty text. Throws BAD_USER_INPUT. */
export function parseFilter(text: string): Filter | null {
  if (text.trim() === "") return null
  const reader = { text, at: 0 }
  const items = readItems(reader, 0)
  if (reader.at < text.length) throw leftOver(reader, 0)
  return items.length === 1 ? items[0]! : { and: items }
}

interface Reader {
  readonly text: string
  at: number
}

/** @param depth parentheses that are open here */
function readItems(reader: Reader, depth: number): Filter[] {
  const items: Filter[] = []
  do {
    skipSpace(reader)
    items.push(readItem(reader, depth))
    skipSpace(reader)
  } while (take(reader, /,/y))
  return items
}

function readItem(reader: Reader, depth: number): Filter {
  const name = take(reader, /(and|or|not)\(/y)?.[1]
  if (!name) return readCondition(reader)
  const items = readItems(reader, depth + 1)
  if (!take(reader, /\)/y)) throw leftOver(reader, depth + 1)
  if (name !== "not") return { [name]: items }
  if (items.length === 1) return { not: items[0] }
  throw badInput("'filter' invalid. 'not' conjunction should contain only 1 condition. eg: not(field[eq]:1)")
}

const comparators = "eq, neq, in, containsAny, is, gt, gte, lt, lte, startsWith, endsWith, like, ilike"

function readCondition(reader: Reader): Filter {
  const start = reader.at
  const [, path, comparator] = take(reader, /([\w.]+)\[([^[\]]*)\]:/y) ?? []
  if (path === undefined || comparator === undefined) throw malformedItem(restOfItem(reader))
  const value = readValue(reader)
  const condition = reader.text.slice(start, reader.at)
  if (!comparators.split(", ").includes(comparator)) {
    throw badInput(`'filter' invalid for '${condition}', comparator ${comparator} not in ${comparators}`)
  }
  if (value === "" && condition.endsWith(":")) throw malformedItem(condition)
  if ((comparator === "in" || comparator === "containsAny") && !Array.isArray(value)) {
    throw badInput(
      `'filter' invalid for '${comparator}' operator. Received '${value}' but array value expected eg: 'field[${comparator}]:[value_1,value_2]'`,
    )
  }
  return nested([...path.split("."), comparator], value)
}

// --- values ---------------------------------------------------------------------------------------------------------

function readValue(reader: Reader): string | string[] {
  const list = take(reader, /\[([^\]]*)\](?=\s*(?:[,)]|$))/y)
  if (list) return listItems(list[1]!)
  return readQuoted(reader) ?? take(reader, /(?:[^,()]|\([^()]*\))*/y)![0].trim()
}

/** A quote closes where the value ends, so that quotes of the same kind inside it need no escape. */
function readQuoted(reader: Reader): string | null {
  return take(reader, /(["'])(.*?)\1(?=\s*(?:[,)]|$))/sy)?.[2] ?? null
}

/** Items end at commas; one that holds a comma is quoted. */
function listItems(text: string): string[] {
  const reader = { text, at: 0 }
  const items: string[] = []
  if (text.trim() === "") return items
  do {
    skipSpace(reader)
    items.push(readQuoted(reader) ?? take(reader, /[^,]*/y)![0].trim())
    skipSpace(reader)
  } while (take(reader, /,/y))
  return items
}

// --- reading --------------------------------------------------------------------------------------------------------

/** @param pattern sticky, so that it matches where the reader stands or not at all */
function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at
  const match = pattern.exec(reader.text)
  if (match) reader.at = pattern.lastIndex
  return match
}

const skipSpace = (reader: Reader) => void take(reader, /\s*/y)

const restOfItem = (reader: Reader) => take(reader, /[^,)]*/y)![0]

function malformedItem(item: string): AppError {
  return badInput(`'filter' invalid for '${item}'. eg: price[gte]:10`)
}

/** The text should have gone on otherwise; most often a bracket is missing. @param depth parentheses that are open */
function leftOver({ text, at }: Reader, depth: number): AppError {
  const rest = text.slice(at)
  const balance = depth + rest.split("(").length - rest.split(")").length
  if (balance === 0) return malformedItem(rest)
  const kind = balance > 0 ? "close" : "open"
  const count = Math.abs(balance)
  const brackets = count === 1 ? `1 ${kind} bracket is` : `${count} ${kind} brackets are`
  return badInput(`'filter' invalid. ${brackets} missing in the query`)
}
