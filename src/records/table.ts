/** Where records are read from: the table itself, or what of it the principal may see. */
import { allOf, ident, join, literal, raw, sql, type Sql } from "../db/sql.ts"
import { numberColumn } from "../metadata/field-type.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { searchedFields, searchTexts } from "../metadata/tables.ts"
import type { Access } from "./access.ts"
import type { Workspace } from "./workspace.ts"

/** The table of an object's records, for statements that write and for the platform's own business. */
export function tableOf({ schema }: Pick<Workspace, "schema">, object: ObjectSchema): Sql {
  return ident(schema.schemaName, object.table)
}

/**
 * The records of an object that the principal may see, with the columns that they may see. To be followed by an alias.
 * What is not in here cannot get out, whatever a statement around it asks; where nothing is withheld it is the table.
 */
export function rowsOf(workspace: Workspace, object: ObjectSchema): Sql {
  let kept = sources.get(workspace.access)
  if (!kept) sources.set(workspace.access, (kept = new WeakMap()))
  const known = kept.get(object)
  if (known) return known
  const source = sourceOf(workspace, object)
  kept.set(object, source)
  return source
}

/** An access is of one schema, and of one person where its rules speak of who asks. */
const sources = new WeakMap<Access, WeakMap<ObjectSchema, Sql>>()

function sourceOf(workspace: Workspace, object: ObjectSchema): Sql {
  const { access } = workspace
  const columns = access.hidesFields(object) ? seenColumns(workspace, object) : null
  const rule = seenCondition(workspace, object, "x")
  if (!columns && !rule) return tableOf(workspace, object)
  const where = rule ? sql` where ${rule}` : raw("")
  return sql`(select ${columns ?? raw("x.*")} from ${tableOf(workspace, object)} x${where})`
}

/** What a record under `alias` must be like for the principal to see it; null for anything. */
export function seenCondition(workspace: Workspace, object: ObjectSchema, alias: string): Sql | null {
  return workspace.access.seen(object)?.sql(workspace, alias) ?? null
}

/** What it must be like for the principal to change it; null for anything. */
export function editedCondition(workspace: Workspace, object: ObjectSchema, alias: string): Sql | null {
  const edited = workspace.access.edited(object, workspace.principal)?.sql(workspace, alias)
  const conditions = [seenCondition(workspace, object, alias) ?? [], edited ?? []].flat()
  return conditions.length > 0 ? allOf(conditions) : null
}

// --- columns --------------------------------------------------------------------------------------------------------

/** The vector of the whole record, which has the index; whoever reads it has to ask `searchVector` as well. */
export const indexedVector = "~searchVector"

function seenColumns(workspace: Workspace, object: ObjectSchema): Sql {
  const seen = object.fields.filter((field) => field.column !== null && workspace.access.sees(field))
  const columns = seen.flatMap((field) => [columnSql(workspace, object, field), ...numbersOf(field)])
  return join(columns)
}

function columnSql(workspace: Workspace, object: ObjectSchema, field: FieldSchema): Sql {
  if (field.type === "TS_VECTOR") return vectorSql(workspace, object, field.column!)
  if (object.nameSingular === "timelineActivity" && field.name === "properties") return told(workspace, object)
  return ident("x", field.column!)
}

function numbersOf(field: FieldSchema): Sql[] {
  return fieldTypes[field.type].numbers.map((key) => ident("x", numberColumn(field.column!, key)))
}

/** The words of a record without those of hidden fields. */
function vectorSql(workspace: Workspace, object: ObjectSchema, column: string): Sql {
  const own = ident("x", column)
  const searched = searchedFields(object)
  const isWhole = searched.every((field) => workspace.access.sees(field))
  const indexed = sql`${own} as ${ident(indexedVector)}`
  if (isWhole) return sql`${own}, ${indexed}`
  const texts = searchTexts(object, "x", (field) => workspace.access.sees(field))
  const text = texts.length > 0 ? join(texts, " || ' ' || ") : literal("")
  return sql`core.search_vector(${text}) as ${ident(column)}, ${indexed}`
}

/** What the timeline tells of changes, without those of fields that are hidden. */
function told(workspace: Workspace, timeline: ObjectSchema): Sql {
  const properties = ident("x", "properties")
  const cases = timeline.fields.flatMap((field) => {
    const target = field.relation?.kind === "MANY_TO_ONE" ? field.relation.target : null
    const hidden = target?.fields.filter((each) => !workspace.access.sees(each)) ?? []
    if (hidden.length === 0) return []
    const names = hidden.flatMap((each) => [each.name, each.relation?.joinName ?? each.name])
    const list = literal(`{${[...new Set(names)].map((name) => JSON.stringify(name)).join(",")}}`)
    return [
      sql`when ${ident("x", field.column!)} is not null and jsonb_typeof(${properties}->'diff') = 'object' then jsonb_set(${properties}, '{diff}', (${properties}->'diff') - ${list}::text[])`,
    ]
  })
  if (cases.length === 0) return properties
  return sql`case ${join(cases, " ")} else ${properties} end as ${ident("properties")}`
}
