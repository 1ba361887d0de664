/** Lists of metadata as connections: few enough to be cut into pages in memory. */

export interface Paging {
  before?: string | null
  after?: string | null
  first?: number | null
  last?: number | null
}

/** Cursors are the place in the list, as clients have seen them: `arrayconnection:3` in base64. */
export function connection<T>(items: readonly T[], paging: Paging | null | undefined) {
  const from = paging?.after ? place(paging.after) + 1 : 0
  const to = paging?.before ? place(paging.before) : items.length
  const { first, last } = paging ?? {}
  const start = last != null ? Math.max(from, to - last) : from
  const end = first != null ? Math.min(to, from + first) : to
  const edges = items.slice(start, end).map((node, i) => ({ node, cursor: cursorOf(start + i) }))
  return {
    edges,
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

const cursorOf = (index: number) => btoa(`arrayconnection:${index}`)

/** An unreadable cursor begins at the beginning. */
function place(cursor: string): number {
  try {
    return Number(/^arrayconnection:(\d+)$/.exec(atob(cursor))?.[1] ?? -1)
  } catch {
    // Not base64: no place.
    return -1
  }
}

type Comparison = Record<string, unknown>

/** `{isActive: {is: true}, or: [...]}` over a plain object. */
export function matches(item: Record<string, unknown>, filter: Record<string, unknown> | null | undefined): boolean {
  return Object.entries(filter ?? {}).every(([key, value]) => {
    if (value === null || value === undefined) return true
    if (key === "and") return (value as Comparison[]).every((each) => matches(item, each))
    if (key === "or")
      return (value as Comparison[]).length === 0 || (value as Comparison[]).some((each) => matches(item, each))
    return Object.entries(value as Comparison).every(([operator, operand]) => compare(item[key], operator, operand))
  })
}

function compare(value: unknown, operator: string, operand: unknown): boolean {
  switch (operator) {
    case "is":
    case "eq":
      return value === operand
    case "isNot":
    case "neq":
      return value !== operand
    case "in":
      return (operand as unknown[]).includes(value)
    case "notIn":
      return !(operand as unknown[]).includes(value)
    case "gt":
      return String(value) > String(operand)
    case "gte":
      return String(value) >= String(operand)
    case "lt":
      return String(value) < String(operand)
    case "lte":
      return String(value) <= String(operand)
    case "like":
      return isLike(value, operand, "")
    case "notLike":
      return !isLike(value, operand, "")
    case "iLike":
      return isLike(value, operand, "i")
    case "notILike":
      return !isLike(value, operand, "i")
    default:
      return true
  }
}

/** `%` is any text, `_` any character. */
function isLike(value: unknown, pattern: unknown, flags: "" | "i"): boolean {
  const source = String(pattern)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("%", ".*")
    .replaceAll("_", ".")
  return new RegExp(`^${source}$`, flags).test(String(value))
}
