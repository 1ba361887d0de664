/** Which objects' records an answer depends on: every table that its statement reads. */
import type { ObjectSchema } from "../metadata/schema.ts"
import type { EdgePart, GroupPart, Groups, RecordList, RootQuery, Selection } from "./query.ts"
import type { Workspace } from "./workspace.ts"

export function touchedBy(workspace: Workspace, queries: readonly RootQuery[]): Set<ObjectSchema> {
  const touched = new Set<ObjectSchema>()
  for (const query of queries) {
    if (query.kind === "list") addList(touched, query.object, query.list)
    else if (query.kind === "made") for (const object of query.touches(workspace)) touched.add(object)
    else if (query.kind === "groups") addGroups(touched, query.object, query.groups)
    else {
      touched.add(query.object)
      addFilter(touched, query.object, query.filter)
      addSelection(touched, query.selection)
    }
  }
  const deciding = Array.from(touched, (object) => workspace.access.deciding(object)).flat()
  return new Set([...touched, ...deciding])
}

function addList(touched: Set<ObjectSchema>, object: ObjectSchema, list: RecordList): void {
  touched.add(object)
  addFilter(touched, object, list.filter)
  for (const order of list.orderBy ?? []) addOrder(touched, object, order)
  if (list.shape.kind === "array") addSelection(touched, list.shape.selection)
  else for (const part of list.shape.parts) addPart(touched, part)
}

function addGroups(touched: Set<ObjectSchema>, object: ObjectSchema, groups: Groups): void {
  touched.add(object)
  addFilter(touched, object, groups.filter)
  const orders = [...groups.groupBy, ...(groups.orderBy ?? []), ...(groups.records?.orderBy ?? [])]
  for (const order of orders) addOrder(touched, object, order)
  for (const part of groups.parts) addPart(touched, part)
}

function addPart(touched: Set<ObjectSchema>, part: GroupPart | EdgePart): void {
  if ("selection" in part) addSelection(touched, part.selection)
  if (part.kind === "edges" || part.kind === "group") for (const each of part.parts) addPart(touched, each)
}

function addSelection(touched: Set<ObjectSchema>, selection: Selection): void {
  for (const selected of selection) {
    if (selected.kind === "one") {
      touched.add(selected.field.relation!.target)
      addSelection(touched, selected.selection)
    } else if (selected.kind === "many") addList(touched, selected.field.relation!.target, selected.list)
  }
}

function addFilter(touched: Set<ObjectSchema>, object: ObjectSchema, filter: unknown): void {
  if (Array.isArray(filter)) for (const each of filter) addFilter(touched, object, each)
  if (typeof filter !== "object" || filter === null || Array.isArray(filter)) return
  for (const [key, value] of Object.entries(filter)) {
    if (key === "and" || key === "or" || key === "not") addFilter(touched, object, value)
    else addRelated(touched, object, key, (target) => addFilter(touched, target, value))
  }
}

function addOrder(touched: Set<ObjectSchema>, object: ObjectSchema, order: unknown): void {
  if (typeof order !== "object" || order === null) return
  for (const [key, value] of Object.entries(order)) {
    addRelated(touched, object, key, (target) => addOrder(touched, target, value))
  }
}

/** What a filter of the object looks into, with members where it speaks of the one who asks. */
export function objectsInFilter(
  object: ObjectSchema,
  filter: unknown,
  members: ObjectSchema | undefined,
): ObjectSchema[] {
  const touched = new Set<ObjectSchema>()
  addFilter(touched, object, filter)
  return members ? [...touched, members] : [...touched]
}

function addRelated(touched: Set<ObjectSchema>, object: ObjectSchema, key: string, go: (target: ObjectSchema) => void) {
  const found = object.lookup.get(key)
  if (found?.kind !== "field" || !found.field.relation) return
  touched.add(found.field.relation.target)
  go(found.field.relation.target)
}
