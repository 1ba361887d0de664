/** What may be written of a view and its parts: each column's kind, and what it is when nothing is said. */
import { badInput } from "../errors.ts"
import { readNewRow, readRowUpdate, required, type Column, type Values } from "./columns.ts"

export const viewParts = [
  "viewFieldGroup",
  "viewField",
  "viewFilterGroup",
  "viewFilter",
  "viewSort",
  "viewGroup",
] as const
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

const id: Column = { kind: "id" }
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
    mainGroupByGranularity: { kind: ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"] },
    kanbanAggregateOperation: { kind: aggregateOperations },
    kanbanAggregateOperationFieldMetadataId: id,
    kanbanColumnWidth: { kind: "integer" },
    shouldHideEmptyGroups: required("flag", false),
    calendarLayout: { kind: ["DAY", "WEEK", "MONTH"] },
    calendarFieldMetadataId: id,
  },
  viewFieldGroup: {
    viewId: view,
    name: required("text"),
    position: required("number", 0),
    isVisible: required("flag", true),
  },
  viewField: {
    viewId: view,
    fieldMetadataId: { ...required("id"), isFixed: true },
    isVisible: required("flag", true),
    position: required("number", 0),
    size: required("integer", 0),
    aggregateOperation: { kind: aggregateOperations },
    viewFieldGroupId: id,
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

const tableOf = (table: "view" | ViewPart) => ({ columns: viewColumns[table], invalid })

/** Throws BAD_USER_INPUT. */
export const readNew = (table: "view" | ViewPart, input: unknown): Values => readNewRow(tableOf(table), input)

/** Only what is to change. Throws BAD_USER_INPUT. */
export const readUpdate = (table: "view" | ViewPart, input: unknown): Values => readRowUpdate(tableOf(table), input)

export const invalid = (message: string) => badInput(message, "INVALID_VIEW_DATA")
