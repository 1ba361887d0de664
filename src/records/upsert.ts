/**
 * Creating or updating, whichever is called for: a record with the same id or a unique value is updated and taken out of
 * the bin; where there is none, one is created.
 */
import { render, sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import { shortHash } from "../metadata/names.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { DatabaseError } from "../ports/driver.ts"
import { attachFiles } from "./attach-files.ts"
import { requireAccess } from "./access.ts"
import { inOrder, refusedBatch, type RecordFailure } from "./batch.ts"
import { parseBatch, resolveTargets, type StoredRecord } from "./input.ts"
import { writeLists } from "./list-links.ts"
import {
  findMatches,
  goodEntries,
  keysOf,
  repeatedKeys,
  severalMatches,
  takenKey,
  withoutFailed,
  type Entry,
  type Match,
} from "./matches.ts"
import { insertPartly, missingTargets, numbersOf, writeHalves, type CreatedBatch } from "./partial.ts"
import { inTransaction } from "./transaction.ts"
import type { Workspace } from "./workspace.ts"
import { insertRecords, showWritten, updateEach, type WriteOptions } from "./statements.ts"
import { checkBatchSize } from "./write.ts"
import { outsideOfRule } from "./write-access.ts"

export interface UpsertOptions extends WriteOptions {
  /** write the good records of a batch and report the bad ones */
  partial?: boolean
}

/** What was looked up was gone, or taken, by the time it was written. */
class Overtaken extends Error {
  override name = "Overtaken"
}

const maxAttempts = 3

/** Answers with the updated records first and then the created ones, each in the order of the input. */
export async function upsertRecords(
  workspace: Workspace,
  object: ObjectSchema,
  inputs: readonly unknown[],
  options: UpsertOptions,
): Promise<CreatedBatch> {
  requireAccess(workspace.access, "create", object)
  requireAccess(workspace.access, "update", object)
  checkBatchSize(inputs)
  if (inputs.length === 0) return { text: "[]", failures: [], order: [] }
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(workspace, (own) => upsert(own, object, inputs, options))
    } catch (error) {
      if (!isOvertaken(error)) throw error
      if (attempt === maxAttempts) throw error instanceof Overtaken ? tooBusy(error) : error
    }
  }
}

/** Others create and destroy without asking for the locks of upserts. */
function isOvertaken(error: unknown): boolean {
  if (error instanceof Overtaken) return true
  return error instanceof AppError && error.cause instanceof DatabaseError && error.cause.code === "23505"
}

function tooBusy(cause: Error): AppError {
  return new AppError("CONFLICT", "The records are being changed by others; try again", { cause })
}

async function upsert(
  own: Workspace,
  object: ObjectSchema,
  inputs: readonly unknown[],
  options: UpsertOptions,
): Promise<CreatedBatch> {
  const failures: RecordFailure[] = []
  const settle = (found: readonly RecordFailure[]) => {
    failures.push(...found)
    if (failures.length > 0 && !options.partial) throw refusedBatch(failures, inputs.length)
  }
  const { records, changes, lists } = await parseBoth(own, object, inputs, settle)
  const entries = goodEntries(records, failures)
  settle(repeatedKeys(object, entries))
  const unique = withoutFailed(entries, failures)
  await lockKeys(own, object, unique)
  const { targets, refused } = pickTargets(object, unique, await findMatches(own, object, unique, { deleted: true }))
  settle(refused)
  if ([...targets.values()].some((match) => match.isDeleted)) requireAccess(own.access, "restore", object)
  const good = withoutFailed(unique, failures)
  const known = good
    .filter(({ index }) => targets.has(index))
    .map(({ index }) => ({ index, record: { ...changes[index]!, id: targets.get(index)!.id } }))
  const added = good.filter(({ index }) => !targets.has(index))
  const updated = await updateKnown(own, object, known, failures, options)
  const inserted = await insertNew(own, object, added, failures, options)
  const written = [...updated, ...inserted]
  const byIndex = new Map(withoutFailed([...known, ...added], failures).map((entry) => [entry.index, entry.record]))
  await writeLists(own, lists, (index) => (byIndex.has(index) ? [byIndex.get(index)!.id as string] : []), options)
  return {
    text: await showWritten(own, object, written, options),
    failures: inOrder(failures),
    order: numbersOf([...known, ...added], written),
  }
}

/** Records as they are created, and what they change where there is one already: the given fields and parts alone. */
async function parseBoth(
  own: Workspace,
  object: ObjectSchema,
  inputs: readonly unknown[],
  settle: (failures: readonly RecordFailure[]) => void,
) {
  const { records, failures, ...targets } = parseBatch(own.access, object, inputs, "create")
  const changes = parseBatch(own.access, object, inputs, "update").records
  settle(failures)
  settle(await resolveTargets(own, targets))
  // Both come of one input: they name the same files and lack the same ones.
  settle(await attachFiles(own, object, records))
  await attachFiles(own, object, changes)
  for (const { index, record, field } of targets.links) {
    const change = changes[index]
    if (change) change[field.column!] = record[field.column!]!
  }
  return { records: records.map((record, i) => (changes[i] ? record : null)), changes, lists: targets.lists }
}

/** Locks that a table's upserts share: keys fall into this many, so that a batch of any size takes a bounded number. */
const lockBuckets = 256

/**
 * Two upserts of the same new key would both find nothing and both insert. So the second waits for the first, and looks
 * afterwards. Taken in order, so that two batches cannot wait for each other.
 */
async function lockKeys(own: Workspace, object: ObjectSchema, entries: readonly Entry[]): Promise<void> {
  const buckets = new Set<number>()
  for (const { key, values } of keysOf(object, entries)) {
    const text = `${key.parts.map((part) => part.name).join(" ")} ${JSON.stringify(values)}`
    buckets.add(Number.parseInt(shortHash(text), 16) % lockBuckets)
  }
  if (buckets.size === 0) return
  const table = Number.parseInt(shortHash(`upsert ${object.id}`), 16) | 0
  const sorted = JSON.stringify([...buckets].toSorted((a, b) => a - b))
  const { text, params } = render(
    sql`select pg_advisory_xact_lock(${table}::int, b::int) from jsonb_array_elements_text(${sorted}::jsonb) b`,
  )
  await own.connection.query(text, params)
}

/** The one record that each entry stands for; entries with several, or with that of another entry, are refused. */
function pickTargets(object: ObjectSchema, entries: readonly Entry[], matches: ReadonlyMap<number, Match[]>) {
  const targets = new Map<number, Match>()
  const refused: RecordFailure[] = []
  const used = new Set<string>()
  for (const { index } of entries) {
    const found = matches.get(index) ?? []
    const [match] = found
    if (!match) continue
    if (found.some((each) => each.id !== match.id)) refused.push({ index, error: severalMatches(found) })
    else if (used.has(match.id)) refused.push({ index, error: takenKey(object, match.key) })
    else targets.set(index, match)
    used.add(match.id)
  }
  return { targets, refused }
}

async function updateKnown(
  own: Workspace,
  object: ObjectSchema,
  known: readonly Entry[],
  failures: RecordFailure[],
  options: UpsertOptions,
): Promise<string[]> {
  const write = async (part: Workspace, entries: readonly Entry[]) => {
    const records = entries.map(({ record }) => record as StoredRecord & { id: string })
    const written = new Set(await updateEach(part, object, records, options))
    const isWhole = written.size === entries.length
    if (!isWhole && part.access.edited(object, part.principal)) throw outsideOfRule()
    if (!isWhole) throw new Overtaken("A record was destroyed meanwhile")
    return records.map(({ id }) => id)
  }
  if (known.length === 0) return []
  if (!options.partial) return write(own, known)
  failures.push(...(await missingTargets(own, object, known)))
  return writeHalves(own, withoutFailed(known, failures), failures, write)
}

async function insertNew(
  own: Workspace,
  object: ObjectSchema,
  added: readonly Entry[],
  failures: RecordFailure[],
  options: UpsertOptions,
): Promise<string[]> {
  if (added.length === 0) return []
  if (options.partial) return insertPartly(own, object, added, failures, options)
  const records = added.map(({ record }) => record)
  await insertRecords(own, object, records, { ...options, selection: null })
  return records.map((record) => record.id as string)
}
