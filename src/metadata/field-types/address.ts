import { base, invalidValue, type FieldType } from "../field-type.ts"
import { bigFloat, text, type Scalar, type ValueContext } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { compositeDefault, compositeInput, emptyComposite, fill, subfieldsText } from "./composite.ts"
import { parseText } from "./text.ts"

/** Nobody sums degrees. */
const degrees: Scalar = { ...bigFloat, aggregates: [] }

const subfields = {
  addressStreet1: text,
  addressStreet2: text,
  addressCity: text,
  addressPostcode: text,
  addressState: text,
  addressCountry: text,
  addressLat: degrees,
  addressLng: degrees,
}
const empty = emptyComposite(subfields)

/** A postal address with an optional place on the map. */
export const addressType: FieldType = {
  ...base,
  name: "ADDRESS",
  scalar: () => null,
  subfields,
  composite: "Address",
  columnType: () => "jsonb",
  columnDefault: (field) => compositeDefault(field, empty),
  parse(input, context, mode) {
    if (input === null) return empty
    const given = compositeInput(input, context, subfields, "address")
    const parts: Record<string, Json> = {}
    for (const [key, value] of Object.entries(given)) {
      const at = { ...context, path: `${context.path}.${key}` }
      parts[key] = key === "addressLat" || key === "addressLng" ? parseDegrees(value, at) : parseText(value, at)
    }
    return fill(parts, empty, mode)
  },
  searchText: (column) => subfieldsText(column, ["addressStreet1", "addressCity", "addressPostcode"]),
  control: "address",
}

function parseDegrees(input: unknown, context: ValueContext): Json {
  if (input === null || input === "") return null
  const value = typeof input === "string" && input.trim() !== "" ? Number(input) : input
  if (typeof value !== "number" || !Number.isFinite(value)) throw invalidValue(context, "number", input)
  return value
}
