/**
 * PATCH (RFC 7644, 3.5.2) on a resource as plain JSON, with what Okta and Entra make of it: capitalised operations, values
 * without a path whose keys are paths, lists of members to remove as a value, `replace` of what is not there yet.
 * What Kith does not keep may be changed like anything else; it is dropped when the result is read.
 */
import type { ScimCondition } from "../../accounts/scim/conditions.ts"
import { badInput } from "../../errors.ts"
import { parseFilter, withoutUrn } from "./filter.ts"
import { isObject, isUnsafe, keyOf, valueOf, type JsonObject } from "./json.ts"

type Action = "add" | "replace" | "remove"

interface Path {
  attribute: string
  filter: ScimCondition | undefined
  part: string | undefined
}

const mostOperations = 1000

/** A new resource. Throws BAD_USER_INPUT with INVALID_SYNTAX, INVALID_PATH, INVALID_VALUE, NO_TARGET or MUTABILITY. */
export function applyPatch(resource: JsonObject, body: JsonObject): JsonObject {
  const operations = valueOf(body, "Operations")
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > mostOperations) {
    throw badInput(`A PATCH has from 1 to ${mostOperations} Operations`, "INVALID_SYNTAX")
  }
  const patched = structuredClone(resource)
  for (const operation of operations) {
    if (!isObject(operation)) throw badInput("Each of the Operations is an object", "INVALID_SYNTAX")
    applyOperation(patched, operation)
  }
  return patched
}

function applyOperation(resource: JsonObject, operation: JsonObject): void {
  const action = readAction(valueOf(operation, "op"))
  const path = valueOf(operation, "path")
  const value = valueOf(operation, "value")
  if (value === undefined && action !== "remove")
    throw badInput(`An operation ${action} needs a value`, "INVALID_VALUE")
  if (typeof path === "string" && path.trim() !== "") return applyAt(resource, action, path, value)
  if (path != null && path !== "") throw badInput("A path is a text", "INVALID_PATH")
  if (action === "remove") throw badInput("An operation remove needs a path", "NO_TARGET")
  if (!isObject(value)) throw badInput("An operation without a path has an object of attributes", "INVALID_VALUE")
  for (const [key, each] of Object.entries(value)) {
    if (!readOnly.has(key.toLowerCase())) applyAt(resource, action, key, each)
  }
}

/** Sent along by directories that send back what they were given. */
const readOnly = new Set(["id", "meta", "schemas", "groups"])

function readAction(op: unknown): Action {
  const action = typeof op === "string" ? op.toLowerCase() : ""
  if (action === "add" || action === "replace" || action === "remove") return action
  throw badInput("op is add, replace or remove", "INVALID_SYNTAX")
}

function applyAt(resource: JsonObject, action: Action, text: string, value: unknown): void {
  const path = readPath(text)
  if (!path) return
  if (readOnly.has(path.attribute.toLowerCase())) throw badInput(`${path.attribute} cannot be changed`, "MUTABILITY")
  const key = keyOf(resource, path.attribute)
  if (path.filter) return applyToMatching(resource, key, path.filter, { action, part: path.part, value })
  if (path.part) return applyToPart(resource, key, path.part, action, value)
  if (multiValued.has(key.toLowerCase())) return applyToList(resource, key, action, value)
  if (action === "remove") delete resource[key]
  else if (isObject(value) && isObject(resource[key])) assign(resource[key], value)
  else resource[key] = value
}

const multiValued = new Set([
  "emails",
  "members",
  "phonenumbers",
  "addresses",
  "ims",
  "photos",
  "roles",
  "entitlements",
  "x509certificates",
])

/** Undefined for attributes of extensions, none of which Kith keeps. */
function readPath(text: string): Path | undefined {
  const path = withoutUrn(text.trim())
  if (/^urn:/i.test(path)) return undefined
  const match = /^([a-z$][\w$-]*)(?:\[(.*)\])?(?:\.([a-z$][\w$-]*))?$/i.exec(path)
  const [, attribute, filter, part] = match ?? []
  if (attribute === undefined || isUnsafe(attribute) || (part !== undefined && isUnsafe(part))) {
    throw badInput(`The path "${text.slice(0, 200)}" cannot be read`, "INVALID_PATH")
  }
  return { attribute, filter: filter === undefined ? undefined : parseFilter(filter), part }
}

/** `members`: one more, these and no others, without these. */
function applyToList(resource: JsonObject, key: string, action: Action, value: unknown): void {
  const given = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
  const before = listOf(resource[key])
  if (action === "replace") resource[key] = given
  else if (action === "add") resource[key] = [...before, ...given]
  else if (value === undefined) delete resource[key]
  else {
    const dropped = new Set(given.map(nameOf))
    resource[key] = before.filter((each) => !dropped.has(nameOf(each)))
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value == null ? [] : [value])

/** By what an element of a list is told from the others. */
const nameOf = (element: unknown) => String(isObject(element) ? valueOf(element, "value") : element).toLowerCase()

/** `name.givenName`, and `emails.value`, which means all of them. */
function applyToPart(resource: JsonObject, key: string, part: string, action: Action, value: unknown): void {
  if (Array.isArray(resource[key]) || multiValued.has(key.toLowerCase())) {
    const elements = listOf(resource[key])
    if (elements.length === 0 && action !== "remove") resource[key] = [{ [part]: value }]
    for (const element of elements) if (isObject(element)) change(element, part, action, value)
    return
  }
  if (!isObject(resource[key])) resource[key] = {}
  change(resource[key] as JsonObject, part, action, value)
}

/** `emails[type eq "work"].value`, `members[value eq "…"]`. */
function applyToMatching(
  resource: JsonObject,
  key: string,
  filter: ScimCondition,
  { action, part, value }: { action: Action; part: string | undefined; value: unknown },
): void {
  const elements = listOf(resource[key])
  const found = elements.filter((each) => isObject(each) && matches(each, filter)) as JsonObject[]
  if (action === "remove" && !part) {
    resource[key] = elements.filter((each) => !found.includes(each as JsonObject))
    return
  }
  if (found.length === 0) {
    if (action === "remove") return
    if (key.toLowerCase() === "members") throw badInput("No member of the group is like that", "NO_TARGET")
    const made = asWished(filter)
    resource[key] = [...elements, made]
    found.push(made)
  }
  for (const element of found) {
    if (part) change(element, part, action, value)
    else if (isObject(value)) assign(element, value)
    else throw badInput("What is found by a filter takes an object", "INVALID_VALUE")
  }
}

function change(object: JsonObject, part: string, action: Action, value: unknown): void {
  const key = keyOf(object, part)
  if (action === "remove") delete object[key]
  else object[key] = value
}

function assign(object: JsonObject, values: JsonObject): void {
  for (const [name, value] of Object.entries(values)) if (!isUnsafe(name)) object[keyOf(object, name)] = value
}

function matches(element: JsonObject, condition: ScimCondition): boolean {
  if (condition.kind === "eq") return comparable(valueOf(element, condition.attribute)) === comparable(condition.value)
  const { kind, parts } = condition
  return kind === "and" ? parts.every((each) => matches(element, each)) : parts.some((each) => matches(element, each))
}

const comparable = (value: unknown) => String(value).toLowerCase()

/** The element that a filter would have found. */
function asWished(filter: ScimCondition): JsonObject {
  if (filter.kind === "eq") return isUnsafe(filter.attribute) ? {} : { [filter.attribute]: filter.value }
  return filter.kind === "and" ? Object.assign({}, ...filter.parts.map(asWished)) : {}
}
