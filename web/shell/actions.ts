/**
 * Everything that can be done here and now, by name. Whoever offers something says so for as long as it is on the page; the
 * command menu lists it, and its keys work.
 */
import { computed, signal, type Signal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import type { LucideIcon } from "lucide-preact"
import { isTyping } from "./keys.ts"

export interface Action {
  id: string
  label: string
  icon?: LucideIcon
  /** such as "c", "Shift+F", "Mod+K" or "g p"; Mod is the command key on a Mac and Control elsewhere */
  keys?: string
  /** actions on what is selected come before those of the page, and these before those of everywhere */
  scope: "selection" | "page" | "app"
  /** it leads somewhere else rather than doing something here */
  isWay?: boolean
  run(): void
}

const offers = signal<readonly Signal<readonly Action[]>[]>([])

/** The most particular first: what a page offers hides what is offered everywhere under the same keys. */
export const actions = computed(() => {
  const order = { selection: 0, page: 1, app: 2 }
  return offers.value.flatMap((offer) => offer.value).toSorted((a, b) => order[a.scope] - order[b.scope])
})

/** Offers them while the component is on the page. */
export function useActions(offered: readonly Action[]): void {
  const offer = useRef<Signal<readonly Action[]>>(undefined)
  offer.current ??= signal(offered)
  const own = offer.current
  useEffect(() => {
    own.value = offered
  })
  useEffect(() => {
    offers.value = [...offers.peek(), own]
    return () => {
      offers.value = offers.peek().filter((each) => each !== own)
    }
  }, [own])
}

/** Milliseconds that the second key of two may take. */
const patience = 1000
let begun = ""
let begunAt = 0

/** Does what the keys stand for. Keys that somebody else has used already stand for nothing. */
export function actOnKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const key = nameOf(event)
  if (!key.startsWith("Mod+") && isTyping(event)) return
  const chord = begun !== "" && event.timeStamp - begunAt < patience ? `${begun} ${key}` : key
  begun = ""
  const found = actions.peek().find(({ keys }) => keys === chord)
  if (found) {
    event.preventDefault()
    found.run()
  } else if (actions.peek().some(({ keys }) => keys?.startsWith(`${chord} `))) {
    begun = chord
    begunAt = event.timeStamp
  }
}

function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const isLetter = /^[a-z]$/i.test(key)
  const name = isLetter && (shiftKey || ctrlKey || metaKey) ? key.toUpperCase() : key
  // A shifted sign, such as ?, is the sign itself.
  const shift = shiftKey && (isLetter || key.length > 1) ? "Shift+" : ""
  return `${ctrlKey || metaKey ? "Mod+" : ""}${altKey ? "Alt+" : ""}${shift}${name}`
}
