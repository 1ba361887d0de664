/** What can be done to the text where the caret or the selection is; by keys, from the toolbar, from the slash menu. */
import { lift, setBlockType, wrapIn } from "prosemirror-commands"
import type { Attrs, MarkType, Node, NodeType, ResolvedPos } from "prosemirror-model"
import { liftListItem, wrapRangeInList } from "prosemirror-schema-list"
import { Selection, TextSelection, type Command, type EditorState, type Transaction } from "prosemirror-state"
import type { ListKind } from "../../fields/blocks.ts"
import { schema } from "./schema.ts"

const { nodes, marks } = schema

/** A block that text can be made into. */
export type BlockName = "text" | "heading1" | "heading2" | "heading3" | ListKind | "quote" | "code"

/** Makes it one of those; one that it is already, plain text again. */
export const setBlock =
  (name: BlockName): Command =>
  (state, dispatch, view) => {
    const next = blockAt(state) === name ? "text" : name
    return makers[next](state, dispatch, view)
  }

const makers: Record<BlockName, Command> = {
  text: (state, dispatch, view) => {
    const name = blockAt(state)
    if (name === "bullet" || name === "number" || name === "check") return liftListItem(nodes.item)(state, dispatch)
    return name === "quote" ? lift(state, dispatch) : setBlockType(nodes.paragraph)(state, dispatch, view)
  },
  heading1: setBlockType(nodes.heading, { level: 1 }),
  heading2: setBlockType(nodes.heading, { level: 2 }),
  heading3: setBlockType(nodes.heading, { level: 3 }),
  bullet: setList("bullet"),
  number: setList("number"),
  check: setList("check"),
  quote: wrapIn(nodes.quote),
  code: setBlockType(nodes.code),
}

/** Where the selection begins. */
export function blockAt(state: EditorState): BlockName {
  const $from = startOf(state)
  const { parent } = $from
  if (parent.type === nodes.code) return "code"
  if (parent.type === nodes.heading) return `heading${Math.min(3, Number(parent.attrs.level)) as 1 | 2 | 3}`
  for (let depth = $from.depth; depth > 0; depth--) {
    const { type, attrs } = $from.node(depth)
    if (type === nodes.list) return attrs.kind as ListKind
    if (type === nodes.quote) return "quote"
  }
  return "text"
}

/** In the first text where everything is selected. */
function startOf({ selection: { $from }, doc }: EditorState): ResolvedPos {
  return $from.depth > 0 ? $from : Selection.atStart(doc).$from
}

/** A list of another kind changes its kind as a whole. */
function setList(kind: ListKind): Command {
  return (state, dispatch) => {
    const list = around(state, nodes.list)
    if (!list) return listed(kind)(state, dispatch)
    dispatch?.(state.tr.setNodeMarkup(list.before, null, { ...list.node.attrs, kind }).scrollIntoView())
    return true
  }
}

/** Headings and the like cannot begin an item: they become text first. */
function listed(kind: ListKind): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection
    const tr = state.tr.setBlockType(from, to, nodes.paragraph)
    const range = tr.selection.$from.blockRange(tr.selection.$to)
    if (!range || !wrapRangeInList(tr, range, nodes.list, { kind })) return false
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

/** The nearest one that holds the beginning of the selection. */
function around(state: EditorState, type: NodeType): { node: Node; before: number } | null {
  const $from = startOf(state)
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type === type) return { node: $from.node(depth), before: $from.before(depth) }
  }
  return null
}

/** Ticks the item that holds the caret, or no longer. */
export const toggleTick: Command = (state, dispatch) => {
  const item = around(state, nodes.item)
  if (!item || around(state, nodes.list)?.node.attrs.kind !== "check") return false
  dispatch?.(state.tr.setNodeMarkup(item.before, null, { ...item.node.attrs, isDone: !item.node.attrs.isDone }))
  return true
}

export const insertBreak: Command = (state, dispatch) => {
  const { parent } = state.selection.$from
  if (!parent.inlineContent) return false
  const tr =
    parent.type === nodes.code
      ? state.tr.insertText("\n")
      : state.tr.replaceSelectionWith(nodes.line_break.create(), true)
  dispatch?.(tr.scrollIntoView())
  return true
}

export const insertDivider: Command = (state, dispatch) => {
  const tr = putDivider(state.tr)
  if (tr) dispatch?.(tr.scrollIntoView())
  return tr !== null
}

/** In place of the empty line that holds the caret or below one that is not, with a line to go on writing. */
export function putDivider(tr: Transaction): Transaction | null {
  const { $from } = tr.selection
  if (!$from.parent.isTextblock) return null
  const [container, index] = [$from.node(-1), $from.index(-1)]
  const isEmpty = $from.parent.content.size === 0
  if (!container.canReplaceWith(isEmpty ? index : index + 1, index + 1, nodes.divider)) return null
  const at = isEmpty ? $from.before() : $from.after()
  tr.replaceWith(at, $from.after(), [nodes.divider.create(), nodes.paragraph.create()])
  return tr.setSelection(TextSelection.create(tr.doc, at + 2))
}

/** At its beginning what is no plain text becomes that, and an item leaves its list, before anything is deleted. */
export const backToText: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection
  if (!empty || $from.parentOffset > 0) return false
  if ($from.parent.type === nodes.heading || $from.parent.type === nodes.code)
    return setBlockType(nodes.paragraph)(state, dispatch, view)
  const isFirstOfItem = $from.depth > 1 && $from.node(-1).type === nodes.item && $from.index(-1) === 0
  return isFirstOfItem && liftListItem(nodes.item)(state, dispatch)
}

/** The block, or the item, changes places with its neighbour. */
export const moveBlock =
  (step: -1 | 1): Command =>
  (state, dispatch) => {
    const { $from, anchor, head } = state.selection
    const depth = depthOfBlock(state)
    const [parent, index] = [$from.node(depth - 1), $from.index(depth - 1)]
    const other = parent.maybeChild(index + step)
    if (!other) return true
    const block = parent.child(index)
    const start = $from.before(depth) - (step < 0 ? other.nodeSize : 0)
    const pair = step < 0 ? [block, other] : [other, block]
    const tr = state.tr.replaceWith(start, start + block.nodeSize + other.nodeSize, pair)
    const by = step * other.nodeSize
    if (state.selection instanceof TextSelection) tr.setSelection(TextSelection.create(tr.doc, anchor + by, head + by))
    dispatch?.(tr.scrollIntoView())
    return true
  }

/** Of an item rather than of the paragraph in it. */
function depthOfBlock({ selection: { $from } }: EditorState): number {
  const depth = Math.max(1, $from.depth)
  return depth > 1 && $from.node(depth - 1).type === nodes.item ? depth - 1 : depth
}

// --- marks --------------------------------------------------------------------------------------------------------------

export function hasMark({ selection, storedMarks, doc }: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = selection
  if (empty) return type.isInSet(storedMarks ?? $from.marks()) !== undefined
  return doc.rangeHasMark(from, to, type)
}

/** The link that the selection is in, with where it begins and ends. */
export function linkAt(state: EditorState): { from: number; to: number; href: string } | null {
  const $from = startOf(state)
  const isIn = (node: Node | null | undefined, href?: unknown) => {
    const link = node && marks.link.isInSet(node.marks)
    return link && (href === undefined || link.attrs.href === href) ? link : undefined
  }
  const { parent } = $from
  let index = $from.index()
  const link = isIn(parent.maybeChild(index)) ?? isIn(parent.maybeChild(--index))
  if (!link) return null
  const { href } = link.attrs as Attrs & { href: string }
  let [first, end] = [index, index + 1]
  while (first > 0 && isIn(parent.child(first - 1), href)) first--
  while (end < parent.childCount && isIn(parent.child(end), href)) end++
  const place = (until: number) =>
    parent.children.slice(0, until).reduce((sum, node) => sum + node.nodeSize, $from.start())
  return { from: place(first), to: place(end), href }
}

/** Over what is selected, over the link that the caret is in, or as a text of its own. @param href null to end the link */
export const setLink =
  (href: string | null): Command =>
  (state, dispatch) => {
    const { from, to, empty } = state.selection
    const there = linkAt(state)
    const range = empty && there ? there : { from, to }
    const { tr } = state
    tr.removeMark(range.from, range.to, marks.link)
    if (href !== null && range.from === range.to)
      tr.insert(from, schema.text(href, [marks.link.create({ href })])).removeStoredMark(marks.link)
    else if (href !== null) tr.addMark(range.from, range.to, marks.link.create({ href }))
    dispatch?.(tr.scrollIntoView())
    return true
  }
