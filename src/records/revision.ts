/**
 * Revisions of records: what a record was like when somebody looked, in a form that a write can be tied to. A revision is
 * the instant of the last change in microseconds, which the database keeps on every change, plain SQL included.
 */
import { allOf, ident, raw, sql, type Sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import { arrayText, dateTime, type Scalar } from "../metadata/scalar.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { guardedRows } from "./guarded.ts"
import type { SelectedField, Selection } from "./query.ts"
import { editedCondition, rowsOf, tableOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

/** Which revisions a write is meant for; a record with another is left as it is. */
export interface ExpectedRevision {
  /** one of these; undefined for any */
  among?: readonly string[] | undefined
  /** none of these, or no record at all */
  notAmong?: readonly string[] | "any" | undefined
}

const revisionSql = (updatedAt: Sql) => sql`(extract(epoch from ${updatedAt}) * 1000000)::bigint::text`

const revision: Scalar = { ...dateTime, read: revisionSql }

const key = "~revision"

/** The selection with the revision in front, for {@link splitRevision}. Made once per selection. */
export function withRevision(object: ObjectSchema, selection: Selection): Selection {
  const known = kept.get(selection)
  if (known) return known
  const field = object.fields.find((each) => each.name === "updatedAt")!
  const made: Selection = [{ kind: "value", key, field, scalar: revision } satisfies SelectedField, ...selection]
  kept.set(selection, made)
  return made
}

const kept = new WeakMap<Selection, Selection>()

/** Takes the revision out of the JSON text of a record that was read with it. */
export function splitRevision(text: string): { revision: string; text: string } {
  const [head, found] = /^\{"~revision":"(\d+)",/.exec(text) ?? []
  if (head === undefined || found === undefined)
    throw new Error(`A record came without its revision: ${text.slice(0, 60)}`)
  return { revision: found, text: `{${text.slice(head.length)}` }
}

/** Condition on the record under `alias`. */
export function isExpected(alias: string, { among, notAmong }: ExpectedRevision = {}): Sql {
  const actual = revisionSql(ident(alias, "updatedAt"))
  const conditions: Sql[] = []
  if (among) conditions.push(sql`${actual} = any(${arrayText(among)}::text[])`)
  if (notAmong === "any") conditions.push(raw("false"))
  else if (notAmong) conditions.push(sql`${actual} <> all(${arrayText(notAmong)}::text[])`)
  return allOf(conditions)
}

/** True when the record is there, whatever its revision, in the bin or not. */
export async function exists(workspace: Workspace, object: ObjectSchema, id: string): Promise<boolean> {
  const source = sql`select t.id from ${rowsOf(workspace, object)} t where t.id = ${id}::uuid`
  return (await guardedRows(workspace, object, source, "id")).length > 0
}

/** True when the record is there and the principal may change it, as far as rows go. */
export async function isEditable(workspace: Workspace, object: ObjectSchema, id: string): Promise<boolean> {
  const condition = allOf([sql`t.id = ${id}::uuid`, editedCondition(workspace, object, "t") ?? []].flat())
  const source = sql`select t.id from ${tableOf(workspace, object)} t where ${condition}`
  return (await guardedRows(workspace, object, source, "id")).length > 0
}

export function unexpectedRevision(): AppError {
  const message = "The record has changed since it was read; read it again and decide anew"
  return new AppError("PRECONDITION_FAILED", message, {
    subCode: "PRECONDITION_FAILED",
    userFriendlyMessage: "Somebody else has changed this record in the meantime.",
  })
}
