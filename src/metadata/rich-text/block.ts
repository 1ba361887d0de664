/** The editor's document: BlockNote's JSON. What is unknown here is kept in the stored document and shown as its text. */
import type { Json } from "../schema.ts"

export interface Block {
  id: string
  type: string
  props: Record<string, Json>
  content: Inline[]
  children: Block[]
}

export type Inline = StyledText | Link

export interface StyledText {
  type: "text"
  text: string
  styles: Styles
}

export interface Link {
  type: "link"
  href: string
  content: StyledText[]
}

/** Those that Markdown has are set to true; colours and the like may stand beside them. */
export type Styles = Record<string, Json>

/** Deeper documents are refused: nobody writes them, and every level is one more prefix on every line of Markdown. */
export const maxDepth = 32

export function buildBlock(
  type: string,
  content: Inline[],
  props: Record<string, Json> = {},
  children: Block[] = [],
): Block {
  return { id: crypto.randomUUID(), type, props: { ...defaultProps(type), ...props }, content, children }
}

const plainTypes = new Set(["codeBlock", "divider", "image"])

/** Props that the editor expects on every block that holds text. */
function defaultProps(type: string): Record<string, Json> {
  if (plainTypes.has(type)) return {}
  const colors = { backgroundColor: "default", textColor: "default" }
  return type === "quote" ? colors : { ...colors, textAlignment: "left" }
}

export function plainText(text: string): StyledText {
  return { type: "text", text, styles: {} }
}

/** JSON → blocks with every part in place; null when it is not a list of blocks. */
export function readBlocks(value: unknown, depth = 0): Block[] | null {
  if (!Array.isArray(value) || depth > maxDepth) return null
  const blocks: Block[] = []
  for (const each of value) {
    const block = readBlock(each, depth)
    if (!block) return null
    blocks.push(block)
  }
  return blocks
}

function readBlock(value: unknown, depth: number): Block | null {
  if (!isObject(value) || typeof value.type !== "string") return null
  const children = readBlocks(value.children ?? [], depth + 1)
  if (!children) return null
  return {
    id: typeof value.id === "string" ? value.id : "",
    type: value.type,
    props: isObject(value.props) ? (value.props as Record<string, Json>) : {},
    content: readContent(value.content, 0),
    children,
  }
}

/** The editor takes a bare text for one run; a table has its rows of cells here, which are read as one line each. */
function readContent(value: unknown, depth: number): Inline[] {
  if (typeof value === "string") return [plainText(value)]
  if (Array.isArray(value)) return value.map((each) => readInline(each, depth))
  if (isObject(value) && Array.isArray(value.rows)) return readRows(value.rows)
  return []
}

function readInline(value: unknown, depth: number): Inline {
  if (!isObject(value)) return plainText(typeof value === "string" ? value : "")
  if (value.type === "link" && typeof value.href === "string" && depth === 0) {
    return { type: "link", href: value.href, content: onlyText(readContent(value.content, depth + 1)) }
  }
  const styles = isObject(value.styles) ? (value.styles as Styles) : {}
  if (typeof value.text === "string") return { type: "text", text: value.text, styles }
  return plainText(label(value))
}

function onlyText(content: Inline[]): StyledText[] {
  return content.filter((each) => each.type === "text")
}

/** Inline content of another kind, such as a mention, names itself in its props. */
function label(value: Record<string, unknown>): string {
  const props = isObject(value.props) ? value.props : {}
  const name = [props.label, props.name, props.title].find((each) => typeof each === "string")
  return name ?? ""
}

function readRows(rows: unknown[]): Inline[] {
  return rows.flatMap((row, i) => {
    const cells = isObject(row) && Array.isArray(row.cells) ? row.cells : []
    const line = cells.flatMap((cell, j) => [
      ...(j > 0 ? [plainText(" | ")] : []),
      ...readContent(isObject(cell) ? cell.content : cell, 0),
    ])
    return i > 0 ? [plainText("\n"), ...line] : line
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
