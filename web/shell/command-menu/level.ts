/** What the command menu is made of: levels, each with what it offers for a text, and the ways from one to the next. */
import type { ComponentChildren } from "preact"
import type { Find } from "../../store/use-search.ts"

export interface Item {
  id: string
  shown: ComponentChildren
  keys?: string | undefined
  /**
   * Does it, once the menu is closed; without it there is only the way on.
   * @param isPage with Mod: on a page of its own
   */
  run?(isPage: boolean): void
  /** puts its address on the clipboard, once the menu is closed */
  copy?(): void
  /** what there is to do with it, further into the menu */
  into?(): Level
}

export interface Group {
  label: string
  items: readonly Item[]
}

export interface Level {
  /** what was chosen to come here; the first level has none */
  label?: string
  /** says what may be typed */
  prompt: string
  /** what the server is asked for besides, as items */
  find?: Find<Item>
  /** what is offered for a text. @param found what the server found, perhaps still for the text before */
  groups(text: string, found: readonly Item[]): Group[]
  /** why the text is nothing that could be offered; undefined where it simply fits nothing */
  problem?(text: string): string | undefined
}

export const filled = (groups: readonly Group[]): Group[] => groups.filter(({ items }) => items.length > 0)
