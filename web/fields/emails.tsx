import { FewOf } from "../ui/few-of.tsx"
import { Chip } from "../ui/tag.tsx"
import { asList, asParts, asText, pattern, type FieldKind } from "./field-kind.ts"

export const emailsField: FieldKind = {
  select: ({ name }) => `${name} { primaryEmail additionalEmails }`,
  show: (value) => {
    const emails = list(value)
    if (emails.length === 0) return null
    return (
      <FewOf
        items={emails.map((email) => (
          <Chip key={email} href={`mailto:${encodeURIComponent(email)}`}>
            {email}
          </Chip>
        ))}
      />
    )
  },
  text: (value) => list(value).join(", ") || null,
  order: ({ name }, direction) => ({ [name]: { primaryEmail: direction } }),
  contains: ({ name }, text) => ({ [name]: { primaryEmail: { ilike: pattern(text) } } }),
}

function list(value: unknown): string[] {
  const { primaryEmail, additionalEmails } = asParts(value)
  return [primaryEmail, ...asList(additionalEmails)].flatMap((email) => asText(email) ?? [])
}
