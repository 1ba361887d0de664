/** Blocks → Markdown that reads back as the same blocks, as far as Markdown can say them. */
import type { Block } from "./block.ts"
import { inlineToMarkdown } from "./inline-to-markdown.ts"
import { endsParagraph, listItem } from "./syntax.ts"

/**
 * Ends with a newline; "" when there is nothing to say. Colours, alignment and underlining are lost, as is the
 * indentation of what is not a list or a quote.
 */
export function blocksToMarkdown(blocks: readonly Block[]): string {
  const markdown = writeBlocks(blocks)
  return markdown === "" ? "" : `${markdown}\n`
}

function writeBlocks(blocks: readonly Block[]): string {
  let out = ""
  let before: Block | undefined
  let number = 0
  for (const block of blocks) {
    number = numberOf(block, before, number)
    const text = writeBlock(block, number)
    if (text === "") continue
    out += before ? (isSameList(before, block) ? "\n" : "\n\n") + text : text
    before = block
  }
  return out
}

const listTypes: Record<string, string> = {
  bulletListItem: "bullet",
  checkListItem: "bullet",
  toggleListItem: "bullet",
  numberedListItem: "number",
}

function isSameList(a: Block, b: Block): boolean {
  return listTypes[a.type] !== undefined && listTypes[a.type] === listTypes[b.type]
}

function numberOf(block: Block, before: Block | undefined, number: number): number {
  if (block.type !== "numberedListItem") return 0
  if (before?.type === "numberedListItem") return number + 1
  const { start } = block.props
  return typeof start === "number" && Number.isInteger(start) && start >= 0 && start < 1e8 ? start : 1
}

function writeBlock(block: Block, number: number): string {
  switch (block.type) {
    case "heading":
      return withChildren(writeHeading(block), block)
    case "bulletListItem":
    case "toggleListItem":
      return writeItem("-", "", block)
    case "checkListItem":
      return writeItem("-", block.props.checked === true ? "[x]" : "[ ]", block)
    case "numberedListItem":
      return writeItem(`${number}.`, "", block)
    case "quote":
      return prefixed(writeContainer(inlineToMarkdown(block.content), block), "> ", "> ")
    case "codeBlock":
      return withChildren(writeCode(block), block)
    case "divider":
      return "---"
    default:
      return withChildren(inlineToMarkdown(block.content) || writeMedia(block), block)
  }
}

/** Only lists and quotes can hold blocks in Markdown; below anything else they follow. */
function withChildren(text: string, block: Block): string {
  const children = writeBlocks(block.children)
  return text && children ? `${text}\n\n${children}` : text || children
}

/** A heading is one line; a closing row of # would be taken for decoration. */
function writeHeading(block: Block): string {
  const text = inlineToMarkdown(block.content)
    .replace(/\\\n/g, "&#10;")
    .replace(/(\s)(#+)$/, "$1\\$2")
  const level = typeof block.props.level === "number" ? Math.min(Math.max(Math.trunc(block.props.level), 1), 6) : 1
  return `${"#".repeat(level)} ${text}`.trimEnd()
}

function writeItem(marker: string, box: string, block: Block): string {
  const text = inlineToMarkdown(block.content)
  const own = box ? `${box} ${text}`.trimEnd() : text
  return prefixed(writeContainer(own, block), `${marker} `, " ".repeat(marker.length + 1))
}

/** A list may follow its parent's text at once; anything else needs a blank line not to become part of it. */
function writeContainer(own: string, block: Block): string {
  const children = writeBlocks(block.children)
  if (children === "") return own
  const firstLine = children.split("\n", 1)[0]!
  const isTight = listItem.test(firstLine) && endsParagraph(firstLine)
  return `${own}${isTight ? "\n" : "\n\n"}${children}`
}

function prefixed(text: string, first: string, others: string): string {
  const lines = text.split("\n").map((line, i) => `${i === 0 ? first : others}${line}`)
  // Blank lines get no trailing spaces; lines of code made of spaces keep theirs, which is why only the prefix is cut.
  return lines.map((line) => (line === first || line === others ? line.trimEnd() : line)).join("\n")
}

function writeCode(block: Block): string {
  const text = block.content.map((each) => (each.type === "text" ? each.text : "")).join("")
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length))
  const mark = "`".repeat(longest + 1)
  const { language } = block.props
  const info = typeof language === "string" && language !== "text" ? language.replace(/[\s`]+/g, "-") : ""
  return `${mark}${info}\n${text === "" ? "" : `${text}\n`}${mark}`
}

/** Pictures and files are links to what they show. */
function writeMedia(block: Block): string {
  const { url, name, caption } = block.props
  if (typeof url !== "string" || url === "") return ""
  const label = [caption, name, url].find((each) => typeof each === "string" && each !== "") as string
  const link = inlineToMarkdown([{ type: "link", href: url, content: [{ type: "text", text: label, styles: {} }] }])
  return block.type === "image" ? `!${link}` : link
}
