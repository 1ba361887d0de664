/** Making several records one: the survivor takes over what the others have, and whoever pointed at them points at it. */
import { ident, join, raw, sql, type Sql } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { requireAccess, requireEdits, requireSeen } from "./access.ts"
import { recordId } from "./duplicates.ts"
import { renderFor } from "./file-address.ts"
import { checkGuard, guardColumns, guardHolds, guardSource, orStale } from "./guard.ts"
import { idText, jsonSql, type JsonText } from "./json-text.ts"
import { guardedRows } from "./guarded.ts"
import { contentOf, isLink } from "./links.ts"
import { mergedColumns, type RawRecord } from "./merged-values.ts"
import { recordText } from "./read.ts"
import { editedCondition, rowsOf, tableOf } from "./table.ts"
import { inTransaction } from "./transaction.ts"
import type { Workspace } from "./workspace.ts"
import { runStatement, showWritten, stamp, type WriteOptions } from "./statements.ts"
import { allowedResult, outsideOfRule } from "./write-access.ts"

export interface MergeInput {
  ids?: unknown
  /** which of the ids survives and wins where values differ */
  conflictPriorityIndex?: unknown
  /** show what would come of it, and change nothing */
  dryRun?: unknown
}

/** Returns the text of the merged record. Throws BAD_USER_INPUT and NOT_FOUND. */
export async function mergeRecords(
  workspace: Workspace,
  object: ObjectSchema,
  input: MergeInput,
  options: WriteOptions,
): Promise<string> {
  const ids = checkMerge(input)
  requireAccess(workspace.access, "read", object)
  requireAccess(workspace.access, "update", object)
  requireAccess(workspace.access, "destroy", object)
  requireWhole(workspace, object)
  if (input.dryRun === true) {
    const records = await loadRecords(workspace, object, ids, "")
    return preview(workspace, object, records, options)
  }
  return inTransaction(workspace, async (own) => {
    const records = await loadRecords(own, object, ids, "for update of t")
    await requireEditable(own, object, ids)
    const [survivor, ...losers] = ids as [string, ...string[]]
    for (const field of pointersTo(own, object)) await repoint(own, field, survivor, losers, options)
    // Before the survivor takes over their unique values.
    await destroy(own, object, losers, options)
    await takeOver(own, object, survivor, mergedColumns(object, records), options)
    return (await showWritten(own, object, [survivor], options)).slice(1, -1)
  })
}

/** What somebody does not see would be lost with the records that go, and what they may not edit would change. */
function requireWhole({ access }: Workspace, object: ObjectSchema): void {
  for (const field of contentOf(object)) {
    requireSeen(access, field)
    if (field.isActive && !access.edits(field)) requireEdits(access, field)
  }
}

/** Throws FORBIDDEN. */
async function requireEditable(own: Workspace, object: ObjectSchema, ids: readonly string[]): Promise<void> {
  const condition = editedCondition(own, object, "t")
  if (!condition) return
  const source = sql`select t.id from ${tableOf(own, object)} t where t.id = any(${uuids(ids)}::uuid[]) and ${condition}`
  if ((await guardedRows(own, object, source, "id")).length < ids.length) throw outsideOfRule()
}

/** The ids with the survivor's first. */
function checkMerge({ ids, conflictPriorityIndex }: MergeInput): string[] {
  const list = Array.isArray(ids) ? ids.map(recordId) : []
  if (list.length < 2) throw badInput("At least 2 record IDs are required for merge")
  if (list.length > 9) throw badInput("Maximum 9 records can be merged at once")
  if (new Set(list).size < list.length) throw badInput("A record cannot be merged with itself; give each ID once")
  const priority = conflictPriorityIndex
  if (typeof priority !== "number" || !Number.isInteger(priority) || priority < 0 || priority >= list.length) {
    throw badInput(
      `Invalid conflict priority '${String(priority)}'. Valid options for ${list.length} records: 0-${list.length - 1}`,
    )
  }
  return [list[priority]!, ...list.filter((_, i) => i !== priority)]
}

/** In the order of the ids. Locked in the order of their ids, so that two merges cannot wait for each other. */
async function loadRecords(
  workspace: Workspace,
  object: ObjectSchema,
  ids: readonly string[],
  lock: "" | "for update of t",
): Promise<RawRecord[]> {
  const rows = await guardedRows<[string, Record<string, string>]>(
    workspace,
    object,
    sql`select t.id, (select jsonb_object_agg(e.key, e.value::text) from jsonb_each(to_jsonb(t)) e) as record
      from ${rowsOf(workspace, object)} t
      where t.id = any(${uuids(ids)}::uuid[]) and ${ident("t", "deletedAt")} is null order by t.id ${raw(lock)}`,
    "id, record",
  )
  const byId = new Map(rows)
  if (byId.size < ids.length) {
    throw new AppError("NOT_FOUND", "One or more records not found", { subCode: "RECORD_NOT_FOUND" })
  }
  return ids.map((id) => byId.get(id)!)
}

const uuids = (ids: readonly string[]) => `{${ids.join(",")}}`

// --- what pointed at the losers -------------------------------------------------------------------------------------

/** Every join column that may hold ids of the object, those of switched-off fields and objects included. */
function pointersTo({ schema }: Workspace, object: ObjectSchema): FieldSchema[] {
  return schema.objects
    .filter((each) => !each.isRemote)
    .flatMap((each) => each.fields)
    .filter(
      (field) => field.column !== null && field.relation?.kind === "MANY_TO_ONE" && field.relation.target === object,
    )
}

/** Like a foreign key's own action this is a consequence of the merge and asks for no right on the other object. */
async function repoint(
  own: Workspace,
  field: FieldSchema,
  survivor: string,
  losers: readonly string[],
  options: WriteOptions,
): Promise<void> {
  const bare = { ...options, selection: null }
  const table = tableOf(own, field.object)
  const column = ident("t", field.column!)
  const moved = sql`${column} = any(${uuids(losers)}::uuid[])`
  if (isLink(field.object)) {
    const doubles = doublesAmong(own, field, survivor, losers)
    const dropped = sql`delete from ${table} t using guard where ${guardHolds(own)} and ${moved} and t.id in (${doubles}) returning t.*`
    await runStatement(own, field.object, dropped, bare)
  }
  const isSelf = field.relation!.target === field.object
  const target = isSelf
    ? sql`case when t.id = ${survivor}::uuid then null else ${survivor}::uuid end`
    : sql`${survivor}::uuid`
  const set = sql`${ident(field.column!)} = ${target}, ${stamp(own)}`
  const written = sql`update ${table} t set ${set} from guard where ${guardHolds(own)} and ${moved} returning t.*`
  await runStatement(own, field.object, written, bare)
}

/** Of links that will say the same, all but one: rather a living one, rather the survivor's, rather the oldest. */
function doublesAmong(own: Workspace, field: FieldSchema, survivor: string, losers: readonly string[]): Sql {
  const others = contentOf(field.object).filter((each) => each !== field)
  const partition = others.length > 0 ? sql`partition by ${join(others.map((each) => ident(each.column!)))}` : raw("")
  const column = ident(field.column!)
  return sql`select r.id from (
      select id, row_number() over (${partition} order by ("deletedAt" is not null), (${column} = ${survivor}::uuid) desc, "createdAt", id) as n
      from ${tableOf(own, field.object)} where ${column} = any(${uuids([survivor, ...losers])}::uuid[])
    ) r where r.n > 1`
}

// --- the records themselves -----------------------------------------------------------------------------------------

async function destroy(own: Workspace, object: ObjectSchema, losers: readonly string[], options: WriteOptions) {
  const written = sql`delete from ${tableOf(own, object)} t using guard
    where ${guardHolds(own)} and t.id = any(${uuids(losers)}::uuid[]) returning t.*`
  await runStatement(own, object, written, { ...options, selection: null })
}

async function takeOver(
  own: Workspace,
  object: ObjectSchema,
  survivor: string,
  changed: Record<string, string>,
  options: WriteOptions,
): Promise<void> {
  const table = tableOf(own, object)
  const set = Object.keys(changed).map((column) => sql`${ident(column)} = x.${ident(column)}`)
  const written = sql`update ${table} t set ${join([...set, stamp(own)])}
    from guard, jsonb_populate_record(null::${table}, ${jsonText(changed)}::jsonb) x
    where ${guardHolds(own)} and t.id = ${survivor}::uuid returning t.*`
  const allowed = allowedResult(own, object, [])
  await runStatement(own, object, written, { ...options, selection: null }, allowed)
}

const jsonText = (texts: RawRecord) =>
  `{${Object.entries(texts)
    .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
    .join(",")}}`

/** As clients know it: under an id of no record, and deleted. */
async function preview(
  workspace: Workspace,
  object: ObjectSchema,
  records: readonly RawRecord[],
  { selection }: WriteOptions,
): Promise<string> {
  const made = { id: JSON.stringify(crypto.randomUUID()), deletedAt: JSON.stringify(new Date().toISOString()) }
  const merged = jsonText({ ...records[0]!, ...mergedColumns(object, records), ...made })
  const record = selection ? recordText(workspace, selection, "w") : idText("w")
  const { text, params } = await renderFor(
    workspace,
    sql`select ${guardColumns(workspace)}, p.data from ${guardedPreview(workspace, object, record, merged)}`,
  )
  const [row] = await orStale(workspace.connection.query(text, params))
  checkGuard(workspace, row)
  return row.data as string
}

function guardedPreview(workspace: Workspace, object: ObjectSchema, shown: JsonText, merged: string): Sql {
  const record = sql`jsonb_populate_record(null::${tableOf(workspace, object)}, ${merged}::jsonb) w`
  const data = sql`(select ${jsonSql(shown)} as data from ${record}) p`
  return sql`${data}, ${guardSource(workspace)}`
}
