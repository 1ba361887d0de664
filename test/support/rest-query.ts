/** Filters and orders in the grammar of the query string; null for what it cannot say. */
import type { Filter, Order } from "./oracle.ts"

const comparators = new Set("eq neq in containsAny is gt gte lt lte startsWith endsWith like ilike".split(" "))

/** @param relations names of relations, each of whose conditions would be about another record */
export function restFilter(filter: Filter, relations: ReadonlySet<string>): string | null {
  if (hasBroadRelation(filter, relations)) return null
  const items = itemsOf([], filter)
  return items === null ? null : items.join(",")
}

function hasBroadRelation(filter: unknown, relations: ReadonlySet<string>): boolean {
  if (Array.isArray(filter)) return filter.some((each) => hasBroadRelation(each, relations))
  if (typeof filter !== "object" || filter === null) return false
  return Object.entries(filter).some(
    ([key, value]) =>
      (relations.has(key) && (Object.keys(value as Filter).length > 1 || hasSeveral(value as Filter))) ||
      hasBroadRelation(value, relations),
  )
}

function itemsOf(path: readonly string[], filter: Filter): string[] | null {
  const items = Object.entries(filter).map(([key, value]) => {
    if (key === "and" || key === "or") return conjunction(path, key, value as Filter[])
    if (key === "not") return negation(path, value as Filter)
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const inner = itemsOf([...path, key], value as Filter)
      return inner && inner.length > 0 ? inner.join(",") : null
    }
    const operand = comparators.has(key) ? operandText(value) : null
    return operand === null ? null : `${path.join(".")}[${key}]:${operand}`
  })
  return items.includes(null) ? null : (items as string[])
}

/** Conjunctions stand outside of paths: `company.name`, never `company.or(…)`. */
function conjunction(path: readonly string[], key: string, filters: readonly Filter[]): string | null {
  if (path.length > 0 || filters.length === 0) return null
  const items = filters.map((each) => wrapped(each))
  return items.includes(null) ? null : `${key}(${items.join(",")})`
}

function negation(path: readonly string[], filter: Filter): string | null {
  const item = path.length > 0 ? null : wrapped(filter)
  return item === null ? null : `not(${item})`
}

/** As one item. */
function wrapped(filter: Filter): string | null {
  const items = itemsOf([], filter)
  if (!items || items.length === 0) return null
  return items.length === 1 && !hasSeveral(filter) ? items[0]! : `and(${items.join(",")})`
}

/** Whether one member becomes several conditions. */
function hasSeveral(filter: Filter): boolean {
  return Object.entries(filter).some(([key, value]) => {
    if (["and", "or", "not"].includes(key) || typeof value !== "object" || value === null || Array.isArray(value))
      return false
    return Object.keys(value).length > 1 || hasSeveral(value as Filter)
  })
}

function operandText(value: unknown): string | null {
  if (Array.isArray(value)) {
    const items = value.map((each) => (typeof each === "string" ? quoted(each) : null))
    return items.includes(null) || items.some((item) => item!.includes("]")) ? null : `[${items.join(",")}]`
  }
  return value === null ? null : quoted(String(value))
}

/** A quote closes where a comma, a bracket or the end follows; so either kind must not be closed early. */
function quoted(value: string): string | null {
  for (const quote of ['"', "'"]) {
    const inside = `${quote}${value}${quote}`
    if (!new RegExp(`${quote}\\s*[,)]`).test(inside.slice(1)) && !inside.slice(1, -1).trimEnd().endsWith(quote))
      return inside
  }
  return null
}

export function restOrder(orderBy: readonly Order[]): string {
  return orderBy.map((order) => orderItem([], order)).join(",")
}

function orderItem(path: readonly string[], order: Order): string {
  const [[name, inner]] = Object.entries(order) as [[string, unknown]]
  if (typeof inner === "string") return `${[...path, name].join(".")}[${inner}]`
  return orderItem([...path, name], inner as Order)
}
