/**
 * The tables that a schema calls for: columns, constraints, indexes and triggers as plain values. `ddl.ts` compares two
 * such plans; `doctor.ts` compares one with what PostgreSQL really has.
 */
import { allOf, ident, literal, renderPlain, sql, type Sql } from "../db/sql.ts"
import { comparedSubfield, numberColumn, subfieldValue, unquoteComposite } from "./field-type.ts"
import { fieldTypes } from "./field-types/index.ts"
import { constraintName, shortHash, stableId, upperSnake } from "./names.ts"
import { arrayText } from "./scalar.ts"
import type { FieldSchema, IndexSchema, ObjectSchema, OnDelete, WorkspaceSchema } from "./schema.ts"

export interface ColumnPlan {
  /** field id: a column keeps it when it is renamed */
  key: string
  name: string
  type: string
  notNull: boolean
  /** SQL expression; null for none */
  default: string | null
  /** expression over the table's other columns that the database keeps it equal to; null where it is the truth itself */
  derivedFrom: string | null
}

export interface CheckPlan {
  name: string
  sql: string
}

export interface ForeignKeyPlan {
  name: string
  column: string
  target: string
  /** PostgreSQL schema of the target; null for the workspace's own */
  targetSchema: string | null
  /** object id of the target, which stays when its table is renamed */
  targetKey: string
  onDelete: OnDelete
}

export interface IndexPlan {
  id: string
  name: string
  isUnique: boolean
  method: "btree" | "gin"
  /** columns, and parenthesised expressions */
  expressions: string[]
  /** of its one expression; null for PostgreSQL's default */
  operatorClass: string | null
  where: string | null
  status: IndexSchema["status"]
  failure: string | null
}

export interface TablePlan {
  /** object id */
  key: string
  name: string
  columns: ColumnPlan[]
  checks: CheckPlan[]
  foreignKeys: ForeignKeyPlan[]
  indexes: IndexPlan[]
  /** function that keeps the search vector and other derived columns, as its body; null where only updatedAt is kept */
  keep: { name: string; body: string } | null
}

/** @param only ids of the objects to plan; all when left out */
export function planTables(schema: WorkspaceSchema, only?: ReadonlySet<string>): TablePlan[] {
  return schema.objects.filter((object) => !object.isRemote && (only?.has(object.id) ?? true)).map(planTable)
}

export function planTable(object: ObjectSchema): TablePlan {
  const stored = object.fields.filter((field) => field.column !== null)
  return {
    key: object.id,
    name: object.table,
    columns: stored.flatMap((field) => [planColumn(field), ...planNumbers(field)]),
    checks: stored.flatMap((field) => planCheck(object, field)),
    foreignKeys: stored.flatMap((field) => planForeignKey(object, field)),
    indexes: object.indexes.map((index) => planIndex(object, index)),
    keep: planKeep(object),
  }
}

function planColumn(field: FieldSchema): ColumnPlan {
  const type = fieldTypes[field.type]
  const value = type.columnDefault(field)
  return {
    key: field.id,
    name: field.column!,
    type: type.columnType(field)!,
    notNull: !field.isNullable,
    default: value ? renderPlain(value) : null,
    derivedFrom: null,
  }
}

/** Columns that hold the numbers of a composite. A new one is right for all rows at once: it has the field's own default. */
function planNumbers(field: FieldSchema): ColumnPlan[] {
  const { numbers, subfields } = fieldTypes[field.type]
  return numbers.map((key) => {
    const value = unquoteComposite(field.defaultValue)?.[key] ?? null
    return {
      key: `${field.id}.${key}`,
      name: numberColumn(field.column!, key),
      type: subfields[key]!.sqlType,
      notNull: false,
      default: value === null ? null : renderPlain(literal(String(value))),
      derivedFrom: renderPlain(subfieldValue(ident(field.column!), key, subfields[key]!)),
    }
  })
}

/** Names follow the field where its name is fixed, and its id where it can be renamed. */
function partName(object: ObjectSchema, field: FieldSchema): [string, string] {
  if (object.isCustom || field.isCustom)
    return [upperSnake(object.isCustom ? "custom" : object.table), field.id.replaceAll("-", "")]
  return [upperSnake(object.table), upperSnake(field.column!.replace(/Id$/, "") || field.column!)]
}

function planCheck(object: ObjectSchema, field: FieldSchema): CheckPlan[] {
  const condition = fieldTypes[field.type].columnCheck(field, ident(field.column!))
  if (!condition) return []
  const text = renderPlain(condition)
  // The hash makes a check with other options another check, so that comparing names is enough.
  return [{ name: constraintName("CHK", ...partName(object, field), shortHash(text)), sql: text }]
}

/** Fields that point into schema `core`, by standardId: the data model has a member refer to its user. */
const coreTargets: ReadonlyMap<string, string> = new Map([[stableId("workspaceMember.userId"), "user"]])

function planForeignKey(object: ObjectSchema, field: FieldSchema): ForeignKeyPlan[] {
  const own = { name: constraintName("FK", ...partName(object, field)), column: field.column! }
  const core = coreTargets.get(field.standardId ?? "")
  if (core) return [{ ...own, target: core, targetSchema: "core", targetKey: core, onDelete: "CASCADE" }]
  if (field.relation?.kind !== "MANY_TO_ONE" || field.relation.target.isRemote) return []
  const { target, onDelete } = field.relation
  return [{ ...own, target: target.table, targetSchema: null, targetKey: target.id, onDelete }]
}

export function planIndex(object: ObjectSchema, index: IndexSchema): IndexPlan {
  const parts = index.fields.map((part) => {
    const field = object.fields.find((each) => each.id === part.fieldId)
    if (!field) throw new Error(`Index ${index.name} names a field that is not there`)
    return { field, expression: indexExpression(field, part.subfield) }
  })
  const expressions = parts.map((part) => part.expression)
  // Lists of related records come in order of id: with it in the index there is nothing left to sort.
  const isJoin = index.indexType === "BTREE" && !index.isUnique && parts.length === 1 && parts[0]!.field.relation
  if (isJoin) expressions.push(ident("id"))
  const where = indexCondition(index, parts)
  return {
    id: index.id,
    name: index.name,
    isUnique: index.isUnique,
    method: index.indexType === "GIN" ? "gin" : "btree",
    expressions: expressions.map(renderPlain),
    operatorClass: operatorClass(index, parts),
    where: where && renderPlain(where),
    status: index.status,
    failure: index.failure,
  }
}

/** A column, or a subfield of a JSONB column in the very form in which filters write it. */
function indexExpression(field: FieldSchema, subfield: string | null): Sql {
  if (!subfield) return ident(field.column!)
  const type = fieldTypes[field.type]
  if (!type.subfields[subfield]) throw new Error(`Field ${field.name} has no subfield ${subfield}`)
  return sql`(${comparedSubfield(null, field, subfield, type)})`
}

/** What is asked of files is which record holds one, and for that this class is smaller and faster. */
function operatorClass({ indexType }: IndexSchema, parts: { field: FieldSchema }[]): string | null {
  return indexType === "GIN" && parts.length === 1 && parts[0]!.field.type === "FILES" ? "jsonb_path_ops" : null
}

/**
 * Deleted records reserve nothing, and an empty text is no value that could be taken twice. Indexes that serve lists leave
 * deleted records out: they stay small, and the living are counted in them without looking at the table. Join columns,
 * positions and files are needed for all records, by foreign keys, by the place of new ones, and by what the bin holds.
 */
function indexCondition(index: IndexSchema, parts: { field: FieldSchema; expression: Sql }[]): Sql | null {
  const living = sql`${ident("deletedAt")} is null`
  if (!index.isUnique) return parts.some(({ field }) => coversDeleted(field)) ? null : living
  const filled = parts
    .filter(({ field }) => ["TEXT", "EMAILS", "LINKS", "PHONES"].includes(field.type))
    .map(({ expression }) => sql`${expression} <> ''`)
  return allOf([living, ...filled])
}

const coversDeleted = (field: FieldSchema) => field.relation || field.type === "POSITION" || field.type === "FILES"

/** Body of the trigger function of a table that keeps more than updatedAt. */
function planKeep(object: ObjectSchema): TablePlan["keep"] {
  const steps: string[] = []
  if (hasBodyPair(object)) steps.push(keepBody)
  steps.push(...inStableOrder(object.fields).flatMap(keepNumbers))
  const search = object.isSearchable ? searchExpression(object) : null
  if (search) steps.push(`NEW."searchVector" := core.search_vector(${search});`)
  if (steps.length === 0) return null
  steps.push(`IF TG_OP = 'UPDATE' THEN NEW."updatedAt" := clock_timestamp(); END IF;`)
  return { name: constraintName("keep", object.table), body: steps.join("\n  ") }
}

function keepNumbers(field: FieldSchema): string[] {
  if (field.column === null) return []
  const { numbers, subfields } = fieldTypes[field.type]
  return numbers.map((key) => {
    const value = renderPlain(subfieldValue(ident("new", field.column!), key, subfields[key]!))
    return `NEW.${renderPlain(ident(numberColumn(field.column!, key)))} := ${value.replaceAll('"new".', "NEW.")};`
  })
}

/** Columns that the database derives from others; they say nothing that the log would not have said. */
export function derivedColumns(table: TablePlan): string[] {
  const numbers = table.columns.filter((column) => column.derivedFrom !== null)
  return ["searchVector", ...numbers.map((column) => column.name).toSorted()]
}

function searchExpression(object: ObjectSchema): string | null {
  const texts = searchTexts(object, "new").map((text) => renderPlain(text).replaceAll('"new".', "NEW."))
  return texts.length > 0 ? texts.join(" || ' ' || ") : null
}

/** By a key that never changes: the same model gives the same text, however its rows are sorted. */
function inStableOrder(fields: readonly FieldSchema[]): FieldSchema[] {
  return fields.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** The texts of a record under `alias` that its search vector is made of, or of those fields that are wanted. */
export function searchTexts(
  object: ObjectSchema,
  alias: string,
  isWanted: (field: FieldSchema) => boolean = () => true,
): Sql[] {
  const wanted = searchedFields(object).filter(isWanted)
  return wanted.map((field) => fieldTypes[field.type].searchText(ident(alias, field.column!))!)
}

/** By a key that never changes: the same model gives the same text, however its rows are sorted. */
export function searchedFields(object: ObjectSchema): FieldSchema[] {
  const isSearched = (field: FieldSchema) =>
    field.column !== null &&
    field.isActive &&
    !field.isSystem &&
    field.name !== "body" &&
    fieldTypes[field.type].searchText(ident(field.column)) !== null
  return object.fields.filter(isSearched).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function hasBodyPair(object: ObjectSchema): boolean {
  return ["body", "bodyV2"].every((name) => object.fields.some((field) => field.column === name))
}

/** `body` is the text of `bodyV2`; whichever was written last leads. */
const keepBody = `IF TG_OP = 'INSERT' THEN
    IF coalesce(NEW."body", '') = '' THEN
      NEW."body" := nullif(NEW."bodyV2"->>'markdown', '');
    ELSIF coalesce(NEW."bodyV2"->>'markdown', '') = '' THEN
      NEW."bodyV2" := jsonb_build_object('blocknote', null, 'markdown', NEW."body");
    END IF;
  ELSIF NEW."bodyV2" IS DISTINCT FROM OLD."bodyV2" THEN
    NEW."body" := nullif(NEW."bodyV2"->>'markdown', '');
  ELSIF NEW."body" IS DISTINCT FROM OLD."body" THEN
    NEW."bodyV2" := jsonb_build_object('blocknote', null, 'markdown', coalesce(NEW."body", ''));
  END IF;`

/** What travels to the log function: the id of the object, because names change, and the columns that it leaves out. */
export function triggerArguments(table: TablePlan): string[] {
  return [table.key, arrayText(derivedColumns(table))]
}
