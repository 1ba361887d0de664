import { blocksOf, textOfBlocks } from "./blocks.ts"
import { asParts, asText, clearedTo, excerpt, type FieldKind } from "./field-kind.ts"

const cleared = clearedTo({ markdown: "" })

/**
 * A cell holds the Markdown. Where it is read or written at length, it holds the document as well, and only that until the
 * server has made Markdown of it.
 */
export const richTextField: FieldKind = {
  select: ({ name }) => `${name} { markdown }`,
  selectWhole: ({ name }) => `${name} { blocknote markdown }`,
  show: (value) => {
    const shown = text(value)
    return shown && <bdi>{excerpt(plain(shown.slice(0, 2000)))}</bdi>
  },
  text,
  parse: (markdown, field) => (markdown.trim() === "" ? cleared(field) : { value: { markdown } }),
  cleared,
}

function text(value: unknown): string | null {
  const { markdown, blocknote } = asParts(value)
  return asText(markdown ?? (blocknote ? textOfBlocks(blocksOf(value) ?? []).trim() : null))
}

/** Without the signs of Markdown that say how it looks. */
function plain(markdown: string): string {
  return markdown
    .replace(/^[ \t>]*(?:(?:#{1,6}|[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|(?:---|```).*$)/gm, "")
    .replace(/^[ \t]*>[ \t]?/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, "$1")
    .replace(marks, (_, escaped: string | undefined) => escaped ?? "")
}

/** A sign that is escaped stands for itself. */
const marks = /\\([!-/:-@[-`{-~])|\\$|\*\*|~~|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)/gm
