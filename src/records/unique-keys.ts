/** What tells the records of an object apart: the id, and every unique index that is in force. */
import { allOf, ident, join, raw, sql, type Sql } from "../db/sql.ts"
import { subfieldValue } from "../metadata/field-type.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { capitalize } from "../metadata/names.ts"
import type { FieldSchema, Json, ObjectSchema } from "../metadata/schema.ts"
import type { StoredRecord } from "./input.ts"
import { rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

export interface UniqueKey {
  parts: readonly KeyPart[]
}

export interface KeyPart {
  field: FieldSchema
  subfield: string | null
  /** as messages call it: `domainNamePrimaryLinkUrl` */
  name: string
}

const kept = new WeakMap<ObjectSchema, readonly UniqueKey[]>()

/** The id first. */
export function uniqueKeys(object: ObjectSchema): readonly UniqueKey[] {
  const known = kept.get(object)
  if (known) return known
  const id = object.fields.find((field) => field.name === "id")!
  const enforced = object.indexes.filter((index) => index.isUnique && index.status === "READY")
  const keys = [
    { parts: [keyPart(id, null)] },
    ...enforced.map((index) => ({
      parts: index.fields.map(({ fieldId, subfield }) =>
        keyPart(
          object.fields.find((field) => field.id === fieldId)!,
          subfield,
        ),
      ),
    })),
  ]
  kept.set(object, keys)
  return keys
}

export const isId = (key: UniqueKey) => key.parts[0]!.name === "id"

export function keyPart(field: FieldSchema, subfield: string | null): KeyPart {
  return { field, subfield, name: subfield ? `${field.name}${capitalize(subfield)}` : field.name }
}

/** The values of a key in a parsed record; null when one is not given or empty, because empty values never clash. */
export function keyValues(parts: readonly KeyPart[], record: StoredRecord): Json[] | null {
  const values = parts.map((part) => partValue(part, record))
  return values.every((value) => value !== undefined && value !== null && value !== "") ? (values as Json[]) : null
}

function partValue({ field, subfield }: KeyPart, record: StoredRecord): Json | undefined {
  const value = record[field.column!]
  if (subfield === null) return value
  return typeof value === "object" && value !== null ? (value as Record<string, Json>)[subfield] : undefined
}

/** The part of a row as a value. */
export function partSql({ field, subfield }: KeyPart, alias: string): Sql {
  const column = ident(alias, field.column!)
  return subfield === null ? column : subfieldValue(column, subfield, fieldTypes[field.type].subfields[subfield]!)
}

function partType({ field, subfield }: KeyPart): string {
  const type = fieldTypes[field.type]
  return subfield === null ? type.columnType(field)! : type.subfields[subfield]!.sqlType
}

export interface KeyRow {
  n: number
  values: readonly Json[]
}

/** Text is indexed only where it is filled; the planner must be told so in the words of the index. */
const indexedWhenFilled = new Set(["TEXT", "EMAILS", "LINKS", "PHONES"])

/**
 * Rows `(n, id, "deletedAt")` of the records that have the values of row n: the living, or the deleted ones.
 * One parameter, however many rows.
 */
export function rowsWithKey(
  workspace: Workspace,
  object: ObjectSchema,
  parts: readonly KeyPart[],
  rows: readonly KeyRow[],
  which: "living" | "deleted" | "all",
): Sql {
  const input = JSON.stringify(
    rows.map(({ n, values }) => ({ n, ...Object.fromEntries(values.map((v, i) => [i, v])) })),
  )
  const columns = [raw("n int"), ...parts.map((part, i) => sql`${ident(String(i))} ${raw(partType(part))}`)]
  const conditions = parts.map((part, i) => sql`${partSql(part, "t")} = ${ident("x", String(i))}`)
  if (which === "living") {
    conditions.push(sql`${ident("t", "deletedAt")} is null`)
    for (const part of parts)
      if (indexedWhenFilled.has(part.field.type)) conditions.push(sql`${partSql(part, "t")} <> ''`)
  }
  if (which === "deleted") conditions.push(sql`${ident("t", "deletedAt")} is not null`)
  return sql`select x.n, t.id, ${ident("t", "deletedAt")} from jsonb_to_recordset(${input}::jsonb) as x(${join(columns)})
    join ${rowsOf(workspace, object)} t on ${allOf(conditions)}`
}
