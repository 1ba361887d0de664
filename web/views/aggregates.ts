/** What can be calculated over a column, under the names of the wire, and how it is shown. */
import type { FieldTypeName } from "../../src/metadata/schema.ts"
import { kindOf } from "../fields/index.ts"
import { formatCurrency, formatNumber, formatPercent } from "../i18n/format.ts"
import type { FieldModel } from "../model/workspace-model.ts"

const counts = [
  "COUNT",
  "COUNT_EMPTY",
  "COUNT_NOT_EMPTY",
  "COUNT_UNIQUE_VALUES",
  "PERCENTAGE_EMPTY",
  "PERCENTAGE_NOT_EMPTY",
]
const more: Partial<Record<FieldTypeName, readonly string[]>> = {
  NUMBER: ["SUM", "AVG", "MIN", "MAX"],
  NUMERIC: ["SUM", "AVG", "MIN", "MAX"],
  CURRENCY: ["SUM", "AVG", "MIN", "MAX"],
  DATE: ["MIN", "MAX"],
  DATE_TIME: ["MIN", "MAX"],
  BOOLEAN: ["COUNT_TRUE", "COUNT_FALSE"],
}

/** Those of relations are how many records there are alone. */
export function aggregatesOf({ type, relation }: FieldModel): readonly string[] {
  return relation || type === "MORPH_RELATION" ? ["COUNT"] : [...counts, ...(more[type] ?? [])]
}

/** The name under which an aggregate is read for people: the least of dates is the earliest. */
export function wordOf(operation: string, { type }: FieldModel): string {
  if (type !== "DATE" && type !== "DATE_TIME") return operation
  return { MIN: "EARLIEST", MAX: "LATEST" }[operation] ?? operation
}

/** The field of a connection that holds it: `sumAmountAmountMicros`. */
export function aggregateName(operation: string, { name, type }: FieldModel): string {
  if (operation === "COUNT") return "totalCount"
  const [first = "", ...rest] = operation.toLowerCase().split("_")
  const verb = first + rest.map(capital).join("")
  const isAmount = type === "CURRENCY" && /^(SUM|AVG|MIN|MAX)$/.test(operation)
  return `${verb}${capital(name)}${isAmount ? "AmountMicros" : ""}`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** @param value of the wire; null where there is nothing to calculate with */
export function showAggregate(operation: string, field: FieldModel, value: unknown): string {
  if (value === null || value === undefined) return "–"
  if (operation.startsWith("PERCENTAGE")) return formatPercent(Number(value), 0)
  if (operation.startsWith("COUNT")) return formatNumber(Number(value))
  if (field.type === "CURRENCY") return formatCurrency(Number(value) / 1_000_000, "")
  if (field.type === "DATE" || field.type === "DATE_TIME") return kindOf(field).text(value, field) ?? "–"
  return formatNumber(Number(value), operation === "AVG" ? 2 : undefined)
}
