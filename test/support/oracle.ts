/** What lists of records must answer, worked out in memory from the records alone. Nothing here comes from src. */
import {
  compare,
  composites,
  isMissing,
  operators as wireOperators,
  read,
  type Leaf,
  type Test,
  type Value,
} from "./oracle-values.ts"

export interface ModelField {
  name: string
  type: string
  /** null for composites and relations */
  leaf: Leaf | null
  /** of a NUMBER */
  dataType?: string
}

export interface ModelRelation {
  name: string
  kind: "one" | "many"
  /** singular name of the object at the other end */
  target: string
  /** where the id is: here for "one", in the target for "many" */
  join: string
}

export interface ModelObject {
  singular: string
  plural: string
  fields: readonly ModelField[]
  relations: readonly ModelRelation[]
}

export type Stored = { id: string; deletedAt: string | null } & Record<string, Value | Record<string, Value>>

/** All records of all objects, and what the operators mean. */
export interface World {
  objects: readonly ModelObject[]
  records: Readonly<Record<string, readonly Stored[]>>
  operators?: Readonly<Record<string, Test>>
}

export type Filter = Readonly<Record<string, unknown>>
export type Order = Readonly<Record<string, unknown>>

export const objectOf = (world: World, singular: string) =>
  world.objects.find((object) => object.singular === singular)!

const uuid: Leaf = { kind: "uuid" }
const instant: Leaf = { kind: "dateTime" }

/** A single value by its name, relation ids included. */
export function leafNamed(object: ModelObject, name: string): Leaf | null {
  if (name === "id" || object.relations.some((each) => each.kind === "one" && each.join === name)) return uuid
  if (name === "deletedAt") return instant
  return object.fields.find((field) => field.name === name)?.leaf ?? null
}

export const partsOf = (field: ModelField) => composites[field.type]!

// --- filters --------------------------------------------------------------------------------------------------------

/** Records that a filter finds: the living ones, unless it speaks of deletion. */
export function find(world: World, object: ModelObject, filter: Filter): Stored[] {
  return world.records[object.singular]!.filter(
    (record) => (record.deletedAt === null || speaksOfDeletion(filter)) && matches(world, object, record, filter),
  )
}

/** Whether a filter lets a record through, deleted or not. */
export function matches(world: World, object: ModelObject, record: Stored, filter: Filter): boolean {
  return Object.entries(filter).every(([key, value]) => {
    if (key === "and") return (value as Filter[]).every((each) => matches(world, object, record, each))
    if (key === "or") {
      const any = value as Filter[]
      return any.length === 0 || any.some((each) => matches(world, object, record, each))
    }
    if (key === "not") return !matches(world, object, record, value as Filter)
    const relation = object.relations.find((each) => each.name === key)
    if (relation) return related(world, relation, record, value as Filter)
    const leaf = leafNamed(object, key)
    if (leaf) return passes(world, leaf, record[key] as Value, value as Filter)
    const parts = partsOf(object.fields.find((field) => field.name === key)!)
    const composite = record[key] as Record<string, Value>
    return Object.entries(value as Filter).every(([part, tests]) =>
      passes(world, parts[part]!, composite[part]!, tests as Filter),
    )
  })
}

function related(world: World, relation: ModelRelation, record: Stored, filter: Filter): boolean {
  const target = objectOf(world, relation.target)
  return find(world, target, filter).some((other) =>
    relation.kind === "one" ? other.id === record[relation.join] : other[relation.join] === record.id,
  )
}

function passes(world: World, leaf: Leaf, value: Value, tests: Filter): boolean {
  const operators = world.operators ?? wireOperators
  return Object.entries(tests).every(([name, operand]) => operators[name]!(leaf, value, operand as never))
}

function speaksOfDeletion(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(speaksOfDeletion)
  return Object.entries(filter as Filter).some(
    ([key, value]) => key === "deletedAt" || (["and", "or", "not"].includes(key) && speaksOfDeletion(value)),
  )
}

// --- orders ---------------------------------------------------------------------------------------------------------

interface Key {
  leaf: Leaf
  direction: string
  value(record: Stored): Value
}

/** In the order asked for, then by id. */
export function sorted(
  world: World,
  object: ModelObject,
  records: readonly Stored[],
  orderBy: readonly Order[],
): Stored[] {
  const keys = [...orderBy, { id: "AscNullsFirst" }].flatMap((order) => keysOf(world, object, order))
  return records.toSorted((a, b) => {
    for (const key of keys) {
      const order = compareIn(key.direction, key.leaf, key.value(a), key.value(b))
      if (order !== 0) return order
    }
    return 0
  })
}

export function compareIn(direction: string, leaf: Leaf, a: Value, b: Value): number {
  const [aMissing, bMissing] = [isMissing(leaf, a), isMissing(leaf, b)]
  if (aMissing || bMissing) return (Number(bMissing) - Number(aMissing)) * (direction.endsWith("First") ? 1 : -1)
  return compare(leaf, a, b) * (direction.startsWith("Asc") ? 1 : -1)
}

function keysOf(world: World, object: ModelObject, order: Order): Key[] {
  return Object.entries(order).flatMap(([name, direction]) => {
    const relation = object.relations.find((each) => each.name === name)
    if (relation) return relatedKeys(world, relation, direction as Order)
    const leaf = leafNamed(object, name)
    if (leaf) return [{ leaf, direction: direction as string, value: (record) => record[name] as Value }]
    const parts = partsOf(object.fields.find((field) => field.name === name)!)
    return Object.entries(direction as Record<string, string>).map(([part, inner]) => ({
      leaf: parts[part]!,
      direction: inner,
      value: (record) => (record[name] as Record<string, Value>)[part]!,
    }))
  })
}

function relatedKeys(world: World, relation: ModelRelation, order: Order): Key[] {
  return keysOf(world, objectOf(world, relation.target), order).map((key) => ({
    ...key,
    value(record) {
      const other = livingRelated(world, relation, record)
      return other ? key.value(other) : absent(key.leaf)
    },
  }))
}

export function livingRelated(world: World, relation: ModelRelation, record: Stored): Stored | undefined {
  return world.records[relation.target]!.find((other) => other.id === record[relation.join] && other.deletedAt === null)
}

/** What a value is when there is no record to have it. */
export function absent(leaf: Leaf): Value {
  if (leaf.kind === "text") return ""
  return leaf.kind === "options" || leaf.kind === "texts" ? [] : null
}

// --- reading --------------------------------------------------------------------------------------------------------

/** The record's own values as both APIs show them. */
export function shown(object: ModelObject, record: Stored): Record<string, unknown> {
  const values = object.fields.map((field) => [field.name, shownField(field, record[field.name]!)])
  const joins = object.relations
    .filter((each) => each.kind === "one")
    .map((relation) => [relation.join, record[relation.join]])
  return { id: record.id, ...Object.fromEntries([...values, ...joins]) }
}

function shownField(field: ModelField, value: Value | Record<string, Value>): unknown {
  if (field.leaf) return read(field.leaf, value as Value)
  const parts = Object.entries(partsOf(field))
  return Object.fromEntries(parts.map(([part, leaf]) => [part, read(leaf, (value as Record<string, Value>)[part]!)]))
}
