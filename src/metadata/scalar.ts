/**
 * The kinds of single values that fields and subfields are made of. A scalar says how it is stored, read, compared and
 * sorted; field types are put together from scalars.
 */
import { anyOf, literal, raw, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import type { FieldShape, Json } from "./schema.ts"
import { parseDay, parseInstant } from "./dates.ts"
import { show } from "./show.ts"

export { show }

export type Operator =
  | "eq"
  | "neq"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "in"
  | "is"
  | "like"
  | "ilike"
  | "startsWith"
  | "endsWith"
  | "contains"
  | "notContains"
  | "containsAny"
  | "containsIlike"
  | "isEmptyArray"
  | "search"

export type Aggregate = "min" | "max" | "avg" | "sum" | "countTrue" | "countFalse"

/** The path of a value in messages (`emails.primaryEmail`) and the field it belongs to. */
export interface ValueContext {
  path: string
  field: FieldShape
}

export type OperatorSql = (value: Sql, operand: unknown, context: ValueContext) => Sql

export interface Scalar {
  /** GraphQL type of the value: a scalar's name, `[String]`, or `enum` for the field's own enum */
  graphql: string
  /** GraphQL filter input; `enum` stands for the field's own */
  graphqlFilter: string
  /** JSON Schema of the value as it is read */
  jsonSchema: Json
  sqlType: string
  /** value (column or subfield expression) → expression that is right inside JSON, nulls as the wire reads them */
  read(value: Sql): Sql
  /**
   * How the text of what `read` gives becomes JSON: it is JSON already, it wants quotes around it and nothing else, or
   * anything may be in it.
   */
  jsonForm: "literal" | "quoted" | "any"
  /** expression to order by */
  sort(value: Sql, field: FieldShape): Sql
  /** cast that a cursor value needs, and the text of the sort expression inside a cursor */
  cursorType: string
  operators: Partial<Record<Operator, OperatorSql>>
  aggregates: readonly Aggregate[]
  /** true where the empty value counts as null ("" for text, [] for lists) */
  isEmpty(value: Sql): Sql
}

const same = (value: Sql) => value
const isNull = (value: Sql) => sql`${value} is null`

function invalid(context: ValueContext, kind: string, operand: unknown) {
  return badInput(`Invalid ${kind} value ${show(operand)} for field "${context.path}"`, "INVALID_ARGS_FILTER")
}

type Operand = (operand: unknown, context: ValueContext) => Sql

function list(operand: unknown, context: ValueContext): unknown[] {
  if (!Array.isArray(operand)) {
    throw badInput(`Invalid filter value for field ${context.path}. Expected an array`, "INVALID_ARGS_FILTER")
  }
  if (operand.length === 0) {
    throw badInput(`Invalid filter value for field ${context.path}. Expected non-empty array`)
  }
  return operand
}

/** `is: NULL | NOT_NULL` over a test for emptiness. */
function nullTest(isEmpty: (value: Sql) => Sql): OperatorSql {
  return (value, operand) => {
    if (operand === "NULL") return isEmpty(value)
    if (operand === "NOT_NULL") return sql`not ${isEmpty(value)}`
    throw badInput('Invalid filter value for "is" operator. Expected "NULL" or "NOT_NULL"', "INVALID_ARGS_FILTER")
  }
}

/** Comparison operators of a type whose order is PostgreSQL's own. */
function comparisons(operand: Operand): Partial<Record<Operator, OperatorSql>> {
  const compare =
    (operator: string): OperatorSql =>
    (value, given, context) =>
      sql`${value} ${raw(operator)} ${operand(given, context)}`
  return {
    eq: (value, given, context) => (given === null ? isNull(value) : compare("=")(value, given, context)),
    neq: (value, given, context) => (given === null ? sql`${value} is not null` : compare("<>")(value, given, context)),
    gt: compare(">"),
    gte: compare(">="),
    lt: compare("<"),
    lte: compare("<="),
    in: (value, given, context) => {
      const items = list(given, context)
      const present = items.filter((item) => item !== null)
      const test = sql`${value} in (${joinOperands(present, operand, context)})`
      return present.length === items.length ? test : anyOf(present.length ? [test, isNull(value)] : [isNull(value)])
    },
    is: nullTest(isNull),
  }
}

function joinOperands(items: readonly unknown[], operand: Operand, context: ValueContext): Sql {
  let all: Sql | undefined
  for (const item of items) all = all ? sql`${all}, ${operand(item, context)}` : operand(item, context)
  return all ?? raw("null")
}

// --- text -----------------------------------------------------------------------------------------------------------

const emptyText = (value: Sql) => sql`coalesce(${value}, '') = ''`

const textOperand: Operand = (operand, context) => {
  if (typeof operand !== "string") throw invalid(context, "string", operand)
  return sql`${operand}::text`
}

const textCompare =
  (operator: string): OperatorSql =>
  (value, operand, context) =>
    sql`(${value} ${raw(operator)} ${textOperand(operand, context)} and ${value} <> '')`

const textPattern =
  (operator: string, pattern: (operand: Sql) => Sql): OperatorSql =>
  (value, operand, context) =>
    ifFilled(value, operand, sql`${value} ${raw(operator)} ${pattern(textOperand(operand, context))}`)

/** Parts of composites store a missing text as "", which must match no more than null does. */
const ifFilled = (value: Sql, pattern: unknown, test: Sql) =>
  typeof pattern === "string" && /^%*$/.test(pattern) ? sql`(${test} and ${value} <> '')` : test

const likeText = (operand: Sql) => operand

/** Lowering each value costs as much as comparing it, so that a pattern without letters, as of digits, does without. */
const ilikePattern: OperatorSql = (value, operand, context) => {
  const hasCase = typeof operand !== "string" || operand.toLowerCase() !== operand.toUpperCase()
  return textPattern(hasCase ? "ilike" : "like", likeText)(value, operand, context)
}

/** Text, where "" is the same as null. */
export const text: Scalar = {
  graphql: "String",
  graphqlFilter: "StringFilter",
  jsonSchema: { type: "string" },
  sqlType: "text",
  jsonForm: "any",
  read: (value) => sql`coalesce(${value}, '')`,
  sort: (value) => sql`nullif(${value}, '')`,
  cursorType: "text",
  isEmpty: emptyText,
  operators: {
    eq: (value, operand, context) =>
      operand === null || operand === "" ? emptyText(value) : sql`${value} = ${textOperand(operand, context)}`,
    neq: (value, operand, context) =>
      operand === null || operand === "" ? sql`${value} <> ''` : textCompare("<>")(value, operand, context),
    gt: textCompare(">"),
    gte: textCompare(">="),
    lt: textCompare("<"),
    lte: textCompare("<="),
    in: (value, operand, context) => {
      const items = list(operand, context)
      const present = items.filter((item) => item !== null && item !== "")
      const test = sql`${value} in (${joinOperands(present, textOperand, context)})`
      return present.length === items.length
        ? test
        : anyOf(present.length ? [test, emptyText(value)] : [emptyText(value)])
    },
    is: nullTest(emptyText),
    like: textPattern("like", likeText),
    ilike: ilikePattern,
    startsWith: (value, operand, context) =>
      ifFilled(value, operand, sql`starts_with(${value}, ${textOperand(operand, context)})`),
    endsWith: (value, operand, context) => {
      const end = textOperand(operand, context)
      return ifFilled(value, operand, sql`right(${value}, length(${end})) = ${end}`)
    },
  },
  aggregates: [],
}

// --- numbers --------------------------------------------------------------------------------------------------------

const numberOperand =
  (sqlType: string): Operand =>
  (operand, context) => {
    const value = typeof operand === "string" && operand.trim() !== "" ? Number(operand) : operand
    if (typeof value !== "number" || !Number.isFinite(value)) throw invalid(context, "number", operand)
    return sql`${String(operand)}::${raw(fits(sqlType, operand, value) ? sqlType : "numeric")}`
  }

/** Whether the operand can be cast to the column's own type; what cannot is compared as numeric. */
function fits(sqlType: string, operand: unknown, value: number): boolean {
  if (sqlType === "float8") return Number.isInteger(value)
  if (!/^\s*[+-]?\d{1,18}\s*$/.test(String(operand))) return false
  return sqlType !== "integer" || Math.abs(value) <= 2_147_483_647
}

function numeric(graphql: string, filter: string, sqlType: string, jsonType: string): Scalar {
  return {
    graphql,
    // What is no whole number may be NaN, which JSON has no number for.
    jsonForm: jsonType === "integer" ? "literal" : "any",
    graphqlFilter: filter,
    jsonSchema: { type: [jsonType, "null"] },
    sqlType,
    read: same,
    sort: same,
    cursorType: sqlType,
    isEmpty: isNull,
    operators: comparisons(numberOperand(sqlType)),
    aggregates: ["min", "max", "avg", "sum"],
  }
}

export const float = numeric("Float", "FloatFilter", "numeric", "number")
export const int = numeric("Int", "IntFilter", "integer", "integer")
export const bigint = numeric("BigInt", "BigIntFilter", "bigint", "integer")
export const bigFloat = numeric("BigFloat", "BigFloatFilter", "numeric", "number")
export const position: Scalar = { ...numeric("Position", "FloatFilter", "float8", "number"), aggregates: [] }

// --- boolean --------------------------------------------------------------------------------------------------------

const booleanOperand: Operand = (operand, context) => {
  if (operand === true || operand === "true") return raw("true")
  if (operand === false || operand === "false") return raw("false")
  throw invalid(context, "boolean", operand)
}

export const boolean: Scalar = {
  graphql: "Boolean",
  graphqlFilter: "BooleanFilter",
  jsonSchema: { type: ["boolean", "null"] },
  sqlType: "boolean",
  jsonForm: "literal",
  read: same,
  sort: same,
  cursorType: "boolean",
  isEmpty: isNull,
  operators: {
    eq: (value, operand, context) =>
      operand === null ? isNull(value) : sql`${value} = ${booleanOperand(operand, context)}`,
    is: nullTest(isNull),
  },
  aggregates: ["countTrue", "countFalse"],
}

// --- uuid -----------------------------------------------------------------------------------------------------------

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(value: unknown): value is string {
  return typeof value === "string" && uuidPattern.test(value)
}

const uuidOperand: Operand = (operand, context) => {
  if (!isUuid(operand)) throw invalid(context, "UUID", operand)
  return sql`${operand}::uuid`
}

export const uuid: Scalar = {
  graphql: "UUID",
  graphqlFilter: "UUIDFilter",
  jsonSchema: { type: ["string", "null"], format: "uuid" },
  sqlType: "uuid",
  jsonForm: "quoted",
  read: same,
  sort: same,
  cursorType: "uuid",
  isEmpty: isNull,
  operators: comparisons(uuidOperand),
  aggregates: [],
}

// --- dates ----------------------------------------------------------------------------------------------------------

/**
 * Instants are served in milliseconds but stored in microseconds. So that a client finds again what it was shown, a
 * comparison takes the whole millisecond: `eq` is a range, `gt` begins behind it.
 */
const instant: Operand = (operand, context) => sql`${`${parseInstant(operand, context).slice(0, 23)}Z`}::timestamptz`
const instantAfter: Operand = (operand, context) => sql`(${instant(operand, context)} + interval '1 millisecond')`

export const dateTime: Scalar = {
  graphql: "DateTime",
  graphqlFilter: "DateTimeFilter",
  jsonSchema: { type: ["string", "null"], format: "date-time" },
  sqlType: "timestamptz",
  jsonForm: "quoted",
  read: (value) => sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  sort: same,
  cursorType: "timestamptz",
  isEmpty: isNull,
  operators: {
    eq: (value, operand, context) =>
      operand === null
        ? isNull(value)
        : sql`(${value} >= ${instant(operand, context)} and ${value} < ${instantAfter(operand, context)})`,
    neq: (value, operand, context) =>
      operand === null
        ? sql`${value} is not null`
        : sql`(${value} < ${instant(operand, context)} or ${value} >= ${instantAfter(operand, context)})`,
    gt: (value, operand, context) => sql`${value} >= ${instantAfter(operand, context)}`,
    gte: (value, operand, context) => sql`${value} >= ${instant(operand, context)}`,
    lt: (value, operand, context) => sql`${value} < ${instant(operand, context)}`,
    lte: (value, operand, context) => sql`${value} < ${instantAfter(operand, context)}`,
    in: (value, operand, context) =>
      anyOf(list(operand, context).map((item) => dateTime.operators.eq!(value, item, context))),
    is: nullTest(isNull),
  },
  aggregates: ["min", "max"],
}

/** An instant that the seed stores as DATE: served as midnight UTC. */
export const dateTimeOnDay: Scalar = {
  ...dateTime,
  sqlType: "date",
  read: (value) => sql`to_char(${value}, 'YYYY-MM-DD"T00:00:00.000Z"')`,
  cursorType: "date",
  operators: comparisons((operand, context) => sql`${parseInstant(operand, context).slice(0, 10)}::date`),
}

export const date: Scalar = {
  graphql: "Date",
  graphqlFilter: "DateFilter",
  jsonSchema: { type: ["string", "null"], format: "date" },
  sqlType: "date",
  jsonForm: "any",
  read: same,
  sort: same,
  cursorType: "date",
  isEmpty: isNull,
  operators: comparisons((operand, context) => sql`${parseDay(operand, context)}::date`),
  aggregates: ["min", "max"],
}

// --- options --------------------------------------------------------------------------------------------------------

function optionValue(operand: unknown, context: ValueContext): string {
  const options = context.field.options ?? []
  const found = options.find((option) => option.value === operand)
  if (found) return found.value
  const valid = options.map((option) => option.value).join(", ")
  throw badInput(
    `Invalid value "${String(operand)}" for field "${context.path}". Valid values are: ${valid}`,
    "INVALID_ARGS_FILTER",
  )
}

/** Place of a value in the order of its options, so that comparing and sorting follow the order people see. */
function optionOrder(value: Sql, field: FieldShape): Sql {
  const values = [...(field.options ?? [])].sort((a, b) => a.position - b.position).map((option) => option.value)
  return sql`array_position(${literal(`{${values.join(",")}}`)}::text[], ${value}::text)`
}

const optionCompare =
  (operator: string): OperatorSql =>
  (value, operand, context) =>
    sql`${optionOrder(value, context.field)} ${raw(operator)} ${optionOrder(
      literal(optionValue(operand, context)),
      context.field,
    )}`

const optionOperand: Operand = (operand, context) => sql`${optionValue(operand, context)}::text`

export const option: Scalar = {
  graphql: "enum",
  graphqlFilter: "enum",
  jsonSchema: { type: ["string", "null"] },
  sqlType: "varchar",
  jsonForm: "any",
  read: same,
  sort: optionOrder,
  cursorType: "int",
  isEmpty: isNull,
  operators: {
    ...comparisons(optionOperand),
    gt: optionCompare(">"),
    gte: optionCompare(">="),
    lt: optionCompare("<"),
    lte: optionCompare("<="),
    containsAny: (value, operand, context) => comparisons(optionOperand).in!(value, operand, context),
  },
  aggregates: [],
}

// --- lists ----------------------------------------------------------------------------------------------------------

/** PostgreSQL's text form of a text array. */
export function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`
}

const emptyList = (value: Sql) => sql`coalesce(cardinality(${value}), 0) = 0`

const listOperand: Operand = (operand, context) => {
  const items = Array.isArray(operand) ? operand : [operand]
  if (!items.every((item) => typeof item === "string")) throw invalid(context, "string list", operand)
  return sql`${arrayText(items as string[])}::text[]`
}

const listOperators: Partial<Record<Operator, OperatorSql>> = {
  containsAny: (value, operand, context) => sql`${value} && ${listOperand(operand, context)}`,
  is: nullTest(emptyList),
  isEmptyArray: (value, operand) => (operand === false ? sql`not ${emptyList(value)}` : emptyList(value)),
}

const textListScalar = {
  jsonForm: "literal" as const,
  jsonSchema: { type: "array", items: { type: "string" } } as Json,
  sqlType: "text[]",
  read: (value: Sql) => sql`coalesce(to_json(${value}), '[]'::json)`,
  sort: same,
  cursorType: "text[]",
  isEmpty: emptyList,
  aggregates: [],
}

/** Several options of a field. */
export const options: Scalar = {
  ...textListScalar,
  graphql: "[enum]",
  graphqlFilter: "enum",
  operators: listOperators,
}

export const textList: Scalar = {
  ...textListScalar,
  graphql: "[String]",
  graphqlFilter: "ArrayFilter",
  operators: {
    ...listOperators,
    containsIlike: (value, operand, context) =>
      sql`exists (select from unnest(${value}) item where item ilike ${textOperand(operand, context)})`,
    contains: (value, operand, context) => sql`${value} @> ${listOperand(operand, context)}`,
    notContains: (value, operand, context) => sql`not coalesce(${value} && ${listOperand(operand, context)}, false)`,
  },
}

// --- json -----------------------------------------------------------------------------------------------------------

const emptyJson = (value: Sql) =>
  sql`coalesce(${value}, 'null'::jsonb) in ('null'::jsonb, '{}'::jsonb, '[]'::jsonb, '""'::jsonb)`

/** Inside a composite a missing value is JSON's own null, which PostgreSQL takes for a value. */
const presentJson = (value: Sql) => sql`nullif(${value}, 'null'::jsonb)`

const jsonOperators: Partial<Record<Operator, OperatorSql>> = {
  is: nullTest(emptyJson),
  like: (value, operand, context) => sql`${presentJson(value)}::text like ${textOperand(operand, context)}`,
  ilike: (value, operand, context) => sql`${presentJson(value)}::text ilike ${textOperand(operand, context)}`,
}

export const json: Scalar = {
  graphql: "JSON",
  graphqlFilter: "RawJsonFilter",
  jsonSchema: {},
  sqlType: "jsonb",
  jsonForm: "literal",
  read: same,
  sort: presentJson,
  cursorType: "jsonb",
  isEmpty: emptyJson,
  operators: jsonOperators,
  aggregates: [],
}

/** A JSON list inside a composite, such as `additionalEmails`: null reads as `[]`. */
export const jsonList: Scalar = {
  ...json,
  jsonSchema: { type: "array" },
  read: (value) => sql`coalesce(nullif(${value}, 'null'::jsonb), '[]'::jsonb)`,
}

// --- full text ------------------------------------------------------------------------------------------------------

/** Words → prefix query of the `simple` configuration, unaccented as the stored vector is. */
export const tsVector: Scalar = {
  graphql: "TSVector",
  graphqlFilter: "TSVectorFilter",
  jsonSchema: { type: "string" },
  sqlType: "tsvector",
  jsonForm: "any",
  read: (value) => sql`coalesce(${value}::text, '')`,
  sort: (value) => sql`${value}::text`,
  cursorType: "text",
  isEmpty: isNull,
  operators: {
    search: (value, operand, context) => sql`${value} @@ core.search_query(${textOperand(operand, context)})`,
    is: nullTest(isNull),
  },
  aggregates: [],
}
