/**
 * SQL as values. A fragment knows its text and its parameters, so that statements are put together without ever joining
 * a value into a string. (drizzle's `sql` does the same; this one is on the hot path of every record statement and only
 * concatenates two arrays.)
 *
 * @example
 * const where = sql`${ident("p", "name")} = ${"Ada"}`
 * render(sql`select * from ${ident("person")} p where ${where}`)
 * // { text: 'select * from "person" p where "p"."name" = $1', params: ["Ada"] }
 */
import type { Param } from "../ports/driver.ts"

export class Sql {
  /** `texts` has one element more than `params`; parameter i stands between texts i and i + 1. */
  constructor(
    readonly texts: readonly string[],
    readonly params: readonly (Param | Slot)[],
  ) {}
}

/** A parameter whose value is given when the statement is rendered, so that a fragment can be kept and shared. */
export class Slot {
  constructor(readonly name: string) {}
}

export interface Statement {
  text: string
  params: Param[]
}

/** Fragments among the values are spliced in; every other value becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...values: readonly (Sql | Param | Slot)[]): Sql {
  const texts: string[] = [strings[0]!]
  const params: (Param | Slot)[] = []
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value instanceof Sql) append(texts, params, value)
    else {
      params.push(value)
      texts.push("")
    }
    texts[texts.length - 1] += strings[i + 1]!
  }
  return new Sql(texts, params)
}

function append(texts: string[], params: (Param | Slot)[], fragment: Sql): void {
  texts[texts.length - 1] += fragment.texts[0]!
  for (let i = 0; i < fragment.params.length; i++) {
    params.push(fragment.params[i]!)
    texts.push(fragment.texts[i + 1]!)
  }
}

export const empty = new Sql([""], [])

/** A quoted identifier, qualified when several names are given. */
export function ident(...names: string[]): Sql {
  return new Sql([names.map(quoteIdent).join(".")], [])
}

/** Text of the program's own, such as a keyword or a type name. Never for anything that a user typed. */
export function raw(text: string): Sql {
  return new Sql([text], [])
}

/** A quoted text literal, for places where PostgreSQL takes no parameter (DDL) or where a constant helps the planner. */
export function literal(text: string): Sql {
  return new Sql([quoteLiteral(text)], [])
}

export function join(fragments: readonly Sql[], separator = ", "): Sql {
  const texts = [""]
  const params: (Param | Slot)[] = []
  fragments.forEach((fragment, i) => {
    if (i > 0) texts[texts.length - 1] += separator
    append(texts, params, fragment)
  })
  return new Sql(texts, params)
}

/** `and` of the conditions; true when there are none. */
export function allOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return raw("true")
  return conditions.length === 1 ? conditions[0]! : sql`(${join(conditions, " and ")})`
}

/** `or` of the conditions; false when there are none. */
export function anyOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return raw("false")
  return conditions.length === 1 ? conditions[0]! : sql`(${join(conditions, " or ")})`
}

/** @param values of the fragment's slots; one without a value is a bug and throws */
export function render(fragment: Sql, values?: ReadonlyMap<Slot, Param>): Statement {
  let text = fragment.texts[0]!
  for (let i = 1; i < fragment.texts.length; i++) text += `$${i}${fragment.texts[i]!}`
  return { text, params: hasSlots(fragment) ? filled(fragment, values) : (fragment.params as Param[]) }
}

export function hasSlots(fragment: Sql): boolean {
  return fragment.params.some((param) => param instanceof Slot)
}

/**
 * The fragment with values in place of some of its slots. It shares its text with the fragment that it was made of, so
 * that whatever was worked out for one text holds for the other.
 */
export function withValues(fragment: Sql, values: ReadonlyMap<Slot, Param>): Sql {
  return new Sql(
    fragment.texts,
    fragment.params.map((param) => (param instanceof Slot && values.has(param) ? values.get(param)! : param)),
  )
}

function filled(fragment: Sql, values: ReadonlyMap<Slot, Param> | undefined): Param[] {
  return fragment.params.map((param) => {
    if (!(param instanceof Slot)) return param
    const value = values?.get(param)
    if (value === undefined) throw new Error(`The statement was rendered without its ${param.name}`)
    return value
  })
}

/** The text of a fragment without parameters, for DDL. Throws when there are any, because DDL cannot carry them. */
export function renderPlain(fragment: Sql): string {
  if (fragment.params.length > 0) throw new Error(`DDL takes no parameters: ${fragment.texts.join("?")}`)
  return fragment.texts[0]!
}

export function quoteIdent(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted
}
