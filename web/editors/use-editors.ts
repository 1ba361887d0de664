import { part } from "../ui/part.ts"

export type Editors = typeof import("./index.ts")

/** The editors of all field types. */
const editors = part<Editors>(() => import("./index.ts"))

export const loadEditors = editors.load

/** Undefined until they are there: a moment after the page has its rows. */
export const useEditors = () => editors.use(300)
