/** What aggregates and groups of records must be, worked out in memory. Nothing here comes from src. */
import {
  absent,
  compareIn,
  find,
  leafNamed,
  livingRelated,
  objectOf,
  partsOf,
  sorted,
  type Filter,
  type ModelField,
  type ModelObject,
  type Order,
  type Stored,
  type World,
} from "./oracle.ts"
import {
  compare,
  emptyBy,
  exact,
  fromExact,
  isEmpty,
  jsonText,
  listText,
  milliseconds,
  read,
  sameBy,
  type Json,
  type Leaf,
  type Value,
} from "./oracle-values.ts"

// --- aggregates -----------------------------------------------------------------------------------------------------

const counting = ["countUniqueValues", "countEmpty", "countNotEmpty", "percentageEmpty", "percentageNotEmpty"]

export interface Aggregate {
  name: string
  kind: string
  field: ModelField
  part: string | null
}

/** Every aggregate that an object's fields have. */
export function aggregatesOf(object: ModelObject): Aggregate[] {
  return object.fields.flatMap((field) => {
    const named = field.name[0]!.toUpperCase() + field.name.slice(1)
    const whole = [...counting, ...(field.leaf ? totalsOf(field.leaf) : [])].map((kind) => ({
      name: `${kind}${named}`,
      kind,
      field,
      part: null,
    }))
    if (field.leaf) return whole
    const parts = Object.entries(partsOf(field)).flatMap(([part, leaf]) =>
      totalsOf(leaf).map((kind) => ({
        name: `${kind}${named}${part[0]!.toUpperCase()}${part.slice(1)}`,
        kind,
        field,
        part,
      })),
    )
    return [...whole, ...parts]
  })
}

function totalsOf(leaf: Leaf): string[] {
  if (leaf.noTotals) return []
  if (leaf.kind === "number") return ["min", "max", "avg", "sum"]
  if (leaf.kind === "date" || leaf.kind === "dateTime") return ["min", "max"]
  return leaf.kind === "boolean" ? ["countTrue", "countFalse"] : []
}

/** As it is shown, where big numbers lose digits. */
export function total(aggregate: Aggregate, records: readonly Stored[]): string | number | null {
  const value = exactTotal(aggregate, records)
  return typeof value === "bigint" ? fromExact(value) : value
}

type Total = string | number | bigint | null

function exactTotal({ kind, field, part }: Aggregate, records: readonly Stored[]): Total {
  const values = records.map((record) => record[field.name]!)
  const filled = values.filter((value) => !isEmptyField(field, value))
  switch (kind) {
    case "countUniqueValues":
      return new Set(filled.map((value) => identity(field, value))).size
    case "countEmpty":
      return values.length - filled.length
    case "countNotEmpty":
      return filled.length
    case "percentageEmpty":
      return values.length === 0 ? null : (values.length - filled.length) / values.length
    case "percentageNotEmpty":
      return values.length === 0 ? null : filled.length / values.length
    case "countTrue":
      return values.filter((value) => value === true).length
    case "countFalse":
      return values.filter((value) => value === false).length
    default: {
      const leaf = part === null ? field.leaf! : partsOf(field)[part]!
      const singles = values.map((value) => (part === null ? value : (value as Record<string, Value>)[part]!))
      return reduced(kind, leaf, singles.filter((value) => value !== null) as string[])
    }
  }
}

function reduced(kind: string, leaf: Leaf, values: readonly string[]): Total {
  if (values.length === 0) return null
  const inOrder = values.toSorted((a, b) => compare(leaf, a, b))
  const shown = (value: string) => (leaf.kind === "number" ? exact(value) : (read(leaf, value) as string))
  if (kind === "min") return shown(inOrder[0]!)
  if (kind === "max") return shown(inOrder.at(-1)!)
  const sum = values.reduce((all, value) => all + exact(value), 0n)
  return kind === "sum" ? sum : sum / BigInt(values.length)
}

function isEmptyField(field: ModelField, value: Value | Record<string, Value>): boolean {
  if (field.leaf) return isEmpty(field.leaf, value as Value)
  const parts = partsOf(field)
  const decisive = emptyBy[field.type] ? [emptyBy[field.type]!] : Object.keys(parts)
  return decisive.every((part) => isEmpty(parts[part]!, (value as Record<string, Value>)[part]!))
}

/** Equal values have equal texts. */
function identity(field: ModelField, value: Value | Record<string, Value>): string {
  if (field.leaf) return single(field.leaf, value as Value)
  const parts = value as Record<string, Value>
  const part = sameBy[field.type]
  if (part) return single(partsOf(field)[part]!, parts[part]!)
  return Object.entries(partsOf(field))
    .map(([name, leaf]) => single(leaf, parts[name]!))
    .join("\u0001")
}

function single(leaf: Leaf, value: Value): string {
  if (value === null) return "~"
  if (leaf.kind === "number") return String(exact(value as string))
  return leaf.kind === "dateTime" ? milliseconds(value as string) : jsonText(value as Json)
}

// --- groups ---------------------------------------------------------------------------------------------------------

export interface Groups {
  groupBy: readonly Record<string, unknown>[]
  filter: Filter
  orderBy: readonly Order[]
  limit: number
  /** names, `totalCount` among them */
  totals: readonly string[]
  records: { orderBy: readonly Order[]; offset: number; first: number }
}

export interface Group {
  groupByDimensionValues: unknown[]
  totals: Record<string, string | number | null>
  /** ids of the records that it shows */
  records: string[]
}

/** How a record is sorted into groups by one dimension. */
interface Dimension {
  path: string
  granularity: string
  leaf: Leaf
  value(record: Stored): Value
  shown(value: Value): unknown
}

export function groupRecords(world: World, object: ModelObject, groups: Groups): Group[] {
  const dimensions = groups.groupBy.map((element) => dimensionOf(world, object, element))
  const aggregates = new Map(aggregatesOf(object).map((each) => [each.name, each]))
  const totalOf = (name: string, records: readonly Stored[]) =>
    name === "totalCount" ? records.length : total(aggregates.get(name)!, records)
  const exactTotalOf = (name: string, records: readonly Stored[]) =>
    name === "totalCount" ? records.length : exactTotal(aggregates.get(name)!, records)
  const buckets = new Map<string, { values: Value[]; records: Stored[] }>()
  for (const record of find(world, object, groups.filter)) {
    const values = dimensions.map((dimension) => dimension.value(record))
    const key = JSON.stringify(values.map((value, i) => single(dimensions[i]!.leaf, value)))
    const bucket = buckets.get(key) ?? { values, records: [] }
    bucket.records.push(record)
    buckets.set(key, bucket)
  }
  if (groups.groupBy.length === 0 && buckets.size === 0) buckets.set("", { values: [], records: [] })
  const orders = groupOrders(groups.orderBy, dimensions, exactTotalOf)
  const inOrder = [...buckets.values()].toSorted((a, b) => {
    for (const order of orders) {
      const compared = order(a, b)
      if (compared !== 0) return compared
    }
    return 0
  })
  return inOrder.slice(0, groups.limit).map(({ values, records }) => ({
    groupByDimensionValues: values.map((value, i) => dimensions[i]!.shown(value)),
    totals: Object.fromEntries(groups.totals.map((name) => [name, totalOf(name, records)])),
    records: sorted(world, object, records, groups.records.orderBy)
      .slice(groups.records.offset, groups.records.offset + groups.records.first)
      .map((record) => record.id),
  }))
}

interface Bucket {
  values: Value[]
  records: Stored[]
}

function groupOrders(
  orderBy: readonly Order[],
  dimensions: readonly Dimension[],
  totalOf: (name: string, records: readonly Stored[]) => Total,
): ((a: Bucket, b: Bucket) => number)[] {
  const byDimension = (at: number, direction: string) => (a: Bucket, b: Bucket) =>
    compareIn(direction, dimensions[at]!.leaf, a.values[at]!, b.values[at]!)
  const asked = orderBy.map((order) => {
    const [[name, inner]] = Object.entries(order) as [[string, never]]
    if (name === "aggregate") {
      const [[aggregate, direction]] = Object.entries(inner) as [[string, string]]
      return (a: Bucket, b: Bucket) =>
        compareTotals(direction, totalOf(aggregate, a.records), totalOf(aggregate, b.records))
    }
    const { path, direction, granularity } = leafOrder([name], inner)
    return byDimension(
      // The same date may be there in several buckets.
      dimensions.findIndex((each) => each.path === path && (!granularity || each.granularity === granularity)),
      direction,
    )
  })
  return [...asked, ...dimensions.map((_, at) => byDimension(at, "AscNullsLast"))]
}

function leafOrder(path: string[], value: unknown): { path: string; direction: string; granularity?: string } {
  if (typeof value === "string") return { path: path.join("."), direction: value }
  const { granularity } = value as { granularity?: string }
  const [[name, inner]] = Object.entries(value as Order) as [[string, unknown]]
  return name === "orderBy"
    ? { ...leafOrder(path, inner), ...(granularity && { granularity }) }
    : leafOrder([...path, name], inner)
}

function compareTotals(direction: string, a: Total, b: Total): number {
  if (a === null || b === null)
    return (Number(b === null) - Number(a === null)) * (direction.endsWith("First") ? 1 : -1)
  const order = a < b ? -1 : a > b ? 1 : 0
  return direction.startsWith("Asc") ? order : -order
}

// --- dimensions -----------------------------------------------------------------------------------------------------

function dimensionOf(world: World, object: ModelObject, element: Record<string, unknown>): Dimension {
  const [[name, asked]] = Object.entries(element) as [[string, unknown]]
  const relation = object.relations.find((each) => each.name === name)
  if (relation) {
    const inner = dimensionOf(world, objectOf(world, relation.target), asked as Record<string, unknown>)
    const value = (record: Stored) => {
      const other = livingRelated(world, relation, record)
      return other ? inner.value(other) : absent(inner.leaf)
    }
    return { ...inner, path: `${name}.${inner.path}`, value }
  }
  const leaf = leafNamed(object, name)
  const { granularity = "NONE" } = asked as { granularity?: string }
  if (leaf) return { path: name, granularity, ...grouped(leaf, (record) => record[name] as Value, asked) }
  const parts = partsOf(object.fields.find((field) => field.name === name)!)
  const [[part]] = Object.entries(asked as Record<string, unknown>) as [[string, unknown]]
  const value = (record: Stored) => (record[name] as Record<string, Value>)[part]!
  return { path: `${name}.${part}`, granularity, ...grouped(parts[part]!, value, true) }
}

type Grouped = Omit<Dimension, "path" | "granularity">

function grouped(leaf: Leaf, value: (record: Stored) => Value, asked: unknown): Grouped {
  const { granularity = "NONE" } = asked as { granularity?: string }
  if (granularity !== "NONE") return bucketed(value, asked as Bucketing)
  if (leaf.kind === "texts" || leaf.kind === "options") {
    // A list is shown, and sorted, as its text.
    const asText = (record: Stored) => {
      const items = value(record) as string[]
      return items.length === 0 ? "" : listText(items)
    }
    return { leaf: { kind: "text" }, value: asText, shown: (each) => each || null }
  }
  if (leaf.kind === "dateTime") {
    const shownInstant = (record: Stored) => {
      const instant = value(record)
      return instant === null ? null : milliseconds(instant as string)
    }
    return { leaf, value: shownInstant, shown: (each) => each }
  }
  return { leaf, value, shown: (each) => (each === "" ? null : read(leaf, each)) }
}

interface Bucketing {
  granularity: string
  timeZone: string
  weekStartDay?: string
}

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
const months = "January February March April May June July August September October November December".split(" ")

/** Named buckets are numbers, so that they come in the order of the calendar. */
function bucketed(value: (record: Stored) => Value, { granularity, timeZone, weekStartDay }: Bucketing): Grouped {
  const firstDay = ["SUNDAY", "MONDAY", "", "", "", "", "SATURDAY"].indexOf(weekStartDay ?? "MONDAY")
  const on = <T>(use: (day: Date) => T) => {
    return (record: Stored) => {
      const found = value(record)
      return found === null ? null : use(localDay(found as string, timeZone))
    }
  }
  const number = (use: (day: Date) => number, name: (at: number) => string): Grouped => ({
    leaf: { kind: "number" },
    value: on((day) => String(use(day))),
    shown: (each) => (each === null ? null : name(Number(each))),
  })
  const date = (use: (day: Date) => Date): Grouped => ({
    leaf: { kind: "date" },
    value: on((day) => use(day).toISOString().slice(0, 10)),
    shown: (each) => each,
  })
  const quarter = (day: Date) => Math.floor(day.getUTCMonth() / 3)
  switch (granularity) {
    case "DAY_OF_THE_WEEK":
      return number(
        (day) => (day.getUTCDay() - firstDay + 7) % 7,
        (at) => days[(at + firstDay) % 7]!,
      )
    case "MONTH_OF_THE_YEAR":
      return number(
        (day) => day.getUTCMonth(),
        (at) => months[at]!,
      )
    case "QUARTER_OF_THE_YEAR":
      return number(quarter, (at) => `Q${at + 1}`)
    case "DAY":
      return date((day) => day)
    case "WEEK":
      return date((day) => new Date(day.getTime() - ((day.getUTCDay() - firstDay + 7) % 7) * 86_400_000))
    case "MONTH":
      return date((day) => firstOf(day, day.getUTCMonth()))
    case "QUARTER":
      return date((day) => firstOf(day, quarter(day) * 3))
    default:
      return date((day) => firstOf(day, 0))
  }
}

function firstOf(day: Date, month: number): Date {
  const first = new Date(day)
  first.setUTCMonth(month, 1)
  return first
}

/** Midnight UTC of the day that the calendar of the zone shows. A day is the same day everywhere. */
function localDay(value: string, timeZone: string): Date {
  if (value.length === 10) return new Date(`${value}T00:00:00Z`)
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "iso8601",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(new Date(milliseconds(value)))
  const part = (type: string) => parts.find((each) => each.type === type)!.value
  return new Date(`${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T00:00:00Z`)
}
