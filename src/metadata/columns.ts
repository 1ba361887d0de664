/** What callers may write into rows of the core tables: each column's kind, and what it is when nothing is said. */
import type { AppError } from "../errors.ts"
import { isUuid } from "./scalar.ts"
import { show } from "./show.ts"

export interface Column {
  /** values of an enum, or the kind of value */
  kind: readonly string[] | "text" | "id" | "number" | "integer" | "flag" | "json"
  /** absent where null is a value */
  isRequired?: boolean
  fallback?: unknown
  /** may be given when it is made, and never changes */
  isFixed?: boolean
}

export const required = (kind: Column["kind"], fallback?: unknown): Column => ({ kind, isRequired: true, fallback })

/** The columns of a table, and the error for what does not fit them. */
export interface Table {
  columns: Record<string, Column>
  invalid(message: string): AppError
}

export type Values = Record<string, unknown>

/** A whole row. What is not known here is dropped. Throws BAD_USER_INPUT. */
export function readNewRow(table: Table, input: unknown): Values {
  const given = asObject(table, input)
  const entries = Object.entries(table.columns).map(([name, column]) => {
    const value = given[name] ?? column.fallback ?? null
    if (value === null && column.isRequired) throw table.invalid(`${name} is required`)
    return [name, readValue(table, name, column, value)]
  })
  if (given.id != null && !isUuid(given.id)) throw table.invalid("id must be a UUID")
  return { id: given.id ?? crypto.randomUUID(), ...Object.fromEntries(entries) }
}

/** Only what is to change. */
export function readRowUpdate(table: Table, input: unknown): Values {
  const given = asObject(table, input)
  const entries = Object.entries(table.columns)
    .filter(([name, column]) => !column.isFixed && given[name] !== undefined)
    .filter(([name, column]) => given[name] !== null || !column.isRequired)
    .map(([name, column]) => [name, readValue(table, name, column, given[name])])
  return Object.fromEntries(entries)
}

function readValue({ invalid }: Table, name: string, { kind }: Column, value: unknown): unknown {
  if (value === null || kind === "json") return value
  if (typeof kind === "object") {
    if (kind.includes(value as string)) return value
    throw invalid(`${name} must be one of the following values: ${kind.join(", ")}`)
  }
  if ((kind === "number" || kind === "integer") && Number.isFinite(value))
    return kind === "integer" ? Math.round(value as number) : value
  if (kind === "id" && isUuid(value)) return value
  if ((kind === "text" && typeof value === "string") || (kind === "flag" && typeof value === "boolean")) return value
  throw invalid(`${name} must be a ${kind}, not ${show(value)}`)
}

function asObject({ invalid }: Table, input: unknown): Values {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input as Values
  throw invalid("An object is expected")
}
