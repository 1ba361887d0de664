/** What composite types share: a JSONB column whose keys are the seed's, always written whole. */
import { literal, sql, type Sql } from "../../db/sql.ts"
import { badInput } from "../../errors.ts"
import { invalidValue, jsonDefault, unquoteComposite, type WriteMode } from "../field-type.ts"
import { jsonList, show, text, type Scalar, type ValueContext } from "../scalar.ts"
import type { FieldShape, Json } from "../schema.ts"

/** The value of a composite in which nothing is filled in: "" for text, [] for lists, null for the rest. */
export function emptyComposite(subfields: Readonly<Record<string, Scalar>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(subfields).map(([key, scalar]) => [key, emptyValue(scalar)]))
}

function emptyValue(scalar: Scalar): Json {
  if (scalar === text) return ""
  return scalar === jsonList ? [] : null
}

/** Column default: the field's own over the empty value, so that rows made in plain SQL have every key too. */
export function compositeDefault(field: FieldShape, empty: Record<string, Json>): Sql {
  return jsonDefault({ ...empty, ...unquoteComposite(field.defaultValue) })
}

/** Checks that the input is an object with known keys; keys without a value (a GraphQL variable not given) are left out. */
export function compositeInput(
  input: unknown,
  context: ValueContext,
  subfields: Readonly<Record<string, Scalar>>,
  kind: string,
): Record<string, unknown> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw badInput(`Invalid object value ${show(input)} for ${kind} field "${context.path}"`, "INVALID_ARGS_DATA")
  }
  const given: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(input)) {
    if (Object.hasOwn(subfields, key)) {
      if (value !== undefined) given[key] = value
      continue
    }
    throw badInput(
      `Invalid subfield ${key} for ${kind} field "${context.path}". It has: ${Object.keys(subfields).join(", ")}`,
      "INVALID_ARGS_DATA",
    )
  }
  return given
}

/** A list inside a composite: an array, the same as JSON text, or null for none. */
export function listInput(input: unknown, context: ValueContext): unknown[] {
  if (input === null || input === undefined || input === "") return []
  const list = typeof input === "string" ? jsonOrText(input) : input
  if (!Array.isArray(list)) throw invalidValue(context, "array", input)
  return list
}

/** Text that is not JSON comes back as it is, so that the caller can refuse it by name. */
export function jsonOrText(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    return input
  }
}

/** In "create" the given parts over the empty value; in "update" the given parts alone. */
export function fill(parts: Record<string, Json>, empty: Record<string, Json>, mode: WriteMode): Record<string, Json> {
  return mode === "create" ? { ...empty, ...parts } : parts
}

/** Subfields as one text for the search vector. */
export function subfieldsText(column: Sql, keys: readonly string[]): Sql {
  return keys
    .map((key) => sql`coalesce(${column}->>${literal(key)}, '')`)
    .reduce((all, each) => sql`${all} || ' ' || ${each}`)
}
