/**
 * What single values mean on the wire, said a second time and as plainly as possible: how they are read, compared, matched
 * and found empty. Nothing here comes from src, so that both can only agree by being right.
 */

export type Kind =
  | "text"
  | "number"
  | "boolean"
  | "uuid"
  | "date"
  | "dateTime"
  | "option"
  | "options"
  | "texts"
  | "json"
  /** a JSON list inside a composite: never null */
  | "jsonList"

/** A single value, or one part of a composite. */
export interface Leaf {
  kind: Kind
  /** in the order in which people see them */
  options?: readonly string[]
  /** options that have no order of their own and compare as text */
  unordered?: boolean
  /** a missing text reads as null and not as "" */
  readsNull?: boolean
  /** documents that are lists of files: the ids of those that may be in them */
  files?: readonly string[]
  /** numbers that nobody sums */
  noTotals?: boolean
}

/** Numbers as decimal text, instants as ISO text with six digits, missing texts as "", missing lists as []. */
export type Value = string | boolean | null | Json[] | { [key: string]: Json }
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const text: Leaf = { kind: "text" }
const nullableText: Leaf = { kind: "text", readsNull: true }
const jsonList: Leaf = { kind: "jsonList" }

export const actorSources = ["API", "MANUAL", "IMPORT", "SYSTEM"]

export const composites: Readonly<Record<string, Readonly<Record<string, Leaf>>>> = {
  FULL_NAME: { firstName: text, lastName: text },
  EMAILS: { primaryEmail: text, additionalEmails: jsonList },
  PHONES: {
    primaryPhoneNumber: text,
    primaryPhoneCountryCode: text,
    primaryPhoneCallingCode: text,
    additionalPhones: jsonList,
  },
  LINKS: { primaryLinkLabel: text, primaryLinkUrl: text, secondaryLinks: jsonList },
  ADDRESS: {
    addressStreet1: text,
    addressStreet2: text,
    addressCity: text,
    addressPostcode: text,
    addressState: text,
    addressCountry: text,
    addressLat: { kind: "number", noTotals: true },
    addressLng: { kind: "number", noTotals: true },
  },
  CURRENCY: { amountMicros: { kind: "number" }, currencyCode: nullableText },
  ACTOR: {
    source: { kind: "option", options: actorSources, unordered: true },
    workspaceMemberId: { kind: "uuid" },
    name: text,
    context: { kind: "json" },
  },
  RICH_TEXT: { blocknote: nullableText, markdown: text },
}

/** The part that decides whether two composites are the same; the others are compared as a whole. */
export const sameBy: Readonly<Record<string, string>> = {
  EMAILS: "primaryEmail",
  PHONES: "primaryPhoneNumber",
  LINKS: "primaryLinkUrl",
}

/** The part without which a composite is empty; the others are empty when all of their parts are. */
export const emptyBy: Readonly<Record<string, string>> = {
  ...sameBy,
  CURRENCY: "amountMicros",
  RICH_TEXT: "markdown",
}

// --- reading --------------------------------------------------------------------------------------------------------

export function read(leaf: Leaf, value: Value): unknown {
  if (leaf.kind === "text" && value === "" && leaf.readsNull) return null
  if (value === null) return null
  if (leaf.kind === "number") return Number(value)
  if (leaf.kind === "dateTime") return milliseconds(value as string)
  return value
}

export const milliseconds = (instant: string) => `${instant.slice(0, 23)}Z`

/** Null as far as orders go. */
export function isMissing(leaf: Leaf, value: Value): boolean {
  if (leaf.kind === "text") return value === ""
  if (leaf.kind === "options" || leaf.kind === "texts") return (value as unknown[]).length === 0
  return value === null
}

/** Null as far as `is: NULL` goes, for which empty documents are null as well. */
export function isEmpty(leaf: Leaf, value: Value): boolean {
  if (leaf.kind === "json" || leaf.kind === "jsonList")
    return value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0)
  return isMissing(leaf, value)
}

// --- comparing ------------------------------------------------------------------------------------------------------

/** Below, at or above zero; neither value is missing. */
export function compare(leaf: Leaf, a: Value, b: Value): number {
  switch (leaf.kind) {
    case "number":
      return sign(exact(a as string) - exact(b as string))
    case "boolean":
      return Number(a) - Number(b)
    case "option":
      return leaf.unordered ? compareText(a as string, b as string) : place(leaf, a) - place(leaf, b)
    case "options":
    case "texts":
      return compareLists(a as string[], b as string[])
    case "json":
    case "jsonList":
      return compareJson(a as Json, b as Json)
    default:
      return compareText(a as string, b as string)
  }
}

const place = (leaf: Leaf, value: Value) => leaf.options!.indexOf(value as string)
const sign = (difference: bigint) => (difference < 0n ? -1 : difference > 0n ? 1 : 0)

/** By code points, which is not how JavaScript compares. */
export function compareText(a: string, b: string): number {
  const [as, bs] = [[...a], [...b]]
  for (let i = 0; i < Math.min(as.length, bs.length); i++) {
    const difference = as[i]!.codePointAt(0)! - bs[i]!.codePointAt(0)!
    if (difference !== 0) return difference
  }
  return as.length - bs.length
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareText(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

const decimals = 400

/** A decimal number as a whole number of 10^-400. */
export function exact(number: string): bigint {
  const [, minus, whole, fraction = "", exponent = "0"] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(number)!
  const shift = decimals - fraction.length + Number(exponent)
  const size = BigInt(`${whole}${fraction}` || "0") * 10n ** BigInt(Math.max(shift, 0))
  return minus === "-" ? -size : size
}

export function fromExact(size: bigint): number {
  const digits = (size < 0n ? -size : size).toString().padStart(decimals + 1, "0")
  return Number(`${size < 0n ? "-" : ""}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`)
}

/** As PostgreSQL orders documents: by kind, then by how much is in them, then member by member. */
export function compareJson(a: Json, b: Json): number {
  const kinds = jsonKind(a) - jsonKind(b)
  if (kinds !== 0) return kinds
  if (typeof a === "string") return compareText(a, b as string)
  if (typeof a === "number") return a - (b as number)
  if (typeof a === "boolean") return Number(a) - Number(b)
  if (a === null) return 0
  const [as, bs] = [members(a), members(b as Json[])]
  if (as.length !== bs.length) return as.length - bs.length
  for (let i = 0; i < as.length; i++) {
    const order = compareText(as[i]![0], bs[i]![0]) || compareJson(as[i]![1], bs[i]![1])
    if (order !== 0) return order
  }
  return 0
}

function jsonKind(value: Json): number {
  if (value === null) return 0
  if (Array.isArray(value)) return 4
  return ["string", "number", "boolean", "", "object"].indexOf(typeof value) + 1
}

/** Short keys first, as they are stored. The items of a list have no keys. */
function members(value: Json[] | { [key: string]: Json }): [string, Json][] {
  if (Array.isArray(value)) return value.map((item) => ["", item])
  return Object.entries(value).toSorted(([a], [b]) => bytes(a) - bytes(b) || compareText(a, b))
}

const bytes = (value: string) => new TextEncoder().encode(value).length

export function jsonText(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jsonText).join(", ")}]`
  return `{${members(value)
    .map(([key, part]) => `${JSON.stringify(key)}: ${jsonText(part)}`)
    .join(", ")}}`
}

/** A list of texts as PostgreSQL writes it. */
export function listText(items: readonly string[]): string {
  const needsQuotes = /^$|^null$|[{},"\\\s]/i
  const quoted = (item: string) => `"${item.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`
  return `{${items.map((item) => (needsQuotes.test(item) ? quoted(item) : item)).join(",")}}`
}

// --- matching -------------------------------------------------------------------------------------------------------

export type Test = (leaf: Leaf, value: Value, operand: never) => boolean

const missing = (leaf: Leaf, operand: Value) => operand === null || (leaf.kind === "text" && operand === "")

/** Instants are shown in milliseconds, so that two of the same millisecond are equal. */
const seen = (leaf: Leaf, value: Value) => (leaf.kind === "dateTime" ? milliseconds(value as string) : value)

const compared =
  (holds: (order: number) => boolean): Test =>
  (leaf, value, operand: Value) =>
    !isMissing(leaf, value) && holds(compare(leaf, seen(leaf, value), seen(leaf, operand)))

const equals: Test = (leaf, value, operand: Value) =>
  missing(leaf, operand) ? isMissing(leaf, value) : compared((order) => order === 0)(leaf, value, operand as never)

const matched =
  (fold: (text: string) => string): Test =>
  (leaf, value, pattern: string) => {
    if (leaf.kind === "json" || leaf.kind === "jsonList")
      return value !== null && isLike(fold(jsonText(value as Json)), fold(pattern))
    return value !== "" && isLike(fold(value as string), fold(pattern))
  }

/** Letter by letter, without regard to what is around a letter. */
export const lower = (value: string) => [...value].map((letter) => [...letter.toLowerCase()][0]).join("")
const asIs = (value: string) => value

/** `%` is any text, `_` any letter, and a backslash takes the meaning away. */
export function isLike(value: string, pattern: string): boolean {
  let source = ""
  const letters = [...pattern]
  for (let i = 0; i < letters.length; i++) {
    if (letters[i] === "%") source += ".*"
    else if (letters[i] === "_") source += "."
    else {
      if (letters[i] === "\\") i++
      source += RegExp.escape(letters[i] ?? "")
    }
  }
  return new RegExp(`^${source}$`, "su").test(value)
}

const list = (value: Value) => value as string[]
const fileIds = (value: Value) => ((value ?? []) as { fileId: string }[]).map(({ fileId }) => fileId)

/** Every operator of the wire. A record without a value matches only what asks for its absence. */
export const operators: Readonly<Record<string, Test>> = {
  eq: equals,
  neq: (leaf, value, operand: Value) =>
    !isMissing(leaf, value) && (missing(leaf, operand) || !equals(leaf, value, operand as never)),
  gt: compared((order) => order > 0),
  gte: compared((order) => order >= 0),
  lt: compared((order) => order < 0),
  lte: compared((order) => order <= 0),
  in: (leaf, value, operands: Value[]) => operands.some((operand) => equals(leaf, value, operand as never)),
  is: (leaf, value, operand: string) => isEmpty(leaf, value) === (operand === "NULL"),
  like: matched(asIs),
  ilike: matched(lower),
  startsWith: (_, value, start: string) => value !== "" && (value as string).startsWith(start),
  endsWith: (_, value, end: string) => value !== "" && (value as string).endsWith(end),
  contains: (leaf, value, items: string[]) => {
    const held = leaf.files ? fileIds(value) : list(value)
    return held.length > 0 && items.every((item) => held.includes(item))
  },
  notContains: (_, value, items: string[]) => !items.some((item) => list(value).includes(item)),
  containsAny: (leaf, value, items: string[]) =>
    leaf.kind === "option" ? items.includes(value as string) : items.some((item) => list(value).includes(item)),
  containsIlike: (_, value, pattern: string) => list(value).some((item) => isLike(lower(item), lower(pattern))),
  isEmptyArray: (_, value, operand: boolean) => (list(value).length === 0) === operand,
}

const comparisons = ["eq", "neq", "gt", "gte", "lt", "lte", "in", "is"]
const lists = ["containsAny", "is", "isEmptyArray"]

/** The operators that a value has. */
export function operatorsOf(leaf: Leaf): readonly string[] {
  switch (leaf.kind) {
    case "text":
      return [...comparisons, "like", "ilike", "startsWith", "endsWith"]
    case "boolean":
      return ["eq", "is"]
    case "option":
      return leaf.unordered ? ["eq", "neq", "in", "is", "containsAny"] : [...comparisons, "containsAny"]
    case "options":
      return lists
    case "texts":
      return [...lists, "containsIlike", "contains", "notContains"]
    case "json":
    case "jsonList":
      return leaf.files ? ["is", "like", "ilike", "contains"] : ["is", "like", "ilike"]
    default:
      return comparisons
  }
}
