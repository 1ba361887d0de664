/** Writing records: what a caller sends is parsed, its relations are looked up, and a statement writes the batch. */
import { allOf, sql, type Sql } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import { beyondLimit, limits } from "../limits.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { requireAccess } from "./access.ts"
import { attachFiles, namesFiles } from "./attach-files.ts"
import { refusedBatch } from "./batch.ts"
import { filterSql, isEmptyFilter } from "./filter.ts"
import { parseRecords, resolveTargets, type StoredRecord, type Targets } from "./input.ts"
import { writeLists } from "./list-links.ts"
import type { Filter } from "./query.ts"
import { exists, isEditable, isExpected, unexpectedRevision } from "./revision.ts"
import {
  insertRecords,
  removeWhere,
  showWritten,
  updateWith,
  writtenIds,
  type Removal,
  type SingleWriteOptions,
  type WriteOptions,
} from "./statements.ts"
import { inTransaction } from "./transaction.ts"
import type { Workspace } from "./workspace.ts"
import { outsideOfRule } from "./write-access.ts"

/** Creates the records, all or none. Returns the text of a JSON list in the order of the input. */
export async function createRecords(
  workspace: Workspace,
  object: ObjectSchema,
  inputs: readonly unknown[],
  options: WriteOptions,
): Promise<string> {
  requireAccess(workspace.access, "create", object)
  checkBatchSize(inputs)
  if (inputs.length === 0) return "[]"
  const { records, ...targets } = parseRecords(workspace.access, object, inputs, "create")
  const write = (own: Workspace, asked: WriteOptions) => insertRecords(own, object, records, asked)
  return linked(workspace, object, { records, targets, options, nearIds: (ids, i) => [ids[i]!] }, write)
}

export function checkBatchSize(inputs: readonly unknown[]): void {
  if (inputs.length <= limits.batch) return
  const message = `Maximum number of records to create is ${limits.batch}.`
  throw beyondLimit("BATCH_TOO_LARGE", message, limits.batch, inputs.length)
}

interface LinkedWrite {
  records: readonly StoredRecord[]
  targets: Targets
  options: WriteOptions
  /** of the written ids in their order, those that the input with this number stands for */
  nearIds: (written: readonly string[], index: number) => readonly string[]
}

/**
 * Looks the targets of relations up and takes the files first, and makes the links of lists afterwards, in the
 * transaction of the write.
 * Without any it is one statement as ever.
 */
function linked(
  workspace: Workspace,
  object: ObjectSchema,
  { records, targets, options, nearIds }: LinkedWrite,
  write: (own: Workspace, asked: WriteOptions) => Promise<string>,
): Promise<string> {
  const { links, lists } = targets
  if (links.length === 0 && lists.length === 0 && !namesFiles(object, records)) return write(workspace, options)
  return inTransaction(workspace, async (own) => {
    const failures = [...(await resolveTargets(own, targets)), ...(await attachFiles(own, object, records))]
    if (failures.length > 0) throw refusedBatch(failures, records.length)
    if (lists.length === 0) return write(own, options)
    const ids = writtenIds(await write(own, { ...options, selection: null }))
    await writeLists(own, lists, (index) => nearIds(ids, index), options)
    return showWritten(own, object, ids, options)
  })
}

/** Changes one record, deleted or not. Returns the text of its JSON. Throws NOT_FOUND and PRECONDITION_FAILED. */
export function updateRecord(
  workspace: Workspace,
  object: ObjectSchema,
  id: string,
  input: unknown,
  options: SingleWriteOptions,
): Promise<string> {
  return one(workspace, object, id, options, (where) => update(workspace, object, where, input, options))
}

/** Changes every record that the filter matches. Returns the text of a JSON list. */
export function updateRecords(
  workspace: Workspace,
  object: ObjectSchema,
  filter: Filter,
  input: unknown,
  options: WriteOptions,
): Promise<string> {
  return update(workspace, object, matching(workspace, object, filter), input, options)
}

async function update(
  workspace: Workspace,
  object: ObjectSchema,
  where: Sql,
  input: unknown,
  options: WriteOptions,
): Promise<string> {
  requireAccess(workspace.access, "update", object)
  const { records, ...targets } = parseRecords(workspace.access, object, [input], "update")
  const write = (own: Workspace, asked: WriteOptions) => updateWith(own, object, where, records[0]!, asked)
  return linked(workspace, object, { records, targets, options, nearIds: (ids) => ids }, write)
}

/** Puts one record into the bin, takes it out, or removes it for ever. Throws NOT_FOUND and PRECONDITION_FAILED. */
export function removeRecord(
  workspace: Workspace,
  object: ObjectSchema,
  action: Removal,
  id: string,
  options: SingleWriteOptions,
): Promise<string> {
  return one(workspace, object, id, options, (where) => removeWhere(workspace, object, action, where, options))
}

/** The same for every record that the filter matches. */
export function removeRecords(
  workspace: Workspace,
  object: ObjectSchema,
  action: Removal,
  filter: Filter,
  options: WriteOptions,
): Promise<string> {
  return removeWhere(workspace, object, action, matching(workspace, object, filter), options)
}

/** An empty filter would touch everything, which nobody means. */
function matching(workspace: Workspace, object: ObjectSchema, filter: Filter): Sql {
  if (isEmptyFilter(filter)) {
    throw badInput(
      "Filters are mandatory for bulk operations. Please provide at least one filter to prevent accidental changes of all records.",
    )
  }
  return filterSql(workspace, object, "t", filter)
}

/** Runs a write on the record with this id, if it is as expected. */
async function one(
  workspace: Workspace,
  object: ObjectSchema,
  id: string,
  { expected }: SingleWriteOptions,
  write: (where: Sql) => Promise<string>,
): Promise<string> {
  const found = sql`t.id = ${id}::uuid`
  const text = await write(expected ? allOf([found, isExpected("t", expected)]) : found)
  if (text !== "[]") return text.slice(1, -1)
  const mayBeThere = expected !== undefined || workspace.access.edited(object, workspace.principal) !== null
  if (!mayBeThere || !(await exists(workspace, object, id))) throw recordNotFound(object)
  throw (await isEditable(workspace, object, id)) ? unexpectedRevision() : outsideOfRule()
}

export function recordNotFound(_object: ObjectSchema): AppError {
  return new AppError("NOT_FOUND", "Record not found", {
    subCode: "RECORD_NOT_FOUND",
    userFriendlyMessage: "This record does not exist or has been deleted.",
  })
}
