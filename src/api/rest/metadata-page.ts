/** A slice of a list that is small enough to be in memory. Cursors are plain ids. */
import { badInput } from "../../errors.ts"
import { readLimit } from "./parameters.ts"

const maxPage = 1000

export interface Page<T> {
  data: T[]
  pageInfo: { hasNextPage: boolean; startCursor: string | null; endCursor: string | null }
  totalCount: number
}

/** Throws INVALID_CURSOR for an id that is not in the list. */
export function pageOf<T extends { id: string }>(all: readonly T[], query: URLSearchParams): Page<T> {
  const limit = Math.min(readLimit(query, maxPage), maxPage)
  const after = query.get("starting_after")
  const before = query.get("ending_before")
  if (after && before) throw badInput("Cannot provide both before and after", "ARGS_CONFLICT")
  const end = before ? placeOf(all, before) : all.length
  const start = before ? Math.max(0, end - limit) : after ? placeOf(all, after) + 1 : 0
  const data = all.slice(start, Math.min(end, start + limit))
  const hasNextPage = start + data.length < all.length
  const pageInfo = { hasNextPage, startCursor: data[0]?.id ?? null, endCursor: data.at(-1)?.id ?? null }
  return { data, pageInfo, totalCount: all.length }
}

function placeOf(all: readonly { id: string }[], cursor: string): number {
  const place = all.findIndex((each) => each.id === cursor)
  if (place >= 0) return place
  throw badInput(`Invalid cursor: ${cursor}`, "INVALID_CURSOR")
}
