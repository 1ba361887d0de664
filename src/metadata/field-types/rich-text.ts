import { sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, type FieldType } from "../field-type.ts"
import { readBlocks, type Block } from "../rich-text/block.ts"
import { blocksToMarkdown } from "../rich-text/blocks-to-markdown.ts"
import { markdownToBlocks } from "../rich-text/markdown-to-blocks.ts"
import { show, text, type Scalar, type ValueContext } from "../scalar.ts"
import { compositeDefault, compositeInput, jsonOrText, subfieldsText } from "./composite.ts"
import { storableJson } from "./raw-json.ts"
import { parseText } from "./text.ts"
import type { Json } from "../schema.ts"

/** Unlike other text subfields a missing document reads as null. */
const blocknote: Scalar = {
  ...text,
  read: (value) => sql`nullif(${value}, '')`,
  jsonSchema: { type: ["string", "null"] },
}
const subfields = { blocknote, markdown: text }
const empty = { blocknote: null, markdown: "" }

/** A formatted text, kept as the editor's blocks and as Markdown; whoever writes one gets the other. */
export const richTextType: FieldType = {
  ...base,
  name: "RICH_TEXT",
  scalar: () => null,
  subfields,
  composite: "RichText",
  columnType: () => "jsonb",
  columnDefault: (field) => compositeDefault(field, empty),
  parse(input, context, mode): Json {
    if (input === null) return empty
    const given = compositeInput(input, context, subfields, "rich text")
    if (mode === "update" && Object.keys(given).length === 0) return {}
    const document = parseBlocknote(given.blocknote, { ...context, path: `${context.path}.blocknote` })
    const markdown = parseText(given.markdown, { ...context, path: `${context.path}.markdown` })
    if (document) return { blocknote: document.text, markdown: markdown || blocksToMarkdown(document.blocks) }
    return markdown === "" ? empty : { blocknote: JSON.stringify(markdownToBlocks(markdown)), markdown }
  },
  searchText: (column) => subfieldsText(column, ["markdown"]),
  emptyBy: "markdown",
  control: "rich-text",
}

/** The document as text, as the caller wrote it, and as blocks; null when there is none. */
function parseBlocknote(input: unknown, context: ValueContext): { text: string; blocks: Block[] } | null {
  if (input === null || input === undefined || input === "") return null
  const value = typeof input === "string" ? jsonOrText(input) : input
  const blocks = readBlocks(value)
  if (!blocks) {
    throw badInput(
      `Invalid blocknote value ${show(input)} for rich text field "${context.path}". Expected a JSON list of blocks`,
      "INVALID_ARGS_DATA",
    )
  }
  // The document is text inside JSON: its own escapes (\u0000) reach the database escaped once more and do no harm.
  return {
    text: typeof input === "string" ? parseText(input, context) : JSON.stringify(storableJson(value as Json)),
    blocks,
  }
}
