import { asParts, asText, clearedTo, pattern, type FieldKind } from "./field-kind.ts"

/** As they are written one under the other. */
export const addressParts = [
  "addressStreet1",
  "addressStreet2",
  "addressPostcode",
  "addressCity",
  "addressState",
  "addressCountry",
] as const

export type AddressPart = (typeof addressParts)[number]

/** The place on the map is that of the address that was there; another one has none yet. */
const nowhere = { addressLat: null, addressLng: null }
const cleared = clearedTo(addressOf({}))

export const addressField: FieldKind = {
  select: ({ name }) => `${name} { ${addressParts.join(" ")} addressLat addressLng }`,
  // City and country tell places apart at a glance; the whole address is in the text.
  show: (value) => {
    const short = join(value, ["addressCity", "addressCountry"]) ?? join(value, addressParts)
    return short && <bdi>{short}</bdi>
  },
  text: (value) => join(value, addressParts),
  copy: (value) => {
    const address = asParts(value)
    const texts = addressParts.map((part) => (asText(address[part]) ?? "").replaceAll(";", ","))
    return texts.every((text) => text === "") ? "" : texts.join("; ")
  },
  parse: (text, field) => (text.trim() === "" ? cleared(field) : { value: addressOf(splitAddress(text)) }),
  cleared,
  order: ({ name }, direction) => ({ [name]: { addressCity: direction } }),
  contains: ({ name }, text) => ({ [name]: { addressCity: { ilike: pattern(text) } } }),
}

function join(value: unknown, names: readonly string[]): string | null {
  const address = asParts(value)
  return asText(names.flatMap((name) => asText(address[name]) ?? []).join(", "))
}

export function addressOf(parts: Partial<Record<AddressPart, string>>) {
  return { ...Object.fromEntries(addressParts.map((part) => [part, parts[part] ?? ""])), ...nowhere }
}

/** All six parts with semicolons between them, or lines as they stand on a letter, as well as can be told. */
export function splitAddress(text: string): Partial<Record<AddressPart, string>> {
  const exact = text.split(";").map((part) => part.trim())
  if (exact.length === addressParts.length) return Object.fromEntries(addressParts.map((part, i) => [part, exact[i]]))
  const lines = text.split(/[\n,;]/).flatMap((line) => line.trim() || [])
  if (lines.length < 3) return { addressCity: lines[0], addressCountry: lines[1] }
  const [addressStreet1, ...rest] = lines
  const addressCountry = rest.pop()
  const at = rest.findIndex((line) => postcode.test(line))
  const place = rest[Math.max(0, at)] ?? ""
  const code = postcode.exec(place)?.[0] ?? ""
  return {
    addressStreet1,
    addressStreet2: rest.slice(0, Math.max(0, at)).join(", "),
    addressPostcode: code,
    addressCity: place.replace(code, "").trim(),
    addressState: rest.slice(Math.max(0, at) + 1).join(", "),
    addressCountry,
  }
}

/** At least two digits, alone or with letters: 10115, 4150-171, EC1V 9NR. */
const postcode = /\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]{0,2}-?\d{3,5}(?:[- ]\d{3,4})?(?: ?[A-Z]{2})?)\b/
