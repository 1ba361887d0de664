/** What an assertion says of a person, under the names that providers use. Given only what was signed. */
import { SignInRefusal } from "../sign-in-refusal.ts"
import { attributeOf, childrenOf, onlyChild, textOf } from "./xml.ts"

export interface SamlPerson {
  /** the provider's lasting name of the person */
  subject: string
  email: string | undefined
  firstName: string
  lastName: string
}

const claims = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"

const names = {
  email: ["email", "mail", "emailaddress", "urn:oid:0.9.2342.19200300.100.1.3", `${claims}/emailaddress`],
  firstName: ["firstname", "first_name", "givenname", "given_name", "urn:oid:2.5.4.42", `${claims}/givenname`],
  lastName: ["lastname", "last_name", "surname", "sn", "family_name", "urn:oid:2.5.4.4", `${claims}/surname`],
}

/** Throws {@link SignInRefusal} when there is no lasting name, or when it says two things at once. */
export function readAttributes(assertion: Element, subject: Element): SamlPerson {
  const nameId = onlyChild(subject, "assertion", "NameID")
  const name = textOf(nameId)
  if (name.trim() === "" || name.length > 1024) throw new SignInRefusal("The NameID is empty or too long")
  const format = attributeOf(nameId, "Format") ?? ""
  if (format.endsWith(":transient")) throw new SignInRefusal("The NameID is transient: it names nobody for long")
  const attributes = childrenOf(assertion, "assertion", "AttributeStatement").flatMap((statement) =>
    childrenOf(statement, "assertion", "Attribute"),
  )
  const email = valueOf(attributes, names.email) ?? (format.endsWith(":emailAddress") ? name.trim() : undefined)
  return {
    subject: name,
    email,
    firstName: valueOf(attributes, names.firstName) ?? "",
    lastName: valueOf(attributes, names.lastName) ?? "",
  }
}

/** The one value that all attributes of these names have. */
function valueOf(attributes: readonly Element[], wanted: readonly string[]): string | undefined {
  const found = attributes.filter((each) => wanted.includes((attributeOf(each, "Name") ?? "").toLowerCase()))
  const values = found.flatMap((each) =>
    childrenOf(each, "assertion", "AttributeValue").map((value) => textOf(value).trim()),
  )
  const different = new Set(values.filter((value) => value !== ""))
  if (different.size > 1) throw new SignInRefusal(`There are several values of ${wanted[0]}`)
  return [...different][0]
}
