/** SCIM filters (RFC 7644, 3.4.2.2), as far as directories send them: `eq`, `and`, `or`, groups in brackets, `emails[…]`. */
import type { Comparand, ScimCondition } from "../../accounts/scim/conditions.ts"
import { badInput } from "../../errors.ts"

const longest = 4000
const deepest = 20

/** @example parseFilter('userName eq "ada@example.com" or externalId eq "7"') Throws BAD_USER_INPUT / INVALID_FILTER. */
export function parseFilter(text: string): ScimCondition {
  if (text.length > longest) throw invalid("it is too long")
  const signs = tokenize(text)
  const condition = readOr(signs, 0)
  const rest = signs.next()
  if (rest !== undefined) throw invalid(`"${rest}" was not expected`)
  return condition
}

interface Signs {
  peek(): string | undefined
  next(): string | undefined
}

const sign = /\s*("(?:[^"\\]|\\.)*"|[()[\]]|[^\s()[\]"]+)/y

function tokenize(text: string): Signs {
  const found: string[] = []
  sign.lastIndex = 0
  const end = text.trimEnd().length
  while (sign.lastIndex < end) {
    const match = sign.exec(text)
    if (!match) throw invalid("a text is not closed")
    found.push(match[1]!)
  }
  let at = 0
  return { peek: () => found[at], next: () => found[at++] }
}

function readOr(signs: Signs, depth: number): ScimCondition {
  return readJoined(signs, "or", () => readJoined(signs, "and", () => readOne(signs, depth)))
}

function readJoined(signs: Signs, kind: "and" | "or", read: () => ScimCondition): ScimCondition {
  const parts = [read()]
  while (signs.peek()?.toLowerCase() === kind) {
    signs.next()
    parts.push(read())
  }
  return parts.length === 1 ? parts[0]! : { kind, parts }
}

function readOne(signs: Signs, depth: number): ScimCondition {
  if (depth > deepest) throw invalid("it is too deep")
  const first = signs.next()
  if (first === undefined) throw invalid("it ends too early")
  if (first === "(") return closed(signs, ")", readOr(signs, depth + 1))
  const attribute = withoutUrn(first).toLowerCase()
  if (!/^[a-z$][\w$.-]*$/.test(attribute)) throw invalid(`"${first}" is no attribute`)
  if (signs.peek() !== "[") return readComparison(signs, attribute)
  signs.next()
  const inner = under(attribute, closed(signs, "]", readOr(signs, depth + 1)))
  const after = signs.peek()
  if (after === undefined || !after.startsWith(".")) return inner
  signs.next()
  // `emails[type eq "work"].value eq "…"`
  return { kind: "and", parts: [inner, readComparison(signs, attribute + after.toLowerCase())] }
}

function closed(signs: Signs, bracket: string, condition: ScimCondition): ScimCondition {
  if (signs.next() !== bracket) throw invalid(`"${bracket}" is missing`)
  return condition
}

function readComparison(signs: Signs, attribute: string): ScimCondition {
  const operator = signs.next()?.toLowerCase()
  if (operator !== "eq") throw invalid(`the operator "${operator ?? ""}" is not supported; use eq, and, or`)
  return { kind: "eq", attribute, value: readValue(signs.next()) }
}

function readValue(text: string | undefined): Comparand {
  try {
    const value: unknown = JSON.parse(/^(true|false|null)$/i.test(text ?? "") ? text!.toLowerCase() : (text ?? ""))
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value as Comparand
  } catch {
    // Said below.
  }
  throw invalid(`${text ?? "nothing"} is no value; put texts in double quotes`)
}

function under(attribute: string, condition: ScimCondition): ScimCondition {
  if (condition.kind === "eq") return { ...condition, attribute: `${attribute}.${condition.attribute}` }
  return { ...condition, parts: condition.parts.map((each) => under(attribute, each)) }
}

/** `urn:ietf:params:scim:schemas:core:2.0:User:userName` is `userName`. */
export function withoutUrn(attribute: string): string {
  return attribute.replace(/^urn:ietf:params:scim:schemas:core:2\.0:(User|Group):/i, "")
}

function invalid(why: string): Error {
  return badInput(`The filter cannot be read: ${why}`, "INVALID_FILTER")
}
