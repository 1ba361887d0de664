/** Grouping: what records are grouped by, the order of the groups, and the one scan that makes them. */
import { allOf, ident, join, raw, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import { beyondLimit, limits } from "../limits.ts"
import { comparedSubfield } from "../metadata/field-type.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { uuid, type Scalar } from "../metadata/scalar.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { findSeen, requireAccess } from "./access.ts"
import { aggregatesOf, totalsOver, type Total, type Totals } from "./aggregate.ts"
import { bucketOf, readBucketing, type Bucketing } from "./date-bucket.ts"
import { unknownField } from "./filter.ts"
import { asObject, orderSql, sortKeys, type SortKey } from "./order.ts"
import { directions, type Direction, type Groups, type Order } from "./query.ts"
import { rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

/** How many groups there are when nothing is asked, and how many records each of them shows. */
export const groupDefaults = { groups: 50, records: 8 }

export interface GroupPlan {
  /** common tables that the rows refer to; null for none */
  with: Sql | null
  /** the groups in their order, under the alias `g` */
  rows: Sql
  /** columns of `g` */
  totals: Totals
  /** the positional list that says which group it is */
  dimensions: Sql
  alias: string
  table: Sql
  /** order of the records that a group shows, and which of them */
  keys: SortKey[]
  offset: number
  size: number
}

/** What the statement around the groups has settled. */
export interface GroupSource {
  alias: string
  table: Sql
  where: Sql
  totals: readonly Total[]
  showsRecords: boolean
  maxRows: number
}

/**
 * One scan makes the groups. Where records are shown a second one numbers them inside of the groups that are left after
 * order and limit, and only those within the window are read.
 */
export function planGroups(
  workspace: Workspace,
  object: ObjectSchema,
  groups: Groups,
  { alias, table, where, totals: asked, showsRecords, maxRows }: GroupSource,
): GroupPlan {
  const dimensions = readDimensions(workspace, object, alias, groups.groupBy)
  const orders = readGroupOrder(object, dimensions, groups.orderBy)
  const totals = totalsOver(workspace.access, [...asked, ...orderTotals(orders)], alias)
  const source = sql`${table} ${ident(alias)}${dimensions.joins} where ${where}`
  const order = groupOrderSql(orders, dimensions, totals)
  const limit = Math.min(groups.limit ?? groupDefaults.groups, maxRows)
  const kept = groups.omitNulls ? sql` where ${withoutNulls(dimensions)}` : raw("")
  const all = sql`(${groupRows(dimensions, totals, source)}) g${kept}`
  const plan = {
    totals,
    dimensions: dimensionsJson(dimensions),
    alias,
    table,
    keys: sortKeys(workspace, object, groups.records?.orderBy),
    offset: groups.records?.offset ?? 0,
    size: Math.min(groups.records?.first ?? groupDefaults.records, maxRows),
  }
  if (!showsRecords)
    return { ...plan, with: null, rows: sql`(select g.* from ${all}${order} limit ${raw(String(limit))}) g` }
  const key = groupKey(dimensions.list.map((_, i) => dimensionValue(i)))
  const numbered = sql`select g.*, ${key} as "~k", row_number() over (${order}) as "~g" from ${all} order by "~g" limit ${raw(String(limit))}`
  const shown = shownRows(plan, sql`select ${ident(alias)}.*, ${ownKey(dimensions)} as "~k" from ${source}`)
  return {
    ...plan,
    with: sql`g as materialized (${numbered}), "~shown" as materialized (${shown})`,
    rows: sql`(select g.* from g order by "~g") g`,
  }
}

/** Ids of the records that are shown, with their group and their place in it. */
function shownRows({ alias, keys, offset, size }: Omit<GroupPlan, "with" | "rows">, keyed: Sql): Sql {
  const place = sql`row_number() over (partition by g."~g" order by ${orderSql(keys, alias, false)})`
  const placed = sql`select ${ident(alias)}.id, g."~g", ${place} as "~n" from (${keyed}) ${ident(alias)} join g on g."~k" = ${ident(alias)}."~k"`
  return sql`select * from (${placed}) x where "~n" > ${offset}::bigint and "~n" <= ${offset + size}::bigint`
}

/** Records that a group shows, in their order, under the alias that record members expect. */
export function shownRecords({ alias, table }: GroupPlan, which: "all" | "first" | "last" = "all"): Sql {
  const window = { all: "", first: " limit 1", last: " desc limit 1" }[which]
  return sql`(select x.* from "~shown" s join ${table} x on x.id = s.id where s."~g" = g."~g" order by s."~n"${raw(window)}) ${ident(`${alias}p`)}`
}

// --- dimensions -----------------------------------------------------------------------------------------------------

/** How one dimension is computed, shown and sorted. */
interface Dimension {
  /** `["company", "name"]` */
  path: readonly string[]
  granularity: string | null
  /** over the records and what is joined to them; equal values have equal texts */
  key: Sql
  json(value: Sql): Sql
  sort(value: Sql): Sql
}

interface Dimensions {
  list: readonly Dimension[]
  /** to-one related records that dimensions look into */
  joins: Sql
}

/** Documents make no groups. */
export const isGroupable = (scalar: Scalar) => scalar.sqlType !== "jsonb" && scalar.sqlType !== "tsvector"

/** Throws BAD_USER_INPUT for what cannot be grouped by. */
function readDimensions(
  workspace: Workspace,
  object: ObjectSchema,
  alias: string,
  groupBy: readonly unknown[],
): Dimensions {
  // Each may join a table.
  if (groupBy.length > limits.dimensions) {
    const message = `Records are grouped by ${limits.dimensions} dimensions at most`
    throw beyondLimit("TOO_MANY_DIMENSIONS", message, limits.dimensions, groupBy.length)
  }
  const place: Place = { workspace, object, alias, path: [], joins: [] }
  const list = groupBy.map((element) => readDimension(place, element))
  return { list, joins: join(place.joins, "") }
}

/** Where a dimension is looked for: in the records themselves, or in what they relate to. */
interface Place {
  workspace: Workspace
  object: ObjectSchema
  alias: string
  path: readonly string[]
  joins: Sql[]
}

function readDimension(place: Place, element: unknown): Dimension {
  const [name, value] = onlyMember(element, place.path)
  const found = findSeen(place.workspace.access, place.object, name)
  if (!found) throw unknownField(place.object, name, "FIELD_NOT_FOUND")
  const { field } = found
  const path = [...place.path, name]
  if (found.kind === "field" && field.relation) return relatedDimension(place, field, value, path)
  const column = ident(place.alias, field.column!)
  if (found.kind === "join") return valueDimension(field, uuid, column, path, value)
  const type = fieldTypes[field.type]
  if (type.composite === null) return valueDimension(field, type.scalar(field)!, column, path, value)
  const [part, inner] = onlyMember(value, path)
  const scalar = Object.hasOwn(type.subfields, part) ? type.subfields[part] : undefined
  if (!scalar) throw badInput(`Sub field "${part}" not found for composite type: ${field.type}`, "FIELD_NOT_FOUND")
  return valueDimension(field, scalar, comparedSubfield(place.alias, field, part, type), [...path, part], inner)
}

/** The one member of an object that is asked for; what is false or null is not. */
function onlyMember(value: unknown, path: readonly string[]): [string, unknown] {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
  const asked = isObject ? Object.entries(value).filter(([, each]) => each != null && each !== false) : []
  if (asked.length === 1) return asked[0]!
  const of = path.length > 0 ? `of "${path.join(".")}" ` : ""
  throw badInput(`Each element of groupBy names one field ${of}such as ${exampleOf(path)}`)
}

const exampleOf = (path: readonly string[]) =>
  path.reduceRight((inner, name) => `{${name}: ${inner}}`, path.length > 0 ? "{part: true}" : "{stage: true}")

function relatedDimension(place: Place, field: FieldSchema, value: unknown, path: readonly string[]): Dimension {
  const { target, kind } = field.relation!
  if (kind === "ONE_TO_MANY") {
    throw badInput(`Field "${path.join(".")}" lists related records and cannot be grouped by`)
  }
  requireAccess(place.workspace.access, "read", target)
  const alias = `${place.alias}_g${place.joins.length}`
  const link = sql`${ident(alias, "id")} = ${ident(place.alias, field.column!)} and ${ident(alias, "deletedAt")} is null`
  place.joins.push(sql` left join ${rowsOf(place.workspace, target)} ${ident(alias)} on ${link}`)
  return readDimension({ ...place, object: target, alias, path }, value)
}

function valueDimension(
  field: FieldSchema,
  scalar: Scalar,
  value: Sql,
  path: readonly string[],
  asked: unknown,
): Dimension {
  if (!isGroupable(scalar)) throw badInput(`Field "${path.join(".")}" cannot be grouped by`)
  const bucketing = isDated(scalar) ? readBucketing(asked, path.join(".")) : null
  if (bucketing) return bucketDimension(scalar, value, path, bucketing)
  if (!isDated(scalar) && asked !== true) throw badInput(`Field "${path.join(".")}" is grouped by with the value true`)
  return { path, granularity: null, ...plainDimension(field, scalar, value) }
}

const isDated = (scalar: Scalar) => scalar.graphql === "DateTime" || scalar.graphql === "Date"

function bucketDimension(scalar: Scalar, value: Sql, path: readonly string[], bucketing: Bucketing): Dimension {
  return { path, granularity: bucketing.granularity, ...bucketOf(value, scalar.sqlType === "date", bucketing) }
}

/** Empty and null are one group, which shows as null. */
function plainDimension(field: FieldSchema, scalar: Scalar, value: Sql): Pick<Dimension, "key" | "json" | "sort"> {
  const same = (each: Sql) => each
  const sort = (each: Sql) => scalar.sort(each, field)
  switch (scalar.sqlType) {
    case "text":
      return { key: sql`nullif(${value}, '')`, json: same, sort: same }
    case "text[]":
      return { key: sql`nullif(${value}::text, '{}')`, json: same, sort: same }
    case "numeric":
      return { key: sql`trim_scale(${value})`, json: same, sort }
    case "timestamptz":
      return { key: sql`date_trunc('milliseconds', ${value})`, json: scalar.read, sort }
    default:
      return { key: value, json: scalar.graphql === "DateTime" ? scalar.read : same, sort }
  }
}

// --- order ----------------------------------------------------------------------------------------------------------

interface GroupOrder {
  by: { dimension: number } | { total: Total }
  direction: Direction
}

/** In the order asked for, then by all dimensions, so that the same groups always come in the same order. */
function readGroupOrder(
  object: ObjectSchema,
  dimensions: Dimensions,
  orderBy: readonly Order[] | null | undefined,
): GroupOrder[] {
  const asked = (orderBy ?? []).flatMap((order) =>
    Object.entries(asObject(order)).flatMap(([name, value]) => {
      if (value == null) return []
      return name === "aggregate" ? aggregateOrders(object, value) : [dimensionOrder(dimensions, [name], value)]
    }),
  )
  const rest = dimensions.list.map((_, dimension): GroupOrder => ({ by: { dimension }, direction: "AscNullsLast" }))
  return [...asked, ...rest]
}

function aggregateOrders(object: ObjectSchema, value: unknown): GroupOrder[] {
  const asked = Object.entries(asObject(value)).filter(([, direction]) => direction != null)
  return asked.map(([name, direction]) => ({
    by: { total: totalNamed(object, name) },
    direction: readDirection(direction, `aggregate.${name}`),
  }))
}

/** An aggregate by its wire name, or null for `totalCount`. Throws FIELD_NOT_FOUND. */
export function totalNamed(object: ObjectSchema, name: string): Total {
  if (name === "totalCount") return null
  const aggregate = aggregatesOf(object).get(name)
  if (aggregate) return aggregate
  throw badInput(`Object ${object.nameSingular} doesn't have any "${name}" aggregate.`, "FIELD_NOT_FOUND")
}

/** `{ stage: "AscNullsFirst" }`, `{ createdAt: { orderBy: "AscNullsFirst", granularity: "MONTH" } }` */
function dimensionOrder(dimensions: Dimensions, path: readonly string[], value: unknown): GroupOrder {
  if (typeof value !== "object" || value === null) return orderAt(dimensions, path, null, value)
  if ("orderBy" in value) {
    const { orderBy, granularity } = value as Record<string, unknown>
    return orderAt(dimensions, path, granularity ?? null, orderBy)
  }
  const entries = Object.entries(value).filter(([, each]) => each != null)
  const [name, inner] = entries[0] ?? []
  if (name === undefined || entries.length > 1) throw notADimension(path)
  return dimensionOrder(dimensions, [...path, name], inner)
}

function orderAt(dimensions: Dimensions, path: readonly string[], granularity: unknown, direction: unknown) {
  const dimension = dimensions.list.findIndex(
    (each) =>
      each.path.join(".") === path.join(".") && (granularity === null || (each.granularity ?? "NONE") === granularity),
  )
  if (dimension < 0) throw notADimension(path)
  return { by: { dimension }, direction: readDirection(direction, path.join(".")) }
}

function notADimension(path: readonly string[]) {
  return badInput(`Groups cannot be ordered by "${path.join(".")}": it is not one of the dimensions in groupBy`)
}

function readDirection(value: unknown, path: string): Direction {
  const direction = directions.find((each) => each === value)
  if (direction) return direction
  throw badInput(`Scalar field "${path}" requires a direction value (${directions.join(", ")})`)
}

/** Totals that the order needs. */
function orderTotals(orders: readonly GroupOrder[]): Total[] {
  return orders.flatMap(({ by }) => ("total" in by ? [by.total] : []))
}

// --- SQL ------------------------------------------------------------------------------------------------------------

/** Groups as rows: dimension i is column `k<i>`. By position, because the same parameter twice is not the same. */
function groupRows(dimensions: Dimensions, totals: Totals, source: Sql): Sql {
  const keys = dimensions.list.map((dimension, i) => sql`${dimension.key} as ${raw(`k${i}`)}`)
  const columns = [...keys, ...totals.columns]
  const by = dimensions.list.length > 0 ? dimensions.list.map((_, i) => i + 1).join(", ") : "()"
  return sql`select ${columns.length > 0 ? join(columns) : raw("1 as one")} from ${source} group by ${raw(by)}`
}

function dimensionValue(i: number): Sql {
  return raw(`g.k${i}`)
}

/** The positional list that says which group it is. */
function dimensionsJson(dimensions: Dimensions): Sql {
  const values = dimensions.list.map((dimension, i) => dimension.json(dimensionValue(i)))
  return sql`json_build_array(${join(values)})`
}

/** Condition that no dimension is null. */
function withoutNulls(dimensions: Dimensions): Sql {
  return allOf(dimensions.list.map((_, i) => sql`${dimensionValue(i)} is not null`))
}

function groupOrderSql(orders: readonly GroupOrder[], dimensions: Dimensions, totals: Totals): Sql {
  if (orders.length === 0) return raw("")
  const keys = orders.map(({ by, direction }) => {
    const value =
      "total" in by ? totals.value(by.total, "g") : dimensions.list[by.dimension]!.sort(dimensionValue(by.dimension))
    return sql`${value} ${raw(directionSql[direction])}`
  })
  return sql` order by ${join(keys)}`
}

const directionSql: Record<Direction, string> = {
  AscNullsFirst: "asc nulls first",
  AscNullsLast: "asc nulls last",
  DescNullsFirst: "desc nulls first",
  DescNullsLast: "desc nulls last",
}

const ownKey = (dimensions: Dimensions) => groupKey(dimensions.list.map((dimension) => dimension.key))

/** Which group a record belongs to, as one value that can be hashed; nulls in an array are equal. */
function groupKey(values: readonly Sql[]): Sql {
  return sql`array[${join(values.map((value) => sql`${value}::text`))}]::text[]`
}
