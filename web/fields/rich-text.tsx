import { asParts, asText, clearedTo, excerpt, type FieldKind } from "./field-kind.ts"

const cleared = clearedTo({ markdown: "" })

export const richTextField: FieldKind = {
  select: ({ name }) => `${name} { markdown }`,
  show: (value) => {
    const markdown = text(value)
    return markdown && <bdi>{excerpt(markdown)}</bdi>
  },
  text,
  parse: (markdown, field) => (markdown.trim() === "" ? cleared(field) : { value: { markdown } }),
  cleared,
}

function text(value: unknown): string | null {
  return asText(asParts(value).markdown)
}
