import { sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { base, type FieldType } from "../field-type.ts"
import { jsonList, show, text, type ValueContext } from "../scalar.ts"
import type { Json } from "../schema.ts"
import { compositeDefault, compositeInput, emptyComposite, fill, listInput, subfieldsText } from "./composite.ts"

const subfields = { primaryEmail: text, additionalEmails: jsonList }
const empty = emptyComposite(subfields)

/** E-mail addresses in lower case, one of them the primary. */
export const emailsType: FieldType = {
  ...base,
  name: "EMAILS",
  scalar: () => null,
  subfields,
  composite: "Emails",
  columnType: () => "jsonb",
  columnDefault: (field) => compositeDefault(field, empty),
  parse(input, context, mode) {
    if (input === null) return empty
    const given = compositeInput(input, context, subfields, "emails")
    const parts: Record<string, Json> = {}
    if ("primaryEmail" in given) {
      parts.primaryEmail = parseEmail(given.primaryEmail, { ...context, path: `${context.path}.primaryEmail` })
    }
    if ("additionalEmails" in given) {
      parts.additionalEmails = parseAdditional(given.additionalEmails, context)
      // Clients know it this way: a list without a primary says that there is no primary.
      parts.primaryEmail ??= ""
    }
    return fill(parts, empty, mode)
  },
  searchText: (column) =>
    sql`${subfieldsText(column, ["primaryEmail"])} || ' ' || coalesce(${column}->>'additionalEmails', '')`,
  uniqueBy: "primaryEmail",
  control: "emails",
}

function parseAdditional(input: unknown, context: ValueContext): Json {
  const path = `${context.path}.additionalEmails`
  const emails = listInput(input, { ...context, path }).map((each) => parseEmail(each, { ...context, path }))
  return [...new Set(emails)].filter((email) => email !== "")
}

function parseEmail(input: unknown, context: ValueContext): string {
  if (input === null || input === "") return ""
  const email = typeof input === "string" ? input.trim().toLowerCase() : ""
  if (isEmail(email)) return email
  throw badInput(`Invalid string value ${show(input)} for email field "${context.path}"`, "INVALID_ARGS_DATA")
}

const localPart = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const domainLabel = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u

/** An address that mail can be sent to on the internet; quoted names and bare hosts are left out. */
function isEmail(email: string): boolean {
  const at = email.lastIndexOf("@")
  if (at < 1 || at > 64 || email.length > 254 || !localPart.test(email.slice(0, at))) return false
  const labels = email.slice(at + 1).split(".")
  const isDomain = labels.length > 1 && labels.every((label) => label.length <= 63 && domainLabel.test(label))
  return isDomain && labels.at(-1)!.length > 1 && !/^\d+$/.test(labels.at(-1)!)
}
