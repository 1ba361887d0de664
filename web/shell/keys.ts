/** Single keys are commands only where nobody writes, only by themselves, and only on devices whose person wants them. */
import { signal } from "@preact/signals"
import { keep, readKept } from "../kept.ts"

const key = "kith.keys"

/** Are single letters and signs commands on this device? */
export const hasSingleKeys = signal(readKept<{ single: boolean }>(key).single !== false)

export function allowSingleKeys(isAllowed: boolean): void {
  hasSingleKeys.value = isAllowed
  keep(key, { single: isAllowed })
}

export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (event.key.length === 1 && !hasSingleKeys.value) ||
    target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
  )
}
