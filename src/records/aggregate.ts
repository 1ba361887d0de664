/**
 * Aggregates: what can be said about many records at once. Names are derived once per object; everything that is asked
 * of one set of records is a column of one scan.
 */
import { allOf, ident, join, raw, sql, type Sql } from "../db/sql.ts"
import { comparedSubfield } from "../metadata/field-type.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { capitalize } from "../metadata/names.ts"
import type { Aggregate, Scalar } from "../metadata/scalar.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { requireSeen, type Access } from "./access.ts"

/** What every field that holds a value can be asked for. */
const commonKinds = [
  "countUniqueValues",
  "countEmpty",
  "countNotEmpty",
  "percentageEmpty",
  "percentageNotEmpty",
] as const

export type AggregateKind = Aggregate | (typeof commonKinds)[number]

export interface AggregateField {
  /** on the wire: `sumAmountAmountMicros` */
  name: string
  kind: AggregateKind
  field: FieldSchema
  /** the part of a composite that it is about; null for the whole value */
  subfield: string | null
  /** GraphQL type of the value */
  type: "Int" | "Float" | "DateTime"
}

const kept = new WeakMap<ObjectSchema, ReadonlyMap<string, AggregateField>>()

/** Every aggregate of an object by its name. */
export function aggregatesOf(object: ObjectSchema): ReadonlyMap<string, AggregateField> {
  const known = kept.get(object)
  if (known) return known
  const named = new Map<string, AggregateField>()
  for (const [name, { field }] of object.lookup) {
    if (name !== field.name || field.relation) continue
    for (const aggregate of fieldAggregates(field)) if (!named.has(aggregate.name)) named.set(aggregate.name, aggregate)
  }
  kept.set(object, named)
  return named
}

function* fieldAggregates(field: FieldSchema): Generator<AggregateField> {
  const type = fieldTypes[field.type]
  const named = capitalize(field.name)
  for (const kind of commonKinds) yield { name: `${kind}${named}`, kind, field, subfield: null, type: typeOf(kind) }
  const scalar = type.scalar(field)
  for (const kind of scalar?.aggregates ?? [])
    yield { name: `${kind}${named}`, kind, field, subfield: null, type: typeOf(kind, scalar!) }
  for (const [subfield, part] of Object.entries(type.subfields)) {
    for (const kind of part.aggregates)
      yield { name: `${kind}${named}${capitalize(subfield)}`, kind, field, subfield, type: typeOf(kind, part) }
  }
}

function typeOf(kind: AggregateKind, scalar?: Scalar): AggregateField["type"] {
  if (kind.startsWith("count")) return "Int"
  return scalar?.graphql === "DateTime" || scalar?.graphql === "Date" ? "DateTime" : "Float"
}

// --- one scan -------------------------------------------------------------------------------------------------------

/** What is asked of a set of records: an aggregate, or null for how many they are. */
export type Total = AggregateField | null

export interface Totals {
  /** the columns of the scan, as `expression as name` */
  columns: readonly Sql[]
  /** a total as a column of the scan under an alias */
  value(total: Total, alias: string): Sql
}

/** What is asked several times is computed once. Throws FORBIDDEN. @param alias of the records in the scan */
export function totalsOver(access: Access, asked: readonly Total[], alias: string): Totals {
  for (const total of asked) if (total) requireSeen(access, total.field)
  const distinct = [...new Map(asked.map((total) => [nameOf(total), total]))]
  const places = new Map(distinct.map(([name], i) => [name, `a${i}`]))
  return {
    columns: distinct.map(([name, total]) => sql`${totalSql(total, alias)} as ${ident(places.get(name)!)}`),
    value: (total, scan) => ident(scan, places.get(nameOf(total))!),
  }
}

const nameOf = (total: Total) => total?.name ?? "totalCount"

function totalSql(total: Total, alias: string): Sql {
  return total ? aggregateSql(total, alias) : raw("count(*)")
}

function aggregateSql({ kind, field, subfield }: AggregateField, alias: string): Sql {
  switch (kind) {
    case "countUniqueValues":
      return sql`count(distinct ${comparedValue(field, alias)}) filter (where not ${isEmpty(field, alias)})`
    case "countEmpty":
      return countWhere(isEmpty(field, alias))
    case "countNotEmpty":
      return countWhere(sql`not ${isEmpty(field, alias)}`)
    case "percentageEmpty":
      return share(isEmpty(field, alias))
    case "percentageNotEmpty":
      return share(sql`not ${isEmpty(field, alias)}`)
    case "countTrue":
      return countWhere(ident(alias, field.column!))
    case "countFalse":
      return countWhere(sql`not ${ident(alias, field.column!)}`)
    case "avg":
      return sql`avg(${valueOf(field, subfield, alias)})::float8`
    case "min":
    case "max":
    case "sum":
      return scalarOf(field, subfield).read(sql`${raw(kind)}(${valueOf(field, subfield, alias)})`)
  }
}

function countWhere(condition: Sql): Sql {
  return sql`count(*) filter (where ${condition})`
}

/** From 0 to 1; null where there are no records. */
function share(condition: Sql): Sql {
  return sql`${countWhere(condition)}::float8 / nullif(count(*), 0)`
}

function scalarOf(field: FieldSchema, subfield: string | null): Scalar {
  const type = fieldTypes[field.type]
  return subfield === null ? type.scalar(field)! : type.subfields[subfield]!
}

function valueOf(field: FieldSchema, subfield: string | null, alias: string): Sql {
  return subfield === null
    ? ident(alias, field.column!)
    : comparedSubfield(alias, field, subfield, fieldTypes[field.type])
}

/** Two composites are the same in the part that makes them unique, or else as a whole; two instants in their millisecond. */
function comparedValue(field: FieldSchema, alias: string): Sql {
  const type = fieldTypes[field.type]
  const value = valueOf(field, type.uniqueBy || null, alias)
  return type.scalar(field)?.sqlType === "timestamptz" ? sql`date_trunc('milliseconds', ${value})` : value
}

/** A composite is empty in the part that decides about it, or else in all of its parts. */
function isEmpty(field: FieldSchema, alias: string): Sql {
  const type = fieldTypes[field.type]
  const scalar = type.scalar(field)
  if (scalar) return scalar.isEmpty(ident(alias, field.column!))
  const decisive = type.emptyBy ?? type.uniqueBy
  const parts = decisive ? [decisive] : Object.keys(type.subfields)
  return allOf(parts.map((part) => type.subfields[part]!.isEmpty(valueOf(field, part, alias))))
}

/** A scan that answers all totals as one row. */
export function totalsScan(totals: Totals, source: Sql): Sql {
  return sql`(select ${join(totals.columns)} from ${source})`
}
