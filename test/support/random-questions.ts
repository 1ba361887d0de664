/** Random questions about random records: filters, orders, pages, totals and groups. */
import fc from "fast-check"
import { partsOf, type Filter, type ModelObject, type Order } from "./oracle.ts"
import { aggregatesOf, type Groups } from "./oracle-totals.ts"
import { operatorsOf, type Leaf } from "./oracle-values.ts"
import { day, instant, numberText, text, uuid } from "./random-values.ts"

export interface Page {
  way: "forward" | "backward" | "offset"
  size: number
  offset: number
}

export interface Question {
  /** singular name of the object that is asked for */
  object: string
  filter: Filter
  orderBy: readonly Order[]
  page: Page
  totals: readonly string[]
  /** arguments of the related records that each record shows */
  nested: { filter: Filter; orderBy: readonly Order[]; first: number }
  groups: Groups
}

/** About the main object, or its neighbour; what records list of others are always main objects. */
export function question(main: ModelObject, other: ModelObject): fc.Arbitrary<Question> {
  return fc.oneof(
    { weight: 3, arbitrary: asked(main, main, other) },
    { weight: 1, arbitrary: asked(other, main, other) },
  )
}

function asked(object: ModelObject, main: ModelObject, other: ModelObject): fc.Arbitrary<Question> {
  const objects = [main, other]
  return fc.record({
    object: fc.constant(object.singular),
    filter: filterOf(objects, object, 2),
    orderBy: ordersOf(objects, object),
    page: fc.record({
      way: fc.constantFrom("forward", "backward", "offset"),
      size: fc.integer({ min: 1, max: 5 }),
      offset: fc.integer({ min: 0, max: 6 }),
    }),
    totals: totalsOf(object),
    nested: fc.record({
      filter: filterOf(objects, main, 1),
      orderBy: ordersOf(objects, main),
      first: fc.integer({ min: 0, max: 4 }),
    }),
    groups: groupsOf(objects, object),
  })
}

function totalsOf(object: ModelObject): fc.Arbitrary<string[]> {
  const names = aggregatesOf(object).map((each) => each.name)
  return fc.shuffledSubarray(names, { maxLength: Math.min(8, names.length) }).map((chosen) => ["totalCount", ...chosen])
}

// --- filters --------------------------------------------------------------------------------------------------------

function filterOf(objects: readonly ModelObject[], object: ModelObject, depth: number): fc.Arbitrary<Filter> {
  const condition = conditionOf(objects, object, depth)
  const either: fc.MaybeWeightedArbitrary<Filter>[] = [
    { weight: 1, arbitrary: fc.constant({}) },
    { weight: 12, arbitrary: condition },
  ]
  if (depth > 0) {
    const inner = filterOf(objects, object, depth - 1)
    const several = fc.array(inner, { maxLength: 3, size: "max" })
    either.push(
      { weight: 2, arbitrary: several.map((and) => ({ and })) },
      { weight: 2, arbitrary: several.map((or) => ({ or })) },
      { weight: 2, arbitrary: inner.map((not) => ({ not })) },
      { weight: 1, arbitrary: fc.tuple(condition, inner).map(([one, and]) => ({ ...one, and: [and] })) },
    )
  }
  return fc.oneof(...either)
}

function conditionOf(objects: readonly ModelObject[], object: ModelObject, depth: number): fc.Arbitrary<Filter> {
  const fields = object.fields.map((field) => {
    if (field.leaf) return named(field.name, testsOf(field.leaf, field.dataType))
    const parts = Object.entries(partsOf(field)).map(([part, leaf]) =>
      named(part, testsOf(leaf, part === "amountMicros" ? "micros" : "degrees")),
    )
    return named(field.name, fc.oneof(...parts))
  })
  const joins = object.relations
    .filter((relation) => relation.kind === "one")
    .map((relation) => named(relation.join, testsOf({ kind: "uuid" })))
  const related =
    depth === 0
      ? []
      : object.relations.map((relation) =>
          named(relation.name, filterOf(objects, targetOf(objects, relation.target), depth - 1)),
        )
  const deletion = named("deletedAt", fc.constantFrom<Filter[]>({ is: "NULL" }, { is: "NOT_NULL" }))
  return fc.oneof(...fields, ...joins, ...related, ...related, deletion)
}

const targetOf = (objects: readonly ModelObject[], singular: string) =>
  objects.find((object) => object.singular === singular)!

const named = <T>(name: string, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  value.map((each) => ({ [name]: each }))

/** One operator, or now and then two. */
function testsOf(leaf: Leaf, dataType = "float"): fc.Arbitrary<Filter> {
  const one = fc.oneof(...operatorsOf(leaf).map((name) => named(name, operandOf(leaf, name, dataType))))
  return fc.oneof(
    { weight: 5, arbitrary: one },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => ({ ...a, ...b })) },
  )
}

const pattern = fc.oneof(
  fc.constantFrom("%", "a%", "%A%", "_", "__%", "%\\%%", "%é%", "É%", "%σ%", "%ss%", '%"%', "%[1%", "i%", "%: %"),
  text.map((value) => `%${value.slice(0, 1).replaceAll("\\", "\\\\")}%`),
  text.map((value) => value.replaceAll("\\", "\\\\")),
)

function operandOf(leaf: Leaf, name: string, dataType: string): fc.Arbitrary<unknown> {
  if (name === "is") return fc.constantFrom("NULL", "NOT_NULL")
  if (name === "isEmptyArray") return fc.boolean()
  if (name === "like" || name === "ilike" || name === "containsIlike") return pattern
  const single = leaf.files ? fc.constantFrom(...leaf.files) : operandValue(leaf, dataType)
  if (name === "startsWith" || name === "endsWith") return single
  if (name === "in") return fc.array(withNull(single, 8), { minLength: 1, maxLength: 3 })
  if (name === "containsAny") return fc.array(single, { minLength: 1, maxLength: 3 })
  if (name === "contains" || name === "notContains") return fc.array(single, { maxLength: 2 })
  return name === "eq" || name === "neq" ? withNull(single, 8) : single
}

const withNull = <T>(value: fc.Arbitrary<T>, freq: number) => fc.option(value, { freq })

function operandValue(leaf: Leaf, dataType: string): fc.Arbitrary<unknown> {
  switch (leaf.kind) {
    case "number":
      return numberText(dataType)
    case "boolean":
      return fc.boolean()
    case "uuid":
      return uuid
    case "date":
      return day
    case "dateTime":
      return instant
    case "option":
    case "options":
      return fc.constantFrom(...leaf.options!)
    default:
      return text
  }
}

// --- orders ---------------------------------------------------------------------------------------------------------

export const directions = ["AscNullsFirst", "AscNullsLast", "DescNullsFirst", "DescNullsLast"]
const direction = fc.constantFrom(...directions)

const ordersOf = (objects: readonly ModelObject[], object: ModelObject) =>
  fc.array(orderOf(objects, object, 1), { maxLength: 3 })

function orderOf(objects: readonly ModelObject[], object: ModelObject, depth: number): fc.Arbitrary<Order> {
  const fields = object.fields.map((field) =>
    field.leaf
      ? named(field.name, direction)
      : named(field.name, fc.oneof(...Object.keys(partsOf(field)).map((part) => named(part, direction)))),
  )
  const ones = object.relations.filter((relation) => relation.kind === "one")
  const joins = ones.map((relation) => named(relation.join, direction))
  const related =
    depth === 0
      ? []
      : ones.map((relation) => named(relation.name, orderOf(objects, targetOf(objects, relation.target), depth - 1)))
  return fc.oneof(...(fields as fc.Arbitrary<Order>[]), ...joins, ...related, named("id", direction))
}

// --- groups ---------------------------------------------------------------------------------------------------------

function groupsOf(objects: readonly ModelObject[], object: ModelObject): fc.Arbitrary<Groups> {
  return fc.array(dimensionOf(objects, object, 1), { maxLength: 3 }).chain((groupBy) =>
    fc.record({
      groupBy: fc.constant(groupBy),
      filter: filterOf(objects, object, 1),
      orderBy: groupOrdersOf(object, groupBy),
      limit: fc.integer({ min: 1, max: 12 }),
      totals: totalsOf(object),
      records: fc.record({
        orderBy: ordersOf(objects, object),
        offset: fc.integer({ min: 0, max: 2 }),
        first: fc.integer({ min: 1, max: 3 }),
      }),
    }),
  )
}

type Dimension = Record<string, unknown>

function dimensionOf(objects: readonly ModelObject[], object: ModelObject, depth: number): fc.Arbitrary<Dimension> {
  const yes = fc.constant(true)
  const fields = object.fields.flatMap((field): fc.Arbitrary<Dimension>[] => {
    if (field.leaf?.kind === "date" || field.leaf?.kind === "dateTime") return [named(field.name, bucketing)]
    if (field.leaf) return isDocument(field.leaf) ? [] : [named(field.name, yes)]
    const parts = Object.entries(partsOf(field)).filter(([, leaf]) => !isDocument(leaf))
    return [named(field.name, fc.oneof(...parts.map(([part]) => named(part, yes))))]
  })
  const ones = object.relations.filter((relation) => relation.kind === "one")
  const joins = ones.map((relation) => named(relation.join, yes))
  const related =
    depth === 0
      ? []
      : ones.map((relation) => named(relation.name, dimensionOf(objects, targetOf(objects, relation.target), 0)))
  return fc.oneof(...fields, ...joins, ...related)
}

const isDocument = (leaf: Leaf) => leaf.kind === "json" || leaf.kind === "jsonList"

const bucketing = fc.oneof(
  fc.constant({ granularity: "NONE" }),
  fc.record({
    granularity: fc.constantFrom(
      "DAY",
      "WEEK",
      "MONTH",
      "QUARTER",
      "YEAR",
      "DAY_OF_THE_WEEK",
      "MONTH_OF_THE_YEAR",
      "QUARTER_OF_THE_YEAR",
    ),
    timeZone: fc.constantFrom("UTC", "Europe/Paris", "America/New_York"),
    weekStartDay: fc.constantFrom("MONDAY", "SUNDAY", "SATURDAY"),
  }),
)

/** By totals whose values are exact, and by dimensions that are there once. */
function groupOrdersOf(object: ModelObject, groupBy: readonly Dimension[]): fc.Arbitrary<Order[]> {
  const totals = aggregatesOf(object).filter(({ kind }) => kind !== "avg" && !kind.startsWith("percentage"))
  const names = ["totalCount", ...totals.map((each) => each.name)]
  const byTotal = fc
    .tuple(fc.constantFrom(...names), direction)
    .map(([name, way]): Order => ({ aggregate: { [name]: way } }))
  const own = groupBy.map((dimension) => direction.map((way) => asOrder(dimension, way)))
  return fc.array(fc.oneof(byTotal, ...own), { maxLength: 2 })
}

function asOrder(dimension: Dimension, way: string): Order {
  const [[name, inner]] = Object.entries(dimension) as [[string, unknown]]
  if (inner === true) return { [name]: way }
  const bucket = inner as { granularity?: string }
  if (bucket.granularity) return { [name]: { orderBy: way, granularity: bucket.granularity } }
  return { [name]: asOrder(inner as Dimension, way) }
}
