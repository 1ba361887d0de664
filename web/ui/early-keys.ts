/**
 * What is typed for something that is still being fetched: it is kept, in the order of the keys, until that is there and takes it.
 * One thing at a time is waited for; whatever is opened next takes the place of what was before.
 */

interface Wait {
  /** undefined while nothing has been typed; at first the key that began it, where that is to land there as well */
  typed?: string | undefined
  /** does Enter begin a line, rather than mean nothing yet? */
  hasLines?: boolean
  /** somebody would rather not */
  onEscape?: () => void
}

export interface EarlyKeys {
  /** is it still wanted, and nothing else since? */
  isWanted(): boolean
  /** keys are the page's again; what was typed is dropped */
  end(): void
}

let current: Wait | null = null

/** Signs and the keys of editing are kept from the page; those with Mod or Alt, and F1 to F12, are not. */
export function keepEarlyKeys(options: Wait = {}): EarlyKeys {
  const wait = { ...options }
  current = wait
  document.addEventListener("keydown", keep, true)
  return {
    isWanted: () => current === wait,
    end() {
      if (current === wait) takeEarlyKeys()
    },
  }
}

/** To be called by what was waited for, as it takes the focus. @returns what was typed until then; undefined for nothing */
export function takeEarlyKeys(): string | undefined {
  const typed = current?.typed
  current = null
  document.removeEventListener("keydown", keep, true)
  return typed
}

function keep(event: KeyboardEvent): void {
  const { key } = event
  const isSign = [...key].length === 1
  if (!current || event.ctrlKey || event.metaKey || event.altKey || !(isSign || others.has(key))) return
  event.preventDefault()
  event.stopPropagation()
  if (key === "Escape") {
    const { onEscape } = current
    takeEarlyKeys()
    onEscape?.()
  } else if (key === "Backspace") current.typed = current.typed && [...current.typed].slice(0, -1).join("")
  else if (isSign) current.typed = (current.typed ?? "") + key
  else if (key === "Enter" && current.hasLines) current.typed = `${current.typed ?? ""}\n`
}

/** They would mean something to the page, and mean nothing yet to what is waited for. */
const others = new Set(
  "Enter Tab Escape Backspace Delete ArrowUp ArrowDown ArrowLeft ArrowRight Home End PageUp PageDown".split(" "),
)
