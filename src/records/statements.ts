/**
 * The statements that write. One per batch: it checks the guard, stamps the actor, writes every record, lets the triggers
 * log it, and returns the selection asked for.
 */
import type { Principal } from "../auth/principal.ts"
import { ident, join, literal, raw, sql, type Sql } from "../db/sql.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import type { FieldSchema, Json, ObjectSchema } from "../metadata/schema.ts"
import { requireAccess, type RecordAction } from "./access.ts"
import { renderFor } from "./file-address.ts"
import { checkGuard, guardColumns, guardHolds, guardSource, orStale } from "./guard.ts"
import { idText, jsonSql, listText } from "./json-text.ts"
import { alignColumns, type StoredRecord } from "./input.ts"
import type { SelectedField, Selection } from "./query.ts"
import { readByIds, recordText } from "./read.ts"
import type { ExpectedRevision } from "./revision.ts"
import { editedCondition, tableOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"
import { allowedResult } from "./write-access.ts"
import { explainWrite } from "./write-errors.ts"

export interface WriteOptions {
  /** what to return of each written record; null returns ids only */
  selection: Selection | null
  /** request or run that caused the write, kept in the log */
  cause?: string
}

export interface SingleWriteOptions extends WriteOptions {
  /** what the record must be like for the write to happen; checked by the very statement that writes */
  expected?: ExpectedRevision | undefined
}

/** Writes parsed records. With `skipTaken`, records whose id or unique value is taken are left out. */
export function insertRecords(
  workspace: Workspace,
  object: ObjectSchema,
  parsed: StoredRecord[],
  options: WriteOptions,
  { skipTaken = false } = {},
): Promise<string> {
  const records = completeRecords(workspace, object, parsed)
  const columns = columnsOf(records[0]!)
  const input = recordsetOf(object, columns, records)
  const values = columns.map((column) =>
    column === "position" ? positionSql(workspace, object, records) : sql`x.${ident(column)}`,
  )
  const written = sql`insert into ${tableOf(workspace, object)} (${join(columns.map((each) => ident(each)))})
    select ${join(values)} from guard, ${input} where ${guardHolds(workspace)} order by x."~n"${raw(skipTaken ? " on conflict do nothing" : "")} returning *`
  return run(workspace, object, written, options, allowedResult(workspace, object, columns))
}

/** Changes the records that meet the condition to what the parsed one gives. */
export function updateWith(
  workspace: Workspace,
  object: ObjectSchema,
  where: Sql,
  parsed: StoredRecord,
  options: WriteOptions,
): Promise<string> {
  const records = placeRecords([parsed])
  const columns = columnsOf(records[0]!).filter((column) => !["id", "createdBy", "createdAt"].includes(column))
  const set = columns.map((column) => sql`${ident(column)} = ${assignment(workspace, object, column, records)}`)
  const source = recordsetOf(object, columns, records)
  const written = sql`update ${tableOf(workspace, object)} t
    set ${join([...set, stamp(workspace)])} from guard, ${source} where ${guardHolds(workspace)} and ${editable(workspace, object, where)} returning t.*`
  return run(workspace, object, written, options, allowedResult(workspace, object, columns))
}

/**
 * Changes each record by its id in one statement, takes it out of the bin, and writes only what is given for it. Returns
 * the ids of those that are there.
 */
export async function updateEach(
  workspace: Workspace,
  object: ObjectSchema,
  changes: readonly (StoredRecord & { id: string })[],
  options: WriteOptions,
): Promise<string[]> {
  const columns = [...new Set(changes.flatMap(columnsOf))].filter(
    (column) => !["id", "createdBy", "createdAt", "deletedAt"].includes(column),
  )
  const records = placeRecords(changes).map((record, i) => ({ ...record, "~given": Object.keys(changes[i]!) }))
  const set = columns.map((column) => {
    const value = assignment(workspace, object, column, records)
    if (changes.every((change) => column in change)) return sql`${ident(column)} = ${value}`
    return sql`${ident(column)} = case when x."~given" ? ${literal(column)} then ${value} else ${ident("t", column)} end`
  })
  const source = recordsetOf(object, ["id", ...columns], records)
  const written = sql`update ${tableOf(workspace, object)} t
    set ${join([...set, sql`${ident("deletedAt")} = null`, stamp(workspace)])}
    from guard, ${source} where ${guardHolds(workspace)} and ${editable(workspace, object, sql`t.id = x.id`)} returning t.*`
  const allowed = allowedResult(workspace, object, columns)
  const text = await runStatement(workspace, object, written, { ...options, selection: null }, allowed)
  return writtenIds(text)
}

/** Of the records `t` that meet the condition, those that the principal may change. */
function editable(workspace: Workspace, object: ObjectSchema, where: Sql): Sql {
  const edited = editedCondition(workspace, object, "t")
  return edited ? sql`${where} and ${edited}` : where
}

/** Parts of a composite are merged into what is stored. */
function assignment(workspace: Workspace, object: ObjectSchema, column: string, records: readonly PlacedRecord[]): Sql {
  if (column === "position") return positionSql(workspace, object, records)
  const field = fieldOf(object, column)
  if (fieldTypes[field.type].composite === null) return sql`x.${ident(column)}`
  return sql`coalesce(t.${ident(column)}, '{}'::jsonb) || x.${ident(column)}`
}

export type Removal = "delete" | "restore" | "destroy"

/** Puts the records that meet the condition into the bin, takes them out, or removes them for ever. */
export function removeWhere(
  workspace: Workspace,
  object: ObjectSchema,
  action: Removal,
  condition: Sql,
  options: WriteOptions,
): Promise<string> {
  requireAccess(workspace.access, action satisfies RecordAction, object)
  const where = editable(workspace, object, condition)
  const table = tableOf(workspace, object)
  const deletedAt = raw(action === "delete" ? "now()" : "null")
  const written =
    action === "destroy"
      ? sql`delete from ${table} t using guard where ${guardHolds(workspace)} and ${where} returning t.*`
      : sql`update ${table} t set ${ident("deletedAt")} = ${deletedAt}, ${stamp(workspace)} from guard where ${guardHolds(workspace)} and ${where} returning t.*`
  // What is destroyed can only be shown as it was.
  return action === "destroy"
    ? runStatement(workspace, object, written, options)
    : run(workspace, object, written, options)
}

// --- the statement --------------------------------------------------------------------------------------------------

/** Runs a write and returns what was asked for of the written records. */
async function run(
  workspace: Workspace,
  object: ObjectSchema,
  written: Sql,
  options: WriteOptions,
  allowed: Sql | null = null,
): Promise<string> {
  const { selection } = options
  if (!selection || !leadsBack(selection, object)) return runStatement(workspace, object, written, options, allowed)
  const bare = { ...options, selection: null }
  const ids = writtenIds(await runStatement(workspace, object, written, bare, allowed))
  return readByIds(workspace, object, ids, selection)
}

/** The ids in the answer of a write that shows nothing else. */
export function writtenIds(text: string): string[] {
  return (JSON.parse(text) as { id: string }[]).map(({ id }) => id)
}

/** What was asked for of records that were written before in the same transaction, in this order. */
export async function showWritten(
  workspace: Workspace,
  object: ObjectSchema,
  ids: readonly string[],
  { selection }: WriteOptions,
): Promise<string> {
  if (selection === null) return JSON.stringify(ids.map((id) => ({ id })))
  return ids.length === 0 ? "[]" : readByIds(workspace, object, ids, selection)
}

/**
 * A statement sees its own writes only through what it returns. A selection that comes round to the written object by way
 * of a relation would show it as it was before, so that it is read by a statement of its own.
 */
function leadsBack(selection: Selection, object: ObjectSchema): boolean {
  return selection.some((selected) => {
    if (selected.kind !== "one" && selected.kind !== "many") return false
    return selected.field.relation!.target === object || inner(selected).some((each) => leadsBack(each, object))
  })
}

function inner(selected: Extract<SelectedField, { kind: "one" | "many" }>): Selection[] {
  if (selected.kind === "one") return [selected.selection]
  const { shape } = selected.list
  if (shape.kind === "array") return [shape.selection]
  return shape.parts.flatMap((part) => {
    if (part.kind === "nodes") return [part.selection]
    return part.kind === "edges" ? part.parts.flatMap((each) => (each.kind === "node" ? [each.selection] : [])) : []
  })
}

/**
 * Written rows come back in the order in which they were written, which for new records is that of the input.
 * @param allowed expression that refuses the whole statement when something was written that may not be
 */
export async function runStatement(
  workspace: Workspace,
  object: ObjectSchema,
  written: Sql,
  options: WriteOptions,
  allowed: Sql | null = null,
): Promise<string> {
  const record = options.selection ? recordText(workspace, options.selection, "w") : idText("w")
  const actor = JSON.stringify(workspace.principal.actor)
  const cause = options.cause === undefined ? raw("") : sql`, set_config('kith.cause', ${options.cause}, true)`
  const statement = sql`with guard as materialized (
      select ${guardColumns(workspace)}, set_config('kith.actor', ${actor}, true)${cause} from ${guardSource(workspace)}
    ), written as (${written})
    select guard.version, guard.rights, guard.alive,${allowed ? sql` ${allowed} as allowed,` : raw("")}
      ${jsonSql(listText(record, sql`written w`))} as data
    from guard`
  const { text, params } = await renderFor(workspace, statement)
  try {
    const [row] = await orStale(workspace.connection.query(text, params))
    checkGuard(workspace, row)
    workspace.changed()
    return row.data as string
  } catch (error) {
    throw explainWrite(error, object)
  }
}

/** The batch as a source `x` with its columns and the number `~n` of each record; one parameter whatever its size. */
function recordsetOf(object: ObjectSchema, columns: readonly string[], records: readonly PlacedRecord[]): Sql {
  const types = columns.map((name) => sql`${ident(name)} ${raw(columnType(fieldOf(object, name)))}`)
  const hasGiven = "~given" in records[0]!
  const own = hasGiven ? '"~first" int, "~last" int, "~given" jsonb' : '"~first" int, "~last" int'
  const ownNames = hasGiven ? ["~first", "~last", "~given", "~n"] : ["~first", "~last", "~n"]
  const names = join([...columns, ...ownNames].map((name) => ident(name)))
  const set = sql`jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as (${join([...types, raw(own)])})`
  return sql`rows from (${set}) with ordinality as x(${names})`
}

const columnsOf = (record: PlacedRecord) => Object.keys(record).filter((column) => !column.startsWith("~"))

function columnType(field: FieldSchema): string {
  return fieldTypes[field.type].columnType(field)!
}

function fieldOf(object: ObjectSchema, column: string): FieldSchema {
  const field = object.fields.find((each) => each.column === column)
  if (!field) throw new Error(`${object.nameSingular} has no column ${column}`)
  return field
}

export function stamp(workspace: Workspace): Sql {
  return sql`${ident("updatedBy")} = ${JSON.stringify(workspace.principal.actor)}::jsonb`
}

// --- what the engine fills in ---------------------------------------------------------------------------------------

function completeRecords(workspace: Workspace, object: ObjectSchema, records: StoredRecord[]): PlacedRecord[] {
  for (const record of records) {
    record.id ??= crypto.randomUUID()
    record.position ??= "first"
    record.createdBy = createdBy(workspace.principal, record.createdBy)
    record.updatedBy = workspace.principal.actor as unknown as Json
  }
  alignColumns(object, records)
  return placeRecords(records)
}

/** A caller may say how a record came to be, but not who made it. Only the platform itself writes on behalf of others. */
function createdBy({ kind, actor }: Principal, given: Json | undefined): Json {
  const { source, workspaceMemberId, name, context } = (given ?? {}) as Record<string, Json>
  return {
    source: source ?? actor.source,
    workspaceMemberId: (kind === "system" ? workspaceMemberId : null) ?? actor.workspaceMemberId,
    name: name || actor.name,
    context: context ?? actor.context,
  }
}

/**
 * A record with its place before the first (1 is nearest) or behind the last one, where it asks for that, and with the
 * columns that it gives, where records of one statement give different ones.
 */
type PlacedRecord = StoredRecord & { "~first"?: number; "~last"?: number; "~given"?: string[] }

function placeRecords(records: readonly StoredRecord[]): PlacedRecord[] {
  let first = 0
  let last = 0
  return records.map((record) => {
    if (record.position === "first") return { ...record, position: null, "~first": ++first }
    if (record.position === "last") return { ...record, position: null, "~last": ++last }
    return record
  })
}

/** The place of the nth record before all others, or behind them; an empty table begins at 0. */
function positionSql(workspace: Workspace, object: ObjectSchema, records: readonly PlacedRecord[]): Sql {
  const table = tableOf(workspace, object)
  const alternatives = [sql`x."position"`]
  if (records.some((record) => record["~first"])) {
    alternatives.push(sql`(select coalesce(min("position"), 1) from ${table}) - x."~first"`)
  }
  if (records.some((record) => record["~last"])) {
    alternatives.push(sql`(select coalesce(max("position"), -1) from ${table}) + x."~last"`)
  }
  return sql`coalesce(${join(alternatives)})`
}
