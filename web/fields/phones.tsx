import { t } from "../i18n/fields/index.ts"
import { FewOf } from "../ui/few-of.tsx"
import { Chip } from "../ui/tag.tsx"
import { asList, asParts, asText, clearedTo, pattern, type FieldKind, type Parsed } from "./field-kind.ts"

export interface Phone {
  number: string
  /** such as +351; empty where the number has it, or the server is to find it */
  callingCode: string
  /** of ISO 3166; empty where several share the calling code */
  countryCode: string
}

const cleared = clearedTo(phonesOf([]))

export const phonesField: FieldKind = {
  select: ({ name }) =>
    `${name} { primaryPhoneNumber primaryPhoneCallingCode primaryPhoneCountryCode additionalPhones }`,
  show: (value) => {
    const phones = phoneList(value).map(phoneText)
    if (phones.length === 0) return null
    return (
      <FewOf
        items={phones.map((phone) => (
          <Chip key={phone} href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
            {phone}
          </Chip>
        ))}
      />
    )
  },
  text: (value) => phoneList(value).map(phoneText).join(", ") || null,
  parse: (text, field) => {
    const phones = text.split(/[,;\n]/).flatMap((each) => (each.trim() === "" ? [] : readPhone(each)))
    const wrong = phones.find((each) => "problem" in each)
    if (phones.length === 0 || wrong) return wrong ?? cleared(field)
    return { value: phonesOf(phones.flatMap((each) => ("value" in each ? (each.value as Phone) : []))) }
  },
  cleared,
  order: ({ name }, direction) => ({ [name]: { primaryPhoneNumber: direction } }),
  contains: ({ name }, text) => ({ [name]: { primaryPhoneNumber: { ilike: pattern(text) } } }),
}

export function phonesOf([primary, ...additionalPhones]: readonly Phone[]) {
  return {
    primaryPhoneNumber: primary?.number ?? "",
    primaryPhoneCallingCode: primary?.callingCode ?? "",
    primaryPhoneCountryCode: primary?.countryCode ?? "",
    additionalPhones,
  }
}

export function phoneList(value: unknown): Phone[] {
  const { primaryPhoneNumber, primaryPhoneCallingCode, primaryPhoneCountryCode, additionalPhones } = asParts(value)
  const primary = {
    number: primaryPhoneNumber,
    callingCode: primaryPhoneCallingCode,
    countryCode: primaryPhoneCountryCode,
  }
  return [primary, ...asList(additionalPhones).map(asParts)].flatMap(({ number, callingCode, countryCode }) => {
    const text = asText(number)
    return text
      ? [{ number: text, callingCode: asText(callingCode) ?? "", countryCode: asText(countryCode) ?? "" }]
      : []
  })
}

export const phoneText = ({ callingCode, number }: Phone): string => [callingCode, number].filter(Boolean).join(" ")

/** A whole number: with 00 or + and the country before it. Which part is the country's, the server knows. */
export function readPhone(text: string): Parsed {
  const number = text.trim().replace(/^00/, "+")
  if (!looksLikePhone(number)) return { problem: t().phone(text.trim()) }
  return number.startsWith("+") ? { value: { number, callingCode: "", countryCode: "" } } : { problem: t().callingCode }
}

export function looksLikePhone(text: string): boolean {
  const [, number = ""] = /^([+\d\s().\-/]+)(?:(?:ext\.?|x|#)\s*\d+)?$/i.exec(text.trim()) ?? []
  const digits = number.replace(/\D/g, "").length
  return digits >= 4 && digits <= 15
}
