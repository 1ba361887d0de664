/** The document that is edited → blocks, with the ids and props that they came with. */
import type { Fragment, Mark, Node } from "prosemirror-model"
import type { Block, Inline, StyledText } from "../../fields/blocks.ts"
import { uuidv7 } from "../../store/uuid.ts"
import { schema } from "./schema.ts"

const { nodes, marks } = schema

/** Deeper is nothing written; the server takes two levels more. */
const maxDepth = 30

export function blocksOfDocument(doc: Node): Block[] {
  return withIds(blocksIn(doc.content, 0), new Set())
}

/** Nothing but paragraphs without a sign in them. */
export function isEmpty(doc: Node): boolean {
  return doc.children.every((node) => node.type === nodes.paragraph && node.content.size === 0)
}

function blocksIn(content: Fragment, depth: number): Block[] {
  const blocks: Block[] = []
  let before: Node | undefined
  content.forEach((node) => {
    const parent = blocks.at(-1)
    if (node.type !== nodes.nested) blocks.push(...blocksFrom(node, depth))
    else if (parent && before?.type !== nodes.kept && depth < maxDepth)
      blocks[blocks.length - 1] = { ...parent, children: [...parent.children, ...blocksIn(node.content, depth + 1)] }
    else blocks.push(...blocksIn(node.content, depth))
    before = node
  })
  return blocks
}

function blocksFrom(node: Node, depth: number): Block[] {
  const { level, language, json } = node.attrs
  switch (node.type) {
    case nodes.list:
      return node.children.flatMap((item, i) => itemFrom(item, node.attrs, i === 0, depth))
    case nodes.quote:
      return withChildren(node, "quote", {}, depth)
    case nodes.heading:
      return [block(node, "heading", { level }, inlineFrom(node))]
    case nodes.code:
      return [block(node, "codeBlock", { language }, node.textContent === "" ? [] : [run(node.textContent, [])])]
    case nodes.divider:
      return [block(node, "divider", {}, [])]
    case nodes.kept:
      return [json as Block]
    default:
      return [block(node, "paragraph", {}, inlineFrom(node))]
  }
}

function itemFrom(item: Node, { kind, start }: Node["attrs"], isFirst: boolean, depth: number): Block[] {
  if (kind === "check") return withChildren(item, "checkListItem", { checked: item.attrs.isDone === true }, depth)
  if (kind === "number") return withChildren(item, "numberedListItem", isFirst && start !== 1 ? { start } : {}, depth)
  return withChildren(item, item.attrs.type === "toggleListItem" ? "toggleListItem" : "bulletListItem", {}, depth)
}

/** The paragraph at the beginning is the block's own text; what follows it, its children. */
function withChildren(node: Node, type: string, props: Block["props"], depth: number): Block[] {
  const first = node.firstChild?.type === nodes.paragraph ? node.firstChild : null
  const own = block(node, type, props, first ? inlineFrom(first) : [])
  const rest = first ? node.content.cut(first.nodeSize) : node.content
  if (depth >= maxDepth) return [own, ...blocksIn(rest, depth)]
  return [{ ...own, children: blocksIn(rest, depth + 1) }]
}

function block({ attrs }: Node, type: string, props: Block["props"], content: Inline[]): Block {
  return { id: String(attrs.id), type, props: { ...(attrs.props as Block["props"]), ...props }, content, children: [] }
}

/** Both halves of a block that was divided have its id. */
function withIds(blocks: readonly Block[], seen: Set<string>): Block[] {
  return blocks.map((each) => {
    const id = each.id && !seen.has(each.id) ? each.id : uuidv7()
    seen.add(id)
    return { ...each, id, children: withIds(each.children ?? [], seen) }
  })
}

// --- text ---------------------------------------------------------------------------------------------------------------

function inlineFrom(node: Node): Inline[] {
  return groupByLink(node.children).flatMap(({ href, nodes: linked }): Inline[] =>
    href === undefined ? runsFrom(linked) : [{ type: "link", href, content: runsFrom(linked) }],
  )
}

function groupByLink(all: readonly Node[]): { href: string | undefined; nodes: Node[] }[] {
  const groups: { href: string | undefined; nodes: Node[] }[] = []
  for (const node of all) {
    const link = marks.link.isInSet(node.marks)
    const href = link && String(link.attrs.href)
    const last = groups.at(-1)
    if (last && last.href === href) last.nodes.push(node)
    else groups.push({ href, nodes: [node] })
  }
  return groups
}

/** Neighbours of the same styles are one run. */
function runsFrom(all: readonly Node[]): StyledText[] {
  const runs: StyledText[] = []
  for (const node of all) {
    // Of whatever type it is, it goes out as it came in.
    const next = node.type === nodes.kept_inline ? (node.attrs.json as StyledText) : run(node.text ?? "\n", node.marks)
    const last = runs.at(-1)
    if (last && isText(last) && isText(next) && JSON.stringify(last.styles) === JSON.stringify(next.styles))
      runs[runs.length - 1] = { ...last, text: last.text + next.text }
    else runs.push(next)
  }
  return runs
}

const isText = ({ type }: StyledText): boolean => type === "text"

function run(text: string, styles: readonly Mark[]): StyledText {
  return { type: "text", text, styles: Object.assign({}, ...styles.map(styleOf)) as StyledText["styles"] }
}

function styleOf({ type, attrs }: Mark): object {
  if (type === marks.kept_styles) return attrs.styles as object
  if (type === marks.link) return {}
  return { [type === marks.inline_code ? "code" : type.name]: true }
}
