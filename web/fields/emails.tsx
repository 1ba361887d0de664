import { t } from "../i18n/fields/index.ts"
import { FewOf } from "../ui/few-of.tsx"
import { Chip } from "../ui/tag.tsx"
import { asList, asParts, asText, clearedTo, pattern, type FieldKind, type Parsed } from "./field-kind.ts"

const cleared = clearedTo({ primaryEmail: "", additionalEmails: [] })

export const emailsField: FieldKind = {
  select: ({ name }) => `${name} { primaryEmail additionalEmails }`,
  show: (value) => {
    const emails = emailList(value)
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
  text: (value) => emailList(value).join(", ") || null,
  parse: (text, field) => {
    const emails = splitEmails(text).map(readEmail)
    const wrong = emails.find((each) => "problem" in each)
    if (emails.length === 0 || wrong) return wrong ?? cleared(field)
    return { value: emailsOf(emails.map((each) => ("value" in each ? String(each.value) : ""))) }
  },
  cleared,
  order: ({ name }, direction) => ({ [name]: { primaryEmail: direction } }),
  contains: ({ name }, text) => ({ [name]: { primaryEmail: { ilike: pattern(text) } } }),
}

export function emailsOf([primaryEmail = "", ...additionalEmails]: readonly string[]) {
  return { primaryEmail, additionalEmails: additionalEmails.filter((each) => each !== primaryEmail) }
}

/** Addresses out of a pasted list, with or without names: "Ana <ana@acme.test>; bob@acme.test". */
export function splitEmails(text: string): string[] {
  return text
    .replace(/[^<>,;\n]*<([^<>]*)>/g, " $1 ")
    .split(/[\s,;]+/)
    .filter((each) => each !== "")
}

export function readEmail(text: string): Parsed {
  const email = text.trim().toLowerCase()
  const isEmail = /^[^\s@<>(),;:"]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.[\p{L}\p{N}-]{2,}$/u.test(email)
  return isEmail ? { value: email } : { problem: t().email(text.trim()) }
}

export function emailList(value: unknown): string[] {
  const { primaryEmail, additionalEmails } = asParts(value)
  return [primaryEmail, ...asList(additionalEmails)].flatMap((email) => asText(email) ?? [])
}
