/** Which records have the id or a unique value of those that are to be written. */
import { raw, sql } from "../db/sql.ts"
import { badInput, type AppError } from "../errors.ts"
import type { Json, ObjectSchema } from "../metadata/schema.ts"
import type { RecordFailure } from "./batch.ts"
import { guardedRows } from "./guarded.ts"
import type { StoredRecord } from "./input.ts"
import { isId, keyValues, rowsWithKey, uniqueKeys, type UniqueKey } from "./unique-keys.ts"
import type { Workspace } from "./workspace.ts"
import { duplicateEntry } from "./write-errors.ts"

/** A parsed record and its number in the input. */
export interface Entry {
  index: number
  record: StoredRecord
}

export interface Match {
  key: UniqueKey
  values: readonly Json[]
  id: string
  isDeleted: boolean
}

/** The records that are still good. */
export function goodEntries(records: readonly (StoredRecord | null)[], failures: readonly RecordFailure[]): Entry[] {
  const bad = new Set(failures.map((failure) => failure.index))
  return records.flatMap((record, index) => (record && !bad.has(index) ? [{ index, record }] : []))
}

export function withoutFailed(entries: readonly Entry[], failures: readonly RecordFailure[]): Entry[] {
  const bad = new Set(failures.map((failure) => failure.index))
  return entries.filter((entry) => !bad.has(entry.index))
}

/** Every key that the records give, as `[entry, key, values]`. */
export function* keysOf(
  object: ObjectSchema,
  entries: readonly Entry[],
): Generator<{ entry: Entry; key: UniqueKey; values: Json[] }> {
  for (const key of uniqueKeys(object)) {
    for (const entry of entries) {
      const values = keyValues(key.parts, entry.record)
      if (values) yield { entry, key, values }
    }
  }
}

/** The id or unique value of an earlier record of the same batch. */
export function repeatedKeys(object: ObjectSchema, entries: readonly Entry[]): RecordFailure[] {
  const seen = new Map<UniqueKey, Set<string>>()
  const failures = new Map<number, RecordFailure>()
  for (const { entry, key, values } of keysOf(object, entries)) {
    const known = seen.get(key) ?? new Set<string>()
    seen.set(key, known)
    const text = JSON.stringify(values)
    if (known.has(text)) failures.set(entry.index, { index: entry.index, error: takenKey(object, key) })
    known.add(text)
  }
  return [...failures.values()]
}

export function takenKey(object: ObjectSchema, key: UniqueKey): AppError {
  return duplicateEntry(object, key.parts[0]!.field)
}

/**
 * By number of the record: what matches it. An id is looked up among all records, a unique value among the living; among
 * the deleted only where nothing else matches, because they reserve nothing. Of several deleted ones the newest counts.
 */
export async function findMatches(
  workspace: Workspace,
  object: ObjectSchema,
  entries: readonly Entry[],
  { deleted }: { deleted: boolean },
): Promise<Map<number, Match[]>> {
  const matches = await lookUp(workspace, object, entries, "living")
  const rest = deleted ? entries.filter((entry) => !matches.has(entry.index)) : []
  for (const [index, found] of await lookUp(workspace, object, rest, "deleted")) matches.set(index, found)
  return matches
}

/** One statement, however many records and keys. */
async function lookUp(
  workspace: Workspace,
  object: ObjectSchema,
  entries: readonly Entry[],
  which: "living" | "deleted",
): Promise<Map<number, Match[]>> {
  const asked = [...keysOf(object, entries)].filter(({ key }) => which === "living" || !isId(key))
  const groups = [...Map.groupBy(asked, ({ key }) => key)]
  if (groups.length === 0) return new Map()
  const rows = groups.map(([key, members], k) => {
    const input = members.map(({ entry, values }) => ({ n: entry.index, values }))
    return sql`select ${raw(String(k))} as k, f.* from (${rowsWithKey(workspace, object, key.parts, input, isId(key) ? "all" : which)}) f`
  })
  const all = rows.reduce((left, right) => sql`${left} union all ${right}`)
  const found = await guardedRows<[number, number, string, boolean]>(
    workspace,
    object,
    sql`select distinct on (k, n) k, n, id, "deletedAt" is not null as gone from (${all}) m order by k, n, "deletedAt" desc nulls first`,
    "k, n, id, gone",
  )
  const values = new Map(
    asked.map((each) => [`${groups.findIndex(([key]) => key === each.key)} ${each.entry.index}`, each.values]),
  )
  const matches = found.map(([k, n, id, isDeleted]) => ({
    n,
    match: { key: groups[k]![0], values: values.get(`${k} ${n}`)!, id, isDeleted },
  }))
  const byRecord = Map.groupBy(matches, ({ n }) => n)
  return new Map([...byRecord].map(([n, list]) => [n, list.map(({ match }) => match)]))
}

/** Which of the records cannot be created because their id or a unique value is taken, and by what field. */
export async function findTaken(
  workspace: Workspace,
  object: ObjectSchema,
  entries: readonly Entry[],
): Promise<RecordFailure[]> {
  const matches = await findMatches(workspace, object, entries, { deleted: false })
  return entries.flatMap(({ index }) => {
    const [match] = matches.get(index) ?? []
    return match ? [{ index, error: takenKey(object, match.key) }] : []
  })
}

/** A record whose keys belong to different records. */
export function severalMatches(matches: readonly Match[]): AppError {
  const keys = matches.map(({ key, values }) => {
    const parts = key.parts.map((part, i) => `${part.name}: ${String(values[i])}`).join(", ")
    return `${key.parts.map((part) => part.field.name).join(", ")} (${parts})`
  })
  return badInput(
    `Multiple records found with the same unique field values for ${keys.join("; ")}. Cannot determine which record to update.`,
    "UPSERT_MULTIPLE_MATCHING_RECORDS_CONFLICT",
    { extensions: { field: matches.at(-1)!.key.parts[0]!.field.name } },
  )
}
