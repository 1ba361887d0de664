import { base, type FieldType } from "../field-type.ts"
import { text } from "../scalar.ts"
import { compositeDefault, compositeInput, emptyComposite, fill, subfieldsText } from "./composite.ts"
import { parseText } from "./text.ts"

const subfields = { firstName: text, lastName: text }
const empty = emptyComposite(subfields)

/** First and last name of a person. */
export const fullNameType: FieldType = {
  ...base,
  name: "FULL_NAME",
  scalar: () => null,
  subfields,
  composite: "FullName",
  columnType: () => "jsonb",
  columnDefault: (field) => compositeDefault(field, empty),
  parse(input, context, mode) {
    if (input === null) return empty
    const given = compositeInput(input, context, subfields, "full name")
    const parts = Object.entries(given).map(([key, value]) => [
      key,
      parseText(value, { ...context, path: `${context.path}.${key}` }),
    ])
    return fill(Object.fromEntries(parts), empty, mode)
  },
  searchText: (column) => subfieldsText(column, ["firstName", "lastName"]),
  control: "full-name",
}
