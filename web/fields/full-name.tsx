import { asParts, asText, clearedTo, pattern, type FieldKind } from "./field-kind.ts"

const cleared = clearedTo({ firstName: "", lastName: "" })

export const fullNameField: FieldKind = {
  select: ({ name }) => `${name} { firstName lastName }`,
  show: (value) => {
    const name = joined(value)
    return name && <bdi>{name}</bdi>
  },
  text: joined,
  copy: (value) => {
    const { firstName, lastName } = asParts(value)
    const first = asText(firstName)
    // The comma tells where a first name of several words ends.
    return first && /\s/.test(first) ? `${asText(lastName) ?? ""}, ${first}` : (joined(value) ?? "")
  },
  parse: (text, field) => (text.trim() === "" ? cleared(field) : { value: splitName(text) }),
  cleared,
  order: ({ name }, direction) => ({ [name]: { firstName: direction, lastName: direction } }),
  // Each word may be in either part: "Ada Love" finds Ada Lovelace.
  contains: ({ name }, text) => ({
    and: text.split(/\s+/).map((word) => ({
      or: ["firstName", "lastName"].map((part) => ({ [name]: { [part]: { ilike: pattern(word) } } })),
    })),
  }),
}

function joined(value: unknown): string | null {
  const { firstName, lastName } = asParts(value)
  return asText([asText(firstName), asText(lastName)].filter(Boolean).join(" "))
}

/** "Ana Silva" or "Silva, Ana". */
export function splitName(text: string): { firstName: string; lastName: string } {
  const name = text.trim().replace(/\s+/g, " ")
  const [last, ...first] = name.split(", ")
  if (first.length > 0) return { firstName: first.join(" "), lastName: last! }
  const space = name.indexOf(" ")
  return space < 0
    ? { firstName: name, lastName: "" }
    : { firstName: name.slice(0, space), lastName: name.slice(space + 1) }
}
