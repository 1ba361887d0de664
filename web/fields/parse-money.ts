/** Amounts as people write them, with the sign or the code of their currency before or after. */
import { readDecimal } from "./parse-number.ts"

/** Signs that stand for one currency more often than for others. */
const signs: Record<string, string> = {
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "₹": "INR",
  "₩": "KRW",
  "₽": "RUB",
  "₺": "TRY",
  "₴": "UAH",
  "₪": "ILS",
  zł: "PLN",
  kč: "CZK",
  r$: "BRL",
  a$: "AUD",
  c$: "CAD",
  us$: "USD",
  $: "USD",
}

interface Money {
  /** as a decimal with a point; null for what is none */
  amount: string | null
  /** of ISO 4217; null where none is named */
  code: string | null
}

export function readMoney(text: string): Money {
  const { rest, code } = splitCurrency(text)
  return { amount: readDecimal(rest), code }
}

/** What is left when the currency is taken off. */
export function splitCurrency(text: string): { rest: string; code: string | null } {
  const plain = text.trim()
  const [, before, middle = "", after] = /^([^\d\s.,()+−-]*)\s*(.*?)\s*([^\d\s.,()]*)$/s.exec(plain) ?? []
  for (const [mark, rest] of [
    [before, middle + (after ?? "")],
    [after, (before ?? "") + middle],
  ]) {
    const code = codeOf(mark ?? "")
    if (code) return { rest: rest!.trim(), code }
  }
  return { rest: plain, code: null }
}

function codeOf(mark: string): string | null {
  if (/^[a-z]{3}$/i.test(mark)) return mark.toUpperCase()
  return signs[mark.toLowerCase()] ?? null
}

const scale = 6

/** In millionths, exactly; a number as long as it can be one. */
export function toMicros(amount: string): number | string {
  const [whole = "", part = ""] = amount.split(".")
  const micros = BigInt(whole + part.slice(0, scale).padEnd(scale, "0"))
  return micros <= Number.MAX_SAFE_INTEGER && micros >= Number.MIN_SAFE_INTEGER ? Number(micros) : String(micros)
}

/** As a decimal with a point, without zeros at its end. */
export function fromMicros(micros: unknown): string {
  const [, sign = "", digits = "0"] = /^(-?)(\d+)/.exec(String(micros)) ?? []
  const padded = digits.padStart(scale + 1, "0")
  const part = padded.slice(-scale).replace(/0+$/, "")
  return sign + padded.slice(0, -scale) + (part && `.${part}`)
}
