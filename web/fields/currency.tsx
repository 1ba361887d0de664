import { t } from "../i18n/fields/index.ts"
import { formatCurrency } from "../i18n/format.ts"
import { keep, readKept } from "../kept.ts"
import { asParts, asText, clearedTo, type FieldKind } from "./field-kind.ts"
import { fromMicros, readMoney, toMicros } from "./parse-money.ts"

const cleared = clearedTo({ amountMicros: null, currencyCode: null })

export const currencyField: FieldKind = {
  select: ({ name }) => `${name} { amountMicros currencyCode }`,
  show,
  text: show,
  copy: (value) => {
    const { amountMicros, currencyCode } = asParts(value)
    return show(value) === null ? "" : `${asText(currencyCode) ?? ""} ${fromMicros(amountMicros)}`.trim()
  },
  parse: (text, field) => {
    if (text.trim() === "") return cleared(field)
    const { amount, code = null } = readMoney(text)
    if (amount === null) return { problem: t().amount }
    const currencyCode = code ?? lastCurrencies()[0]
    return currencyCode ? { value: { amountMicros: toMicros(amount), currencyCode } } : { problem: t().currency }
  },
  cleared,
  order: ({ name }, direction) => ({ [name]: { amountMicros: direction } }),
  align: "end",
}

function show(value: unknown): string | null {
  const { amountMicros, currencyCode } = asParts(value)
  if (amountMicros === null || amountMicros === undefined || amountMicros === "") return null
  return formatCurrency(Number(amountMicros) / 1_000_000, asText(currencyCode) ?? "")
}

const key = "kith.currencies"
const remembered = 5

/** Codes that were used on this device, the last one first. */
export const lastCurrencies = (): readonly string[] => readKept<{ codes: string[] }>(key).codes ?? []

export function rememberCurrency(code: string): void {
  keep(key, { codes: [code, ...lastCurrencies().filter((each) => each !== code)].slice(0, remembered) })
}
