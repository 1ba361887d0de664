/** Blocks → the document that is edited. Whatever has no place in it is held as it is. */
import { Fragment, type Mark, type Node } from "prosemirror-model"
import { asParts } from "../../fields/field-kind.ts"
import {
  groupLists,
  isLink,
  isStyledText,
  listKinds,
  plainText,
  textOf,
  type Block,
  type ListKind,
} from "../../fields/blocks.ts"
import { uuidv7 } from "../../store/uuid.ts"
import { schema } from "./schema.ts"

const { nodes, marks } = schema

export function documentOf(blocks: readonly Block[]): Node {
  const inner = nodesOf(blocks)
  return nodes.doc.create(null, inner.length > 0 ? inner : nodes.paragraph.create())
}

/** Of plain text: a paragraph a line. */
export function paragraphsOf(text: string): Block[] {
  return text.split("\n").map((line) => {
    const content = line === "" ? [] : [plainText(line)]
    return { id: uuidv7(), type: "paragraph", props: {}, content, children: [] }
  })
}

function nodesOf(blocks: readonly Block[]): Node[] {
  return groupLists(blocks).flatMap(({ kind, blocks: [first, ...rest] }) =>
    kind && [first, ...rest].every(isKnown) ? [listOf(kind, [first, ...rest])] : [first, ...rest].flatMap(nodeOf),
  )
}

function listOf(kind: ListKind, blocks: readonly [Block, ...Block[]]): Node {
  const { start } = blocks[0].props
  return nodes.list.create({ kind, start: typeof start === "number" ? start : 1 }, blocks.map(itemOf))
}

function itemOf(block: Block): Node {
  const { start: _, checked, ...props } = block.props
  const attrs = { id: block.id, props, type: block.type, isDone: checked === true }
  return nodes.item.create(attrs, [nodes.paragraph.create(null, inlineOf(block)), ...nodesOf(block.children)])
}

function nodeOf(block: Block): Node[] {
  const { id, props, children } = block
  if (!isKnown(block)) return [nodes.kept.create({ json: block })]
  if (block.type === "quote") {
    const own = inlineOf(block)
    const inner = nodesOf(children)
    const text = own.size > 0 || inner.length === 0 ? [nodes.paragraph.create(null, own)] : []
    return [nodes.quote.create({ id, props }, [...text, ...inner])]
  }
  const node = plainNodeOf(block)
  return children.length > 0 ? [node, nodes.nested.create(null, nodesOf(children))] : [node]
}

function plainNodeOf(block: Block): Node {
  const { id, type } = block
  const { level, language, ...props } = block.props
  switch (type) {
    case "heading":
      return nodes.heading.create({ id, props, level: levelOf(level) }, inlineOf(block))
    case "codeBlock": {
      const text = textOf(block.content)
      return nodes.code.create({ id, props, language: language ?? "text" }, text === "" ? null : schema.text(text))
    }
    case "divider":
      return nodes.divider.create({ id, props })
    case "paragraph":
      return nodes.paragraph.create({ id, props: block.props }, inlineOf(block))
    default:
      // An item among others that are not known as such.
      return nodes.kept.create({ json: block })
  }
}

const levelOf = (level: unknown): number =>
  typeof level === "number" && level >= 1 && level <= 6 ? Math.trunc(level) : 1

const known = new Set(["paragraph", "heading", "quote", "codeBlock", "divider", ...Object.keys(listKinds)])

/** Content of another form is another kind of block, whatever it is called. */
function isKnown({ type, content }: Block): boolean {
  if (!known.has(type)) return false
  return (
    content === undefined ||
    content === null ||
    (Array.isArray(content) && (type !== "divider" || content.length === 0))
  )
}

// --- text ---------------------------------------------------------------------------------------------------------------

function inlineOf({ content }: Block): Fragment {
  return Fragment.from((Array.isArray(content) ? content : []).flatMap((each: unknown) => runsOf(each, [])))
}

function runsOf(each: unknown, around: readonly Mark[]): Node[] {
  if (isLink(each)) {
    const { href, content } = each
    const inner: unknown[] = Array.isArray(content) ? content : [{ text: textOf(content) }]
    const link = isHarmless(href) ? [marks.link.create({ href })] : []
    return inner.flatMap((run) => runsOf(run, [...around, ...link]))
  }
  if (!isStyledText(each)) return [nodes.kept_inline.create({ json: each }, null, around)]
  return linesOf(each.text, [...around, ...marksOf(asParts(each.styles))])
}

function linesOf(text: string, styles: readonly Mark[]): Node[] {
  return text
    .split("\n")
    .flatMap((line, i) => [
      ...(i > 0 ? [nodes.line_break.create(null, null, styles)] : []),
      ...(line === "" ? [] : [schema.text(line, styles)]),
    ])
}

function marksOf(styles: Readonly<Record<string, unknown>>): Mark[] {
  const { bold, italic, underline, strike, code, ...others } = styles
  const simple = [
    [bold, marks.bold],
    [italic, marks.italic],
    [underline, marks.underline],
    [strike, marks.strike],
    [code, marks.inline_code],
  ] as const
  return [
    ...simple.flatMap(([value, type]) => (value === true ? [type.create()] : [])),
    ...(Object.keys(others).length > 0 ? [marks.kept_styles.create({ styles: others })] : []),
  ]
}

/** Addresses that browsers follow without running anything; those of other kinds end here. */
function isHarmless(href: unknown): href is string {
  if (typeof href !== "string") return false
  const scheme = /^([a-z][a-z0-9+-]*):/i.exec(href.replace(/[\s\p{Cc}]/gu, ""))?.[1]?.toLowerCase()
  return scheme === undefined || ["http", "https", "mailto", "tel", "sms", "ftp", "localhost"].includes(scheme)
}
