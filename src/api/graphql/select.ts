/** Asked fields of a record type → the selection that the record engine reads. */
import { aggregatesOf } from "../../records/aggregate.ts"
import { fileParts } from "../../metadata/field-types/files.ts"
import { fieldTypes } from "../../metadata/field-types/index.ts"
import { capitalize } from "../../metadata/names.ts"
import type { FieldSchema, ObjectSchema } from "../../metadata/schema.ts"
import type {
  ConnectionPart,
  EdgePart,
  Filter,
  Order,
  PageInfoPart,
  RecordList,
  SelectedField,
  SelectedFilePart,
  SelectedPart,
  Selection,
} from "../../records/query.ts"
import { badInput } from "../../errors.ts"
import { beyondLimit, limits } from "../../limits.ts"
import { keptPlan } from "./kept-plans.ts"
import { collectFields, invalid, type AskedField, type Request } from "./collect.ts"

export const typeName = (object: ObjectSchema) => capitalize(object.nameSingular)

/** Throws GRAPHQL_VALIDATION_FAILED for what the type does not have. */
export function selectRecord(request: Request, asked: AskedField, object: ObjectSchema, depth = 0): Selection {
  // The root is the first level.
  if (depth >= limits.depth) {
    throw beyondLimit("QUERY_TOO_DEEP", `Query is nested deeper than ${limits.depth} levels`, limits.depth)
  }
  requireMembers(asked, typeName(object))
  return keptPlan(request, asked, object, () => {
    const fields = collectFields(request, asked.selectionSets, typeName(object))
    return fields.map((field) => selectField(request, field, object, depth))
  })
}

function selectField(request: Request, asked: AskedField, object: ObjectSchema, depth: number): SelectedField {
  const { key, name } = asked
  if (name === "__typename") return { kind: "constant", key, value: typeName(object) }
  const found = object.lookup.get(name)
  if (!found) throw unknownMember(name, typeName(object), [...object.lookup.keys()])
  const { field } = found
  if (found.kind === "join") return { kind: "join", key, field }
  if (field.relation) return selectRelation(request, asked, field, depth)
  if (field.type === "FILES") return { kind: "files", key, field, parts: selectFileParts(request, asked) }
  const type = fieldTypes[field.type]
  if (type.composite === null) return { kind: "value", key, field, scalar: type.scalar(field)! }
  return { kind: "composite", key, field, parts: selectParts(request, asked, field) }
}

function selectRelation(request: Request, asked: AskedField, field: FieldSchema, depth: number): SelectedField {
  const { target, kind } = field.relation!
  if (kind === "MANY_TO_ONE") {
    return { kind: "one", key: asked.key, field, selection: selectRecord(request, asked, target, depth + 1) }
  }
  return { kind: "many", key: asked.key, field, list: selectConnection(request, asked, target, depth + 1) }
}

function selectParts(request: Request, asked: AskedField, field: FieldSchema): SelectedPart[] {
  const { composite, subfields } = fieldTypes[field.type]
  requireMembers(asked, composite!)
  return collectFields(request, asked.selectionSets, composite!).map((part) => {
    if (part.name === "__typename") return { kind: "constant", key: part.key, value: composite! }
    const scalar = Object.hasOwn(subfields, part.name) ? subfields[part.name] : undefined
    if (!scalar) throw unknownMember(part.name, composite!, Object.keys(subfields))
    return { kind: "part", key: part.key, subfield: part.name, scalar }
  })
}

/** All of them where none is named, as clients ask that take the list for plain JSON. */
function selectFileParts(request: Request, asked: AskedField): SelectedFilePart[] {
  if (asked.selectionSets.length === 0) return fileParts.map((part) => ({ kind: "part", key: part, part }))
  return collectFields(request, asked.selectionSets, "FileObject").map(({ key, name }) => {
    if (name === "__typename") return { kind: "constant", key, value: "FileObject" }
    const part = fileParts.find((each) => each === name)
    if (!part) throw unknownMember(name, "FileObject", [...fileParts])
    return { kind: "part", key, part }
  })
}

// --- connections ----------------------------------------------------------------------------------------------------

const listArguments = new Set(["filter", "orderBy", "first", "last", "after", "before", "offset", "limit"])

export function selectConnection(request: Request, asked: AskedField, object: ObjectSchema, depth: number): RecordList {
  const name = `${typeName(object)}Connection`
  requireMembers(asked, name)
  allowArguments(asked, listArguments)
  const parts = collectFields(request, asked.selectionSets, name).map((part) =>
    connectionPart(request, part, object, depth),
  )
  return { ...listWindow(asked.arguments), shape: { kind: "connection", parts } }
}

/** Filter, order and page out of the arguments. `limit` is what `first` was called before. */
export function listWindow(args: Record<string, unknown>): Omit<RecordList, "shape"> {
  const { filter, orderBy, after, before } = args
  return {
    filter: (filter ?? null) as Filter | null,
    orderBy: orderList(orderBy),
    first: count(args.first ?? args.limit, "first", "INVALID_ARGS_FIRST"),
    last: count(args.last, "last", "INVALID_ARGS_LAST"),
    offset: count(args.offset, "offset", "INVALID_ARGS_OFFSET"),
    after: cursor(after),
    before: cursor(before),
  }
}

/** One order in place of a list is a list of one. */
export function orderList(orderBy: unknown): Order[] | null {
  return orderBy == null ? null : ((Array.isArray(orderBy) ? orderBy : [orderBy]) as Order[])
}

export function count(value: unknown, name: string, subCode: string): number | null {
  if (value === null || value === undefined) return null
  if (typeof value === "number" && Number.isInteger(value)) return value
  throw badInput(`Argument "${name}" must be a whole number`, subCode)
}

function cursor(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null
  if (typeof value === "string") return value
  throw badInput(`Invalid cursor: ${String(value)}`, "INVALID_CURSOR")
}

export function connectionPart(
  request: Request,
  asked: AskedField,
  object: ObjectSchema,
  depth: number,
  connection = `${typeName(object)}Connection`,
): ConnectionPart {
  const { key, name } = asked
  switch (name) {
    case "edges":
      requireMembers(asked, `${typeName(object)}Edge`)
      return { kind: "edges", key, parts: selectEdges(request, asked, object, depth) }
    case "pageInfo":
      requireMembers(asked, "PageInfo")
      return { kind: "pageInfo", key, parts: collectFields(request, asked.selectionSets, "PageInfo").map(pageInfoPart) }
    case "totalCount":
      return { kind: "totalCount", key, estimated: asked.arguments.estimated === true }
    case "__typename":
      return { kind: "constant", key, value: connection }
    default:
      return aggregatePart(asked, object, connection)
  }
}

function aggregatePart({ key, name }: AskedField, object: ObjectSchema, connection: string): ConnectionPart {
  const aggregates = aggregatesOf(object)
  const aggregate = aggregates.get(name)
  if (aggregate) return { kind: "aggregate", key, aggregate }
  throw unknownMember(name, connection, ["edges", "pageInfo", "totalCount", ...aggregates.keys()])
}

function selectEdges(request: Request, asked: AskedField, object: ObjectSchema, depth: number): EdgePart[] {
  const edge = `${typeName(object)}Edge`
  return collectFields(request, asked.selectionSets, edge).map((part) => {
    if (part.name === "node")
      return { kind: "node", key: part.key, selection: selectRecord(request, part, object, depth) }
    if (part.name === "cursor") return { kind: "cursor", key: part.key }
    if (part.name === "__typename") return { kind: "constant", key: part.key, value: edge }
    throw unknownMember(part.name, edge, ["node", "cursor"])
  })
}

const pageInfoKinds = ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"] as const

function pageInfoPart({ key, name }: AskedField): PageInfoPart {
  if (name === "__typename") return { kind: "constant", key, value: "PageInfo" }
  const kind = pageInfoKinds.find((each) => each === name)
  if (kind) return { kind, key }
  throw unknownMember(name, "PageInfo", [...pageInfoKinds])
}

// --- checks ---------------------------------------------------------------------------------------------------------

export function requireMembers(asked: AskedField, type: string): void {
  if (asked.selectionSets.length > 0) return
  throw invalid(
    `Field "${asked.name}" of type "${type}" must have a selection of subfields. Did you mean "${asked.name} { ... }"?`,
  )
}

export function allowArguments(asked: AskedField, allowed: ReadonlySet<string>): void {
  for (const name of Object.keys(asked.arguments)) {
    if (!allowed.has(name)) throw badInput(`Argument not allowed: ${name}`)
  }
}

function unknownMember(name: string, type: string, known: string[]) {
  const near = nearest(name, known)
  const hint = near.length > 0 ? ` Did you mean ${near.map((each) => `"${each}"`).join(" or ")}?` : ""
  return invalid(`Cannot query field "${name}" on type "${type}".${hint}`)
}

/** Names that a slip of the keyboard may have meant. */
function nearest(name: string, known: string[]): string[] {
  const most = Math.max(1, Math.floor(name.length * 0.4))
  return known
    .map((each) => ({ each, distance: distance(name.toLowerCase(), each.toLowerCase()) }))
    .filter((each) => each.distance <= most)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ each }) => each)
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, change))
    }
    previous = row
  }
  return previous[b.length]!
}
