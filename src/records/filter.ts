/** Filters in the wire's JSON form → conditions. */
import { allOf, anyOf, ident, raw, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import { beyondLimit, limits } from "../limits.ts"
import { comparedSubfield } from "../metadata/field-type.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { uuid, type Operator, type Scalar, type ValueContext } from "../metadata/scalar.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { findSeen, requireAccess } from "./access.ts"
import type { Filter } from "./query.ts"
import { rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

/**
 * Condition on the records of `object` under `alias`. An empty filter matches everything.
 * Throws BAD_USER_INPUT for unknown fields, operators and values.
 */
export function filterSql(workspace: Workspace, object: ObjectSchema, alias: string, filter: unknown, depth = 0): Sql {
  if (depth > limits.filterDepth) {
    const message = `Filter is nested deeper than ${limits.filterDepth} levels`
    throw beyondLimit("FILTER_TOO_DEEP", message, limits.filterDepth)
  }
  const conditions = Object.entries(asObject(filter, "filter")).flatMap(([key, value]) => {
    if (value === undefined || (value === null && !object.lookup.has(key))) return []
    if (key === "and" || key === "or") return [conjunction(workspace, object, alias, key, value, depth)]
    if (key === "not") return [sql`not coalesce(${filterSql(workspace, object, alias, value, depth + 1)}, false)`]
    return [fieldCondition(workspace, object, alias, key, value, depth)]
  })
  return allOf(conditions)
}

function conjunction(
  workspace: Workspace,
  object: ObjectSchema,
  alias: string,
  key: "and" | "or",
  value: unknown,
  depth: number,
): Sql {
  if (!Array.isArray(value)) throw badInput(`"${key}" takes a list of filters`, "INVALID_ARGS_FILTER")
  const conditions = value.map((each) => filterSql(workspace, object, alias, each, depth + 1))
  if (conditions.length === 0) return raw("true")
  return key === "and" ? allOf(conditions) : anyOf(conditions)
}

function fieldCondition(
  workspace: Workspace,
  object: ObjectSchema,
  alias: string,
  key: string,
  value: unknown,
  depth: number,
): Sql {
  const found = findSeen(workspace.access, object, key)
  if (!found) throw unknownField(object, key)
  const { field } = found
  const type = fieldTypes[field.type]
  if (found.kind === "field" && field.relation) return relationCondition(workspace, field, alias, value, depth)
  if (found.kind === "join") return operatorsSql(uuid, ident(alias, field.column!), value, { path: key, field })
  const column = ident(alias, field.column!)
  if (type.composite === null) return operatorsSql(type.scalar(field)!, column, value, { path: key, field })
  return compositeCondition(field, alias, value)
}

function compositeCondition(field: FieldSchema, alias: string, value: unknown): Sql {
  const type = fieldTypes[field.type]
  const { subfields } = type
  const conditions = Object.entries(asObject(value, field.name)).map(([key, operators]) => {
    const scalar = Object.hasOwn(subfields, key) ? subfields[key] : undefined
    if (!scalar) {
      throw badInput(`Sub field "${key}" not found for composite type: ${field.type}`, "INVALID_ARGS_FILTER", {
        extensions: { available: Object.keys(subfields) },
      })
    }
    return operatorsSql(scalar, comparedSubfield(alias, field, key, type), operators, {
      path: `${field.name}.${key}`,
      field,
    })
  })
  return allOf(conditions)
}

/** A test that the platform itself puts into a filter. Callers cannot: theirs comes as JSON. */
export class Test {
  constructor(readonly sql: (column: Sql) => Sql) {}
}

function operatorsSql(scalar: Scalar, column: Sql, value: unknown, context: ValueContext): Sql {
  if (value instanceof Test) return value.sql(column)
  const entries = Object.entries(asObject(value, context.path)).filter(([, operand]) => operand !== undefined)
  if (entries.length === 0) {
    throw badInput(`Filter for field "${context.path}" must have an operator`, "INVALID_ARGS_FILTER")
  }
  return allOf(
    entries.map(([name, operand]) => {
      const operator = Object.hasOwn(scalar.operators, name) ? scalar.operators[name as Operator] : undefined
      if (operator) return operator(column, operand, context)
      const allowed = Object.keys(scalar.operators).join(", ")
      throw badInput(
        `Operator "${name}" is not valid for field "${context.path}" of type ${context.field.type} - Allowed operators: ${allowed}`,
        "INVALID_ARGS_FILTER",
      )
    }),
  )
}

/** A record matches when its to-one relation, or any of its to-many related records, matches. */
function relationCondition(
  workspace: Workspace,
  field: FieldSchema,
  alias: string,
  value: unknown,
  depth: number,
): Sql {
  const { target, targetField, kind } = field.relation!
  requireAccess(workspace.access, "read", target)
  const inner = `${alias}_${depth}`
  const link =
    kind === "MANY_TO_ONE"
      ? sql`${ident(inner, "id")} = ${ident(alias, field.column!)}`
      : sql`${ident(inner, targetField.column!)} = ${ident(alias, "id")}`
  const isNullTest = typeof value === "object" && value !== null && "is" in value && !target.lookup.has("is")
  const matches = isNullTest ? raw("true") : filterSql(workspace, target, inner, value, depth + 1)
  const living = mentionsDeleted(value) ? raw("true") : sql`${ident(inner, "deletedAt")} is null`
  const exists = sql`exists (select from ${rowsOf(workspace, target)} ${ident(inner)} where ${allOf([link, living, matches])})`
  return isNullTest && (value as Record<string, unknown>).is === "NULL" ? sql`not ${exists}` : exists
}

/** Deleted records are left out unless the filter speaks of `deletedAt` anywhere on this object's level. */
export function mentionsDeleted(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(mentionsDeleted)
  if (typeof filter !== "object" || filter === null) return false
  return Object.entries(filter).some(
    ([key, value]) => key === "deletedAt" || (["and", "or", "not"].includes(key) && mentionsDeleted(value)),
  )
}

/** Operators that no index serves and that cost more than fetching the row. */
const searching = new Set(["like", "ilike", "endsWith", "containsIlike"])

/** Does the filter look into texts, so that finding its records once is worth keeping them? */
export function looksIntoTexts(filter: unknown): boolean {
  if (typeof filter !== "object" || filter === null) return false
  return Object.entries(filter).some(([key, value]) => searching.has(key) || looksIntoTexts(value))
}

/** True when nothing is asked: `{}`, `{ and: [] }`, `{ not: {} }`, null. */
export function isEmptyFilter(filter: unknown): boolean {
  return isMadeOf(["and", "or", "not"], filter)
}

/** True when every record passes; `{ not: {} }` asks nothing and lets nothing pass. */
export function passesAll(filter: unknown): boolean {
  return isMadeOf(["and", "or"], filter)
}

/** True when there is nothing but these conjunctions in the filter. */
function isMadeOf(conjunctions: readonly string[], filter: unknown): boolean {
  if (filter === null || filter === undefined) return true
  if (Array.isArray(filter)) return filter.every((each) => isMadeOf(conjunctions, each))
  if (typeof filter !== "object") return false
  return Object.entries(filter).every(([key, value]) => conjunctions.includes(key) && isMadeOf(conjunctions, value))
}

export function unknownField(object: ObjectSchema, key: string, subCode = "INVALID_ARGS_FILTER") {
  return badInput(`Object ${object.nameSingular} doesn't have any "${key}" field.`, subCode, {
    extensions: { available: [...object.lookup.keys()].toSorted() },
  })
}

function asObject(value: unknown, path: string): Filter {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Filter
  throw badInput(`Invalid filter for "${path}": expected an object`, "INVALID_ARGS_FILTER")
}
