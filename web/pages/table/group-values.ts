/** The values that records are grouped by: in which order they come, what they are called, and which records have them. */
import { ask } from "../../api/graphql.ts"
import type { Answer } from "../../api/send.ts"
import { kindOf, selectionOfLabel } from "../../fields/index.ts"
import { recordName } from "../../fields/record-name.tsx"
import { plusDays } from "../../i18n/days.ts"
import { dayInWords, firstDay, formatDay, preferences } from "../../i18n/format.ts"
import { t } from "../../i18n/groups/index.ts"
import { joinName, objectTypeName } from "../../model/names.ts"
import type { FieldModel } from "../../model/workspace-model.ts"
import { putRecord, type LiveRecord, type WireRecord } from "../../store/records.ts"
import { aggregateName } from "../../views/aggregates.ts"
import { isInUnits, type GroupUnit } from "../../views/grouping.ts"
import type { Grouping } from "./groups.ts"

export interface GroupValue {
  key: string
  /** as a cell holds it; of dates the first day of the unit, null for records without */
  value: unknown
  label: string
}

/** As the API takes it. */
export function dimensionOf({ field, unit }: Grouping): Record<string, unknown> {
  if (field.relation) return { [joinName(field)]: true }
  if (!isInUnits(field)) return { [field.name]: true }
  const timeZone = preferences.value.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const weekStartDay = { 0: "SUNDAY", 6: "SATURDAY" }[firstDay()] ?? "MONDAY"
  return { [field.name]: { granularity: unit, timeZone, weekStartDay } }
}

/** @param value of the wire, or of a cell */
export function keyOf(_: Grouping, value: unknown): string {
  if (value === null || value === undefined) return ""
  return typeof value === "object" ? (value as LiveRecord).id : String(value)
}

/**
 * Options all of them, in their order; other values as far as there are any, by name or by time. Records without come last.
 * @param found values of the wire
 */
export async function readValues(grouping: Grouping, found: readonly unknown[]): Promise<Answer<GroupValue[]>> {
  const { field, unit } = grouping
  const some = found.filter((value) => value !== null)
  const group = (value: unknown, label: string): GroupValue => ({ key: keyOf(grouping, value), value, label })
  const named = (value: unknown) => group(value, kindOf(field).text(value, field) ?? "")
  const canBeEmpty = found.includes(null) || (field.isNullable && field.options.length > 0)
  const rest = canBeEmpty ? [group(null, t().without(field.label))] : []
  if (field.relation) {
    const { data, error } = await readRelated(field, some.map(String))
    if (error) return { data: null, error }
    const records = data.map((record) => group(record, recordName(record)))
    return { data: [...records.toSorted((a, b) => a.label.localeCompare(b.label)), ...rest], error: null }
  }
  if (field.type === "BOOLEAN") return { data: [named(true), named(false), ...rest], error: null }
  if (isInUnits(field)) {
    const days = some.map(String).toSorted()
    return { data: [...days.map((day) => group(day, labelOfUnit(day, unit))), ...rest], error: null }
  }
  const known = field.options.map(({ value }) => value)
  const gone = some.map(String).filter((value) => !known.includes(value))
  return { data: [...[...known, ...gone].map(named), ...rest], error: null }
}

/** Those that are hidden from this role, or deleted, have an id alone. */
async function readRelated({ relation }: FieldModel, ids: readonly string[]): Promise<Answer<LiveRecord[]>> {
  const { target } = relation!
  if (ids.length === 0) return { data: [], error: null }
  const { data, error } = await ask<{ page: { edges: { node: WireRecord }[] } }>("/graphql", {
    query: `query ($filter: ${objectTypeName(target)}FilterInput, $first: Int) {
      page: ${target.namePlural}(filter: $filter, first: $first) { edges { node { id ${selectionOfLabel(target)} } } }
    }`,
    variables: { filter: { id: { in: ids } }, first: ids.length },
  })
  if (error) return { data: null, error }
  const records = new Map(data.page.edges.map(({ node }) => [node.id, putRecord(target, node)]))
  return { data: ids.map((id) => records.get(id) ?? putRecord(target, { id })), error: null }
}

/**
 * Which records have the value, for the API. Of dates those between the first and the last in the unit: which days of the
 * calendar an instant is on, the server alone says.
 * @param answer what the server says of the group
 */
export function filterOfValue(
  { field }: Grouping,
  { key, value }: GroupValue,
  answer: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  if (field.relation) return { [joinName(field)]: value === null ? { is: "NULL" } : { eq: key } }
  if (value === null) return { [field.name]: { is: "NULL" } }
  if (field.type === "BOOLEAN") return { [field.name]: { eq: value } }
  if (!isInUnits(field)) return { [field.name]: { in: [value] } }
  const [first, last] = boundNames(field).map((name) => answer?.[name])
  return { and: [{ [field.name]: { gte: first } }, { [field.name]: { lte: last } }] }
}

/** Under which names the server says from where to where a group reaches; none where its value is one alone. */
export const boundNames = (field: FieldModel): string[] =>
  isInUnits(field) ? ["MIN", "MAX"].map((operation) => aggregateName(operation, field)) : []

function labelOfUnit(day: string, unit: GroupUnit): string {
  const year = dayInWords(day, { year: "numeric" })
  switch (unit) {
    case "DAY":
      return formatDay(day)
    case "WEEK":
      return t().week(formatDay(day), formatDay(plusDays(day, 6)))
    case "MONTH":
      return dayInWords(day, { month: "long", year: "numeric" })
    case "QUARTER":
      return t().quarter(Math.ceil(Number(day.slice(5, 7)) / 3), year)
    case "YEAR":
      return year
  }
}
