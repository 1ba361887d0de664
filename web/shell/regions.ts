/** F6 goes round the parts of the page, Shift+F6 the other way. */
export function moveBetweenRegions(event: KeyboardEvent): void {
  if (event.key !== "F6") return
  event.preventDefault()
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (each) => each.offsetParent !== null || each.tagName === "SECTION",
  )
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const step = event.shiftKey ? -1 : 1
  regions[(at + step + regions.length) % regions.length]?.focus()
}
