/** The field `search`: it stands beside the generated ones without being among them, and shares their statement. */
import { badInput } from "../../errors.ts"
import type { Filter, RootQuery } from "../../records/query.ts"
import {
  searchMembers,
  searchQuery,
  type SearchEdgePart,
  type SearchMember,
  type SearchPagePart,
  type SearchPart,
} from "../../records/search.ts"
import { collectFields, invalid, type AskedField, type Request } from "./collect.ts"
import { allowArguments } from "./select.ts"

const searchArguments = new Set([
  "searchInput",
  "limit",
  "after",
  "filter",
  "includedObjectNameSingulars",
  "excludedObjectNameSingulars",
])

export function selectSearch(request: Request, asked: AskedField): RootQuery {
  allowArguments(asked, searchArguments)
  const { searchInput, limit, after, filter, includedObjectNameSingulars, excludedObjectNameSingulars } =
    asked.arguments
  return searchQuery(asked.key, {
    input: readInput(searchInput),
    limit: readLimit(limit),
    after: readCursor(after),
    filter: readFilter(filter),
    included: readNames("includedObjectNameSingulars", includedObjectNameSingulars),
    excluded: readNames("excludedObjectNameSingulars", excludedObjectNameSingulars) ?? [],
    parts: selectParts(request, asked),
  })
}

// --- arguments ------------------------------------------------------------------------------------------------------

/** Longer than anybody types. */
const maxInput = 1000

function readInput(value: unknown): string {
  if (typeof value !== "string") throw badInput('Missing required argument: "searchInput" (string)')
  return value.slice(0, maxInput).replaceAll("\u0000", " ").toWellFormed()
}

function readLimit(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value
  throw badInput('Missing required argument: "limit" (a whole number that is not negative)')
}

function readCursor(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null
  if (typeof value === "string") return value
  throw badInput(`Invalid cursor: ${String(value)}`, "INVALID_CURSOR")
}

function readNames(name: string, value: unknown): string[] | null {
  if (value === null || value === undefined) return null
  const names = Array.isArray(value) ? value : [value]
  if (names.every((each): each is string => typeof each === "string")) return names
  throw badInput(`"${name}" takes names of objects`)
}

/** What every object has; a search filters all of them alike. */
const filterMembers = ["id", "createdAt", "updatedAt", "deletedAt"]

function readFilter(value: unknown): Filter | null {
  if (value === null || value === undefined) return null
  if (typeof value !== "object" || Array.isArray(value))
    throw badInput('"filter" takes an object', "INVALID_ARGS_FILTER")
  for (const [key, inner] of Object.entries(value)) {
    if (["and", "or", "not"].includes(key)) for (const each of [inner].flat()) readFilter(each)
    else if (!filterMembers.includes(key)) {
      const known = filterMembers.join(", ")
      throw badInput(
        `Field "${key}" is not defined by type "ObjectRecordFilterInput" (${known})`,
        "INVALID_ARGS_FILTER",
      )
    }
  }
  return value as Filter
}

// --- selection ------------------------------------------------------------------------------------------------------

function selectParts(request: Request, asked: AskedField): SearchPart[] {
  return membersOf(request, asked, "SearchResultConnection").map((part) => {
    const { key, name } = part
    if (name === "__typename") return { kind: "constant", key, value: "SearchResultConnection" }
    if (name === "edges") return { kind: "edges", key, parts: selectEdges(request, part) }
    if (name === "pageInfo") return { kind: "pageInfo", key, parts: selectPageInfo(request, part) }
    throw unknownMember(name, "SearchResultConnection")
  })
}

function selectEdges(request: Request, asked: AskedField): SearchEdgePart[] {
  return membersOf(request, asked, "SearchResultEdge").map((part) => {
    const { key, name } = part
    if (name === "__typename") return { kind: "constant", key, value: "SearchResultEdge" }
    if (name === "cursor") return { kind: "cursor", key }
    if (name === "node") return { kind: "node", key, members: selectNode(request, part) }
    throw unknownMember(name, "SearchResultEdge")
  })
}

function selectNode(request: Request, asked: AskedField): SearchMember[] {
  return membersOf(request, asked, "SearchRecord").map(({ key, name }) => {
    if (name === "__typename") return { kind: "constant", key, value: "SearchRecord" }
    const kind = searchMembers.find((each) => each === name)
    if (kind) return { kind, key }
    throw unknownMember(name, "SearchRecord")
  })
}

function selectPageInfo(request: Request, asked: AskedField): SearchPagePart[] {
  return membersOf(request, asked, "SearchResultPageInfo").map(({ key, name }) => {
    if (name === "__typename") return { kind: "constant", key, value: "SearchResultPageInfo" }
    if (name === "hasNextPage" || name === "endCursor") return { kind: name, key }
    throw unknownMember(name, "SearchResultPageInfo")
  })
}

function membersOf(request: Request, asked: AskedField, type: string): AskedField[] {
  if (asked.selectionSets.length > 0) return collectFields(request, asked.selectionSets, type)
  throw invalid(`Field "${asked.name}" of type "${type}" must have a selection of subfields.`)
}

const unknownMember = (name: string, type: string) => invalid(`Cannot query field "${name}" on type "${type}".`)
