import { asParts, asText, excerpt, type FieldKind } from "./field-kind.ts"

export const richTextField: FieldKind = {
  select: ({ name }) => `${name} { markdown }`,
  show: (value) => {
    const markdown = text(value)
    return markdown && <bdi>{excerpt(markdown)}</bdi>
  },
  text,
}

function text(value: unknown): string | null {
  return asText(asParts(value).markdown)
}
