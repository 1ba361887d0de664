/** Moving a favourite, with the focus where it was. */
import { t } from "../../i18n/favourites/index.ts"
import type { Favourite } from "../../model/workspace-model.ts"
import { perform, type Step } from "../../store/undo.ts"
import { changeStep, type Change } from "./change.ts"
import { placedAt, placeOf } from "./order.ts"
import { nameOf } from "./shown.ts"

export type Root = () => HTMLElement | null

export function move(favourite: Favourite, folderId: string | null, place: number, root: Root): void {
  const text = t().moved(nameOf(favourite) ?? "")
  void change({ text, ...placedAt(favourite, folderId, place) }, root, favourite.id)
}

/** @param by -1 for up, 1 for down */
export function moveBy(favourite: Favourite, by: -1 | 1, root: Root): void {
  const place = placeOf(favourite) + by
  if (place >= 0) move(favourite, favourite.folderId, place, root)
}

/**
 * @param id of the favourite that has the focus, and is to have it wherever it stands then
 * @returns what was done; null where nothing was
 */
export async function change(wanted: Change, root: Root, id: string): Promise<Step | null> {
  if (wanted.before.length + wanted.after.length === 0) return null
  const focused = document.activeElement
  const step = changeStep(wanted)
  const done = perform(step)
  // Elements that change their place lose the focus.
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body && document.activeElement?.isConnected) return
    const place = focused?.isConnected ? focused : root()?.querySelector(`[data-favourite="${id}"] :is(a, button)`)
    const target = place ?? root()?.querySelector("a, button") ?? document.querySelector(".drawer")
    if (target instanceof HTMLElement) target.focus()
  })
  return (await done) ? step : null
}
