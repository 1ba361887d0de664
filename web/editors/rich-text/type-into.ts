import type { EditorView } from "prosemirror-view"

/** What was typed before the editor was there, sign by sign, as if it were typed now. */
export function typeInto(view: EditorView, text: string): void {
  for (const sign of text) {
    if (sign === "\n") press(view, "Enter")
    else type(view, sign)
  }
}

function type(view: EditorView, sign: string): void {
  const { from, to } = view.state.selection
  const plain = () => view.state.tr.insertText(sign, from, to)
  if (!view.someProp("handleTextInput", (handle) => handle(view, from, to, sign, plain))) view.dispatch(plain())
}

function press(view: EditorView, key: string): void {
  const event = new KeyboardEvent("keydown", { key })
  view.someProp("handleKeyDown", (handle) => handle(view, event))
}
