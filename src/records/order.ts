/** Orders in the wire's JSON form → sort keys, and the cursors that continue after one. */
import { allOf, anyOf, ident, join, literal, raw, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import { comparedSubfield } from "../metadata/field-type.ts"
import { fieldTypes } from "../metadata/field-types/index.ts"
import { uuid, type Scalar } from "../metadata/scalar.ts"
import type { FieldSchema, ObjectSchema } from "../metadata/schema.ts"
import { findSeen, requireAccess } from "./access.ts"
import { directions, type Direction, type Order } from "./query.ts"
import { rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

export interface SortKey {
  /** where its value stands in a cursor: `["name", "firstName"]` */
  path: readonly string[]
  /** expression over the records under an alias */
  expression(alias: string): Sql
  type: string
  descending: boolean
  nullsFirst: boolean
  /** false where no value is ever null, so that a plain index order is enough */
  nullable: boolean
}

/** Keys in order of priority; `id` comes last unless it is there already. */
export function sortKeys(
  workspace: Workspace,
  object: ObjectSchema,
  orderBy: readonly Order[] | null | undefined,
): SortKey[] {
  const keys = (orderBy ?? []).flatMap((order) =>
    Object.entries(asObject(order)).flatMap(([name, direction]) =>
      direction == null ? [] : keysOf(workspace, object, name, direction),
    ),
  )
  if (keys.some((key) => key.path.length === 1 && key.path[0] === "id")) return keys
  return [...keys, ...keysOf(workspace, object, "id", "AscNullsFirst")]
}

function keysOf(workspace: Workspace, object: ObjectSchema, name: string, direction: unknown): SortKey[] {
  const found = findSeen(workspace.access, object, name)
  if (!found) throw notSortable(name)
  const { field } = found
  if (found.kind === "join") return [scalarKey(field, [name], uuid, direction)]
  if (field.relation) return relationKeys(workspace, field, name, direction)
  const type = fieldTypes[field.type]
  if (type.composite === null) return [scalarKey(field, [name], type.scalar(field)!, direction)]
  if (typeof direction === "string") throw needsPart(name, Object.keys(type.subfields))
  return Object.entries(asObject(direction)).map(([part, inner]) => {
    const scalar = Object.hasOwn(type.subfields, part) ? type.subfields[part] : undefined
    if (!scalar) throw notSortable(`${name}.${part}`)
    const expression = (alias: string) => scalar.sort(comparedSubfield(alias, field, part, type), field)
    return {
      path: [name, part],
      expression,
      type: scalar.cursorType,
      nullable: true,
      ...parseDirection(inner, `${name}.${part}`),
    }
  })
}

function scalarKey(field: FieldSchema, path: string[], scalar: Scalar, direction: unknown): SortKey {
  return {
    path,
    expression: (alias) => scalar.sort(ident(alias, field.column!), field),
    type: scalar.cursorType,
    nullable: field.isNullable || scalar.cursorType === "text",
    ...parseDirection(direction, path.join(".")),
  }
}

/** Order by a field of a to-one related record. */
function relationKeys(workspace: Workspace, field: FieldSchema, name: string, direction: unknown): SortKey[] {
  const { target, kind } = field.relation!
  if (kind === "ONE_TO_MANY") throw notSortable(name)
  requireAccess(workspace.access, "read", target)
  const inner = Object.entries(asObject(direction)).flatMap(([key, value]) => keysOf(workspace, target, key, value))
  const table = rowsOf(workspace, target)
  return inner.map((key) => ({
    ...key,
    path: [name, ...key.path],
    nullable: true,
    expression: (alias) => {
      const other = `${alias}_o`
      const found = allOf([
        sql`${ident(other, "id")} = ${ident(alias, field.column!)}`,
        sql`${ident(other, "deletedAt")} is null`,
      ])
      return sql`(select ${key.expression(other)} from ${table} ${ident(other)} where ${found})`
    },
  }))
}

function parseDirection(value: unknown, path: string): Pick<SortKey, "descending" | "nullsFirst"> {
  const direction = directions.find((each): each is Direction => each === value)
  if (!direction) {
    throw badInput(`Scalar field "${path}" requires a direction value (${directions.join(", ")})`)
  }
  return { descending: direction.startsWith("Desc"), nullsFirst: direction.endsWith("NullsFirst") }
}

function needsPart(name: string, parts: readonly string[]) {
  return badInput(
    `Field "${name}" is ordered by one of its parts: ${parts.map((part) => `${name}.${part}`).join(", ")}`,
  )
}

function notSortable(name: string) {
  return badInput(`Field "${name}" does not exist or is not sortable`, "FIELD_NOT_FOUND")
}

/** Throws BAD_USER_INPUT for what cannot be an order. */
export function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw badInput("orderBy takes objects such as {createdAt: DescNullsLast}")
}

// --- rendering ------------------------------------------------------------------------------------------------------

/** @param reverse turns everything round, for pages that are read backward */
export function orderSql(keys: readonly SortKey[], alias: string, reverse: boolean): Sql {
  return join(
    keys.map((key) => {
      const descending = key.descending !== reverse
      const nullsFirst = key.nullsFirst !== reverse
      const isDefault = !key.nullable || nullsFirst === descending
      const nulls = isDefault ? "" : nullsFirst ? " nulls first" : " nulls last"
      return sql`${key.expression(alias)} ${raw(`${descending ? "desc" : "asc"}${nulls}`)}`
    }),
  )
}

/** Base64 of the key values as nested JSON: `{"name":{"firstName":"Ada"},"id":"…"}`. */
export function cursorSql(keys: readonly SortKey[], alias: string): Sql {
  return sql`translate(encode(convert_to(${cursorJson(keys, alias, 0)}::text, 'UTF8'), 'base64'), E'\\n', '')`
}

function cursorJson(keys: readonly SortKey[], alias: string, depth: number): Sql {
  const groups = Map.groupBy(keys, (key) => key.path[depth]!)
  const members = [...groups].map(([name, group]) => {
    const isLeaf = group[0]!.path.length === depth + 1
    return sql`${literal(name)}, ${isLeaf ? cursorValue(group[0]!, alias) : cursorJson(group, alias, depth + 1)}`
  })
  return sql`json_build_object(${join(members)})`
}

/** As text where reading JSON would lose digits, or give a value that is not the text that PostgreSQL reads. */
function cursorValue(key: SortKey, alias: string): Sql {
  const value = key.expression(alias)
  return keptAsText.has(key.type) ? sql`${value}::text` : value
}

const keptAsText = new Set(["numeric", "bigint", "jsonb", "text[]"])

/** Values of the keys out of a cursor. Throws INVALID_CURSOR. */
export function readCursor(keys: readonly SortKey[], cursor: string): (string | null)[] {
  const decoded = decode(cursor)
  for (const name of Object.keys(decoded)) {
    if (!keys.some((key) => key.path[0] === name))
      throw badInput(`Field metadata not found for key: ${name}`, "INVALID_CURSOR")
  }
  return keys.map((key) => {
    let value: unknown = decoded
    for (const part of key.path)
      value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[part] : undefined
    if (value === undefined) throw badInput(`Invalid cursor: ${cursor}`, "INVALID_CURSOR")
    return value === null ? null : String(value)
  })
}

function decode(cursor: string): Record<string, unknown> {
  try {
    const bytes = Uint8Array.from(atob(cursor), (char) => char.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>
  } catch {
    // Anything that cannot be read is an invalid cursor, said below.
  }
  throw badInput(`Invalid cursor: ${cursor}`, "INVALID_CURSOR")
}

/** Records strictly behind the cursor in the order of the keys, or strictly before it when `reverse`. */
export function behindCursor(
  keys: readonly SortKey[],
  alias: string,
  values: readonly (string | null)[],
  reverse: boolean,
): Sql {
  const alternatives: Sql[] = []
  const equalSoFar: Sql[] = []
  keys.forEach((key, i) => {
    const expression = key.expression(alias)
    const value = values[i] === null ? null : sql`${values[i]!}::${raw(key.type)}`
    const behind = keyBehind(key, expression, value, reverse)
    if (behind) alternatives.push(allOf([...equalSoFar, behind]))
    equalSoFar.push(value ? sql`${expression} = ${value}` : sql`${expression} is null`)
  })
  return anyOf(alternatives)
}

function keyBehind(key: SortKey, expression: Sql, value: Sql | null, reverse: boolean): Sql | null {
  const descending = key.descending !== reverse
  const nullsFirst = key.nullsFirst !== reverse
  if (!value) return nullsFirst ? sql`${expression} is not null` : null
  const compared = sql`${expression} ${raw(descending ? "<" : ">")} ${value}`
  return key.nullable && !nullsFirst ? sql`(${compared} or ${expression} is null)` : compared
}
