/**
 * What requests were planned to that somebody with the same rights has asked before. Planning a list and writing its
 * statement takes a server as long as all else that it does for one, and a program asks for the same few again and again.
 */
import { Recent } from "../recent.ts"
import type { Access } from "./access.ts"
import type { Usage } from "./cost.ts"
import type { RootQuery } from "./query.ts"

export interface Plan {
  queries: readonly RootQuery[]
  /** null where nothing is read */
  usage: Usage | null
}

/** Plans for each access; they go with it. One takes some ten kilobytes. */
const maxPlans = 40

/** Characters; what is longer is hardly asked twice. */
const maxAsked = 2000

const kept = new WeakMap<Access, Recent<string, Plan>>()
const keptQueries = new WeakSet<readonly RootQuery[]>()

/** Queries that are planned but once: whatever is worked out from them may be kept with them. */
export const isKept = (queries: readonly RootQuery[]): boolean => keptQueries.has(queries)

/**
 * @param source what the queries are made of, a document or a route; compared by identity
 * @param asked what else they are made of; null where they depend on more than can be said
 */
export async function plannedOnce(
  access: Access,
  source: object,
  asked: string | null,
  make: () => Promise<Plan> | Plan,
): Promise<Plan> {
  if (asked === null || asked.length > maxAsked || access.isMomentary) return make()
  let plans = kept.get(access)
  if (!plans) kept.set(access, (plans = new Recent(maxPlans)))
  const name = `${numberOf(source)} ${asked}`
  const known = plans.get(name)
  if (known) return known
  const plan = await make()
  if (plan.queries.some(isMomentary)) return plan
  plans.set(name, plan)
  keptQueries.add(plan.queries)
  return plan
}

/** Does the query speak of this very moment, so that it is another one a moment later? */
export const isMomentary = (query: RootQuery): boolean =>
  (query.kind === "groups" && query.groups.isMomentary === true) ||
  (query.kind === "list" && query.list.isMomentary === true)

const numbers = new WeakMap<object, number>()
let last = 0

function numberOf(source: object): number {
  let number = numbers.get(source)
  if (number === undefined) numbers.set(source, (number = ++last))
  return number
}
