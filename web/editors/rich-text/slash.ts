/** The menu that "/" opens: what the text is to become, narrowed by what is typed behind the sign. */
import type { EditorState, Transaction } from "prosemirror-state"
import { schema } from "./schema.ts"

export interface Slash {
  /** where the sign stands */
  from: number
  /** what is typed behind it */
  query: string
}

/** At the beginning of a line or after a space, as long as somebody types there. @param before the menu that was open */
export function slashAfter(tr: Transaction, { selection }: EditorState, before: Slash | null): Slash | null {
  const { $from, empty } = selection
  if (!empty || $from.parent.type === schema.nodes.code || (!before && !tr.docChanged)) return null
  const text = $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc")
  const query = /(?:^|[\s\ufffc])\/([^\s/]*(?: \S+)?)$/.exec(text)?.[1]
  if (query === undefined) return null
  const from = $from.pos - query.length - 1
  // A sign that was there before anybody typed opens nothing.
  return before?.from === from || (query === "" && tr.docChanged) ? { from, query } : null
}
