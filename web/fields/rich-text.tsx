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
    return shown && <bdi>{excerpt(shown)}</bdi>
  },
  text,
  parse: (markdown, field) => (markdown.trim() === "" ? cleared(field) : { value: { markdown } }),
  cleared,
}

function text(value: unknown): string | null {
  const { markdown, blocknote } = asParts(value)
  return asText(markdown ?? (blocknote ? textOfBlocks(blocksOf(value) ?? []).trim() : null))
}
