/** Random values of every field type that users can create: what is sent, and what is then stored. */
import fc from "fast-check"
import type { ModelField } from "./oracle.ts"
import { actorSources, composites, type Json, type Value } from "./oracle-values.ts"

export interface RandomValue {
  input: unknown
  stored: Value | Record<string, Value>
}

export const optionNames = ["RED", "GREEN", "BLUE", "OLD_1"]
export const ratings = ["RATING_1", "RATING_2", "RATING_3", "RATING_4", "RATING_5"]

/** Texts that share beginnings, differ in case only, sort differently by code unit and code point, or look like syntax. */
const texts = [
  "",
  "a",
  "A",
  "ab",
  "aB%",
  "a_b",
  "b\\c",
  "É",
  "éa",
  "Straße",
  "ΣΑΣ",
  "σας",
  "İx",
  "😀",
  "\uffee",
  "NULL",
  "null",
  '"q"',
  "it's",
  "{a,b}",
  "a,b",
  "(x)",
  "]",
  "line\nbreak\ttab",
  " a ",
  "\u0001",
  "z".repeat(300),
]

export const text = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }).map(storable) },
)

function storable(value: string): string {
  return value.replaceAll("\u0000", "").toWellFormed()
}

const filled = text.filter((value) => value.trim() !== "")

export const uuid = fc.constantFrom(
  "00000000-0000-4000-8000-000000000001",
  "0192f0c1-2345-4abc-8def-0123456789ab",
  "a0000000-0000-4000-8000-000000000000",
  "ffffffff-ffff-4fff-bfff-ffffffffffff",
)

const numbers: Record<string, readonly string[]> = {
  int: ["0", "1", "-1", "2", "10", "2147483647", "-2147483647"],
  bigint: ["0", "1", "-1", "2", "10", "9007199254740991", "-9007199254740991", "4294967296"],
  float: ["0", "1", "-1", "1.5", "0.1", "0.2", "0.30000000000000004", "10", "1e21", "-1e-7", "1e300", "123456789.125"],
  micros: ["0", "1", "-1", "1500000", "10000000", "9007199254740993", "9007199254740992", "-9007199254740993"],
  degrees: ["0", "48.85", "-180", "179.999999"],
}

export const numberText = (dataType: string) =>
  dataType === "float"
    ? fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...numbers.float!) },
        { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => String(value + 0)) },
      )
    : fc.constantFrom(...numbers[dataType]!)

export const day = fc.constantFrom(
  "1000-01-01",
  "1969-12-31",
  "1970-01-01",
  "2024-02-29",
  "2024-12-29",
  "2024-12-30",
  "2025-01-01",
  "2025-03-31",
  "9999-12-31",
)

/** With six digits: what lies inside of a millisecond is stored but not shown. */
export const instant = fc.constantFrom(
  "1000-01-01T00:00:00.000000Z",
  "1969-12-31T23:59:59.999999Z",
  "1970-01-01T00:00:00.000000Z",
  "2024-02-29T12:00:00.123000Z",
  "2024-02-29T12:00:00.123001Z",
  "2024-02-29T12:00:00.123999Z",
  "2024-02-29T12:00:00.124000Z",
  "2024-12-31T23:30:00.000000Z",
  "2025-03-30T01:30:00.000000Z",
  "9999-12-30T23:59:59.999000Z",
)

const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(null, true, false, 0, 1, -2, 1.5, "", "a", "B"),
  filled,
)
const { document } = fc.letrec<{ document: Json }>((tie) => ({
  document: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("document"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b", "bb", "É", "k k"), tie("document"), { maxKeys: 2, noNullPrototype: true }),
  ),
}))

/** What RAW_JSON takes: an object or a list that is not empty. */
const json = document.filter(
  (value) => typeof value === "object" && value !== null && Object.keys(value).length > 0,
) as fc.Arbitrary<Json[] | { [key: string]: Json }>

const plain = <T>(values: fc.Arbitrary<T>, stored: (value: T) => Value): fc.Arbitrary<RandomValue> =>
  values.map((value) => ({ input: value, stored: stored(value) }))

const missing = (input: unknown, stored: Value) => fc.constant<RandomValue>({ input, stored })

/** One in five is missing. */
const often = (value: fc.Arbitrary<RandomValue>, ...absences: fc.Arbitrary<RandomValue>[]) =>
  fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.oneof(...absences) })

export function valueOf(field: ModelField): fc.Arbitrary<RandomValue> {
  switch (field.type) {
    case "TEXT":
      return often(
        plain(text, (value) => value),
        missing(null, ""),
      )
    case "NUMBER":
      return often(
        numberText(field.dataType ?? "float").map((stored) => ({ input: Number(stored), stored })),
        missing(null, null),
      )
    case "BOOLEAN":
      return often(
        plain(fc.boolean(), (value) => value),
        missing(null, null),
      )
    case "UUID":
      return often(
        plain(uuid, (value) => value),
        missing(null, null),
      )
    case "DATE":
      return often(
        plain(day, (value) => value),
        missing(null, null),
      )
    case "DATE_TIME":
      return often(
        plain(instant, (value) => value),
        missing(null, null),
      )
    case "SELECT":
    case "RATING":
      return often(
        plain(fc.constantFrom(...field.leaf!.options!), (value) => value),
        missing(null, null),
      )
    case "MULTI_SELECT":
      return often(
        plain(fc.uniqueArray(fc.constantFrom(...field.leaf!.options!), { minLength: 1, maxLength: 3 }), (list) => list),
        missing(null, []),
        missing([], []),
      )
    case "ARRAY":
      return often(
        plain(fc.array(text, { minLength: 1, maxLength: 3 }), (list) => list),
        missing(null, []),
        missing([], []),
      )
    case "RAW_JSON":
      return often(
        plain(json, (value) => value as Value),
        missing(null, null),
        missing({}, null),
      )
    case "FILES":
      return often(
        fc
          .array(fc.record({ fileId: fc.constantFrom(...field.leaf!.files!), label: text }), {
            minLength: 1,
            maxLength: 2,
          })
          .map((files) => ({ input: files, stored: files.map(storedFile) })),
        missing(null, null),
        missing([], null),
      )
    default:
      return fc.oneof(
        { weight: 4, arbitrary: composite(field.type) },
        { weight: 1, arbitrary: noComposite(field.type) },
      )
  }
}

/** What is known of every file that a model has. */
export const fileNamed = { name: "One.pdf", extension: ".pdf" }

const storedFile = ({ fileId, label }: { fileId: string; label: string }): Json => ({
  fileId,
  label: label || fileNamed.name,
  extension: fileNamed.extension,
})

function noComposite(type: string): fc.Arbitrary<RandomValue> {
  const empty = Object.entries(composites[type]!).map(([part, { kind }]): [string, Value] => {
    if (type === "ACTOR" && part === "source") return [part, "MANUAL"]
    if (type === "ACTOR" && part === "context") return [part, {}]
    return [part, kind === "text" ? "" : kind === "jsonList" ? [] : null]
  })
  return fc.constant({ input: null, stored: Object.fromEntries(empty) })
}

const emails = ["ada@example.com", "b.c@example.org", "é@example.com", "zoe+1@mail.example.net"]
const urls = ["", "https://example.com/Path", "acme.test", "https://b.example/?q=1"]

function composite(type: string): fc.Arbitrary<RandomValue> {
  const parts = compositeParts(type)
  if (parts) return parts.map((value) => ({ input: value, stored: value }))
  if (type === "ADDRESS") return address()
  return fc
    .record({
      amountMicros: fc.option(numberText("micros")),
      currencyCode: fc.constantFrom("", "EUR", "USD"),
    })
    .map((stored) => ({ input: stored, stored }))
}

function compositeParts(type: string): fc.Arbitrary<Record<string, Value>> | null {
  switch (type) {
    case "FULL_NAME":
      return fc.record({ firstName: text, lastName: text })
    case "EMAILS":
      return fc.record({
        primaryEmail: fc.constantFrom("", ...emails),
        additionalEmails: fc.uniqueArray(fc.constantFrom(...emails), { maxLength: 2 }),
      })
    case "PHONES":
      return fc.constantFrom<Record<string, Value>>(
        phone("612345678", "FR", "+33", []),
        phone("612345679", "FR", "+33", [{ number: "2025550123", callingCode: "+1", countryCode: "US" }]),
        phone("2025550123", "US", "+1", []),
      )
    case "LINKS":
      return fc.constantFrom(...urls).chain((primaryLinkUrl) =>
        fc.record<Record<string, Value>>({
          primaryLinkLabel: primaryLinkUrl === "" ? fc.constant("") : text,
          primaryLinkUrl: fc.constant(primaryLinkUrl),
          secondaryLinks: fc.array(fc.record({ label: text, url: fc.constantFrom("https://x.example", "Y.example") }), {
            maxLength: 2,
          }) as fc.Arbitrary<Json[]>,
        }),
      )
    case "ACTOR":
      return fc.record<Record<string, Value>>({
        source: fc.constantFrom(...actorSources),
        workspaceMemberId: fc.option(uuid),
        name: text,
        context: fc.constantFrom<Value[]>(null, {}, { provider: "google" }),
      })
    case "RICH_TEXT":
      return fc.constantFrom(
        ...["One", "one two", "**Bold**"].map((markdown) => ({
          blocknote: JSON.stringify([{ type: "paragraph", content: [{ type: "text", text: markdown, styles: {} }] }]),
          markdown,
        })),
      )
    default:
      return null
  }
}

const phone = (primaryPhoneNumber: string, country: string, code: string, additionalPhones: Json[]) => ({
  primaryPhoneNumber,
  primaryPhoneCountryCode: country,
  primaryPhoneCallingCode: code,
  additionalPhones,
})

function address(): fc.Arbitrary<RandomValue> {
  const degrees = fc.option(numberText("degrees"))
  return fc
    .record({
      addressStreet1: text,
      addressStreet2: text,
      addressCity: text,
      addressPostcode: fc.constantFrom("", "75001", "SW1A"),
      addressState: text,
      addressCountry: fc.constantFrom("", "France", "Österreich"),
      addressLat: degrees,
      addressLng: degrees,
    })
    .map((stored) => {
      const number = (value: string | null) => (value === null ? null : Number(value))
      return {
        input: { ...stored, addressLat: number(stored.addressLat), addressLng: number(stored.addressLng) },
        stored,
      }
    })
}
