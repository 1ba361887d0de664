/** How much of what is allowed a request used. A header, because answers are passed on as PostgreSQL wrote them. */
import { limits } from "../limits.ts"
import type { Usage } from "../records/cost.ts"

export const usageHeader = "x-kith-cost"

/** @example "660/1000000; depth=2/20; fields=9/5000" */
export function showUsage({ cost, depth, fields }: Usage): string {
  return `${cost}/${limits.cost}; depth=${depth}/${limits.depth}; fields=${fields}/${limits.fields}`
}
