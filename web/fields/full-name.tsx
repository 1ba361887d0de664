import { asParts, asText, pattern, type FieldKind } from "./field-kind.ts"

export const fullNameField: FieldKind = {
  select: ({ name }) => `${name} { firstName lastName }`,
  show: (value) => {
    const name = joined(value)
    return name && <bdi>{name}</bdi>
  },
  text: joined,
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
