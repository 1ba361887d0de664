/**
 * Relations written by what tells the target apart: `company: { connect: { where: { domainName: { primaryLinkUrl } } } }`,
 * and `company: { disconnect: true }`.
 */
import { raw, sql } from "../db/sql.ts"
import { AppError, badInput } from "../errors.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { isUuid, show } from "../metadata/scalar.ts"
import type { FieldSchema, Json, ObjectSchema } from "../metadata/schema.ts"
import { findSeen, requireAccess, type Access } from "./access.ts"
import type { RecordFailure } from "./batch.ts"
import { unknownField } from "./filter.ts"
import { guardedRows } from "./guarded.ts"
import type { StoredRecord } from "./input.ts"
import { keyValues, rowsWithKey, uniqueKeys, type KeyPart } from "./unique-keys.ts"
import type { Workspace } from "./workspace.ts"

/** A record that an input names by what tells it apart, and that has yet to be looked up. */
export interface Wanted extends Target {
  /** number of the naming record in the batch */
  index: number
  /** name of the relation in the input */
  key: string
  target: ObjectSchema
}

/** A relation of a record whose join column is to be filled. */
export interface Link extends Wanted {
  record: StoredRecord
  field: FieldSchema
}

interface Target {
  parts: readonly KeyPart[]
  values: readonly Json[]
}

/** What a many-to-one relation is given as: a target to look up, or null to let go of it. Throws BAD_USER_INPUT. */
export function parseRelation(access: Access, field: FieldSchema, key: string, input: unknown): Target | null {
  const { connect, disconnect } = plainObject(input) ?? {}
  if (connect != null && disconnect == null) {
    const where = plainObject(plainObject(connect)?.where)
    if (where) return parseTarget(access, field.relation!.target, where)
  }
  if (connect == null && disconnect === true) return null
  throw badInput(`Relation "${key}" requires connect or disconnect operation`, "INVALID_ARGS_DATA")
}

export function plainObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

/** Every complete key of `where` counts; a name that belongs to none is refused, because it would be ignored. */
export function parseTarget(access: Access, target: ObjectSchema, where: Record<string, unknown>): Target {
  const record: StoredRecord = {}
  for (const [name, value] of Object.entries(where)) {
    if (value === undefined) continue
    const found = findSeen(access, target, name)
    if (!found) throw unknownField(target, name, "INVALID_ARGS_DATA")
    const isPlain = found.kind === "field" && !found.field.relation
    if (!isPlain && found.kind === "field") throw notUnique(target, name)
    record[found.field.column!] = wantedValue(found.field, name, value)
  }
  const complete = uniqueKeys(target).filter((key) => keyValues(key.parts, record) !== null)
  if (complete.length === 0) {
    throw badInput(
      `Missing required fields: at least one unique constraint have to be fully populated for '${target.nameSingular}'.`,
      "INVALID_ARGS_DATA",
    )
  }
  const parts = [...new Map(complete.flatMap((key) => key.parts).map((part) => [part.name, part])).values()]
  for (const name of Object.keys(where)) {
    const { field } = target.lookup.get(name)!
    if (where[name] !== undefined && !parts.some((part) => part.field === field)) throw notUnique(target, name)
  }
  return { parts, values: keyValues(parts, record)! }
}

function notUnique(target: ObjectSchema, name: string): AppError {
  return badInput(`Field "${name}" does not tell the records of ${target.nameSingular} apart`, "INVALID_ARGS_DATA")
}

/** In the form in which it is stored, so that `ADA@Example.com` finds `ada@example.com`. */
function wantedValue(field: FieldSchema, path: string, value: unknown): Json {
  if (field.name === "id") {
    if (isUuid(value)) return value.toLowerCase()
    throw badInput(`Value ${show(value)} is not a valid UUID`)
  }
  try {
    return fieldTypes[field.type].parse(value, { path, field }, "update")
  } catch (error) {
    // Part of a phone number is no phone number, but it may tell one apart.
    const isPart = error instanceof AppError && fieldTypes[field.type].composite !== null && plainObject(value)
    if (isPart) return value as Json
    throw error
  }
}

/** Looks the targets up and fills the join columns in. Returns what could not be connected. */
export async function resolveLinks(workspace: Workspace, links: readonly Link[]): Promise<RecordFailure[]> {
  const { ids, failures } = await findWanted(workspace, links, "for share")
  for (const link of links) link.record[link.field.column!] = ids.get(link) ?? null
  return failures
}

/**
 * One statement per relation and kind of key, however many records there are. Until the transaction ends, what is found
 * cannot be deleted ("for share"), or not destroyed ("for key share").
 */
export async function findWanted<T extends Wanted>(
  workspace: Workspace,
  wanted: readonly T[],
  lock: "for share" | "for key share",
) {
  const ids = new Map<T, string>()
  const failures: RecordFailure[] = []
  const groups = Map.groupBy(wanted, ({ key, parts }) => `${key} ${parts.map((part) => part.name).join(" ")}`)
  for (const group of groups.values()) {
    const found = await findGroup(workspace, group, lock)
    for (const [n, each] of group.entries()) {
      const id = found.get(n)
      if (id !== undefined) ids.set(each, id)
      else failures.push({ index: each.index, error: notFound(each.key, each.parts, each.values) })
    }
  }
  return { ids, failures }
}

async function findGroup(workspace: Workspace, wanted: readonly Wanted[], lock: string): Promise<Map<number, string>> {
  const { parts, target } = wanted[0]!
  requireAccess(workspace.access, "read", target)
  const rows = wanted.map(({ values }, n) => ({ n, values }))
  const source = sql`${rowsWithKey(workspace, target, parts, rows, "living")} ${raw(lock)} of t`
  return new Map(await guardedRows<[number, string]>(workspace, target, source, "n, id"))
}

function notFound(key: string, parts: readonly KeyPart[], values: readonly Json[]): AppError {
  const conditions = parts.map((part, i) => `${part.name} = ${String(values[i])}`).join(" and ")
  return badInput(`Expected 1 record to connect to ${key}, but found 0 for ${conditions}`, "INVALID_ARGS_DATA", {
    extensions: { field: key },
  })
}
