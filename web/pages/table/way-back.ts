/** Where somebody stood in a list when they left it, so that they find it so when they come back. */
import type { Rows } from "../../store/queries.ts"
import type { Place } from "./grid-keys.ts"

export interface Stand {
  place: Place
  /** pixels */
  top: number
  left: number
}

const stands = new WeakMap<Rows, Stand>()

export const standIn = (list: Rows): Stand | undefined => stands.get(list)

export const rememberStand = (list: Rows, stand: Stand): void => void stands.set(list, stand)
