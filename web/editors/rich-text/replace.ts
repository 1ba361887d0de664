import type { Node } from "prosemirror-model"
import type { EditorView } from "prosemirror-view"

/** Changes only what differs, so that the caret stays; that is not undone here. */
export function replaceWith(view: EditorView, doc: Node): void {
  const { state } = view
  const start = state.doc.content.findDiffStart(doc.content)
  const end = state.doc.content.findDiffEnd(doc.content)
  if (start === null || !end) return
  // Where the same comes twice the two ends may overlap.
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  const tr = state.tr.replace(start, end.a + overlap, doc.slice(start, end.b + overlap))
  view.dispatch(tr.setMeta("addToHistory", false).setMeta("outside", true))
}
