/** Records that are judged the same by the criteria of their object: groups of fields, one of which must be equal as a whole. */
import { ident, join, literal, sql } from "../db/sql.ts"
import { limits } from "../limits.ts"
import { badInput } from "../errors.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { uncapitalize } from "../metadata/names.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Json, ObjectSchema } from "../metadata/schema.ts"
import { requireAccess } from "./access.ts"
import { guardedRows } from "./guarded.ts"
import { parseRecords, type StoredRecord } from "./input.ts"
import type { Filter, ListShape } from "./query.ts"
import { readRecords } from "./read.ts"
import { rowsOf } from "./table.ts"
import { keyPart, keyValues, type KeyPart } from "./unique-keys.ts"
import type { Workspace } from "./workspace.ts"

/** Whose duplicates are sought: stored records, or such as might be created. Exactly one of them. */
export interface DuplicatesInput {
  ids?: unknown
  data?: unknown
}

const maxSubjects = 200

/** The text of one list per subject, in the order of the input; ids that are not there have none. Throws BAD_USER_INPUT. */
export async function findDuplicates(
  workspace: Workspace,
  object: ObjectSchema,
  input: DuplicatesInput,
  shape: ListShape,
): Promise<string[]> {
  requireAccess(workspace.access, "read", object)
  const criteria = criteriaOf(workspace, object)
  const subjects = await readSubjects(workspace, object, input, criteria)
  const queries = subjects.map((subject, i) => ({
    kind: "list" as const,
    key: String(i),
    object,
    list: { filter: sameAs(subject, criteria), first: limits.page.max, shape },
  }))
  return (await readRecords(workspace, queries)).map((text) => text!)
}

async function readSubjects(
  workspace: Workspace,
  object: ObjectSchema,
  { ids, data }: DuplicatesInput,
  criteria: readonly KeyPart[][],
): Promise<StoredRecord[]> {
  if (data == null && ids == null) throw badInput('You have to provide either "data" or "ids" argument')
  if (data != null && ids != null) throw badInput('You cannot provide both "data" and "ids" arguments')
  const list = asList(ids ?? data)
  if (ids == null && list.length === 0)
    throw badInput('The "data" condition can not be empty when "ids" input not provided')
  if (list.length > maxSubjects) throw badInput(`Maximum number of records to find duplicates of is ${maxSubjects}.`)
  return ids == null
    ? parseRecords(workspace.access, object, list, "create").records
    : storedSubjects(workspace, object, list.map(recordId), criteria)
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

export function recordId(value: unknown): string {
  if (isUuid(value)) return value.toLowerCase()
  throw badInput(`Value "${String(value)}" is not a valid UUID`)
}

async function storedSubjects(
  workspace: Workspace,
  object: ObjectSchema,
  ids: readonly string[],
  criteria: readonly KeyPart[][],
): Promise<StoredRecord[]> {
  const columns = new Set(["id", ...criteria.flat().map(({ field }) => field.column!)])
  const members = [...columns].map((column) => sql`${literal(column)}, ${ident("t", column)}`)
  const rows = await guardedRows<[number, StoredRecord]>(
    workspace,
    object,
    sql`select i.n, jsonb_build_object(${join(members)}) as record
      from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) with ordinality as i(id, n)
      join ${rowsOf(workspace, object)} t on t.id = i.id::uuid and ${ident("t", "deletedAt")} is null`,
    "n, record",
  )
  return rows.toSorted(([a], [b]) => a - b).map(([, record]) => record)
}

/**
 * `nameFirstName` is the subfield `firstName` of `name`. A group with a field that is switched off, or that the principal
 * does not see, does not count.
 */
function criteriaOf({ access }: Workspace, object: ObjectSchema): KeyPart[][] {
  return (object.duplicateCriteria ?? []).flatMap((group) => {
    const parts = group.map((name) => criterion(object, name))
    return parts.every((part) => part !== null && access.sees(part.field)) ? [parts as KeyPart[]] : []
  })
}

function criterion(object: ObjectSchema, name: string): KeyPart | null {
  const served = object.fields.filter((field) => object.lookup.get(field.name)?.field === field && !field.relation)
  for (const field of served) {
    const { composite, subfields } = fieldTypes[field.type]
    if (composite === null && field.name === name) return keyPart(field, null)
    const subfield = name.startsWith(field.name) ? uncapitalize(name.slice(field.name.length)) : ""
    if (composite !== null && Object.hasOwn(subfields, subfield)) return keyPart(field, subfield)
  }
  return null
}

/** An empty value is like no other; a subject with nothing to compare has no duplicates. */
function sameAs(subject: StoredRecord, criteria: readonly KeyPart[][]): Filter {
  const groups = criteria.flatMap((parts) => {
    const values = keyValues(parts, subject)
    return values ? [{ and: parts.map((part, i) => equal(part, values[i]!)) }] : []
  })
  if (groups.length === 0) return { id: { is: "NULL" } }
  return subject.id ? { or: groups, id: { neq: subject.id } } : { or: groups }
}

function equal({ field, subfield }: KeyPart, value: Json): Filter {
  return { [field.name]: subfield === null ? { eq: value } : { [subfield]: { eq: value } } }
}
