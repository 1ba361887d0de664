/** What a SCIM filter asks for, as a condition of SQL. */
import { allOf, anyOf, sql, type Sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"

export type Comparand = string | number | boolean | null

/** Attributes are in small letters: SCIM does not tell them from others by case. */
export type ScimCondition =
  { kind: "and" | "or"; parts: readonly ScimCondition[] } | { kind: "eq"; attribute: string; value: Comparand }

/** How one attribute is compared with a value. */
export type Comparisons = Readonly<Record<string, (value: Comparand) => Sql>>

/** Throws BAD_USER_INPUT / INVALID_FILTER for an attribute that nobody can be found by. */
export function conditionSql(condition: ScimCondition, comparisons: Comparisons): Sql {
  if (condition.kind !== "eq") {
    const parts = condition.parts.map((each) => conditionSql(each, comparisons))
    return condition.kind === "and" ? allOf(parts) : anyOf(parts)
  }
  const compare = Object.hasOwn(comparisons, condition.attribute) ? comparisons[condition.attribute] : undefined
  if (compare) return compare(condition.value)
  const known = Object.keys(comparisons).join(", ")
  throw badInput(`Nothing is found by "${condition.attribute}"; use one of ${known}`, "INVALID_FILTER")
}

/** Whatever their case. */
export const sameText = (column: Sql) => (value: Comparand) => sql`lower(${column}) = lower(${String(value)})`

export const exactText = (column: Sql) => (value: Comparand) => sql`${column} = ${String(value)}`

export const sameBoolean = (column: Sql) => (value: Comparand) =>
  sql`${column} = ${String(value).toLowerCase() === "true"}`
