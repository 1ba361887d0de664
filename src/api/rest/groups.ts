/** The parameters of `/{plural}/groupBy` → groups of the record engine. */
import { badInput } from "../../errors.ts"
import type { ObjectSchema } from "../../metadata/schema.ts"
import { totalNamed } from "../../records/group.ts"
import type { GroupPart, Groups, Order, Selection } from "../../records/query.ts"
import { parseOrder } from "./order-by.ts"
import { readFilter, readFlag, readLimit } from "./parameters.ts"

const defaultLimit = 60

/** @param selection what a sampled record shows */
export function readGroups(object: ObjectSchema, query: URLSearchParams, selection: () => Selection): Groups {
  return {
    groupBy: readGroupBy(query),
    filter: readFilter(query),
    orderBy: readOrders(query, "order_by"),
    limit: readLimit(query, defaultLimit),
    omitNulls: readFlag(query, "omit_null_values"),
    records: { orderBy: readOrders(query, "order_by_for_records") },
    parts: [
      ...readAggregates(object, query),
      { kind: "dimensions", key: "groupByDimensionValues" },
      ...(readFlag(query, "include_records_sample")
        ? [{ kind: "nodes" as const, key: "records", selection: selection() }]
        : []),
    ],
  }
}

function readGroupBy(query: URLSearchParams): unknown[] {
  const value = parseJson(query.get("group_by"))
  if (Array.isArray(value) && value.every(isObject)) return value
  throw badInput(
    'Invalid group_by query parameter - should be a valid array of objects - ex: [{"stage": true}, {"amount": {"currencyCode": true}}, {"createdAt": {"granularity": "MONTH", "timeZone": "UTC"}}]',
  )
}

/** Clients know the values as strings here. */
function readAggregates(object: ObjectSchema, query: URLSearchParams): GroupPart[] {
  const text = query.get("aggregate")
  if (!text) return []
  const names = parseJson(text)
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) {
    throw badInput(
      'Invalid aggregate query parameter - should be a valid array of strings - ex: ["countNotEmptyId", "sumAmountAmountMicros"]',
    )
  }
  return [...new Set(names as string[])].map((name) => {
    const aggregate = totalNamed(object, name)
    return aggregate
      ? { kind: "aggregate", key: name, aggregate, asText: true }
      : { kind: "totalCount", key: name, asText: true }
  })
}

/** A JSON list as in GraphQL, or the form that lists of records take. */
function readOrders(query: URLSearchParams, name: string): Order[] {
  const text = query.get(name)?.trim() ?? ""
  if (!/^[[{]/.test(text)) return parseOrder(text)
  const value = parseJson(text)
  const list = Array.isArray(value) ? value : [value]
  if (list.every(isObject)) return list
  throw badInput(
    `Invalid ${name} query parameter - should be a valid array of objects - ex: [{"stage": "AscNullsFirst"}]`,
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Undefined for what is no JSON. */
function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "")
  } catch {
    return undefined
  }
}
