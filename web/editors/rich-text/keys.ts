/** The keys of the editor; those of the text itself, such as arrows, are the browser's. */
import { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands"
import { redo, undo } from "prosemirror-history"
import { undoInputRule } from "prosemirror-inputrules"
import { keymap } from "prosemirror-keymap"
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list"
import { Plugin, type Command } from "prosemirror-state"
import type { EditorView } from "prosemirror-view"
import { backToText, insertBreak, moveBlock, setBlock, toggleTick } from "./commands.ts"
import { schema } from "./schema.ts"

const { nodes, marks } = schema

/** Even where nothing is left to do, the key is no other's: there it would undo a whole step. */
const always =
  (command: Command): Command =>
  (state, dispatch, view) => {
    command(state, dispatch, view)
    return true
  }

/** Items go in and out; elsewhere the key leads on in the page. */
const inList =
  (command: Command): Command =>
  (state, dispatch, view) => {
    const { $from } = state.selection
    const isInItem = Array.from({ length: $from.depth }, (_, i) => $from.node(i + 1)).some(
      ({ type }) => type === nodes.item,
    )
    return isInItem && always(command)(state, dispatch, view)
  }

export function keys(): Plugin[] {
  const own: Record<string, Command> = {
    Enter: splitListItem(nodes.item, { isDone: false }),
    "Shift-Enter": insertBreak,
    Backspace: chainCommands(undoInputRule, backToText),
    Tab: inList(sinkListItem(nodes.item)),
    "Shift-Tab": inList(liftListItem(nodes.item)),
    "Mod-z": always(undo),
    "Mod-y": always(redo),
    "Mod-Shift-z": always(redo),
    "Mod-b": toggleMark(marks.bold),
    "Mod-i": toggleMark(marks.italic),
    "Mod-u": toggleMark(marks.underline),
    "Mod-Shift-x": toggleMark(marks.strike),
    "Mod-e": toggleMark(marks.inline_code),
    "Mod-Shift-7": setBlock("number"),
    "Mod-Shift-8": setBlock("bullet"),
    "Mod-Shift-9": setBlock("check"),
    "Mod-Alt-0": setBlock("text"),
    "Mod-Alt-1": setBlock("heading1"),
    "Mod-Alt-2": setBlock("heading2"),
    "Mod-Alt-3": setBlock("heading3"),
    "Mod-Alt-ArrowUp": moveBlock(-1),
    "Mod-Alt-ArrowDown": moveBlock(1),
  }
  return [keymap(own), keymap(baseKeymap)]
}

/**
 * Escape and Mod+Enter are the holder's: unless they mean something here, they go on unprevented, as the editor itself would
 * not let them.
 * @param isMenuOpen whose keys both are then
 */
export function passing(isMenuOpen: () => boolean): Plugin {
  const keydown = (view: EditorView, event: KeyboardEvent): boolean => {
    const isEnd = event.key === "Enter" && (event.ctrlKey || event.metaKey)
    if ((event.key !== "Escape" && !isEnd) || event.isComposing || isMenuOpen()) return false
    if (isEnd && chainCommands(toggleTick, exitCode)(view.state, view.dispatch, view)) event.preventDefault()
    return true
  }
  return new Plugin({ props: { handleDOMEvents: { keydown } } })
}
