/**
 * How somebody looks at the records of an object: what a saved view says, and what they have changed since. Changes stand in
 * the address until they are saved, so that they outlive a reload, can be sent to others, and change nothing for anybody.
 */
import { kindOf } from "../fields/index.ts"
import type { FieldModel, ObjectModel, ViewModel } from "../model/workspace-model.ts"
import { readGroupUnit, usualUnit, type GroupUnit } from "./grouping.ts"
import { emptyTree, partsOf, readTree, treeOf, writeTree, type Group } from "./filter-tree.ts"

export interface ColumnState {
  field: FieldModel
  isVisible: boolean
  /** pixels */
  width: number
  aggregate: string | null
}

export interface SortState {
  field: FieldModel
  isDescending: boolean
}

export interface ViewState {
  /** every field that can be shown, in order */
  columns: readonly ColumnState[]
  sorts: readonly SortState[]
  filter: Group
  /** what any field contains */
  search: string
  groupBy: FieldModel | undefined
  /** of dates that are grouped by */
  groupUnit: GroupUnit
}

type Query = Record<string, string>

/** Keys of the address, each there only where it differs from the saved view. */
const keys = ["columns", "sort", "filter", "q", "group"] as const

export const usualWidth = 150
const least = 80
const most = 800

export const clampWidth = (width: number) => Math.min(most, Math.max(least, Math.round(width)))

/** What the view says; without one, every field that people fill in. */
export function savedState(object: ObjectModel, view: ViewModel | undefined): ViewState {
  return {
    columns: savedColumns(object, view),
    sorts: (view?.sorts ?? []).filter(({ field }) => isSortable(field)),
    filter: view ? treeOf(object, view) : emptyTree,
    search: view?.search ?? "",
    groupBy: view?.groupBy,
    groupUnit: readGroupUnit(view?.groupUnit),
  }
}

/** The label comes first, whatever the view says of it, and is always there. Fields that it does not know are hidden. */
function savedColumns(object: ObjectModel, view: ViewModel | undefined): ColumnState[] {
  const { labelField } = object
  const usable = object.fields.filter((field) => !kindOf(field).isInternal)
  const known = new Map(view?.columns.map((column) => [column.field, column]))
  const isUsual = (field: FieldModel) => known.size === 0 && !field.isSystem && !isOfPlatform(field)
  const ordered = [...(view?.columns.map(({ field }) => field) ?? []), ...usable]
  const fields = new Set([...(labelField ? [labelField] : []), ...ordered.filter((field) => usable.includes(field))])
  return [...fields].map((field) => {
    const column = known.get(field)
    const isVisible = field === labelField || (column?.isVisible ?? isUsual(field))
    const width = clampWidth(column?.width || (field === labelField ? 200 : usualWidth))
    return { field, isVisible, width, aggregate: column?.aggregate ?? null }
  })
}

/** What the platform hangs on records: their timeline, files, and what is between them and their tasks and notes. */
const isOfPlatform = ({ relation }: FieldModel) => relation?.kind === "ONE_TO_MANY" && relation.target.isSystem

export function isSortable(field: FieldModel): boolean {
  return Object.keys(kindOf(field).order?.(field, "AscNullsLast") ?? {}).length > 0
}

/** The saved state with what the address says instead. */
export function readViewState(object: ObjectModel, view: ViewModel | undefined, query: Query): ViewState {
  const saved = savedState(object, view)
  const [group, unit] = query.group?.split(":") ?? []
  return {
    columns: query.columns === undefined ? saved.columns : readColumns(saved.columns, query.columns),
    sorts: query.sort === undefined ? saved.sorts : readSorts(object, query.sort),
    filter: (query.filter === undefined ? null : readTree(object, query.filter)) ?? saved.filter,
    search: query.q ?? saved.search,
    groupBy: group === undefined ? saved.groupBy : object.byName.get(group),
    groupUnit: group === undefined ? saved.groupUnit : readGroupUnit(unit),
  }
}

/** The address of that state. Other keys are left alone. */
export function writeViewState(
  object: ObjectModel,
  view: ViewModel | undefined,
  query: Query,
  state: ViewState,
): string {
  const [now, before] = [written(state), written(savedState(object, view))]
  const rest = Object.entries(query).filter(([key]) => !keys.includes(key as (typeof keys)[number]))
  const parts = new URLSearchParams(rest)
  for (const key of keys) if (now[key] !== before[key]) parts.set(key, now[key])
  const text = parts.toString()
  return `/objects/${object.namePlural}${text && `?${text}`}`
}

/** The same as long as the address says the same of the view, whatever stands beside the page meanwhile. */
export const draftKey = (query: Query): string => JSON.stringify(keys.map((key) => query[key]))

export function hasDraft(query: Query): boolean {
  return keys.some((key) => query[key] !== undefined)
}

function written({
  columns,
  sorts,
  filter,
  search,
  groupBy,
  groupUnit,
}: ViewState): Record<(typeof keys)[number], string> {
  return {
    columns: columns.map(writeColumn).join(","),
    sort: sorts.map(({ field, isDescending }) => (isDescending ? "-" : "") + field.name).join(","),
    filter: filter.members.length === 0 ? "[]" : writeTree(filter),
    q: search,
    group: `${groupBy?.name ?? ""}${groupBy && groupUnit !== usualUnit ? `:${groupUnit}` : ""}`,
  }
}

const writeColumn = ({ field, isVisible, width, aggregate }: ColumnState) =>
  `${isVisible ? "" : "-"}${field.name}:${width}${aggregate ? `:${aggregate}` : ""}`

function readColumns(saved: readonly ColumnState[], text: string): ColumnState[] {
  const left = new Map(saved.map((column) => [column.field.name, column]))
  const read = text.split(",").flatMap((each) => {
    const [name = "", width, aggregate] = each.split(":")
    const known = left.get(name.replace(/^-/, ""))
    if (!known) return []
    left.delete(known.field.name)
    const isVisible = !name.startsWith("-") || known === saved[0]
    return [{ ...known, isVisible, width: clampWidth(Number(width) || known.width), aggregate: aggregate || null }]
  })
  const label = read.find(({ field }) => field === saved[0]?.field)
  const rest = [...read.filter((column) => column !== label), ...left.values()]
  return label ? [label, ...rest] : rest
}

function readSorts({ byName }: ObjectModel, text: string): SortState[] {
  return text.split(",").flatMap((each) => {
    const field = byName.get(each.replace(/^-/, ""))
    return field && isSortable(field) ? [{ field, isDescending: each.startsWith("-") }] : []
  })
}

// --- for the server -------------------------------------------------------------------------------------------------

/** In GraphQL, empties last; without sorts as the workspace has put them. */
export function orderOf({ byName }: ObjectModel, { sorts }: Pick<ViewState, "sorts">): Record<string, unknown>[] {
  if (sorts.length === 0) return byName.has("position") ? [{ position: "AscNullsFirst" }] : []
  return sorts.map(({ field, isDescending }) =>
    kindOf(field).order!(field, isDescending ? "DescNullsLast" : "AscNullsLast"),
  )
}

/** For the argument `viewFilter`; undefined where every record is shown. */
export function viewFilterOf({
  filter,
  search,
}: Pick<ViewState, "filter" | "search">): Record<string, unknown> | undefined {
  const parts = partsOf(filter)
  if (parts.viewFilters.length === 0 && search.trim() === "") return undefined
  return { ...parts, anyFieldFilterValue: search.trim() || null }
}
