/** Keeping how somebody looks at records: in the view itself, or as a view of its own. One request each. */
import { ask } from "../api/graphql.ts"
import type { Answer, ApiError } from "../api/send.ts"
import type { ObjectModel, ViewModel } from "../model/workspace-model.ts"
import { uuidv7 } from "../store/uuid.ts"
import { conditionsIn, isGroup, type Group } from "./filter-tree.ts"
import { isInUnits, readGroupUnit } from "./grouping.ts"
import type { ViewState } from "./view-state.ts"

/** Mutations of one request, in order. */
class Request {
  private readonly parameters: string[] = []
  private readonly fields: string[] = []
  private readonly variables: Record<string, unknown> = {}

  add(mutation: string, type: string, value: unknown, answer = "{ id }"): void {
    const name = `v${this.fields.length}`
    this.parameters.push(`$${name}: ${type}`)
    this.variables[name] = value
    this.fields.push(`${name}: ${mutation.replace("$", `$${name}`)} ${answer}`)
  }

  async send(): Promise<ApiError | null> {
    if (this.fields.length === 0) return null
    const query = `mutation (${this.parameters.join(", ")}) { ${this.fields.join("\n")} }`
    return (await ask("/metadata", { query, variables: this.variables })).error
  }
}

/** Writes what differs. What others have saved meanwhile is overwritten where both have changed the same. */
export function saveView(view: ViewModel, state: ViewState): Promise<ApiError | null> {
  const request = new Request()
  const { id } = view
  const input = ownValues(state)
  if (JSON.stringify(input) !== JSON.stringify(ownValues(view))) {
    request.add(`updateView(id: "${id}", input: $)`, "UpdateViewInput!", input)
  }
  saveColumns(request, view, state)
  for (const { id: sort } of view.sorts)
    request.add("destroyViewSort(input: $)", "DestroyViewSortInput!", { id: sort }, "")
  addSorts(request, id, state)
  for (const { id: filter } of view.filters)
    request.add("destroyViewFilter(input: $)", "DestroyViewFilterInput!", { id: filter })
  for (const { id: group } of view.filterGroups) request.add("destroyViewFilterGroup(id: $)", "String!", group, "")
  addFilters(request, id, state.filter)
  return request.send()
}

/** What stands in the view itself, rather than in its parts. */
function ownValues({ search, groupBy, groupUnit }: Pick<ViewState | ViewModel, "search" | "groupBy" | "groupUnit">) {
  return {
    anyFieldFilterValue: search,
    mainGroupByFieldMetadataId: groupBy?.id ?? null,
    mainGroupByGranularity: groupBy && isInUnits(groupBy) ? readGroupUnit(groupUnit) : null,
  }
}

function saveColumns(request: Request, view: ViewModel, { columns }: ViewState): void {
  const known = new Map(view.columns.map((column) => [column.field, column]))
  for (const [position, { field, isVisible, width, aggregate }] of columns.entries()) {
    const values = { isVisible, size: width, position, aggregateOperation: aggregate }
    const column = known.get(field)
    if (column) {
      const isSame =
        column.isVisible === isVisible &&
        column.width === width &&
        column.aggregate === aggregate &&
        view.columns.indexOf(column) === position
      if (!isSame) request.add("updateViewField(input: $)", "UpdateViewFieldInput!", { id: column.id, update: values })
    } else if (isVisible) {
      const input = { viewId: view.id, fieldMetadataId: field.id, ...values }
      request.add("createViewField(input: $)", "CreateViewFieldInput!", input)
    }
  }
}

function addSorts(request: Request, viewId: string, { sorts }: ViewState): void {
  for (const { field, isDescending } of sorts) {
    const direction = isDescending ? "DESC" : "ASC"
    request.add("createViewSort(input: $)", "CreateViewSortInput!", { viewId, fieldMetadataId: field.id, direction })
  }
}

/** Groups have ids of their own on the server; conditions of fields that are gone go with the saving. */
function addFilters(
  request: Request,
  viewId: string,
  { members }: Group,
  viewFilterGroupId: string | null = null,
): void {
  for (const member of members) {
    if (isGroup(member)) {
      if (conditionsIn(member).length === 0) continue
      const id = uuidv7()
      const logicalOperator = member.isAny ? "OR" : "AND"
      const input = { id, viewId, logicalOperator, parentViewFilterGroupId: viewFilterGroupId }
      request.add("createViewFilterGroup(input: $)", "CreateViewFilterGroupInput!", input)
      addFilters(request, viewId, member, id)
    } else if (member.field) {
      const { fieldId: fieldMetadataId, operand, value, part: subFieldName } = member
      const input = { viewId, fieldMetadataId, operand, value: value ?? "", subFieldName, viewFilterGroupId }
      request.add("createViewFilter(input: $)", "CreateViewFilterInput!", input)
    }
  }
}

interface NewView {
  object: ObjectModel
  name: string
  isPersonal: boolean
  type: string
  icon: string
  position: number
}

/** @returns the id of the new view */
export async function saveAsView(given: NewView, state: ViewState): Promise<Answer<string>> {
  const { object, name, isPersonal, type, icon, position } = given
  const id = uuidv7()
  const request = new Request()
  const input = {
    id,
    name,
    type,
    icon,
    position,
    objectMetadataId: object.id,
    visibility: isPersonal ? "UNLISTED" : "WORKSPACE",
    ...ownValues(state),
  }
  request.add("createView(input: $)", "CreateViewInput!", input)
  const columns = state.columns.map(({ field, isVisible, width, aggregate }, at) => ({
    viewId: id,
    fieldMetadataId: field.id,
    isVisible,
    size: width,
    position: at,
    aggregateOperation: aggregate,
  }))
  request.add("createManyViewFields(inputs: $)", "[CreateViewFieldInput!]!", columns)
  addSorts(request, id, state)
  addFilters(request, id, state.filter)
  const error = await request.send()
  return error ? { data: null, error } : { data: id, error: null }
}

export async function renameView(id: string, name: string): Promise<ApiError | null> {
  const request = new Request()
  request.add(`updateView(id: "${id}", input: $)`, "UpdateViewInput!", { name })
  return request.send()
}

export async function deleteView(id: string): Promise<ApiError | null> {
  const request = new Request()
  request.add("deleteView(id: $)", "String!", id, "")
  return request.send()
}
