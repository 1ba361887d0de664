import type { RefObject } from "preact"
import { useLayoutEffect } from "preact/hooks"

/**
 * Whoever comes here from another page has the focus on the page's heading, unless something on the page has it by design.
 * @param page changes with the page; null where the heading is not that of the page
 */
export function useArrival(heading: RefObject<HTMLElement | null>, page: unknown): void {
  useLayoutEffect(() => {
    if (page === null) return
    const isTaken = document.getElementById("content")?.contains(document.activeElement) === true
    if (hasMoved && !isTaken) heading.current?.focus({ preventScroll: true })
    hasMoved = true
  }, [page])
}

/** On the first page of a visit the focus stays where the browser puts it. */
let hasMoved = false
