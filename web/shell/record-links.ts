/** A press on a record's name opens it beside the page; within the panel on top of what is there. */
import { openPanel, pageOf } from "./panel.ts"

/** Begins to listen, after what is pressed and before the router. @returns what ends it */
export function followRecordLinks(): () => void {
  document.addEventListener("click", open)
  return () => document.removeEventListener("click", open)
}

function open(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>("a[data-record]") : null
  const page = link && pageOf(link.dataset.record!)
  if (!page || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  // The router would go there.
  event.stopPropagation()
  openPanel(page, { isOnTop: link.closest("[data-panel]") !== null })
}
