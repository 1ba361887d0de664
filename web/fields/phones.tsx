import { FewOf } from "../ui/few-of.tsx"
import { Chip } from "../ui/tag.tsx"
import { asList, asParts, asText, pattern, type FieldKind } from "./field-kind.ts"

export const phonesField: FieldKind = {
  select: ({ name }) => `${name} { primaryPhoneNumber primaryPhoneCallingCode additionalPhones }`,
  show: (value) => {
    const phones = list(value)
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
  text: (value) => list(value).join(", ") || null,
  order: ({ name }, direction) => ({ [name]: { primaryPhoneNumber: direction } }),
  contains: ({ name }, text) => ({ [name]: { primaryPhoneNumber: { ilike: pattern(text) } } }),
}

function list(value: unknown): string[] {
  const { primaryPhoneNumber, primaryPhoneCallingCode, additionalPhones } = asParts(value)
  const others = asList(additionalPhones).map((each) => [asParts(each).callingCode, asParts(each).number])
  return [[primaryPhoneCallingCode, primaryPhoneNumber], ...others].flatMap(([code, number]) =>
    asText(number) ? [[asText(code), asText(number)].filter(Boolean).join(" ")] : [],
  )
}
