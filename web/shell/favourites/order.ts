/** Favourites in another order, or in another folder. */
import type { Favourite } from "../../model/workspace-model.ts"
import { favouritesIn } from "./shown.ts"

/**
 * Those that have to be written, as they are and as they are to be, for the favourite to stand at a place.
 * @param place among those that are in the folder beside it
 */
export function placedAt(favourite: Favourite, folderId: string | null, place: number) {
  const others = favouritesIn(folderId).filter(({ id }) => id !== favourite.id)
  const order = others.toSpliced(place, 0, favourite)
  const moved = order.flatMap((before, position) => {
    const after = { ...before, folderId, position }
    return after.folderId === before.folderId && after.position === before.position ? [] : [{ before, after }]
  })
  return { before: moved.map((each) => each.before), after: moved.map((each) => each.after) }
}

/** Its place among those beside it. */
export function placeOf(favourite: Favourite): number {
  return favouritesIn(favourite.folderId).findIndex(({ id }) => id === favourite.id)
}
