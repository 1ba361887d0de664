/** Markdown → blocks: CommonMark's blocks, as far as the editor has them, and check lists. */
import type { Json } from "../schema.ts"
import { buildBlock, maxDepth, plainText, type Block } from "./block.ts"
import { markdownToInline } from "./markdown-to-inline.ts"
import { checkBox, divider, endsParagraph, fence, heading, listItem, quote, startsBlock, underline } from "./syntax.ts"

/**
 * @example
 * markdownToBlocks("# Plan\n- [x] call **Ada**")
 */
export function markdownToBlocks(markdown: string): Block[] {
  return readLines(markdown.replace(/\r\n?/g, "\n").split("\n"), 0)
}

/** A block and the line behind it. */
type Found = { blocks: Block[]; next: number }

function readLines(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if (isBlank(lines[at]!)) {
      at++
      continue
    }
    const found = readBlock(lines, at, depth, blocks.at(-1))
    blocks.push(...found.blocks)
    at = found.next
  }
  return blocks
}

function readBlock(lines: readonly string[], at: number, depth: number, before: Block | undefined): Found {
  const line = lines[at]!
  if (!startsBlock(line)) return readParagraph(lines, at)
  return (
    readHeading(line, at) ??
    readDivider(line, at) ??
    readFence(lines, at) ??
    (depth < maxDepth ? (readQuote(lines, at, depth) ?? readItem(lines, at, depth, before)) : null) ??
    readParagraph(lines, at)
  )
}

function readHeading(line: string, at: number): Found | null {
  const match = heading.exec(line)
  return match && { blocks: [headingBlock(match[1]!.length, match[2] ?? "")], next: at + 1 }
}

/** The editor has three levels. */
function headingBlock(level: number, text: string): Block {
  return buildBlock("heading", markdownToInline(text.trim()), { level: Math.min(level, 3) })
}

function readDivider(line: string, at: number): Found | null {
  return divider.test(line) ? { blocks: [buildBlock("divider", [])], next: at + 1 } : null
}

/** A code block runs to its closing fence, or to the end when there is none. */
function readFence(lines: readonly string[], at: number): Found | null {
  const match = fence.exec(lines[at]!)
  if (!match) return null
  const [, indent = "", mark = "", info = ""] = match
  const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}[ \\t]*$`)
  const found = lines.findIndex((line, i) => i > at && closing.test(line))
  const end = found < 0 ? lines.length : found
  const text = lines
    .slice(at + 1, end)
    .map((line) => dedent(line, indent.length))
    .join("\n")
  const language = info.trim().split(/\s/)[0] || "text"
  return { blocks: [buildBlock("codeBlock", text ? [plainText(text)] : [], { language })], next: end + 1 }
}

function readQuote(lines: readonly string[], at: number, depth: number): Found | null {
  if (!quote.test(lines[at]!)) return null
  const inner: string[] = []
  let next = at
  for (; next < lines.length; next++) {
    const line = lines[next]!
    if (quote.test(line)) inner.push(line.replace(quote, ""))
    else if (continuesParagraph(line, inner.at(-1))) inner.push(line)
    else break
  }
  return { blocks: [container("quote", inner, {}, depth)], next }
}

function readItem(lines: readonly string[], at: number, depth: number, before: Block | undefined): Found | null {
  const match = listItem.exec(lines[at]!)
  if (!match) return null
  const [, indent = "", marker = "", gap = "", first = ""] = match
  const width = indent.length + marker.length + (gap.length > 4 || first === "" ? 1 : Math.max(gap.length, 1))
  const { inner, next } = itemLines(lines, at + 1, { indent: indent.length, width, first })
  return { blocks: [itemBlock(marker, inner, depth, before)], next }
}

/** An item goes on as long as lines are indented below its text; two columns are enough, because people write it so. */
function itemLines(
  lines: readonly string[],
  from: number,
  item: { indent: number; width: number; first: string },
): { inner: string[]; next: number } {
  const inner = [item.first]
  let next = from
  for (; next < lines.length; next++) {
    const line = lines[next]!
    if (isBlank(line) || indentOf(line) >= item.indent + 2) inner.push(dedent(line, item.width))
    else if (continuesParagraph(line, inner.at(-1))) inner.push(line.trimStart())
    else break
  }
  return { inner, next }
}

function itemBlock(marker: string, inner: string[], depth: number, before: Block | undefined): Block {
  if (/\d/.test(marker)) return container("numberedListItem", inner, numberProps(marker, before), depth)
  const box = checkBox.exec(inner[0]!)
  if (!box) return container("bulletListItem", inner, {}, depth)
  inner[0] = inner[0]!.slice(box[0].length)
  return container("checkListItem", inner, { checked: box[1] !== " " }, depth)
}

/** Only the first number of a list counts. */
function numberProps(marker: string, before: Block | undefined): Record<string, Json> {
  const start = Number.parseInt(marker, 10)
  return start === 1 || before?.type === "numberedListItem" ? {} : { start }
}

/** The paragraph at the beginning is the block's own text; everything below it is a child. */
function container(type: string, lines: string[], props: Record<string, Json>, depth: number): Block {
  const children = readLines(lines, depth + 1)
  const ownsFirst = !isBlank(lines[0] ?? "") && children[0]?.type === "paragraph"
  const content = ownsFirst ? children.shift()!.content : []
  return buildBlock(type, content, props, children)
}

function readParagraph(lines: readonly string[], at: number): Found {
  const text = [lines[at]!.trim()]
  let next = at + 1
  for (; next < lines.length && !isBlank(lines[next]!); next++) {
    const level = underline.exec(lines[next]!)
    if (level) return { blocks: [headingBlock(level[1]!.startsWith("=") ? 1 : 2, text.join("\n"))], next: next + 1 }
    if (endsParagraph(lines[next]!)) break
    text.push(lines[next]!.trim())
  }
  return { blocks: [buildBlock("paragraph", markdownToInline(text.map(withoutBreak).join("\n")))], next }
}

/** Every line break of a paragraph is kept, marked as a hard one or not: notes are seldom written with wrapped lines. */
function withoutBreak(line: string, i: number, all: readonly string[]): string {
  const isHard = i < all.length - 1 && /(?:^|[^\\])(?:\\\\)*\\$/.test(line)
  return isHard ? line.slice(0, -1) : line
}

/** A line of plain text right below a paragraph belongs to it, even without the container's prefix. */
function continuesParagraph(line: string, before: string | undefined): boolean {
  if (isBlank(line) || before === undefined || isBlank(before) || startsBlock(line)) return false
  return !startsBlock(before) || quote.test(before) || listItem.test(before)
}

function isBlank(line: string): boolean {
  return line.trim() === ""
}

function indentOf(line: string): number {
  let width = 0
  for (const char of line) {
    if (char === " ") width++
    else if (char === "\t") width += 4
    else break
  }
  return width
}

/** Takes up to `width` columns of indentation away; a tab counts as four and goes as a whole. */
function dedent(line: string, width: number): string {
  let [at, left] = [0, width]
  for (; left > 0 && (line[at] === " " || line[at] === "\t"); at++) left -= line[at] === "\t" ? 4 : 1
  return line.slice(at)
}
