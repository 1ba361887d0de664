// "min" metadata: half the size of "max" (83 kB against 157 kB, and 0.2 MB less heap) and the same numbers, calling codes
// and countries when parsing. "max" only adds patterns for telling mobile from fixed, and for a strict isValid(), which
// would refuse numbers that people really have.
import {
  getCountryCallingCode,
  isSupportedCountry,
  ParseError,
  parsePhoneNumberWithError,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/min"
import { literal, sql, type Sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, invalidValue, type FieldType } from "../field-type.ts"
import { jsonList, text, type ValueContext } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { compositeDefault, compositeInput, emptyComposite, fill, listInput } from "./composite.ts"
import { parseText } from "./text.ts"

const subfields = {
  primaryPhoneNumber: text,
  primaryPhoneCountryCode: text,
  primaryPhoneCallingCode: text,
  additionalPhones: jsonList,
}
const empty = emptyComposite(subfields)

/** Phone numbers as national number, calling code and country, one of them the primary. */
export const phonesType: FieldType = {
  ...base,
  name: "PHONES",
  scalar: () => null,
  subfields,
  composite: "Phones",
  columnType: () => "jsonb",
  columnDefault: (field) => compositeDefault(field, empty),
  parse(input, context, mode) {
    if (input === null) return empty
    const given = compositeInput(input, context, subfields, "phones")
    const parts = parsePrimary(given, context)
    // Clients know it this way: a number without a list says that there is no list.
    if ("additionalPhones" in given || "primaryPhoneNumber" in given) {
      parts.additionalPhones = parseAdditional(given.additionalPhones, context)
    }
    return fill(parts, empty, mode)
  },
  searchText: (column) => sql`${primaryText(column)} || ' ' || ${additionalText(column)}`,
  uniqueBy: "primaryPhoneNumber",
  control: "phones",
}

interface Phone {
  number: string
  callingCode: string
  countryCode: string
}

function parsePrimary(given: Record<string, unknown>, context: ValueContext): Record<string, Json> {
  const phone = parsePhone({
    number: parseText(given.primaryPhoneNumber, { ...context, path: `${context.path}.primaryPhoneNumber` }),
    callingCode: parseText(given.primaryPhoneCallingCode, {
      ...context,
      path: `${context.path}.primaryPhoneCallingCode`,
    }),
    countryCode: parseText(given.primaryPhoneCountryCode, {
      ...context,
      path: `${context.path}.primaryPhoneCountryCode`,
    }),
  })
  const parts: Record<string, Json> = {
    primaryPhoneNumber: phone.number,
    primaryPhoneCountryCode: phone.countryCode,
    primaryPhoneCallingCode: phone.callingCode,
  }
  if ("primaryPhoneNumber" in given) return parts
  return Object.fromEntries(Object.entries(parts).filter(([key]) => key in given))
}

function parseAdditional(input: unknown, context: ValueContext): Json {
  const path = `${context.path}.additionalPhones`
  const phones = listInput(input, { ...context, path }).map((each): Phone => {
    if (typeof each !== "object" || each === null) throw invalidValue({ ...context, path }, "object", each)
    const { number, callingCode, countryCode } = each as Record<string, unknown>
    return parsePhone({
      number: parseText(number, { ...context, path: `${path}.number` }),
      callingCode: parseText(callingCode, { ...context, path: `${path}.callingCode` }),
      countryCode: parseText(countryCode, { ...context, path: `${path}.countryCode` }),
    })
  })
  return phones.filter((phone) => phone.number !== "").map((phone) => ({ ...phone }))
}

/** Fills what follows from the rest. A country that is given stays: several share the calling codes +1, +7 and +44. */
function parsePhone(given: Phone): Phone {
  const country = parseCountry(given.countryCode)
  const callingCode = parseCallingCode(given.callingCode)
  const expected = country && `+${getCountryCallingCode(country)}`
  if (expected && callingCode && expected !== callingCode) {
    throw refuse(
      "CONFLICTING_PHONE_CALLING_CODE_AND_COUNTRY_CODE",
      "Provided country code and calling code are conflicting",
    )
  }
  if (given.number.trim() === "") return { number: "", callingCode, countryCode: country ?? "" }
  const phone = parseNumber(given.number, country, callingCode)
  const found = `+${phone.countryCallingCode}`
  if (callingCode && found !== callingCode) {
    throw refuse("CONFLICTING_PHONE_CALLING_CODE", "Provided and inferred calling code are conflicting")
  }
  if (expected && found !== expected) {
    throw refuse("CONFLICTING_PHONE_COUNTRY_CODE", "Provided and inferred country code are conflicting")
  }
  const number = phone.ext ? `${phone.nationalNumber} ext. ${phone.ext}` : phone.nationalNumber
  return { number, callingCode: found, countryCode: country ?? phone.country ?? "" }
}

function parseCountry(input: string): CountryCode | undefined {
  const country = input.trim().toUpperCase()
  if (country === "") return undefined
  if (isSupportedCountry(country)) return country
  throw refuse("INVALID_PHONE_COUNTRY_CODE", `Invalid country code ${input}`)
}

function parseCallingCode(input: string): string {
  const match = /^\s*(?:\+|00)?(\d{1,4})\s*$/.exec(input)
  if (match) return `+${match[1]}`
  if (input.trim() === "") return ""
  throw refuse("INVALID_PHONE_CALLING_CODE", `Invalid calling code ${input}`)
}

function parseNumber(number: string, defaultCountry: CountryCode | undefined, callingCode: string): PhoneNumber {
  const defaultCallingCode = defaultCountry || !callingCode ? undefined : callingCode.slice(1)
  try {
    return parsePhoneNumberWithError(number.trim(), { defaultCountry, defaultCallingCode, extract: false })
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    throw refuse("INVALID_PHONE_NUMBER", `Provided phone number is invalid ${number}`)
  }
}

function refuse(subCode: string, message: string) {
  return badInput(message, subCode, { userFriendlyMessage: message })
}

function primaryText(column: Sql): Sql {
  const part = (key: string) => sql`coalesce(${column}->>${literal(key)}, '')`
  return spellings(part("primaryPhoneNumber"), part("primaryPhoneCallingCode"))
}

/** `strict` is not asked for: in lax mode a list that is null has no numbers, rather than being an error. */
function additionalText(column: Sql): Sql {
  const part = (key: string) => sql`coalesce(phone->>${literal(key)}, '')`
  return sql`coalesce((select string_agg(${spellings(part("number"), part("callingCode"))}, ' ') from jsonb_path_query(${column}, '$.additionalPhones[*]') phone), '')`
}

/** 612345678 and 33612345678; the search reads words without their punctuation, so the plus sign is left out. */
function spellings(number: Sql, callingCode: Sql): Sql {
  return sql`${number} || ' ' || ltrim(${callingCode}, '+') || ${number}`
}
