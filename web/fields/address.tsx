import { asParts, asText, pattern, type FieldKind } from "./field-kind.ts"

const parts = ["addressStreet1", "addressStreet2", "addressPostcode", "addressCity", "addressState", "addressCountry"]

export const addressField: FieldKind = {
  select: ({ name }) => `${name} { ${parts.join(" ")} }`,
  // City and country tell places apart at a glance; the whole address is in the text.
  show: (value) => {
    const short = join(value, ["addressCity", "addressCountry"]) ?? join(value, parts)
    return short && <bdi>{short}</bdi>
  },
  text: (value) => join(value, parts),
  order: ({ name }, direction) => ({ [name]: { addressCity: direction } }),
  contains: ({ name }, text) => ({ [name]: { addressCity: { ilike: pattern(text) } } }),
}

function join(value: unknown, names: readonly string[]): string | null {
  const address = asParts(value)
  return asText(names.flatMap((name) => asText(address[name]) ?? []).join(", "))
}
