import { part } from "../../ui/part.ts"

export type Groups = typeof import("./grouped.ts")

/** What tables with heads need besides. */
const groups = part<Groups>(() => import("./grouped.ts"))

export const loadGroups = groups.load

/** Undefined until they are there. */
export const useGroups = (isNeeded: boolean) => groups.use(isNeeded ? "now" : undefined)
