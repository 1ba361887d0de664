import { formatCurrency } from "../i18n/format.ts"
import { asParts, asText, type FieldKind } from "./field-kind.ts"

export const currencyField: FieldKind = {
  select: ({ name }) => `${name} { amountMicros currencyCode }`,
  show,
  text: show,
  order: ({ name }, direction) => ({ [name]: { amountMicros: direction } }),
  align: "end",
}

function show(value: unknown): string | null {
  const { amountMicros, currencyCode } = asParts(value)
  if (amountMicros === null || amountMicros === undefined || amountMicros === "") return null
  return formatCurrency(Number(amountMicros) / 1_000_000, asText(currencyCode) ?? "")
}
