/** Where the Tab key leads inside an editor. */

const tabbable = "a[href], button, input, textarea, select, [tabindex]"

/** @returns the element to go to; "on" where the browser knows the next one, "out" where there is none */
export function tabFrom(root: HTMLElement, isBack: boolean): HTMLElement | "on" | "out" {
  const seen = [...root.querySelectorAll<HTMLElement>(tabbable)].filter(
    (node) => node.tabIndex >= 0 && !node.matches(":disabled") && node.getClientRects().length > 0,
  )
  const stops = seen.filter((node) => node.dataset.stop !== undefined)
  const active = document.activeElement as HTMLElement
  const isStop = stops.includes(active)
  const all = isStop ? stops : seen
  const next = all[all.indexOf(active) + (isBack ? -1 : 1)]
  if (!next) return "out"
  return isStop ? next : "on"
}
