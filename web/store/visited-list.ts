/** The list that was looked at last: a record's page walks through it, and its table comes back to it. */
import type { Rows } from "./queries.ts"

export interface VisitedList {
  /** what makes it the same list */
  key: string
  list: Rows
  /** of its page */
  address: string
}

export let visited: VisitedList | null = null

export function visit(list: VisitedList): void {
  visited = list
}
