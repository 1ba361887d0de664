/**
 * What one request may ask for at most, in one place. Wide enough for any client that means well; whoever reaches one is
 * told by a code of its own which it was. Time is limited by `STATEMENT_TIMEOUT` (code TIMEOUT).
 */
import { AppError } from "./errors.ts"

export const limits = {
  /** bytes of a request body; a stream of lines has no limit */
  body: 64 * 1024 * 1024,
  /** bytes of one line of a stream */
  line: 16 * 1024 * 1024,
  /** records that one call may create */
  batch: 10_000,
  /** records of a page: when nothing is asked, in a nested list, and at most */
  page: { default: 200, nested: 60, max: 10_000 },
  /** names, values and signs of a GraphQL document; more is a syntax error */
  tokens: 20_000,
  /** root fields of a GraphQL request, each alias by itself */
  roots: 100,
  /** fields that a GraphQL request selects, fragments opened and each alias by itself */
  fields: 5000,
  /** relations inside relations that a GraphQL request selects */
  depth: 20,
  /** conjunctions and relations inside one another in a filter */
  filterDepth: 12,
  /** dimensions of a group-by */
  dimensions: 8,
  /** records that a request may touch, as estimated from its pages before it runs */
  cost: 1_000_000,
} as const

/** Which limit was reached: `subCode` in GraphQL, `code` in REST. */
export const limitCodes = [
  "PAYLOAD_TOO_LARGE",
  "LINE_TOO_LARGE",
  "BATCH_TOO_LARGE",
  "TOO_MANY_ROOT_FIELDS",
  "TOO_MANY_FIELDS",
  "TOO_MANY_DIMENSIONS",
  "QUERY_TOO_DEEP",
  "FILTER_TOO_DEEP",
  "QUERY_TOO_COSTLY",
] as const

export type LimitCode = (typeof limitCodes)[number]

/** @param used how much was asked for, where that is known */
export function beyondLimit(code: LimitCode, message: string, max: number, used?: number): AppError {
  const isSize = code === "PAYLOAD_TOO_LARGE" || code === "LINE_TOO_LARGE"
  return new AppError(isSize ? "PAYLOAD_TOO_LARGE" : "BAD_USER_INPUT", message, {
    subCode: code,
    extensions: { limit: max, ...(used !== undefined && { used }) },
  })
}
