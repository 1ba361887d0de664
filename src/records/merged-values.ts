/** What one record comes to that is made of several: the first in line leads, and the others fill in what it lacks. */
import { fieldTypes } from "../metadata/field-types/index.ts"
import type { FieldSchema, Json, ObjectSchema } from "../metadata/schema.ts"

/** A stored record: per column the JSON text of its value, because numbers there may be larger than JavaScript's. */
export type RawRecord = Readonly<Record<string, string>>

/** What is the surviving record's own, whatever it holds. */
const own = new Set(["id", "createdAt", "updatedAt", "deletedAt", "createdBy", "updatedBy", "position", "searchVector"])

/** Columns of the merged record that differ from those of the first, as JSON texts. */
export function mergedColumns(object: ObjectSchema, records: readonly RawRecord[]): Record<string, string> {
  const ids = new Set(records.map((record) => record.id!))
  const changed: Record<string, string> = {}
  for (const field of object.fields) {
    if (field.column === null || own.has(field.name) || field.type === "TS_VECTOR") continue
    const texts = records.map((record) => record[field.column!] ?? "null")
    // A record that pointed at another one of these would now point at itself.
    const merged = mergeTexts(
      field,
      field.relation?.target === object ? texts.map((text) => (ids.has(text) ? "null" : text)) : texts,
    )
    if (merged !== texts[0]) changed[field.column] = merged
  }
  return changed
}

function mergeTexts(field: FieldSchema, texts: readonly string[]): string {
  const values = texts.map((text) => JSON.parse(text) as Json)
  const union = unionOf(field, values)
  if (union !== undefined)
    return JSON.stringify(union) === JSON.stringify(values[0]) ? texts[0]! : JSON.stringify(union)
  const first = values.findIndex((value) => !isEmpty(field, value))
  return first < 0 ? texts[0]! : texts[first]!
}

type Parts = Record<string, Json>

/** Lists are put together; undefined for fields of one value, whose parts belong together. */
function unionOf(field: FieldSchema, values: readonly Json[]): Json | undefined {
  const filled = values.filter((value) => !isEmpty(field, value))
  if (filled.length < 2) return undefined
  switch (field.type) {
    case "ARRAY":
    case "MULTI_SELECT":
    case "FILES":
      return distinct(
        filled.flatMap((value) => value as Json[]),
        (value) => JSON.stringify(value),
      )
    case "EMAILS":
      return mergeParts(filled as Parts[], "additionalEmails", ["primaryEmail"], (parts) => parts.primaryEmail!, String)
    case "LINKS":
      return mergeParts(
        filled as Parts[],
        "secondaryLinks",
        ["primaryLinkLabel", "primaryLinkUrl"],
        ({ primaryLinkLabel, primaryLinkUrl }) =>
          primaryLinkUrl ? { label: primaryLinkLabel ?? "", url: primaryLinkUrl } : "",
        (link) => String((link as Parts).url),
      )
    case "PHONES":
      return mergeParts(
        filled as Parts[],
        "additionalPhones",
        ["primaryPhoneNumber", "primaryPhoneCountryCode", "primaryPhoneCallingCode"],
        (parts) =>
          parts.primaryPhoneNumber
            ? {
                number: parts.primaryPhoneNumber,
                callingCode: parts.primaryPhoneCallingCode ?? "",
                countryCode: parts.primaryPhoneCountryCode ?? "",
              }
            : "",
        (phone) => `${String((phone as Parts).callingCode ?? "")} ${String((phone as Parts).number)}`,
      )
    default:
      return undefined
  }
}

/** The first primary value leads; every other one, primary or not, goes into the list, so that nothing is lost. */
function mergeParts(
  values: readonly Parts[],
  list: string,
  primary: readonly string[],
  asItem: (parts: Parts) => Json,
  identity: (item: Json) => string,
): Json {
  const leading = values.find((parts) => asItem(parts)) ?? values[0]!
  const items = values.flatMap((parts) => [asItem(parts), ...((parts[list] ?? []) as Json[])]).filter(Boolean)
  const lead = asItem(leading) ? identity(asItem(leading)) : null
  return {
    ...values[0]!,
    ...Object.fromEntries(primary.map((key) => [key, leading[key] ?? null])),
    [list]: distinct(items, identity).filter((item) => identity(item) !== lead),
  }
}

/** The first of each. */
function distinct(items: readonly Json[], identity: (item: Json) => string): Json[] {
  const known = new Map<string, Json>()
  for (const item of items) if (!known.has(identity(item))) known.set(identity(item), item)
  return [...known.values()]
}

function isEmpty(field: FieldSchema, value: Json): boolean {
  if (fieldTypes[field.type].composite === null || typeof value !== "object" || value === null) return isNothing(value)
  // A currency without an amount says nothing.
  if (field.type === "CURRENCY") return isNothing((value as Parts).amountMicros ?? null)
  return Object.values(value).every(isNothing)
}

const isNothing = (value: Json) => value === null || value === "" || (Array.isArray(value) && value.length === 0)
