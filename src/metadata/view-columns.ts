/** What may be written of a view and its parts: each column's kind, and what it is when nothing is said. */
import { badInput } from "../errors.ts"
import { isUuid } from "./scalar.ts"
import { show } from "./show.ts"

export const viewParts = ["viewField", "viewFilterGroup", "viewFilter", "viewSort", "viewGroup"] as const
export type ViewPart = (typeof viewParts)[number]

export const aggregateOperations =
  "MIN MAX AVG SUM COUNT COUNT_UNIQUE_VALUES COUNT_EMPTY COUNT_NOT_EMPTY COUNT_TRUE COUNT_FALSE PERCENTAGE_EMPTY PERCENTAGE_NOT_EMPTY".split(
    " ",
  )
export const viewTypes = ["TABLE", "KANBAN", "CALENDAR", "FIELDS_WIDGET", "TABLE_WIDGET"]
export const viewFilterOperands =
  "IS IS_NOT_NULL IS_NOT LESS_THAN_OR_EQUAL GREATER_THAN_OR_EQUAL IS_BEFORE IS_AFTER CONTAINS DOES_NOT_CONTAIN IS_EMPTY IS_NOT_EMPTY IS_RELATIVE IS_IN_PAST IS_IN_FUTURE IS_TODAY VECTOR_SEARCH".split(
    " ",
  )

interface Column {
  /** values of an enum, or the kind of value */
  kind: readonly string[] | "text" | "id" | "number" | "integer" | "flag" | "json"
  /** absent where null is a value */
  isRequired?: boolean
  fallback?: unknown
  /** may be given when it is made, and never changes */
  isFixed?: boolean
}

const id: Column = { kind: "id" }
const required = (kind: Column["kind"], fallback?: unknown): Column => ({ kind, isRequired: true, fallback })
const view = { ...required("id"), isFixed: true }
const inGroup = { viewFilterGroupId: id, positionInViewFilterGroup: { kind: "integer" } } satisfies Record<
  string,
  Column
>

export const viewColumns: Record<"view" | ViewPart, Record<string, Column>> = {
  view: {
    name: required("text"),
    objectMetadataId: { ...required("id"), isFixed: true },
    type: required(viewTypes, "TABLE"),
    key: { kind: ["INDEX"], isFixed: true },
    icon: required("text"),
    position: required("number", 0),
    isCompact: required("flag", false),
    openRecordIn: required(["SIDE_PANEL", "RECORD_PAGE"], "SIDE_PANEL"),
    visibility: required(["WORKSPACE", "UNLISTED"], "WORKSPACE"),
    anyFieldFilterValue: { kind: "text" },
    mainGroupByFieldMetadataId: id,
    kanbanAggregateOperation: { kind: aggregateOperations },
    kanbanAggregateOperationFieldMetadataId: id,
    kanbanColumnWidth: { kind: "integer" },
    shouldHideEmptyGroups: required("flag", false),
    calendarLayout: { kind: ["DAY", "WEEK", "MONTH"] },
    calendarFieldMetadataId: id,
  },
  viewField: {
    viewId: view,
    fieldMetadataId: { ...required("id"), isFixed: true },
    isVisible: required("flag", true),
    position: required("number", 0),
    size: required("integer", 0),
    aggregateOperation: { kind: aggregateOperations },
  },
  viewFilterGroup: {
    viewId: view,
    parentViewFilterGroupId: id,
    logicalOperator: required(["AND", "OR", "NOT"], "AND"),
    positionInViewFilterGroup: { kind: "integer" },
  },
  viewFilter: {
    viewId: view,
    fieldMetadataId: required("id"),
    operand: required(viewFilterOperands, "CONTAINS"),
    value: required("json", ""),
    subFieldName: { kind: "text" },
    ...inGroup,
    relationTargetFieldMetadataId: id,
  },
  viewSort: {
    viewId: view,
    fieldMetadataId: { ...required("id"), isFixed: true },
    direction: required(["ASC", "DESC"], "ASC"),
    subFieldName: { kind: "text" },
  },
  viewGroup: {
    viewId: view,
    fieldValue: required("text"),
    isVisible: required("flag", true),
    position: required("number", 0),
  },
}

export type Values = Record<string, unknown>

/** A whole row. What is not known here is dropped. Throws BAD_USER_INPUT. */
export function readNew(table: "view" | ViewPart, input: unknown): Values {
  const given = asObject(input)
  const entries = Object.entries(viewColumns[table]).map(([name, column]) => {
    const value = given[name] ?? column.fallback ?? null
    if (value === null && column.isRequired) throw invalid(`${name} is required`)
    return [name, readValue(name, column, value)]
  })
  if (given.id != null && !isUuid(given.id)) throw invalid("id must be a UUID")
  return { id: given.id ?? crypto.randomUUID(), ...Object.fromEntries(entries) }
}

/** Only what is to change. */
export function readUpdate(table: "view" | ViewPart, input: unknown): Values {
  const given = asObject(input)
  const entries = Object.entries(viewColumns[table])
    .filter(([name, column]) => !column.isFixed && given[name] !== undefined)
    .filter(([name, column]) => given[name] !== null || !column.isRequired)
    .map(([name, column]) => [name, readValue(name, column, given[name])])
  return Object.fromEntries(entries)
}

function readValue(name: string, { kind }: Column, value: unknown): unknown {
  if (value === null || kind === "json") return value
  if (typeof kind === "object") {
    if (kind.includes(value as string)) return value
    throw invalid(`${name} must be one of the following values: ${kind.join(", ")}`)
  }
  if ((kind === "number" || kind === "integer") && Number.isFinite(value))
    return kind === "integer" ? Math.round(value as number) : value
  if (kind === "id" && isUuid(value)) return value
  if ((kind === "text" && typeof value === "string") || (kind === "flag" && typeof value === "boolean")) return value
  throw invalid(`${name} must be a ${kind}, not ${show(value)}`)
}

function asObject(input: unknown): Values {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input as Values
  throw invalid("A view and its parts are objects")
}

export const invalid = (message: string) => badInput(message, "INVALID_VIEW_DATA")
