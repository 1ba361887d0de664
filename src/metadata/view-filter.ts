/**
 * The filters of a view → a filter of records, in the wire's JSON form. Pure: who looks, where and when is handed in. One
 * function per family of field types. A condition that is not filled in, or whose field is not served, is left out.
 */
import { badInput } from "../errors.ts"
import { holdsDays } from "./field-types/date-time.ts"
import { fieldTypes } from "./field-types/index.ts"
import { dayAsSpan, dayOf, relativeSpan, today, type Calendar, type Span } from "./relative-dates.ts"
import type { FieldSchema, FieldTypeName, Json, ObjectSchema } from "./schema.ts"

/** The parts of a view that say which records it shows. */
export interface FilteredView {
  anyFieldFilterValue: string | null
  viewFilters: readonly ViewFilter[]
  viewFilterGroups: readonly ViewFilterGroup[]
}

interface ViewFilter {
  fieldMetadataId: string
  operand: string
  value: Json
  subFieldName: string | null
  viewFilterGroupId: string | null
  relationTargetFieldMetadataId: string | null
}

interface ViewFilterGroup {
  id: string
  parentViewFilterGroupId: string | null
  logicalOperator: string
}

/** Who looks at a view, where and when. */
export interface Viewer extends Calendar {
  /** whom "me" stands for; null for what is no person */
  workspaceMemberId: string | null
}

type Filter = Record<string, unknown>

export interface RecordFilter {
  /** null when the view shows all records */
  filter: Filter | null
  /** it speaks of now, so that its answer is another one a moment later */
  isMomentary: boolean
}

/** Throws BAD_USER_INPUT for an operand that a field's type does not know, and for values that it cannot be compared with. */
export function viewFilter(object: ObjectSchema, view: FilteredView, viewer: Viewer): RecordFilter {
  const translation = { object, view, viewer, isMomentary: false }
  const groups = new Set(view.viewFilterGroups.map((group) => group.id))
  const isTop = (id: string | null) => id === null || !groups.has(id)
  const conditions = [
    ...view.viewFilters.filter((each) => isTop(each.viewFilterGroupId)).map((each) => condition(translation, each)),
    ...view.viewFilterGroups
      .filter((group) => isTop(group.parentViewFilterGroupId))
      .map((group) => groupCondition(translation, group, 0)),
    anyField(object, view.anyFieldFilterValue),
  ]
  return { filter: all(conditions), isMomentary: translation.isMomentary }
}

interface Translation {
  object: ObjectSchema
  view: FilteredView
  viewer: Viewer
  /** set on the way */
  isMomentary: boolean
}

// --- groups ---------------------------------------------------------------------------------------------------------

/** Groups that lie in each other are cut off here, should somebody have managed to make them. */
const maxDepth = 8

function groupCondition(translation: Translation, group: ViewFilterGroup, depth: number): Filter | null {
  if (depth > maxDepth) return null
  const { viewFilters, viewFilterGroups } = translation.view
  const conditions = [
    ...viewFilters.filter((each) => each.viewFilterGroupId === group.id).map((each) => condition(translation, each)),
    ...viewFilterGroups
      .filter((each) => each.parentViewFilterGroupId === group.id)
      .map((each) => groupCondition(translation, each, depth + 1)),
  ]
  if (group.logicalOperator === "OR") return any(conditions)
  const both = all(conditions)
  return group.logicalOperator === "NOT" && both ? { not: both } : both
}

const filled = (conditions: readonly (Filter | null)[]) => conditions.filter((each) => each !== null)

function all(conditions: readonly (Filter | null)[]): Filter | null {
  const list = filled(conditions)
  return list.length > 1 ? { and: list } : (list[0] ?? null)
}

function any(conditions: readonly (Filter | null)[]): Filter | null {
  const list = filled(conditions)
  return list.length > 1 ? { or: list } : (list[0] ?? null)
}

const not = (filter: Filter | null): Filter | null => filter && { not: filter }

/** What no record meets. */
const nothing: Filter = { id: { is: "NULL" } }

// --- one condition --------------------------------------------------------------------------------------------------

/** What a family's function has to work with. `at` puts a test where the field is: `at({ eq: 1 })` → `{ size: { eq: 1 } }`. */
interface Condition {
  field: FieldSchema
  operand: string
  value: unknown
  subfield: string | null
  viewer: Viewer
  at(test: Filter): Filter
  /** notes that the answer depends on the moment */
  momentary(): void
}

function condition(translation: Translation, filter: ViewFilter): Filter | null {
  const { object, viewer } = translation
  const field = object.fields.find((each) => each.id === filter.fieldMetadataId)
  if (!field || object.lookup.get(field.name)?.field !== field) return null
  const related = filter.relationTargetFieldMetadataId
  if (related !== null && field.relation) {
    const inner = { ...translation, object: field.relation.target }
    const found = condition(inner, { ...filter, fieldMetadataId: related, relationTargetFieldMetadataId: null })
    translation.isMomentary ||= inner.isMomentary
    return found && { [field.name]: found }
  }
  return translate({
    field,
    operand: operandOf(filter.operand),
    value: parsedValue(filter.value),
    subfield: filter.subFieldName || null,
    viewer,
    at: (test) => ({ [field.name]: test }),
    momentary: () => (translation.isMomentary = true),
  })
}

/** Spellings of before 2025: `isNot`, `lessThan`. */
function operandOf(operand: string): string {
  const known = operand.replaceAll(/[A-Z]+(?=[a-z])|(?<=[a-z])[A-Z]/g, (letters) => `_${letters}`).toUpperCase()
  if (known === "LESS_THAN" || known === "GREATER_THAN") return `${known}_OR_EQUAL`
  return /[a-z]/.test(operand) ? known : operand
}

/** Lists and objects are also kept as their JSON text. */
function parsedValue(value: Json): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    // Text that happens to begin with a bracket.
    return value
  }
}

function translate(asked: Condition): Filter | null {
  switch (asked.operand) {
    case "IS_EMPTY":
      return isEmpty(asked)
    case "IS_NOT_EMPTY":
    case "IS_NOT_NULL":
      return not(isEmpty(asked))
    default: {
      const family = holdsDays(asked.field) ? storedDay : families[asked.field.type]
      const isOwn = ["IS_TODAY", "IS_IN_PAST", "IS_IN_FUTURE"].includes(asked.operand)
      return isBlank(asked.value) && !isOwn ? null : family(asked)
    }
  }
}

const isBlank = (value: unknown) =>
  value === null || value === undefined || (typeof value === "string" && value.trim() === "") || isEmptyList(value)

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0

function refuse({ field, operand, subfield }: Condition): never {
  const name = subfield ? `${field.name}.${subfield}` : field.name
  throw badInput(`A view cannot filter "${name}" of type ${field.type} by ${operand}`, "INVALID_VIEW_DATA")
}

/** A composite is empty when the part is that it cannot be without, or all of its parts are. */
function isEmpty({ field, subfield, at }: Condition): Filter | null {
  const type = fieldTypes[field.type]
  const empty = { is: "NULL" }
  if (field.relation) return field.relation.kind === "MANY_TO_ONE" ? { [field.relation.joinName]: empty } : at(empty)
  if (type.composite === null) return at(empty)
  const part = subfield ?? (field.type === "ACTOR" ? "name" : (type.emptyBy ?? type.uniqueBy))
  return part ? at({ [part]: empty }) : all(Object.keys(type.subfields).map((key) => at({ [key]: empty })))
}

// --- families of types ----------------------------------------------------------------------------------------------

const families: Record<FieldTypeName, (asked: Condition) => Filter | null> = {
  ACTOR: actor,
  ADDRESS: address,
  ARRAY: list,
  BOOLEAN: boolean,
  CURRENCY: currency,
  DATE: date,
  DATE_TIME: dateTime,
  EMAILS: texts,
  FILES: json,
  FULL_NAME: fullName,
  LINKS: texts,
  MORPH_RELATION: relation,
  MULTI_SELECT: options,
  NUMBER: number,
  NUMERIC: number,
  PHONES: texts,
  POSITION: number,
  RATING: rating,
  RAW_JSON: json,
  RELATION: relation,
  RICH_TEXT: texts,
  SELECT: (asked) => oneOf(asked, asked.at),
  TEXT: text,
  TS_VECTOR: search,
  UUID: (asked) => oneOf(asked, asked.at),
}

/** Records that contain the value, or those that do not. */
function contains(asked: Condition, matching: Filter | null): Filter | null {
  if (asked.operand === "CONTAINS") return matching
  if (asked.operand === "DOES_NOT_CONTAIN") return not(matching)
  return refuse(asked)
}

/** Records that are so, or those that are not. */
function is(asked: Condition, matching: Filter | null): Filter | null {
  if (asked.operand === "IS") return matching
  if (asked.operand === "IS_NOT") return not(matching)
  return refuse(asked)
}

/** In a pattern `%`, `_` and `\` would mean something. */
const pattern = (value: unknown) => `%${String(value).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

function text(asked: Condition): Filter | null {
  if (asked.operand === "IS" || asked.operand === "IS_NOT") return is(asked, asked.at({ eq: String(asked.value) }))
  return contains(asked, asked.at({ ilike: pattern(asked.value) }))
}

/** The parts of a composite in which a text is looked for: all of them, unless the filter names one. */
const textParts: Partial<Record<FieldTypeName, readonly string[]>> = {
  ADDRESS: ["addressStreet1", "addressStreet2", "addressCity", "addressState", "addressPostcode", "addressCountry"],
  EMAILS: ["primaryEmail", "additionalEmails"],
  FULL_NAME: ["firstName", "lastName"],
  LINKS: ["primaryLinkUrl", "primaryLinkLabel", "secondaryLinks"],
  PHONES: ["primaryPhoneNumber", "primaryPhoneCallingCode", "additionalPhones"],
  RICH_TEXT: ["markdown"],
}

function texts(asked: Condition): Filter | null {
  return contains(asked, textIn(asked, asked.value))
}

function textIn({ field, subfield, at }: Pick<Condition, "field" | "subfield" | "at">, value: unknown): Filter | null {
  const parts = subfield ? [subfield] : (textParts[field.type] ?? [])
  return any(parts.map((part) => at({ [part]: { ilike: pattern(value) } })))
}

/** "Ada Love" finds Ada Lovelace: each word in either name. */
function fullName(asked: Condition): Filter | null {
  if (asked.subfield) return texts(asked)
  return contains(asked, wordsIn(asked, asked.value))
}

function wordsIn(asked: Pick<Condition, "field" | "subfield" | "at">, value: unknown): Filter | null {
  const words = String(value).trim().split(/\s+/)
  return all(words.map((word) => textIn(asked, word)))
}

/** Countries are chosen from a list; the rest is text. */
function address(asked: Condition): Filter | null {
  if (!Array.isArray(asked.value)) return texts(asked)
  const part = asked.subfield ?? "addressCountry"
  const matching = asked.at({ [part]: { in: asked.value } })
  return asked.operand.startsWith("IS") ? is(asked, matching) : contains(asked, matching)
}

function list(asked: Condition): Filter | null {
  return contains(asked, asked.at({ containsIlike: pattern(asked.value) }))
}

function json(asked: Condition): Filter | null {
  return contains(asked, asked.at({ ilike: pattern(asked.value) }))
}

function search(asked: Condition): Filter | null {
  return asked.operand === "VECTOR_SEARCH" ? asked.at({ search: String(asked.value) }) : refuse(asked)
}

const numberTests: Record<string, string> = {
  IS: "eq",
  IS_NOT: "eq",
  GREATER_THAN_OR_EQUAL: "gte",
  LESS_THAN_OR_EQUAL: "lte",
}

/** A record without a number is not that number. */
function number(asked: Condition): Filter | null {
  const value = Number(asked.value)
  if (!Number.isFinite(value)) {
    throw badInput(`"${String(asked.value)}" is no number to filter "${asked.field.name}" by`, "INVALID_VIEW_DATA")
  }
  const operator = numberTests[asked.operand] ?? refuse(asked)
  // Amounts are asked for in units and kept in millionths.
  const isAmount = asked.field.type === "CURRENCY"
  const matching = asked.at(isAmount ? { amountMicros: { [operator]: value * 1_000_000 } } : { [operator]: value })
  return asked.operand === "IS_NOT" ? not(matching) : matching
}

function currency(asked: Condition): Filter | null {
  return asked.subfield === "currencyCode" ? oneOf(asked, (test) => asked.at({ currencyCode: test })) : number(asked)
}

function boolean(asked: Condition): Filter | null {
  return is(asked, asked.at({ eq: String(asked.value) === "true" }))
}

/** One of several values; an empty one among them stands for records without. */
function oneOf(asked: Condition, at: (test: Filter) => Filter): Filter | null {
  const values = asList(asked.value)
  const given = values.filter((value) => value !== "" && value !== null)
  const without = given.length < values.length ? at({ is: "NULL" }) : null
  return is(asked, any([given.length > 0 ? at({ in: given }) : null, without]))
}

function options(asked: Condition): Filter | null {
  return contains(asked, asked.at({ containsAny: asList(asked.value) }))
}

/** By stars: `RATING_4`, or 4. */
function rating(asked: Condition): Filter | null {
  const stars = asList(asked.value).map((value) => Number(String(value).replace("RATING_", "")))
  const values = (asked.field.options ?? []).map(({ value }, i) => ({ value, stars: i + 1 }))
  const chosen = (isChosen: (stars: number) => boolean) => {
    const found = values.filter((each) => isChosen(each.stars)).map((each) => each.value)
    return found.length > 0 ? asked.at({ in: found }) : nothing
  }
  if (asked.operand === "GREATER_THAN_OR_EQUAL") return chosen((each) => each >= stars[0]!)
  if (asked.operand === "LESS_THAN_OR_EQUAL") return chosen((each) => each <= stars[0]!)
  return is(
    asked,
    chosen((each) => stars.includes(each)),
  )
}

// --- who ------------------------------------------------------------------------------------------------------------

/** Ids as a list, or with oneself among them: `{isCurrentWorkspaceMemberSelected, selectedRecordIds}`. */
function chosenRecords({ value, viewer }: Condition): { ids: string[]; isAsked: boolean } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const ids = asList(value).map(String)
    return { ids, isAsked: ids.length > 0 }
  }
  const { isCurrentWorkspaceMemberSelected, selectedRecordIds } = value as Record<string, unknown>
  const ids = Array.isArray(selectedRecordIds) ? selectedRecordIds.map(String) : []
  const isMe = isCurrentWorkspaceMemberSelected === true
  const me = isMe && viewer.workspaceMemberId !== null ? [viewer.workspaceMemberId] : []
  return { ids: [...new Set([...ids, ...me])], isAsked: ids.length > 0 || isMe }
}

/** "Me" is nobody where no person looks. */
function relation(asked: Condition): Filter | null {
  const { kind, joinName } = asked.field.relation!
  const { ids, isAsked } = chosenRecords(asked)
  if (!isAsked) return null
  if (ids.length === 0) return is(asked, nothing)
  const matching = kind === "MANY_TO_ONE" ? { [joinName]: { in: ids } } : asked.at(linked(asked.field, ids))
  return is(asked, matching)
}

/** Of a list: that one of the records is there, at the far end where it is a list of links. */
function linked({ relation }: FieldSchema, ids: string[]): Filter {
  const end = relation!.junction
  return end ? { [end.relation!.joinName]: { in: ids } } : { id: { in: ids } }
}

function actor(asked: Condition): Filter | null {
  const { subfield, at, operand } = asked
  const isSource = subfield === "source" || (subfield === null && operand.startsWith("IS"))
  if (isSource) return oneOf(asked, (test) => at({ source: test }))
  if (subfield !== "workspaceMemberId") return contains(asked, at({ name: { ilike: pattern(asked.value) } }))
  const { ids, isAsked } = chosenRecords(asked)
  if (!isAsked) return null
  return is(asked, ids.length > 0 ? at({ workspaceMemberId: { in: ids } }) : nothing)
}

// --- when -----------------------------------------------------------------------------------------------------------

/** Days are compared with days: now is today. */
function date(asked: Condition): Filter | null {
  const { at, operand, value, viewer } = asked
  const within = ({ firstDay, lastDay }: Span) => all([at({ gte: firstDay }), at({ lte: lastDay })])
  const day = typeof value === "string" ? value.slice(0, 10) : value
  switch (operand) {
    case "IS":
    case "IS_NOT":
      return is(asked, at({ eq: day }))
    case "IS_BEFORE":
      return at({ lt: day })
    case "IS_AFTER":
      return at({ gt: day })
    case "IS_TODAY":
      return at({ eq: today(viewer).firstDay })
    case "IS_IN_PAST":
      return at({ lt: today(viewer).firstDay })
    case "IS_IN_FUTURE":
      return at({ gt: today(viewer).firstDay })
    case "IS_RELATIVE":
      return within(relativeSpan(value, viewer))
    default:
      return refuse(asked)
  }
}

/** What is stored as a day is compared as one; an instant that somebody chose stands for the day that it is where they are. */
function storedDay(asked: Condition): Filter | null {
  const { value, viewer } = asked
  const instant = typeof value === "string" && value.includes("T") ? new Date(value) : null
  const isInstant = instant !== null && !Number.isNaN(instant.getTime())
  return date(isInstant ? { ...asked, value: dayOf(instant, viewer.timeZone) } : asked)
}

/** A day stands for all of it, a time for its minute, as people choose them. */
function dateTime(asked: Condition): Filter | null {
  const { at, operand, value, viewer } = asked
  const within = (span: Span) => {
    if (span.isMomentary) asked.momentary()
    return all([at({ gte: span.from.toISOString() }), at({ lt: span.to.toISOString() })])
  }
  switch (operand) {
    case "IS":
    case "IS_NOT":
      return is(asked, within(chosenSpan(asked)))
    case "IS_BEFORE":
      return at({ lt: chosenSpan(asked).from.toISOString() })
    case "IS_AFTER":
      return at({ gte: chosenSpan(asked).to.toISOString() })
    case "IS_TODAY":
      return within(today(viewer))
    case "IS_IN_PAST":
      asked.momentary()
      return at({ lt: viewer.now.toISOString() })
    case "IS_IN_FUTURE":
      asked.momentary()
      return at({ gt: viewer.now.toISOString() })
    case "IS_RELATIVE":
      return within(relativeSpan(value, viewer))
    default:
      return refuse(asked)
  }
}

function chosenSpan({ field, value, viewer }: Condition): Span {
  const written = String(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(written)) return dayAsSpan(written, viewer)
  const minute = Math.floor(Date.parse(written) / 60_000) * 60_000
  if (Number.isNaN(minute)) throw badInput(`"${written}" is no date to filter "${field.name}" by`, "INVALID_VIEW_DATA")
  const from = new Date(minute)
  return { from, to: new Date(minute + 60_000), firstDay: "", lastDay: "", isMomentary: false }
}

// --- any field ------------------------------------------------------------------------------------------------------

const textTypes: ReadonlySet<FieldTypeName> = new Set([
  "TEXT",
  "FULL_NAME",
  "EMAILS",
  "PHONES",
  "LINKS",
  "ADDRESS",
  "ARRAY",
  "RICH_TEXT",
])

/** The quick filter: records in which the text is somewhere. */
function anyField(object: ObjectSchema, value: string | null): Filter | null {
  if (isBlank(value)) return null
  const fields = object.fields.filter(
    (field) => textTypes.has(field.type) && !field.isSystem && object.lookup.get(field.name)?.field === field,
  )
  return any(fields.map((field) => textAnywhere(field, value!))) ?? nothing
}

function textAnywhere(field: FieldSchema, value: string): Filter | null {
  const at = (test: Filter) => ({ [field.name]: test })
  if (field.type === "TEXT") return at({ ilike: pattern(value) })
  if (field.type === "ARRAY") return at({ containsIlike: pattern(value) })
  const asked = { field, subfield: null, at }
  return field.type === "FULL_NAME" ? wordsIn(asked, value) : textIn(asked, value)
}
