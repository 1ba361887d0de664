/**
 * What every field type must say about itself. One file per type in `field-types/`; each projection (tables, GraphQL,
 * REST, OpenAPI, forms) is derived from this description and from nothing else.
 */
import { ident, literal, raw, sql, type Sql } from "../db/sql.ts"
import { badInput, type AppError } from "../errors.ts"
import { shortHash } from "./names.ts"
import { show, type Scalar, type ValueContext } from "./scalar.ts"
import type { FieldShape, FieldTypeName, Json } from "./schema.ts"

/** "create" wants the whole value, "update" may give part of a composite: what is left out keeps its stored value. */
export type WriteMode = "create" | "update"

export interface FieldType {
  name: FieldTypeName
  /** the value when it is a single one; null for composites and relations */
  scalar(field: FieldShape): Scalar | null
  /** parts of a composite by key, in the order they are shown; empty for single values */
  subfields: Readonly<Record<string, Scalar>>
  /** GraphQL name of the composite's type, such as `FullName`; null for single values */
  composite: string | null
  /** SQL type of the column; null when the field has none */
  columnType(field: FieldShape): string | null
  /** SQL default of the column; null for none */
  columnDefault(field: FieldShape): Sql | null
  /** condition that the column must meet beside its type; null for none */
  columnCheck(field: FieldShape, column: Sql): Sql | null
  /**
   * What a caller sent → what is stored, as JSON (dates as ISO text, text arrays as arrays, composites as objects).
   * In "update" a composite may come back with some keys only; they are merged into the stored value.
   * Throws BAD_USER_INPUT / INVALID_ARGS_DATA with the field's path.
   */
  parse(input: unknown, context: ValueContext, mode: WriteMode): Json
  /** text that the search vector takes from the column; null when the type is not searchable */
  searchText(column: Sql): Sql | null
  /** subfield that uniqueness is about ("" for a single value); null when the type cannot be unique */
  uniqueBy: string | null
  /** subfield without which a composite counts as empty; null when it is `uniqueBy`, or else all of them */
  emptyBy: string | null
  /**
   * Subfields that are numbers, each with a plain column beside the JSONB that the database keeps equal to it. What
   * filters, sorts and sums need not take the documents apart: a sum over 10,000 amounts takes half the time.
   */
  numbers: readonly string[]
  /** may users create fields of this type */
  isCreatable: boolean
  /** what the web form shows */
  control: string
}

/** The message that a value of the wrong kind gets, as clients know it. */
export function invalidValue(context: ValueContext, kind: string, input: unknown): AppError {
  return badInput(`Invalid ${kind} value ${show(input)} for field "${context.path}"`, "INVALID_ARGS_DATA")
}

/** Subfield of a JSONB column as a value of its scalar's SQL type. */
export function subfieldValue(column: Sql, key: string, scalar: Scalar): Sql {
  if (scalar.sqlType === "jsonb") return sql`(${column}->${literal(key)})`
  const asText = sql`(${column}->>${literal(key)})`
  return scalar.sqlType === "text" || scalar.sqlType === "varchar" ? asText : sql`${asText}::${raw(scalar.sqlType)}`
}

/** The column that holds a number of a composite; no field can have its name. */
export function numberColumn(column: string, key: string): string {
  const name = `${column}_${key}`
  return name.length <= 63 ? name : `${column.slice(0, 62 - key.length - 9)}_${shortHash(column)}_${key}`
}

/** Subfield of the records under `alias` as filters, orders and totals take it. */
export function comparedSubfield(alias: string | null, field: FieldShape, key: string, type: FieldType): Sql {
  const at = (column: string) => (alias === null ? ident(column) : ident(alias, column))
  if (type.numbers.includes(key)) return at(numberColumn(field.column!, key))
  return subfieldValue(at(field.column!), key, type.subfields[key]!)
}

/** What most types share; a file overrides what differs. */
export const base = {
  subfields: {},
  composite: null,
  columnCheck: () => null,
  searchText: () => null,
  uniqueBy: null,
  emptyBy: null,
  numbers: [],
  isCreatable: true,
} satisfies Partial<FieldType>

/** Default in the wire's spelling → value: `"'NEW'"` is the text NEW, in lists and composites as well. */
export function unquoteDefault(value: Json): Json {
  if (typeof value === "string") return value.length >= 2 && /^'.*'$/s.test(value) ? value.slice(1, -1) : value
  if (Array.isArray(value)) return value.map(unquoteDefault)
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unquoteDefault(part)]))
}

/** The default of a composite; null when it has none. */
export function unquoteComposite(value: Json): Record<string, Json> | null {
  const parts = unquoteDefault(value)
  return parts !== null && typeof parts === "object" && !Array.isArray(parts) ? parts : null
}

export function jsonDefault(value: Json): Sql {
  return sql`${literal(JSON.stringify(value))}::jsonb`
}
