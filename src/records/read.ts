/**
 * Reads. A query becomes one SQL statement that returns the finished JSON text, aliases and nesting included; no
 * JavaScript runs per record.
 */
import { allOf, ident, join, literal, raw, render, sql, type Sql } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import { subfieldValue } from "../metadata/field-type.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { DatabaseError, type Row } from "../ports/driver.ts"
import { requireAccess, type Access } from "./access.ts"
import { totalsOver, totalsScan, type Total, type Totals } from "./aggregate.ts"
import { snapshotColumns } from "./answers.ts"
import { filterSql, isEmptyFilter, mentionsDeleted } from "./filter.ts"
import { planGroups, shownRecords, type GroupPlan } from "./group.ts"
import { checkGuard, guardColumns, guardSource, orStale } from "./guard.ts"
import { behindCursor, cursorSql, orderSql, readCursor, sortKeys, type SortKey } from "./order.ts"
import type {
  ConnectionPart,
  EdgePart,
  Filter,
  GroupPart,
  Groups,
  PageInfoPart,
  RecordList,
  RootQuery,
  SelectedField,
  SelectedPart,
  Selection,
  Window,
} from "./query.ts"
import { tableOf } from "./table.ts"
import { touchedBy } from "./touched.ts"
import type { Workspace } from "./workspace.ts"

/** Page sizes of the wire: what is given when nothing is asked, and what a page may hold at most. */
export const pageLimits = { default: 200, nested: 60, max: 10_000 }

/**
 * Answers all queries in one statement. Returns the JSON text of each answer; null where a single record is not there.
 * A list that was answered before and is still true is not computed again.
 * Throws StaleWorkspace (ask again), UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT.
 */
export async function readRecords(workspace: Workspace, queries: readonly RootQuery[]): Promise<(string | null)[]> {
  const { answers } = workspace
  if (!answers || queries.every((query) => query.kind === "one")) {
    return textsOf(
      await readNow(workspace, sql`${guardColumns(workspace)}${answerColumns(workspace, queries)}`),
      queries,
    )
  }
  // Totals that are carried on have another text each time, so that the key is made without.
  const key = keyOf(workspace, answerColumns({ ...workspace, counts: undefined }, queries))
  const known = await answers.find(workspace, key)
  if (known) return known.texts
  const columns = answerColumns(workspace, queries)
  const row = await readNow(workspace, sql`${guardColumns(workspace)}, ${snapshotColumns}${columns}`)
  const texts = textsOf(row, queries)
  answers.keep(key, {
    texts,
    snapshot: row.snapshot as string,
    epoch: row.epoch as number,
    objects: [...touchedBy(workspace, queries)],
  })
  return texts
}

/** What an answer depends on beside the records: the very statement, without the guard, which is checked each time. */
function keyOf({ schema }: Workspace, columns: Sql): string {
  const { text, params } = render(columns)
  return `${schema.workspaceId} ${schema.version} ${text} ${JSON.stringify(params)}`
}

const textsOf = (row: Row, queries: readonly RootQuery[]) => queries.map((_, i) => row[`r${i}`] as string | null)

async function readNow(workspace: Workspace, columns: Sql): Promise<Row> {
  const { text, params } = render(sql`select ${columns} from ${guardSource(workspace)}`)
  const [row] = await explained(orStale(workspace.connection.query(text, params)))
  checkGuard(workspace, row)
  return row
}

/** A column `r0`, `r1` … for each query, behind a comma. */
function answerColumns(workspace: Workspace, queries: readonly RootQuery[]): Sql {
  return join(
    queries.map((query, i) => sql`, ${rootJson(workspace, query)}::text as ${raw(`r${i}`)}`),
    "",
  )
}

/** The records with these ids, deleted ones included, in this order. Returns the text of a JSON list. */
export async function readByIds(
  workspace: Workspace,
  object: ObjectSchema,
  ids: readonly string[],
  selection: Selection,
): Promise<string> {
  const wanted = sql`jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) with ordinality as i(id, n)`
  const source = sql`${wanted} join ${tableOf(workspace, object)} t on t.id = i.id::uuid order by i.n`
  const list = jsonList(recordMembers(workspace, selection, "t"), source)
  const row = await readNow(workspace, sql`${guardColumns(workspace)}, ${list}::text as data`)
  return row.data as string
}

/** The statement of {@link readRecords}, for whoever wants to look at it. */
export function readStatement(workspace: Workspace, queries: readonly RootQuery[]): Sql {
  const columns = answerColumns(workspace, queries)
  return sql`select ${guardColumns(workspace)}${columns} from ${guardSource(workspace)}`
}

/** A filter may compare what cannot be compared, or take too long; neither is a bug of ours. */
async function explained<T>(run: Promise<T>): Promise<T> {
  try {
    return await run
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (error.code === "57014") {
      throw new AppError("TIMEOUT", "The query took too long and was stopped; ask for less at once", { cause: error })
    }
    if (error.code.startsWith("22"))
      throw badInput(`A value does not fit: ${error.message}`, "INVALID_ARGS_FILTER", { cause: error })
    throw error
  }
}

function rootJson(workspace: Workspace, query: RootQuery): Sql {
  if (query.kind === "made") return query.make(workspace)
  requireAccess(workspace.access, "read", query.object)
  if (query.kind === "list") return listJson(workspace, query.object, query.list, null, "t", pageLimits)
  if (query.kind === "groups") return groupsJson(workspace, query.object, query.groups)
  const where = recordCondition(workspace, query.object, "t", query.filter)
  const source = sql`${tableOf(workspace, query.object)} "t" where ${where} limit 1`
  return jsonObject(recordMembers(workspace, query.selection, "t"), source)
}

/** The filter, and unless it speaks of `deletedAt`, only what is not deleted. */
export function recordCondition(
  workspace: Workspace,
  object: ObjectSchema,
  alias: string,
  filter: Filter | null | undefined,
): Sql {
  const conditions = mentionsDeleted(filter) ? [] : [sql`${ident(alias, "deletedAt")} is null`]
  if (filter) conditions.push(filterSql(workspace, object, alias, filter))
  return allOf(conditions)
}

// --- JSON -----------------------------------------------------------------------------------------------------------

interface Member {
  key: string
  value: Sql
}

/**
 * A JSON object, with `source` for each row of it and null when there is none. `row_to_json` over named columns is the
 * fastest way PostgreSQL has for a row; names of over 63 bytes, which it would cut, take the slower `json_object`.
 */
export function jsonObject(members: readonly Member[], source?: Sql): Sql {
  if (!source) return inlineObject(members)
  if (hasLongKey(members)) return sql`(select ${longObject(members)} from ${source})`
  return sql`(select row_to_json(r) from (select ${columns(members)} from ${source}) r)`
}

/** A PostgreSQL function takes a hundred arguments at most. */
const maxPairs = 50

/** Without rows a function call is cheaper than a sub-select. */
function inlineObject(members: readonly Member[]): Sql {
  if (hasLongKey(members)) return longObject(members)
  if (members.length > maxPairs) return sql`(select row_to_json(r) from (select ${columns(members)}) r)`
  return sql`json_build_object(${join(members.map(({ key, value }) => sql`${literal(key)}, ${value}`))})`
}

const hasLongKey = (members: readonly Member[]) => members.some((member) => member.key.length > 63)

function longObject(members: readonly Member[]): Sql {
  return sql`json_object(${join(members.map(({ key, value }) => sql`${literal(key)} value ${value}`))} returning json)`
}

function columns(members: readonly Member[]): Sql {
  return join(members.map(({ key, value }) => sql`${value} as ${ident(key)}`))
}

/** A JSON list of objects, one per row of the source. */
function jsonList(members: readonly Member[], source: Sql): Sql {
  if (hasLongKey(members)) return sql`(select coalesce(json_agg(${longObject(members)}), '[]'::json) from ${source})`
  return sql`(select coalesce(json_agg(row_to_json(r)), '[]'::json) from (select ${columns(members)} from ${source}) r)`
}

/** Members of a record's JSON object over the row `alias`. The same selection under the same access is planned once. */
export function recordMembers(workspace: Workspace, selection: Selection, alias: string): readonly Member[] {
  let kept = keptMembers.get(workspace.access)
  if (!kept) keptMembers.set(workspace.access, (kept = new WeakMap()))
  const known = kept.get(selection)
  if (known?.alias === alias) return known.members
  const members = selection.map((selected) => ({ key: selected.key, value: memberJson(workspace, selected, alias) }))
  kept.set(selection, { alias, members })
  return members
}

const keptMembers = new WeakMap<Access, WeakMap<Selection, { alias: string; members: readonly Member[] }>>()

function memberJson(workspace: Workspace, selected: SelectedField, alias: string): Sql {
  switch (selected.kind) {
    case "value":
      return selected.scalar.read(ident(alias, selected.field.column!))
    case "composite":
      return jsonObject(selected.parts.map((part) => partMember(part, ident(alias, selected.field.column!))))
    case "join":
      return ident(alias, selected.field.column!)
    case "one":
      return relatedJson(workspace, selected, alias)
    case "many":
      return relatedList(workspace, selected, alias)
    case "constant":
      return sql`${literal(selected.value)}::text`
  }
}

function partMember(part: SelectedPart, column: Sql): Member {
  if (part.kind === "constant") return { key: part.key, value: sql`${literal(part.value)}::text` }
  return { key: part.key, value: part.scalar.read(subfieldValue(column, part.subfield, part.scalar)) }
}

/** The record that a many-to-one relation points at; null when there is none or it is deleted. */
function relatedJson(workspace: Workspace, selected: Extract<SelectedField, { kind: "one" }>, alias: string): Sql {
  const { target } = selected.field.relation!
  requireAccess(workspace.access, "read", target)
  const inner = `${alias}o`
  const found = sql`${ident(inner, "id")} = ${ident(alias, selected.field.column!)} and ${ident(inner, "deletedAt")} is null`
  return jsonObject(
    recordMembers(workspace, selected.selection, inner),
    sql`${tableOf(workspace, target)} ${ident(inner)} where ${found}`,
  )
}

function relatedList(workspace: Workspace, selected: Extract<SelectedField, { kind: "many" }>, alias: string): Sql {
  const { target, targetField } = selected.field.relation!
  requireAccess(workspace.access, "read", target)
  const inner = `${alias}m`
  const link = sql`${ident(inner, targetField.column!)} = ${ident(alias, "id")}`
  return listJson(workspace, target, selected.list, link, inner, { default: pageLimits.nested, max: pageLimits.max })
}

// --- lists ----------------------------------------------------------------------------------------------------------

interface Page {
  keys: SortKey[]
  size: number
  backward: boolean
  object: ObjectSchema
  /** conditions of the list without its cursor: what `totalCount` counts */
  where: Sql
  /** no condition but being alive */
  isEverything: boolean
  cursor: Sql | null
  offset: number
  alias: string
  table: Sql
  /** what is asked of all records of the list, when it takes a scan of its own; null for a plain count */
  totals: Totals | null
}

function listJson(
  workspace: Workspace,
  object: ObjectSchema,
  list: RecordList,
  link: Sql | null,
  alias: string,
  limits: { default: number; max: number },
): Sql {
  const page = planPage(workspace, object, list, link, alias, limits)
  if (list.shape.kind === "array")
    return jsonList(recordMembers(workspace, list.shape.selection, `${alias}p`), plainPage(page))
  const { parts } = list.shape
  const needsRows = page.backward || asksForPageInfo(parts)
  const name = `${alias}_page`
  const members = parts.map((part) => ({
    key: part.key,
    value: connectionPart(workspace, part, page, needsRows ? name : null),
  }))
  const all = page.totals
    ? jsonObject(members, sql`${totalsScan(page.totals, matching(page))} ${ident(totalsName(page))}`)
    : jsonObject(members)
  if (!needsRows) return all
  return sql`(with ${ident(name)} as materialized (${numberedPage(page)}) select ${all})`
}

/** What is asked of all records; a count alone stays a plain count. */
function planTotals(list: RecordList, alias: string): Totals | null {
  const asked = list.shape.kind === "connection" ? askedTotals(list.shape.parts) : []
  return asked.length > 1 || asked.some((total) => total !== null) ? totalsOver(asked, alias) : null
}

function askedTotals(parts: readonly GroupPart[]): Total[] {
  return parts.flatMap((part) => {
    if (part.kind === "group") return askedTotals(part.parts)
    if (part.kind === "totalCount") return [null]
    return part.kind === "aggregate" ? [part.aggregate] : []
  })
}

/** All records of the list, whatever its page. */
const matching = (page: Page) => sql`${page.table} ${ident(page.alias)} where ${page.where}`

const totalsName = (page: Page) => `${page.alias}_totals`

function asksForPageInfo(parts: readonly GroupPart[]): boolean {
  return parts.some((part) => part.kind === "pageInfo" || (part.kind === "group" && asksForPageInfo(part.parts)))
}

function planPage(
  workspace: Workspace,
  object: ObjectSchema,
  list: RecordList,
  link: Sql | null,
  alias: string,
  limits: { default: number; max: number },
): Page {
  checkWindow(list)
  const keys = sortKeys(workspace, object, list.orderBy)
  const backward = list.last != null || list.before != null
  const cursor = list.before ?? list.after
  return {
    object,
    isEverything: !link && isEmptyFilter(list.filter),
    keys,
    backward,
    size: Math.min(list.first ?? list.last ?? limits.default, limits.max),
    where: allOf([...(link ? [link] : []), recordCondition(workspace, object, alias, list.filter)]),
    cursor: cursor == null ? null : behindCursor(keys, alias, readCursor(keys, cursor), backward),
    offset: list.offset ?? 0,
    alias,
    table: tableOf(workspace, object),
    totals: planTotals(list, alias),
  }
}

/** Throws ARGS_CONFLICT and the like, with the wire's messages. */
function checkWindow({ first, last, after, before, offset }: Window): void {
  if (first != null && last != null) throw badInput("Cannot provide both first and last", "ARGS_CONFLICT")
  if (before != null && after != null) throw badInput("Cannot provide both before and after", "ARGS_CONFLICT")
  if (before != null && first != null) throw badInput("Cannot provide both before and first", "ARGS_CONFLICT")
  if (after != null && last != null) throw badInput("Cannot provide both after and last", "ARGS_CONFLICT")
  if (!isCount(first)) throw badInput("First argument must be non-negative", "INVALID_ARGS_FIRST")
  if (!isCount(last)) throw badInput("Last argument must be non-negative", "INVALID_ARGS_LAST")
  if (!isCount(offset)) throw badInput("Offset argument must be non-negative", "INVALID_ARGS_OFFSET")
}

function isCount(value: number | null | undefined): boolean {
  return value == null || (Number.isInteger(value) && value >= 0)
}

function pageRows(page: Page, limit: number): Sql {
  const where = page.cursor ? allOf([page.where, page.cursor]) : page.where
  const offset = page.offset > 0 ? sql` offset ${page.offset}::int` : raw("")
  const alias = ident(page.alias)
  return sql`select ${alias}.* from ${page.table} ${alias} where ${where} order by ${orderSql(page.keys, page.alias, page.backward)} limit ${limit}::int${offset}`
}

/** Rows of the page as a source under the alias that record members expect. */
function plainPage(page: Page): Sql {
  return sql`(${pageRows(page, page.size)}) ${ident(`${page.alias}p`)}`
}

/** One row more than the page, numbered in reading order, to know whether there is a next page. */
function numberedPage(page: Page): Sql {
  return sql`select x.*, row_number() over () as "~n" from (${pageRows(page, page.size + 1)}) x`
}

/** Rows of a numbered page in the order asked for. */
function pageSource(page: Page, name: string): Sql {
  const order = raw(page.backward ? "desc" : "asc")
  return sql`(select * from ${ident(name)} where "~n" <= ${page.size}::int order by "~n" ${order}) ${ident(`${page.alias}p`)}`
}

function connectionPart(workspace: Workspace, part: ConnectionPart, page: Page, rows: string | null): Sql {
  switch (part.kind) {
    case "edges":
      return edgesJson(workspace, part.parts, page, rows ? pageSource(page, rows) : plainPage(page))
    case "nodes":
      return jsonList(
        recordMembers(workspace, part.selection, `${page.alias}p`),
        rows ? pageSource(page, rows) : plainPage(page),
      )
    case "pageInfo":
      return jsonObject(part.parts.map((each) => ({ key: each.key, value: pageInfoPart(each, page, rows!) })))
    case "totalCount":
      if (page.totals) return totalJson(part, page.totals, totalsName(page))
      if (page.isEverything && workspace.counts) return asAsked(part, workspace.counts.living(workspace, page.object))
      return asAsked(part, sql`(select count(*) from ${matching(page)})`)
    case "aggregate":
      return totalJson(part, page.totals!, totalsName(page))
    case "group":
      return jsonObject(
        part.parts.map((each) => ({ key: each.key, value: connectionPart(workspace, each, page, rows) })),
      )
    case "constant":
      return sql`${literal(part.value)}::text`
  }
}

function totalJson(part: Extract<GroupPart, { kind: "totalCount" | "aggregate" }>, totals: Totals, alias: string): Sql {
  return asAsked(part, totals.value(part.kind === "totalCount" ? null : part.aggregate, alias))
}

const asAsked = (part: { asText?: boolean }, value: Sql) => (part.asText ? sql`${value}::text` : value)

/** Edges around records: what belongs to a record is a row of its own, so that `row_to_json` can take it. */
function edgesJson(
  workspace: Workspace,
  parts: readonly EdgePart[],
  page: Pick<Page, "alias" | "keys">,
  source: Sql,
): Sql {
  const alias = `${page.alias}p`
  const nodes: Sql[] = []
  const members = parts.map((part) => {
    if (part.kind === "constant") return { key: part.key, value: sql`${literal(part.value)}::text` }
    if (part.kind === "cursor") return { key: part.key, value: cursorSql(page.keys, alias) }
    const record = recordMembers(workspace, part.selection, alias)
    if (hasLongKey(record)) return { key: part.key, value: longObject(record) }
    const node = ident(`${alias}n${nodes.length}`)
    nodes.push(sql` cross join lateral (select ${columns(record)}) ${node}`)
    return { key: part.key, value: sql`row_to_json(${node})` }
  })
  return sql`(select coalesce(json_agg(${inlineObject(members)}), '[]'::json) from ${source}${join(nodes, "")})`
}

function pageInfoPart(part: PageInfoPart, page: Page, rows: string): Sql {
  const name = ident(rows)
  switch (part.kind) {
    case "constant":
      return sql`${literal(part.value)}::text`
    case "hasNextPage":
      return page.backward ? behindPage(page) : sql`(select count(*) from ${name}) > ${page.size}::int`
    case "hasPreviousPage":
      return page.backward ? sql`(select count(*) from ${name}) > ${page.size}::int` : behindPage(page)
    case "startCursor":
      return edgeCursor(page, rows, page.backward ? "last" : "first")
    case "endCursor":
      return edgeCursor(page, rows, page.backward ? "first" : "last")
  }
}

/** Is there anything on the side from which the cursor came? */
function behindPage(page: Page): Sql {
  if (page.offset > 0) return raw("true")
  if (!page.cursor) return raw("false")
  return sql`exists (select from ${page.table} ${ident(page.alias)} where ${page.where} and not coalesce(${page.cursor}, false))`
}

function edgeCursor(page: Page, rows: string, edge: "first" | "last"): Sql {
  const alias = ident(`${page.alias}p`)
  const order = raw(edge === "first" ? "asc" : "desc")
  return sql`(select ${cursorSql(page.keys, `${page.alias}p`)} from ${ident(rows)} ${alias} where "~n" <= ${page.size}::int order by "~n" ${order} limit 1)`
}

// --- groups ---------------------------------------------------------------------------------------------------------

function groupsJson(workspace: Workspace, object: ObjectSchema, groups: Groups): Sql {
  checkGroupWindow(groups)
  const needsCount = asksForPageInfo(groups.parts)
  const plan = planGroups(workspace, object, groups, {
    alias: "t",
    table: tableOf(workspace, object),
    where: recordCondition(workspace, object, "t", groups.filter),
    totals: [...askedTotals(groups.parts), ...(needsCount ? [null] : [])],
    showsRecords: needsCount || groups.parts.some((part) => part.kind === "edges" || part.kind === "nodes"),
    maxRows: pageLimits.max,
  })
  const members = groups.parts.map((part) => ({ key: part.key, value: groupPart(workspace, part, plan) }))
  const list = jsonList(members, plan.rows)
  return plan.with ? sql`(with ${plan.with} select ${list})` : list
}

function checkGroupWindow({ limit, records }: Groups): void {
  if (!isCount(limit)) throw badInput("Limit argument must be non-negative", "INVALID_ARGS_LIMIT")
  checkWindow({ first: records?.first, offset: records?.offset })
}

function groupPart(workspace: Workspace, part: GroupPart, plan: GroupPlan): Sql {
  switch (part.kind) {
    case "dimensions":
      return plan.dimensions
    case "totalCount":
    case "aggregate":
      return totalJson(part, plan.totals, "g")
    case "edges":
      return edgesJson(workspace, part.parts, plan, shownRecords(plan))
    case "nodes":
      return jsonList(recordMembers(workspace, part.selection, `${plan.alias}p`), shownRecords(plan))
    case "pageInfo":
      return jsonObject(part.parts.map((each) => ({ key: each.key, value: groupPageInfo(each, plan) })))
    case "group":
      return jsonObject(part.parts.map((each) => ({ key: each.key, value: groupPart(workspace, each, plan) })))
    case "constant":
      return sql`${literal(part.value)}::text`
  }
}

function groupPageInfo(part: PageInfoPart, plan: GroupPlan): Sql {
  switch (part.kind) {
    case "constant":
      return sql`${literal(part.value)}::text`
    case "hasNextPage":
      return sql`${plan.totals.value(null, "g")} > ${plan.offset + plan.size}::bigint`
    case "hasPreviousPage":
      return raw(String(plan.offset > 0))
    case "startCursor":
      return sql`(select ${cursorSql(plan.keys, `${plan.alias}p`)} from ${shownRecords(plan, "first")})`
    case "endCursor":
      return sql`(select ${cursorSql(plan.keys, `${plan.alias}p`)} from ${shownRecords(plan, "last")})`
  }
}
