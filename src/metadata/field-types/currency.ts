import { sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, type FieldType } from "../field-type.ts"
import { bigFloat, show, text, type Scalar, type ValueContext } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { compositeDefault, compositeInput, fill } from "./composite.ts"
import { parseText } from "./text.ts"

/** Unlike other text subfields a missing currency code reads as null. */
const currencyCode: Scalar = {
  ...text,
  read: (value) => sql`nullif(${value}, '')`,
  jsonSchema: { type: ["string", "null"] },
}
const subfields = { amountMicros: bigFloat, currencyCode }
const empty = { amountMicros: null, currencyCode: "" }

/** An amount in millionths of the currency's unit, and the currency's ISO 4217 code. */
export const currencyType: FieldType = {
  ...base,
  name: "CURRENCY",
  scalar: () => null,
  subfields,
  composite: "Currency",
  columnType: () => "jsonb",
  columnDefault: (field) => compositeDefault(field, empty),
  parse(input, context, mode) {
    if (input === null) return empty
    const given = compositeInput(input, context, subfields, "currency")
    const parts: Record<string, Json> = {}
    if ("amountMicros" in given) parts.amountMicros = parseMicros(given.amountMicros, context)
    if ("currencyCode" in given) {
      parts.currencyCode = parseText(given.currencyCode, { ...context, path: `${context.path}.currencyCode` })
    }
    return fill(parts, empty, mode)
  },
  emptyBy: "amountMicros",
  numbers: ["amountMicros"],
  control: "currency",
}

/** A fraction of a micro is cut. Beyond 2^53 only text keeps every digit, so text stays text on the way to the database. */
function parseMicros(input: unknown, context: ValueContext): Json {
  if (input === null || input === "") return null
  if (typeof input === "string" && /^[+-]?\d+(\.\d*)?$/.test(input)) {
    const whole = input.replace(/\..*$/, "")
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
  }
  if (typeof input === "number" && Number.isFinite(input)) return Math.trunc(input)
  throw badInput(
    `Invalid number value ${show(input)} for currency field "${context.path}.amountMicros"`,
    "INVALID_ARGS_DATA",
  )
}
