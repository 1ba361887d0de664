/**
 * Search over every object at once, as one part of a read statement. Words are looked up as prefixes in the search
 * vectors; only where nothing is found, words one slip of the keyboard away are looked up in the same index. See
 * docs/decisions/0005-search.md for what was measured.
 */
import { allOf, anyOf, ident, join, literal, raw, Slot, sql, withValues, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import { subfieldValue } from "../metadata/field-type.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { FieldSchema, ObjectSchema, WorkspaceSchema } from "../metadata/schema.ts"
import { searchTexts } from "../metadata/tables.ts"
import { Recent } from "../recent.ts"
import { requireAccess, type Access } from "./access.ts"
import type { Filter, RootQuery } from "./query.ts"
import {
  constantText,
  jsonSql,
  listText,
  literalText,
  objectText,
  rowText,
  valueText,
  type JsonText,
} from "./json-text.ts"
import { pictureField, pictureSql } from "./pictures.ts"
import { recordCondition } from "./read.ts"
import { indexedVector, rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

export interface Search {
  /** what a person typed; empty finds any records */
  input: string
  limit: number
  after: string | null
  filter: Filter | null
  /** nameSingular of the objects to look in; null for all */
  included: readonly string[] | null
  excluded: readonly string[]
  parts: readonly SearchPart[]
}

export type SearchPart =
  | { kind: "edges"; key: string; parts: readonly SearchEdgePart[] }
  | { kind: "pageInfo"; key: string; parts: readonly SearchPagePart[] }
  | { kind: "constant"; key: string; value: string }

export type SearchEdgePart =
  | { kind: "node"; key: string; members: readonly SearchMember[] }
  | { kind: "cursor"; key: string }
  | { kind: "constant"; key: string; value: string }

export type SearchPagePart =
  { kind: "hasNextPage" | "endCursor"; key: string } | { kind: "constant"; key: string; value: string }

export const searchMembers = [
  "recordId",
  "objectNameSingular",
  "objectLabelSingular",
  "label",
  "imageUrl",
  "tsRankCD",
  "tsRank",
  "highlight",
] as const

export type SearchMember =
  { kind: (typeof searchMembers)[number]; key: string } | { kind: "constant"; key: string; value: string }

const maxLimit = 1000

/** Records of one object that are ranked at most, so that a single letter does not rank a million of them. */
const maxRanked = 5000
const maxNear = 500

/** The search as a member of a read: it shares the statement, and so the guard, with whatever else is asked. */
export function searchQuery(key: string, search: Search): RootQuery {
  return {
    kind: "made",
    key,
    size: Math.min(search.limit, maxLimit),
    touches: (workspace) => searchedObjects(workspace, search),
    make: (workspace) => plannedSearch(workspace, search),
  }
}

/** What people type goes into a plan that is the same for all of them. */
const typed = new Slot("search input")
const typedDigits = new Slot("search digits")

/** A search is planned once for the access and for what is asked, with a filter or behind a cursor each time. */
function plannedSearch(workspace: Workspace, search: Search): Sql {
  const digits = digitsIn(search.input)
  const values = new Map([
    [typed, search.input],
    [typedDigits, digits ?? ""],
  ])
  if (search.filter || search.after !== null) return withValues(searchJson(workspace, search), values)
  let plans = kept.get(workspace.access)
  if (!plans) kept.set(workspace.access, (plans = new WeakMap()))
  let ofSchema = plans.get(workspace.schema)
  if (!ofSchema) plans.set(workspace.schema, (ofSchema = new Recent(maxPlans)))
  const { limit, included, excluded, parts } = search
  const kind = search.input.trim() === "" ? "any" : digits === null ? "words" : "digits"
  const key = JSON.stringify([kind, limit, included, excluded, parts])
  let plan = ofSchema.get(key)
  if (!plan) ofSchema.set(key, (plan = searchJson(workspace, search)))
  return withValues(plan, values)
}

const kept = new WeakMap<Access, WeakMap<WorkspaceSchema, Recent<string, Sql>>>()

/** Of one workspace and one access; clients ask in a handful of ways. */
const maxPlans = 50

/** Throws FORBIDDEN when the principal may read none of the objects, BAD_USER_INPUT for a bad cursor or filter. */
function searchJson(workspace: Workspace, search: Search): Sql {
  const objects = searchedObjects(workspace, search)
  const after = search.after === null ? null : readCursor(objects, search.after)
  // Limits are written into the statement: PostgreSQL would not trust a plan that leaves them open, and plan anew each time.
  const limit = Math.min(search.limit, maxLimit)
  const found =
    search.input.trim() === ""
      ? anyRecords(workspace, objects, search, after, limit)
      : matchingRecords(workspace, objects, search)
  const members = search.parts.map((part) => ({ key: part.key, value: partText(workspace, objects, part, limit) }))
  return sql`(with ${found}, page as materialized (
      select h.*, row_number() over () as n from (
        select * from found h where ${after ? behind(after) : raw("true")} order by cd desc, r desc, o, id limit ${raw(String(limit + 1))}
      ) h
    ) select ${jsonSql(objectText(members))})`
}

// --- what is searched -----------------------------------------------------------------------------------------------

/** On equal ranks these come first, in this order. */
const foremost = ["person", "company", "opportunity", "note", "task"]

function searchedObjects(workspace: Workspace, { included, excluded }: Search): ObjectSchema[] {
  const { schema, access } = workspace
  for (const name of [...(included ?? []), ...excluded]) requireObject(schema, name)
  const wanted = [...schema.bySingular.values()].filter(
    (object) =>
      object.isSearchable &&
      (included?.includes(object.nameSingular) ?? true) &&
      !excluded.includes(object.nameSingular),
  )
  const readable = wanted.filter((object) => access.may("read", object))
  if (wanted[0] && readable.length === 0) requireAccess(access, "read", wanted[0])
  return readable.toSorted((a, b) => rankOf(a) - rankOf(b) || (a.nameSingular < b.nameSingular ? -1 : 1))
}

function requireObject(schema: WorkspaceSchema, name: string): void {
  if (schema.bySingular.has(name)) return
  throw badInput(`Object "${name}" does not exist; use its singular name, such as "person"`, "INVALID_QUERY_INPUT")
}

function rankOf(object: ObjectSchema): number {
  const place = foremost.indexOf(object.nameSingular)
  return place < 0 ? foremost.length : place
}

// --- finding --------------------------------------------------------------------------------------------------------

/**
 * `found(o, id, cd, r)`. The query comes from a sub-select on purpose: with a constant in sight the planner would read
 * a whole table as soon as a prefix is common in it.
 */
function matchingRecords(workspace: Workspace, objects: readonly ObjectSchema[], search: Search): Sql {
  const hits = (source: string, most: number) =>
    union(objects.map((object, o) => matchingOf(workspace, object, o, search.filter, source, most)))
  const near = sql`case when exists (select from hits) then null else core.search_near(${typed}::text) end`
  return sql`sought as materialized (select ${soughtQuery(search.input)} as q),
    hits as materialized (${hits("sought", maxRanked)}),
    nearly as materialized (select ${near} as q),
    near as materialized (select * from (${hits("nearly", maxNear)}) x where (select q from nearly) is not null),
    found as (select * from hits union all select * from near)`
}

function matchingOf(
  workspace: Workspace,
  object: ObjectSchema,
  o: number,
  filter: Filter | null,
  source: string,
  most: number,
): Sql {
  const vector = ident("t", "searchVector")
  const sought = sql`(select q from ${ident(source)})`
  // The index is over whole records; what is found in it has to be in what the principal sees as well.
  const indexed = workspace.access.hidesFields(object) ? [sql`${ident("t", indexedVector)} @@ ${sought}`] : []
  const where = allOf([...indexed, sql`${vector} @@ ${sought}`, recordCondition(workspace, object, "t", filter)])
  const rows = sql`select t.id, ${vector} as v from ${rowsOf(workspace, object)} t where ${where} limit ${raw(String(most))}`
  return sql`select ${raw(String(o))} as o, m.id, ts_rank_cd(m.v, s.q) as cd, ts_rank(m.v, s.q) as r from (${rows}) m, ${ident(source)} s`
}

/** A phone number is stored as its digits, with and without its country: spaces and a leading zero are left out. */
function soughtQuery(input: string): Sql {
  const words = sql`core.search_query(${typed}::text)`
  return digitsIn(input) === null ? words : sql`(${words} || core.search_query(${typedDigits}::text))`
}

function digitsIn(input: string): string | null {
  const digits = /^[\d\s+()./-]+$/.test(input) ? input.replaceAll(/\D/g, "").replace(/^0+/, "") : ""
  return digits.length < 4 ? null : digits
}

/** Any records in order of object and id, ranks 0; each object is read along its primary key. */
function anyRecords(
  workspace: Workspace,
  objects: readonly ObjectSchema[],
  search: Search,
  after: Place | null,
  limit: number,
): Sql {
  const lists = objects.flatMap((object, o) => {
    if (after && o < after.object) return []
    const conditions = [recordCondition(workspace, object, "t", search.filter)]
    if (after && o === after.object) conditions.push(sql`t.id > ${after.id}::uuid`)
    return [
      sql`(select ${raw(String(o))} as o, t.id, 0::real as cd, 0::real as r from ${rowsOf(workspace, object)} t where ${allOf(conditions)} order by t.id limit ${raw(String(limit + 1))})`,
    ]
  })
  return sql`sought as (select null::tsquery as q), nearly as (select null::tsquery as q), found as (${union(lists)})`
}

function union(lists: readonly Sql[]): Sql {
  if (lists.length > 0) return join(lists, " union all ")
  return raw("select 0 as o, null::uuid as id, 0::real as cd, 0::real as r where false")
}

// --- cursors --------------------------------------------------------------------------------------------------------

/** The last record of a page: its ranks, its object's place among those searched, its id. */
interface Place {
  cd: number
  r: number
  /** -1 for an object that is not searched now */
  object: number
  id: string
}

function behind({ cd, r, object, id }: Place): Sql {
  const later = anyOf([
    sql`h.o > ${object}::int`,
    ...(object < 0 ? [] : [sql`(h.o = ${object}::int and h.id > ${id}::uuid)`]),
  ])
  const rank = sql`${String(cd)}::real`
  return sql`(h.cd < ${rank} or (h.cd = ${rank} and (h.r < ${String(r)}::real or (h.r = ${String(r)}::real and ${later}))))`
}

/** Base64 of `{lastRanks: {tsRankCD, tsRank}, lastRecordIdsPerObject: {person: id}}`. Throws INVALID_CURSOR. */
function readCursor(objects: readonly ObjectSchema[], cursor: string): Place {
  const { lastRanks, lastRecordIdsPerObject } = decode(cursor)
  const { tsRankCD: cd, tsRank: r } = (lastRanks ?? {}) as Record<string, unknown>
  const last = Object.entries((lastRecordIdsPerObject ?? {}) as Record<string, unknown>)
    .map(([name, id]) => ({ object: objects.findIndex((object) => object.nameSingular === name), id }))
    .toSorted((a, b) => a.object - b.object)
    .at(-1)
  if (typeof cd !== "number" || typeof r !== "number" || !last || !isUuid(last.id)) throw invalidCursor(cursor)
  return { cd, r, object: last.object, id: last.id }
}

function decode(cursor: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(atob(cursor))
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>
  } catch {
    // Anything that cannot be read is an invalid cursor, said below.
  }
  throw invalidCursor(cursor)
}

const invalidCursor = (cursor: string) => badInput(`Invalid cursor: ${cursor}`, "INVALID_CURSOR")

function cursorOf(objects: readonly ObjectSchema[]): Sql {
  const json = sql`json_build_object('lastRanks', json_build_object('tsRankCD', p.cd, 'tsRank', p.r), 'lastRecordIdsPerObject', json_build_object(${nameOf(objects)}, p.id))`
  return sql`translate(encode(convert_to(${json}::text, 'UTF8'), 'base64'), E'\\n', '')`
}

function nameOf(objects: readonly ObjectSchema[]): Sql {
  return byObject(objects, (object) => literal(object.nameSingular))
}

function byObject(objects: readonly ObjectSchema[], value: (object: ObjectSchema) => Sql): Sql {
  if (objects.length === 0) return raw("null")
  const cases = objects.map((object, o) => sql`when ${raw(String(o))} then ${value(object)}`)
  return sql`case p.o ${join(cases, " ")} end`
}

// --- JSON -----------------------------------------------------------------------------------------------------------

function partText(workspace: Workspace, objects: readonly ObjectSchema[], part: SearchPart, limit: number): JsonText {
  switch (part.kind) {
    case "constant":
      return constantText(part.value)
    case "pageInfo":
      return objectText(part.parts.map((each) => ({ key: each.key, value: pagePart(objects, each, limit) })))
    case "edges": {
      const edge = part.parts.map((each) => ({ key: each.key, value: edgePart(workspace, objects, each) }))
      return listText(objectText(edge), sql`(select * from page where n <= ${raw(String(limit))} order by n) p`)
    }
  }
}

function pagePart(objects: readonly ObjectSchema[], part: SearchPagePart, limit: number): JsonText {
  if (part.kind === "constant") return constantText(part.value)
  if (part.kind === "hasNextPage") return literalText(sql`(select count(*) from page) > ${raw(String(limit))}`)
  const source = sql`page p where p.n <= ${raw(String(limit))} order by p.n desc limit 1`
  return rowText(['"', cursorOf(objects), '"'], source)
}

function edgePart(workspace: Workspace, objects: readonly ObjectSchema[], part: SearchEdgePart): JsonText {
  if (part.kind === "constant") return constantText(part.value)
  if (part.kind === "cursor") return ['"', cursorOf(objects), '"']
  const node = byObject(objects, (object) => {
    const members = part.members.map((member) => ({
      key: member.key,
      value: memberText(workspace.access, object, member),
    }))
    return sql`(select ${jsonSql(objectText(members))} from ${rowsOf(workspace, object)} t where t.id = p.id)`
  })
  return [sql`coalesce(${node}, 'null')`]
}

function memberText(access: Access, object: ObjectSchema, member: SearchMember): JsonText {
  switch (member.kind) {
    case "recordId":
      return ['"', sql`t.id`, '"']
    case "objectNameSingular":
      return constantText(object.nameSingular)
    case "objectLabelSingular":
      return constantText(object.labelSingular)
    case "label":
      return access.sees(object.labelField) ? valueText(textOf(object.labelField)) : constantText("")
    case "imageUrl":
      return hasImage(access, object) ? valueText(pictureSql(textOf(object.imageField!))) : constantText("")
    case "tsRankCD":
      return valueText(sql`p.cd`)
    case "tsRank":
      return valueText(sql`p.r`)
    case "highlight":
      return valueText(highlight(access, object))
    case "constant":
      return constantText(member.value)
  }
}

function hasImage(access: Access, object: ObjectSchema): boolean {
  const field = pictureField(object)
  return field !== null && access.sees(field)
}

/** The value of a field as people read it; the parts of a full name with a space between. */
function textOf(field: FieldSchema): Sql {
  const column = ident("t", field.column!)
  const { subfields } = fieldTypes[field.type]
  const parts = Object.entries(subfields).map(([key, scalar]) => sql`nullif(${subfieldValue(column, key, scalar)}, '')`)
  return parts.length > 0 ? sql`concat_ws(' ', ${join(parts)})` : sql`coalesce(${column}::text, '')`
}

/** The label with the matched words in `<mark>`, or where none is in it, the place in the record's text that has one. */
function highlight(access: Access, object: ObjectSchema): Sql {
  const query = sql`coalesce((select q from nearly), (select q from sought))`
  const sees = (field: FieldSchema) => access.sees(field)
  const texts = searchTexts(object, "t", sees)
  const label = sees(object.labelField) ? [textOf(object.labelField)] : []
  const places = [...label, ...(texts.length > 0 ? [join(texts, " || ' ' || ")] : [])]
  const marked = places.map((text) => sql`core.search_highlight(${text}, ${query})`)
  return marked.length > 0 ? sql`coalesce(${join(marked)}, '')` : literal("")
}
