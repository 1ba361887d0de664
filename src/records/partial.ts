/** Writing the good records of a batch and saying of each bad one why it is not there. */
import { ident, raw, sql, type Sql } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import type { Transaction } from "../ports/driver.ts"
import { attachFiles } from "./attach-files.ts"
import { requireAccess } from "./access.ts"
import { inOrder, type RecordFailure } from "./batch.ts"
import { guardedRows } from "./guarded.ts"
import { parseBatch, resolveTargets } from "./input.ts"
import { writeLists } from "./list-links.ts"
import { findTaken, goodEntries, repeatedKeys, withoutFailed, type Entry } from "./matches.ts"
import { rowsOf } from "./table.ts"
import { inTransaction } from "./transaction.ts"
import type { Workspace } from "./workspace.ts"
import { insertRecords, showWritten, writtenIds, type WriteOptions } from "./statements.ts"
import { checkBatchSize } from "./write.ts"
import { missingTarget } from "./write-access.ts"

export interface Created {
  /** JSON list of the written records */
  text: string
  failures: RecordFailure[]
}

export interface CreatedBatch extends Created {
  /** number in the input of each written record, in the order of `text` */
  order: number[]
}

/** Creates the good records in the order of the input. */
export async function createPartly(
  workspace: Workspace,
  object: ObjectSchema,
  inputs: readonly unknown[],
  options: WriteOptions,
): Promise<CreatedBatch> {
  requireAccess(workspace.access, "create", object)
  checkBatchSize(inputs)
  return inTransaction(workspace, async (own) => {
    const { records, failures, ...targets } = parseBatch(own.access, object, inputs, "create")
    failures.push(...(await resolveTargets(own, targets)), ...(await attachFiles(own, object, records)))
    const entries = goodEntries(records, failures)
    failures.push(...repeatedKeys(object, entries))
    const written = await insertPartly(own, object, withoutFailed(entries, failures), failures, options)
    const ids = new Map(withoutFailed(entries, failures).map(({ index, record }) => [index, [record.id as string]]))
    await writeLists(own, targets.lists, (index) => ids.get(index) ?? [], options)
    return {
      text: await showWritten(own, object, written, options),
      failures: inOrder(failures),
      order: numbersOf(entries, written),
    }
  })
}

/** Which of the entries these ids belong to. A record that was written has its id. */
export function numbersOf(entries: readonly Entry[], ids: readonly string[]): number[] {
  const byId = new Map(entries.map(({ index, record }) => [record.id, index]))
  return ids.map((id) => byId.get(id)!)
}

/** Inserts what can be inserted and adds the rest to `failures`. Returns the ids of the inserted in order. */
export async function insertPartly(
  own: Workspace,
  object: ObjectSchema,
  entries: readonly Entry[],
  failures: RecordFailure[],
  options: WriteOptions,
): Promise<string[]> {
  const found = [...missingValues(object, entries), ...(await missingTargets(own, object, entries))]
  failures.push(...new Map(found.map((failure) => [failure.index, failure])).values())
  const good = withoutFailed(entries, failures)
  const ids = await writeHalves(own, good, failures, (part, each) => insertFree(part, object, each, options))
  const isWritten = new Set(ids)
  const taken = withoutFailed(good, failures).filter(({ record }) => !isWritten.has(record.id as string))
  failures.push(...(await explainTaken(own, object, taken)))
  return ids
}

async function insertFree(own: Workspace, object: ObjectSchema, entries: readonly Entry[], options: WriteOptions) {
  const records = entries.map(({ record }) => record)
  const text = await insertRecords(own, object, records, { ...options, selection: null }, { skipTaken: true })
  return writtenIds(text)
}

async function explainTaken(own: Workspace, object: ObjectSchema, taken: readonly Entry[]): Promise<RecordFailure[]> {
  const known = await findTaken(own, object, taken)
  const rest = withoutFailed(taken, known)
  return [
    ...known,
    ...rest.map(({ index }) => ({ index, error: badInput("A duplicate entry was detected", "INVALID_ARGS_DATA") })),
  ]
}

/**
 * Writes the entries together. What the database refuses for a reason that could not be seen before (a text too long for
 * an index) is found by halves: one bad record among n costs log n statements.
 */
export async function writeHalves(
  own: Workspace,
  entries: readonly Entry[],
  failures: RecordFailure[],
  write: (part: Workspace, entries: readonly Entry[]) => Promise<string[]>,
): Promise<string[]> {
  if (entries.length === 0) return []
  try {
    const tx = own.connection as Transaction
    return await tx.savepoint((connection) => write({ ...own, connection }, entries))
  } catch (error) {
    if (!(error instanceof AppError) || !ofOneRecord.has(error.code)) throw error
    if (entries.length === 1) {
      failures.push({ index: entries[0]!.index, error })
      return []
    }
    const middle = entries.length >> 1
    const left = await writeHalves(own, entries.slice(0, middle), failures, write)
    return [...left, ...(await writeHalves(own, entries.slice(middle), failures, write))]
  }
}

/** Failures that say something about a single record: what it holds, or that it is not the writer's to change. */
const ofOneRecord: ReadonlySet<string> = new Set(["BAD_USER_INPUT", "FORBIDDEN"])

/** The database's own words for an empty column, so that it makes no difference who noticed. */
function missingValues(object: ObjectSchema, entries: readonly Entry[]): RecordFailure[] {
  const needed = object.fields.filter((field) => field.column !== null && !field.isNullable)
  return entries.flatMap(({ index, record }) => {
    const missing = needed.find((field) => isMissing(field, record[field.column!]))
    if (!missing) return []
    const message = `null value in column "${missing.column}" of relation "${object.table}" violates not-null constraint`
    return [{ index, error: badInput(message, "INVALID_ARGS_DATA", { extensions: { field: missing.name } }) }]
  })
}

function isMissing(field: FieldSchema, value: unknown): boolean {
  if (value !== undefined) return value === null && field.name !== "id"
  return !field.isSystem && field.defaultValue === null && fieldTypes[field.type].composite === null
}

/** Join columns that name no record. One statement for all of them. */
export async function missingTargets(
  own: Workspace,
  object: ObjectSchema,
  entries: readonly Entry[],
): Promise<RecordFailure[]> {
  const fields = object.fields.filter(
    (field) =>
      field.relation?.kind === "MANY_TO_ONE" && entries.some(({ record }) => typeof record[field.column!] === "string"),
  )
  if (fields.length === 0) return []
  const rows = fields.map((field, f) => missingIn(own, field, f, entries))
  const all = rows.reduce((left, right) => sql`${left} union all ${right}`)
  return (await guardedRows<[number, number]>(own, object, all, "n, f")).map(([index, f]) => {
    const field = fields[f]!
    return { index, error: missingTarget(object, field.column!) }
  })
}

function missingIn(own: Workspace, field: FieldSchema, f: number, entries: readonly Entry[]): Sql {
  const given = entries.flatMap(({ index, record }) => {
    const id = record[field.column!]
    return typeof id === "string" ? [{ n: index, id }] : []
  })
  return sql`select x.n, ${raw(String(f))} as f from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as x(n int, id uuid)
    where not exists (select from ${rowsOf(own, field.relation!.target)} t where ${ident("t", "id")} = x.id)`
}
