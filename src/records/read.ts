/**
 * Reads. A query becomes one SQL statement that returns the finished JSON text, aliases and nesting included; no
 * JavaScript runs per record.
 */
import { allOf, hasSlots, ident, join, raw, sql, type Sql, type Statement } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import { limits } from "../limits.ts"
import { subfieldValue } from "../metadata/field-type.ts"
import { uuid } from "../metadata/scalar.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { DatabaseError, type Row } from "../ports/driver.ts"
import { requireAccess, requireSeen, type Access } from "./access.ts"
import { totalsOver, totalsScan, type Total, type Totals } from "./aggregate.ts"
import { snapshotColumns } from "./answers.ts"
import { renderFor } from "./file-address.ts"
import { filesText } from "./files-text.ts"
import { estimateSql } from "./estimate.ts"
import { filterSql, looksIntoTexts, mentionsDeleted, passesAll } from "./filter.ts"
import { planGroups, shownRecords, type GroupPlan } from "./group.ts"
import { checkGuard, guardColumns, guardSource, orStale } from "./guard.ts"
import {
  constantText,
  jsonSql,
  linesText,
  listText,
  literalText,
  objectText,
  rowText,
  scalarText,
  valueText,
  type JsonText,
} from "./json-text.ts"
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
import { isKept, isMomentary } from "./kept-plans.ts"
import { keptStatement } from "./kept-statement.ts"
import { pictureField, pictureSql } from "./pictures.ts"
import { rowsOf, seenCondition, tableOf } from "./table.ts"
import { touchedBy } from "./touched.ts"
import type { Workspace } from "./workspace.ts"

/**
 * Answers all queries in one statement. Returns the JSON text of each answer; null where a single record is not there.
 * A list that was answered before and is still true is not computed again.
 * Throws StaleWorkspace (ask again), UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT.
 */
export async function readRecords(workspace: Workspace, queries: readonly RootQuery[]): Promise<(string | null)[]> {
  const { answers } = workspace
  const isKeepable = !workspace.access.isMomentary && !queries.some(isMomentary)
  if (!answers || !isKeepable || queries.every((query) => query.kind === "one")) {
    const kept = await keptStatement(workspace, queries, (each) => readStatement(each, queries))
    const statement = kept ?? (await renderFor(workspace, readStatement(workspace, queries)))
    return textsOf(await run(workspace, statement), queries)
  }
  const key = await keyOf(workspace, queries)
  const known = await answers.find(workspace, key)
  if (known) return known.texts
  const columns = answerColumns(workspace, queries)
  const row = await readNow(workspace, sql`${guardColumns(workspace)}, ${snapshotColumns}${columns}`)
  const texts = textsOf(row, queries)
  answers.keep(key, {
    texts,
    snapshot: row.snapshot as string,
    epoch: row.epoch as number,
    objectIds: Array.from(touchedBy(workspace, queries), ({ id }) => id),
  })
  return texts
}

/**
 * What an answer depends on beside the records: the very statement with its parameters, addresses of files among them,
 * and without the guard, which is checked each time.
 */
async function keyOf(workspace: Workspace, queries: readonly RootQuery[]): Promise<string> {
  const known = keptKeys.get(queries)
  if (known !== undefined) return known
  const { schema } = workspace
  // Totals that are carried on have another text each time.
  const columns = answerColumns({ ...workspace, counts: undefined }, queries)
  const { text, params } = await renderFor(workspace, columns)
  const key = `${schema.workspaceId} ${schema.version} ${text} ${JSON.stringify(params)}`
  if (isKept(queries) && !hasSlots(columns)) keptKeys.set(queries, key)
  return key
}

const keptKeys = new WeakMap<readonly RootQuery[], string>()

const textsOf = (row: Row, queries: readonly RootQuery[]) => queries.map((_, i) => row[`r${i}`] as string | null)

async function readNow(workspace: Workspace, columns: Sql): Promise<Row> {
  return run(workspace, await renderFor(workspace, sql`select ${columns} from ${guardSource(workspace)}`))
}

async function run(workspace: Workspace, { text, params }: Statement): Promise<Row> {
  const [row] = await explained(orStale(workspace.connection.query(text, params)))
  checkGuard(workspace, row)
  return row
}

/** A column `r0`, `r1` … for each query, behind a comma. */
function answerColumns(workspace: Workspace, queries: readonly RootQuery[]): Sql {
  return join(
    queries.map((query, i) => sql`, ${rootSql(workspace, query)} as ${raw(`r${i}`)}`),
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
  const source = sql`(select t.* from ${wanted} join ${rowsOf(workspace, object)} t on t.id = i.id::uuid order by i.n) t`
  const list = jsonSql(listText(recordText(workspace, selection, "t"), source))
  const row = await readNow(workspace, sql`${guardColumns(workspace)}, ${list} as data`)
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
      const message = "The query took too long and was stopped; ask for less at once"
      throw new AppError("TIMEOUT", message, { subCode: "TIMEOUT", cause: error })
    }
    if (error.code.startsWith("22"))
      throw badInput(`A value does not fit: ${error.message}`, "INVALID_ARGS_FILTER", { cause: error })
    throw error
  }
}

/** The text of an answer; null where a single record is not there. */
function rootSql(workspace: Workspace, query: RootQuery): Sql {
  if (query.kind === "made") return query.make(workspace)
  requireAccess(workspace.access, "read", query.object)
  if (query.kind === "list") return jsonSql(listOf(workspace, query.object, query.list, null, "t", limits.page))
  if (query.kind === "groups") return groupsSql(workspace, query.object, query.groups)
  const where = recordCondition(workspace, query.object, "t", query.filter)
  const record = jsonSql(recordText(workspace, query.selection, "t"))
  return sql`(select ${record} from ${rowsOf(workspace, query.object)} "t" where ${where} limit 1)`
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

// --- records --------------------------------------------------------------------------------------------------------

/** A record over the row `alias`. The same selection under the same access is planned once. */
export function recordText(workspace: Workspace, selection: Selection, alias: string): JsonText {
  let kept = keptTexts.get(workspace.access)
  if (!kept) keptTexts.set(workspace.access, (kept = new WeakMap()))
  const known = kept.get(selection)
  if (known?.alias === alias) return known.text
  const members = selection.map((selected) => ({ key: selected.key, value: memberText(workspace, selected, alias) }))
  const text = objectText(members)
  kept.set(selection, { alias, text })
  return text
}

const keptTexts = new WeakMap<Access, WeakMap<Selection, { alias: string; text: JsonText }>>()

function memberText(workspace: Workspace, selected: SelectedField, alias: string): JsonText {
  if (selected.kind !== "constant") requireSeen(workspace.access, selected.field)
  switch (selected.kind) {
    case "value":
      return scalarText(selected.scalar, readColumn(selected.field, alias), selected.field.isNullable)
    case "composite":
      return objectText(
        selected.parts.map((part) => ({ key: part.key, value: partText(part, ident(alias, selected.field.column!)) })),
      )
    case "files":
      return filesText(ident(alias, selected.field.column!), selected.parts)
    case "join":
      return scalarText(uuid, ident(alias, selected.field.column!), true)
    case "one":
      return relatedText(workspace, selected, alias)
    case "many":
      return relatedList(workspace, selected, alias)
    case "constant":
      return constantText(selected.value)
  }
}

function readColumn(field: FieldSchema, alias: string): Sql {
  const column = ident(alias, field.column!)
  return pictureField(field.object) === field ? pictureSql(column) : column
}

function partText(part: SelectedPart, column: Sql): JsonText {
  if (part.kind === "constant") return constantText(part.value)
  return scalarText(part.scalar, subfieldValue(column, part.subfield, part.scalar), true)
}

/** The record that a many-to-one relation points at; null when there is none or it is deleted. */
function relatedText(workspace: Workspace, selected: Extract<SelectedField, { kind: "one" }>, alias: string): JsonText {
  const { target } = selected.field.relation!
  requireAccess(workspace.access, "read", target)
  const inner = `${alias}o`
  const found = sql`${ident(inner, "id")} = ${ident(alias, selected.field.column!)} and ${ident(inner, "deletedAt")} is null`
  return rowText(
    recordText(workspace, selected.selection, inner),
    sql`${rowsOf(workspace, target)} ${ident(inner)} where ${found}`,
  )
}

function relatedList(
  workspace: Workspace,
  selected: Extract<SelectedField, { kind: "many" }>,
  alias: string,
): JsonText {
  const { target, targetField } = selected.field.relation!
  requireAccess(workspace.access, "read", target)
  const inner = `${alias}m`
  const link = sql`${ident(inner, targetField.column!)} = ${ident(alias, "id")}`
  return listOf(workspace, target, selected.list, link, inner, { default: limits.page.nested, max: limits.page.max })
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
  /** the common table of all records of the list, when page and count share the scan that finds them */
  found: string | null
}

function listOf(
  workspace: Workspace,
  object: ObjectSchema,
  list: RecordList,
  link: Sql | null,
  alias: string,
  limits: { default: number; max: number },
): JsonText {
  const page = planPage(workspace, object, list, link, alias, limits)
  if (list.shape.kind === "array")
    return listText(recordText(workspace, list.shape.selection, `${alias}p`), plainPage(page))
  const { parts } = list.shape
  const needsRows = page.backward || asksForPageInfo(parts)
  const name = `${alias}_page`
  const text = objectText(
    parts.map((part) => ({ key: part.key, value: connectionPart(workspace, part, page, needsRows ? name : null) })),
  )
  const totals = page.totals && sql` from ${totalsScan(page.totals, matching(page))} ${ident(totalsName(page))}`
  const tables = [
    ...(page.found ? [sql`${ident(page.found)} as materialized (${foundRows(page)})`] : []),
    ...(needsRows ? [sql`${ident(name)} as materialized (${numberedPage(page)})`] : []),
  ]
  if (tables.length === 0) return totals ? [sql`(select ${jsonSql(text)}${totals})`] : text
  return [sql`(with ${join(tables)} select ${jsonSql(text)}${totals ?? raw("")})`]
}

/** What is asked of all records; a count alone stays a plain count. */
function planTotals(access: Access, list: RecordList, alias: string): Totals | null {
  const asked = list.shape.kind === "connection" ? askedTotals(list.shape.parts) : []
  return asked.length > 1 || asked.some((total) => total !== null) ? totalsOver(access, asked, alias) : null
}

function askedTotals(parts: readonly GroupPart[]): Total[] {
  return parts.flatMap((part) => {
    if (part.kind === "group") return askedTotals(part.parts)
    if (part.kind === "totalCount") return part.estimated ? [] : [null]
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
  const totals = planTotals(workspace.access, list, alias)
  return {
    object,
    isEverything: !link && passesAll(list.filter) && workspace.access.seen(object) === null,
    keys,
    backward,
    size: Math.min(list.first ?? list.last ?? limits.default, limits.max),
    where: allOf([...(link ? [link] : []), recordCondition(workspace, object, alias, list.filter)]),
    cursor: cursor == null ? null : behindCursor(keys, alias, readCursor(keys, cursor), backward),
    offset: list.offset ?? 0,
    alias,
    table: rowsOf(workspace, object),
    totals,
    found: !totals && sharesScan(list, link, cursor) ? `${alias}_found` : null,
  }
}

/** Looking into the texts of all records is done once, where the first page and an exact count both want it. */
function sharesScan(list: RecordList, link: Sql | null, cursor: string | null | undefined): boolean {
  if (link || cursor != null || list.shape.kind !== "connection" || !looksIntoTexts(list.filter)) return false
  const parts = allParts(list.shape.parts)
  return parts.some((part) => part.kind === "totalCount" && !part.estimated) && parts.some(showsRecords)
}

function allParts(parts: readonly ConnectionPart[]): ConnectionPart[] {
  return parts.flatMap((part) => (part.kind === "group" ? allParts(part.parts) : [part]))
}

const showsRecords = ({ kind }: ConnectionPart) => ["edges", "nodes", "lines", "pageInfo"].includes(kind)

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

/**
 * Limits are written into the statement: PostgreSQL would not trust a plan that leaves them open, and plan anew each time.
 */
const number = (count: number) => raw(String(count))

/** All records of the list: their ids, and what they are sorted by. */
function foundRows(page: Page): Sql {
  const keys = page.keys.map((key, i) => sql`, ${key.expression(page.alias)} as ${ident(`~${i}`)}`)
  return sql`select ${ident(page.alias, "id")}${join(keys, "")} from ${matching(page)}`
}

function pageRows(page: Page, limit: number): Sql {
  if (page.found) return rowsFound(page, page.found, limit)
  const where = page.cursor ? allOf([page.where, page.cursor]) : page.where
  const offset = page.offset > 0 ? sql` offset ${page.offset}::int` : raw("")
  const alias = ident(page.alias)
  return sql`select ${alias}.* from ${page.table} ${alias} where ${where} order by ${orderSql(page.keys, page.alias, page.backward)} limit ${number(limit)}${offset}`
}

function rowsFound(page: Page, found: string, limit: number): Sql {
  const keys = page.keys.map((key, i) => ({ ...key, expression: (alias: string) => ident(alias, `~${i}`) }))
  const order = orderSql(keys, "f", page.backward)
  const offset = page.offset > 0 ? sql` offset ${page.offset}::int` : raw("")
  const first = sql`select * from ${ident(found)} f order by ${order} limit ${number(limit)}${offset}`
  return sql`select x.* from (${first}) f join ${page.table} x on x.id = f.id order by ${order}`
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
  return sql`(select * from ${ident(name)} where "~n" <= ${number(page.size)} order by "~n" ${order}) ${ident(`${page.alias}p`)}`
}

function connectionPart(workspace: Workspace, part: ConnectionPart, page: Page, rows: string | null): JsonText {
  switch (part.kind) {
    case "edges":
      return edgesText(workspace, part.parts, page, rows ? pageSource(page, rows) : plainPage(page))
    case "nodes":
      return listText(
        recordText(workspace, part.selection, `${page.alias}p`),
        rows ? pageSource(page, rows) : plainPage(page),
      )
    case "lines":
      return linesText(
        recordText(workspace, part.selection, `${page.alias}p`),
        rows ? pageSource(page, rows) : plainPage(page),
      )
    case "pageInfo":
      return objectText(part.parts.map((each) => ({ key: each.key, value: pageInfoPart(each, page, rows!) })))
    case "totalCount":
      if (part.estimated) return asAsked(part, estimatedCount(workspace, page))
      if (page.totals) return totalText(part, page.totals, totalsName(page))
      if (page.isEverything && workspace.counts) return asAsked(part, workspace.counts.living(workspace, page.object))
      return asAsked(part, sql`(select count(*) from ${page.found ? ident(page.found) : matching(page)})`)
    case "aggregate":
      return totalText(part, page.totals!, totalsName(page))
    case "group":
      return objectText(
        part.parts.map((each) => ({ key: each.key, value: connectionPart(workspace, each, page, rows) })),
      )
    case "constant":
      return constantText(part.value)
  }
}

function estimatedCount(workspace: Workspace, { object, alias, where }: Page): Sql {
  // Only a table can be sampled, so that what limits the rows stands beside the filter.
  const table = tableOf(workspace, object)
  const condition = allOf([seenCondition(workspace, object, alias) ?? [], where].flat())
  return estimateSql(table, (sample) => sql`${table} ${ident(alias)} ${sample} where ${condition}`)
}

function totalText(
  part: Extract<GroupPart, { kind: "totalCount" | "aggregate" }>,
  totals: Totals,
  alias: string,
): JsonText {
  return asAsked(part, totals.value(part.kind === "totalCount" ? null : part.aggregate, alias))
}

const asAsked = (part: { asText?: boolean }, value: Sql) => valueText(part.asText ? sql`${value}::text` : value)

function edgesText(
  workspace: Workspace,
  parts: readonly EdgePart[],
  page: Pick<Page, "alias" | "keys">,
  source: Sql,
): JsonText {
  const alias = `${page.alias}p`
  const members = parts.map((part) => {
    if (part.kind === "constant") return { key: part.key, value: constantText(part.value) }
    if (part.kind === "cursor") return { key: part.key, value: ['"', cursorSql(page.keys, alias), '"'] }
    return { key: part.key, value: recordText(workspace, part.selection, alias) }
  })
  return listText(objectText(members), source)
}

function pageInfoPart(part: PageInfoPart, page: Page, rows: string): JsonText {
  const hasMore = sql`(select count(*) from ${ident(rows)}) > ${number(page.size)}`
  switch (part.kind) {
    case "constant":
      return constantText(part.value)
    case "hasNextPage":
      return literalText(page.backward ? behindPage(page) : hasMore)
    case "hasPreviousPage":
      return literalText(page.backward ? hasMore : behindPage(page))
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

function edgeCursor(page: Page, rows: string, edge: "first" | "last"): JsonText {
  const alias = ident(`${page.alias}p`)
  const order = raw(edge === "first" ? "asc" : "desc")
  const source = sql`${ident(rows)} ${alias} where "~n" <= ${number(page.size)} order by "~n" ${order} limit 1`
  return rowText(['"', cursorSql(page.keys, `${page.alias}p`), '"'], source)
}

// --- groups ---------------------------------------------------------------------------------------------------------

function groupsSql(workspace: Workspace, object: ObjectSchema, groups: Groups): Sql {
  checkGroupWindow(groups)
  const needsCount = asksForPageInfo(groups.parts)
  const plan = planGroups(workspace, object, groups, {
    alias: "t",
    table: rowsOf(workspace, object),
    where: recordCondition(workspace, object, "t", groups.filter),
    totals: [...askedTotals(groups.parts), ...(needsCount ? [null] : [])],
    showsRecords: needsCount || groups.parts.some((part) => part.kind === "edges" || part.kind === "nodes"),
    maxRows: limits.page.max,
  })
  const members = groups.parts.map((part) => ({ key: part.key, value: groupPart(workspace, part, plan) }))
  const list = jsonSql(listText(objectText(members), plan.rows))
  return plan.with ? sql`(with ${plan.with} select ${list})` : list
}

function checkGroupWindow({ limit, records }: Groups): void {
  if (!isCount(limit)) throw badInput("Limit argument must be non-negative", "INVALID_ARGS_LIMIT")
  checkWindow({ first: records?.first, offset: records?.offset })
}

function groupPart(workspace: Workspace, part: GroupPart, plan: GroupPlan): JsonText {
  switch (part.kind) {
    case "dimensions":
      return valueText(plan.dimensions)
    case "totalCount":
    case "aggregate":
      return totalText(part, plan.totals, "g")
    case "edges":
      return edgesText(workspace, part.parts, plan, shownRecords(plan))
    case "nodes":
      return listText(recordText(workspace, part.selection, `${plan.alias}p`), shownRecords(plan))
    case "lines":
      return linesText(recordText(workspace, part.selection, `${plan.alias}p`), shownRecords(plan))
    case "pageInfo":
      return objectText(part.parts.map((each) => ({ key: each.key, value: groupPageInfo(each, plan) })))
    case "group":
      return objectText(part.parts.map((each) => ({ key: each.key, value: groupPart(workspace, each, plan) })))
    case "constant":
      return constantText(part.value)
  }
}

function groupPageInfo(part: PageInfoPart, plan: GroupPlan): JsonText {
  switch (part.kind) {
    case "constant":
      return constantText(part.value)
    case "hasNextPage":
      return literalText(sql`${plan.totals.value(null, "g")} > ${plan.offset + plan.size}::bigint`)
    case "hasPreviousPage":
      return [String(plan.offset > 0)]
    case "startCursor":
      return groupCursor(plan, "first")
    case "endCursor":
      return groupCursor(plan, "last")
  }
}

function groupCursor(plan: GroupPlan, edge: "first" | "last"): JsonText {
  return rowText(['"', cursorSql(plan.keys, `${plan.alias}p`), '"'], shownRecords(plan, edge))
}
