/** Query parameters → plain values. What is not known here is ignored, as clients expect. */
import { badInput } from "../../errors.ts"
import type { Filter, Order, Window } from "../../records/query.ts"
import { parseFilter } from "./filter.ts"
import { parseOrder } from "./order-by.ts"

export type Depth = 0 | 1

const defaultLimit = 60

/** A filter given several times means all of them. */
export function readFilter(query: URLSearchParams): Filter | null {
  return parseFilter(query.getAll("filter").filter(isFilled).join(","))
}

export function readOrder(query: URLSearchParams): Order[] {
  return parseOrder(query.getAll("order_by").join(","))
}

export function readWindow(query: URLSearchParams): Window {
  const after = readCursor(query, "starting_after")
  const before = readCursor(query, "ending_before")
  const limit = readLimit(query, defaultLimit)
  return before && !after ? { before, last: limit } : { after, before, first: limit }
}

/** Cursors are base64, whose `+` reads as a space where a client did not encode it. */
function readCursor(query: URLSearchParams, name: string): string | null {
  return query.get(name)?.replaceAll(" ", "+") || null
}

export function readLimit(query: URLSearchParams, fallback: number): number {
  const text = query.get("limit")
  if (text === null || text.trim() === "") return fallback
  const limit = Math.trunc(Number(text))
  if (limit >= 0 && Number.isFinite(limit)) return limit
  throw badInput(`limit '${text}' is invalid. Should be an integer`)
}

/** Whether a list says how many records there are: exactly, about, or not at all. */
export type Total = "exact" | "estimated" | "none"

export function readTotal(query: URLSearchParams): Total {
  const total = query.get("total") || "exact"
  if (total === "exact" || total === "estimated" || total === "none") return total
  throw badInput(`total '${total}' is invalid. Should be exact, estimated or none`)
}

export function readDepth(query: URLSearchParams): Depth {
  const text = query.get("depth")
  if (text === null || text === "" || text === "0") return 0
  if (text === "1") return 1
  throw badInput(`'depth=${text}' parameter invalid. Allowed values are 0, 1`)
}

/** Names of the fields to answer with; null for all. */
export function readFields(query: URLSearchParams): string[] | null {
  if (!query.has("fields")) return null
  const names = query.getAll("fields").flatMap((list) => list.split(",").map((name) => name.trim()))
  const filled = names.filter(isFilled)
  if (filled.length === 0) throw badInput("'fields' parameter is empty")
  return filled
}

/** A flag that cannot be read is refused: `soft_delete=ture` must not destroy anything. */
export function readFlag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name)
  if (text === null) return false
  if (/^(true|1)$/i.test(text)) return true
  if (/^(false|0)$/i.test(text)) return false
  throw badInput(`'${name}=${text}' parameter invalid. Allowed values are true, false`)
}

const isFilled = (text: string) => text.trim() !== ""
