/**
 * What a read comes to, estimated from its pages before it runs. A list counts each record that it may show, and for each
 * of them whatever that leads to; a total counts as one. Selections are measured once, however often they are read.
 */
import { beyondLimit, limits } from "../limits.ts"
import { groupDefaults } from "./group.ts"
import type { EdgePart, GroupPart, RecordList, RootQuery, Selection } from "./query.ts"

export interface Usage {
  /** records that may be touched */
  cost: number
  /** relations inside of one another, the root included */
  depth: number
  /** members that are selected, those around records included */
  fields: number
}

/** Throws QUERY_TOO_COSTLY. */
export function checkUsage(queries: readonly RootQuery[]): Usage {
  const usage = together(queries.map((query) => under(usageOf(query))))
  if (usage.cost <= limits.cost) return usage
  throw beyondLimit(
    "QUERY_TOO_COSTLY",
    `The query may touch ${usage.cost} records, ${limits.cost} at most; ask for fewer of them at once, or less deep`,
    limits.cost,
    usage.cost,
  )
}

function usageOf(query: RootQuery): Usage {
  switch (query.kind) {
    case "one":
      return rows(1, usageOfSelection(query.selection))
    case "list":
      return usageOfList(query.list, limits.page.default)
    case "groups": {
      const { limit, records, parts } = query.groups
      const shown = Math.min(records?.first ?? groupDefaults.records, limits.page.max)
      return rows(Math.min(limit ?? groupDefaults.groups, limits.page.max), usageOfParts(parts, shown))
    }
    case "made":
      return { cost: query.size, depth: 1, fields: 0 }
  }
}

function usageOfList(list: RecordList, fallback: number): Usage {
  const size = Math.min(list.first ?? list.last ?? fallback, limits.page.max)
  if (list.shape.kind === "array") return rows(size, usageOfSelection(list.shape.selection))
  const { cost, depth, fields } = usageOfParts(list.shape.parts, size)
  return { cost: Math.max(cost, 1), depth: Math.max(depth, 1), fields }
}

/** @param size records that each part shows */
function usageOfParts(parts: readonly (GroupPart | EdgePart)[], size: number): Usage {
  return together(parts.map((part) => usageOfPart(part, size)))
}

function usageOfPart(part: GroupPart | EdgePart, size: number): Usage {
  if (part.kind === "edges" || part.kind === "group") return under(usageOfParts(part.parts, size))
  if (part.kind === "pageInfo") return { cost: 0, depth: 0, fields: 1 + part.parts.length }
  return "selection" in part ? under(rows(size, usageOfSelection(part.selection))) : value
}

const measured = new WeakMap<Selection, Usage>()

/** What one record leads to. */
function usageOfSelection(selection: Selection): Usage {
  const known = measured.get(selection)
  if (known) return known
  const usage = together(
    selection.map((selected) => {
      if (selected.kind === "composite") return { cost: 0, depth: 0, fields: 1 + selected.parts.length }
      if (selected.kind === "one") return under(rows(1, usageOfSelection(selected.selection)))
      return selected.kind === "many" ? under(usageOfList(selected.list, limits.page.nested)) : value
    }),
  )
  measured.set(selection, usage)
  return usage
}

const value: Usage = { cost: 0, depth: 0, fields: 1 }

/** One member more, around the others. */
const under = ({ fields, ...rest }: Usage): Usage => ({ ...rest, fields: fields + 1 })

/** So many records, each of which leads to `each`. */
function rows(count: number, each: Usage): Usage {
  return { cost: count * (1 + each.cost), depth: 1 + each.depth, fields: each.fields }
}

function together(all: readonly Usage[]): Usage {
  const sum: Usage = { cost: 0, depth: 0, fields: 0 }
  for (const { cost, depth, fields } of all) {
    sum.cost += cost
    sum.depth = Math.max(sum.depth, depth)
    sum.fields += fields
  }
  return sum
}
