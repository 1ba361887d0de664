import { part } from "../../ui/part.ts"

export type Tools = typeof import("./tools.ts")

const tools = part<Tools>(() => import("./tools.ts"))

export const loadTools = tools.load

/** Undefined until they are there: after the editors, which are needed sooner. */
export const useTools = () => tools.use(600)
