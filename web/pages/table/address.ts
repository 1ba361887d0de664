/** What of a table is worth sharing: it is all in the address. Unknown keys are left alone. */
import { kindOf } from "../../fields/index.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"

export interface TableState {
  sort: { field: FieldModel; isDescending: boolean } | null
  /** what the label contains */
  search: string
}

export function readTableState(object: ObjectModel, query: Record<string, string>): TableState {
  const text = query.sort ?? ""
  const field = object.byName.get(text.replace(/^-/, ""))
  const sort = field && isSortable(field) ? { field, isDescending: text.startsWith("-") } : null
  return { sort, search: query.q ?? "" }
}

export function addressOf(object: ObjectModel, query: Record<string, string>, { sort, search }: TableState): string {
  const { sort: _sort, q: _q, ...rest } = query
  const parts = new URLSearchParams(rest)
  if (sort) parts.set("sort", (sort.isDescending ? "-" : "") + sort.field.name)
  if (search !== "") parts.set("q", search)
  const text = parts.toString()
  return `/objects/${object.namePlural}${text && `?${text}`}`
}

export function isSortable(field: FieldModel): boolean {
  return Object.keys(kindOf(field).order?.(field, "AscNullsLast") ?? {}).length > 0
}

/** Ascending, descending, and not at all. */
export function nextSort(current: TableState["sort"], field: FieldModel): TableState["sort"] {
  if (current?.field.id !== field.id) return { field, isDescending: false }
  return current.isDescending ? null : { field, isDescending: true }
}

export function filterOf({ labelField }: ObjectModel, search: string): Record<string, unknown> | undefined {
  const text = search.trim()
  return text === "" || !labelField ? undefined : kindOf(labelField).contains?.(labelField, text)
}

export function orderOf({ byName }: ObjectModel, sort: TableState["sort"]): Record<string, unknown>[] {
  if (sort) return [kindOf(sort.field).order!(sort.field, sort.isDescending ? "DescNullsLast" : "AscNullsLast")]
  return byName.has("position") ? [{ position: "AscNullsFirst" }] : []
}
