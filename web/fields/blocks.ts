/**
 * The document of a rich text: BlockNote's JSON, as the wire has it under `blocknote`. Blocks that are unknown here are
 * passed on as they are.
 */
import { asList, asParts, asText } from "./field-kind.ts"
import { safeAddress } from "./links.tsx"

export interface Block {
  id: string
  type: string
  props: Readonly<Record<string, unknown>>
  /** runs of text and links; of other kinds of blocks something else */
  content: unknown
  children: readonly Block[]
}

/** Text of one style, or a link over some. */
export type Inline = StyledText | Link

export interface StyledText {
  type: "text"
  text: string
  styles: Readonly<Record<string, unknown>>
}

export interface Link {
  type: "link"
  href: string
  content: readonly StyledText[]
}

/** Of a value that a cell holds; null where it is not known, as of a value that was read for a table. */
export function blocksOf(value: unknown): Block[] | null {
  const { blocknote, markdown } = asParts(value)
  if (typeof blocknote !== "string" || blocknote === "") return asText(markdown) === null ? [] : null
  return readBlocks(blocknote)
}

function readBlocks(json: string): Block[] | null {
  try {
    return asList(JSON.parse(json)).map(readBlock)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** With every part in its place; what it has besides stays. */
function readBlock(given: unknown): Block {
  const parts = asParts(given)
  return {
    ...parts,
    id: asText(parts.id) ?? "",
    type: asText(parts.type) ?? "",
    props: asParts(parts.props),
    content: typeof parts.content === "string" ? [plainText(parts.content)] : parts.content,
    children: asList(parts.children).map(readBlock),
  }
}

export const plainText = (text: string): StyledText => ({ type: "text", text, styles: {} })

export const isStyledText = (each: unknown): each is StyledText => typeof asParts(each).text === "string"

export const isLink = (each: unknown): each is Link => asParts(each).type === "link"

/** The bare text, a line a block. */
export function textOfBlocks(blocks: readonly Block[]): string {
  return blocks
    .map((block) => [textOf(block.content), textOfBlocks(block.children)].filter(Boolean).join("\n"))
    .join("\n")
}

/** Of content of any kind: runs, links, cells of tables. What else there is names itself in its props. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content
  if (Array.isArray(content)) return content.map(textOf).join("")
  const { text, content: inner, rows, cells, props } = asParts(content)
  if (typeof text === "string") return text
  if (Array.isArray(rows)) return rows.map(textOf).join("\n")
  if (Array.isArray(cells)) return cells.map(textOf).join(" | ")
  if (inner !== undefined) return textOf(inner)
  const { label, name, title } = asParts(props)
  return asText(label) ?? asText(name) ?? asText(title) ?? ""
}

/** Where a link in a text leads: to a page or a letter; undefined for everything else. */
export function linkTo(href: string): string | undefined {
  const given = href.trim()
  return /^mailto:[^\s]/i.test(given) && URL.canParse(given) ? new URL(given).href : safeAddress(given)
}

/** Kinds of blocks that make lists, by their types. */
export const listKinds: Readonly<Record<string, ListKind>> = {
  bulletListItem: "bullet",
  toggleListItem: "bullet",
  numberedListItem: "number",
  checkListItem: "check",
}

export type ListKind = "bullet" | "number" | "check"

/** Neighbours that make one list together; a block that is no item stands alone. */
export function groupLists(blocks: readonly Block[]): { kind: ListKind | undefined; blocks: [Block, ...Block[]] }[] {
  const groups: { kind: ListKind | undefined; blocks: [Block, ...Block[]] }[] = []
  for (const block of blocks) {
    const kind = listKinds[block.type]
    const last = groups.at(-1)
    // A number of its own begins another list.
    const goesOn = kind !== undefined && last?.kind === kind && block.props.start === undefined
    if (goesOn) last.blocks.push(block)
    else groups.push({ kind, blocks: [block] })
  }
  return groups
}
