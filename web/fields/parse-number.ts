/**
 * Numbers as people write them: with the separators of their locale or a point, with spaces between thousands, with k, m or
 * b, and sums of such. Nothing is rounded, but what a division leaves after twenty places.
 */
import { separators } from "../i18n/format.ts"

/** `digits` / 10 ** `scale` */
interface Decimal {
  digits: bigint
  scale: number
}

/** Places by which a letter moves the point. */
const sizes: Record<string, number> = { k: 3, m: 6, b: 9 }
const places = 20

/** @returns the number as a decimal with a point; null for what is none */
export function readDecimal(text: string): string | null {
  const compact = text.replace(/[\s'’_]/g, "")
  const tokens = compact.match(/[\d.,]+(?:e[-+]?\d{1,3})?[kmb]?|[-−+*×/÷()]/gi) ?? []
  if (tokens.length === 0 || tokens.join("") !== compact) return null
  const [only, second] = tokens
  const isPlain = tokens.length === 1 || (tokens.length === 2 && /[-−+]/.test(only!) && /\d/.test(second!))
  const value = readSum(tokens)
  return value && tokens.length === 0 ? textOf(value, isPlain) : null
}

/** Is it more than a number written out? Then people want to see what it comes to. */
export const isComputed = (text: string): boolean => /\d\s*([-−+*×/÷]|[kmb]\s*$)/i.test(text)

/** How many digits stand after the point. */
export const decimalsIn = (number: string): number => number.split(".")[1]?.length ?? 0

// What was read is taken from the front of the tokens. Null anywhere is null everywhere.

function readSum(tokens: string[]): Decimal | null {
  let value = readProduct(tokens)
  while (value && /^[-−+]$/.test(tokens[0] ?? "")) {
    const isPlus = tokens.shift() === "+"
    const next = readProduct(tokens)
    value = next && sum(value, isPlus ? next : negative(next))
  }
  return value
}

function readProduct(tokens: string[]): Decimal | null {
  let value = readFactor(tokens)
  while (value && /^[*×/÷]$/.test(tokens[0] ?? "")) {
    const isTimes = /[*×]/.test(tokens.shift()!)
    const next = readFactor(tokens)
    value = next && (isTimes ? product(value, next) : quotient(value, next))
  }
  return value
}

function readFactor(tokens: string[]): Decimal | null {
  const token = tokens.shift() ?? ""
  if (/^[-−+]$/.test(token)) {
    const value = readFactor(tokens)
    return value && token !== "+" ? negative(value) : value
  }
  if (token !== "(") return readNumber(token)
  const value = readSum(tokens)
  return tokens.shift() === ")" ? value : null
}

function readNumber(token: string): Decimal | null {
  const [, body, power = "0", size] = /^([\d.,]+)(?:e([-+]?\d+))?([kmb]?)$/i.exec(token) ?? []
  const plain = body === undefined ? null : withPoint(body)
  if (plain === null) return null
  const scale = decimalsIn(plain) - Number(power) - (sizes[size!.toLowerCase()] ?? 0)
  return { digits: BigInt(plain.replace(".", "")), scale }
}

const negative = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale })

const at = ({ digits, scale }: Decimal, wanted: number) => digits * 10n ** BigInt(wanted - scale)

function sum(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { digits: at(a, scale) + at(b, scale), scale }
}

const product = (a: Decimal, b: Decimal): Decimal => ({ digits: a.digits * b.digits, scale: a.scale + b.scale })

function quotient(a: Decimal, b: Decimal): Decimal | null {
  if (b.digits === 0n) return null
  const scale = Math.max(a.scale - b.scale, 0) + places
  return { digits: at(a, scale + b.scale) / b.digits, scale }
}

/** @param isPlain it was written out, and keeps its zeros at the end */
function textOf(value: Decimal, isPlain: boolean): string {
  const scale = Math.max(0, value.scale)
  const digits = at(value, scale)
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0")
  const whole = text.slice(0, text.length - scale)
  const part = isPlain ? text.slice(text.length - scale) : text.slice(text.length - scale).replace(/0+$/, "")
  return (digits < 0n ? "-" : "") + whole + (part && `.${part}`)
}

function withPoint(body: string): string | null {
  const last = Math.max(body.lastIndexOf("."), body.lastIndexOf(","))
  const mark = body[last]
  const isDecimal =
    mark !== undefined &&
    (body.includes(mark === "." ? "," : ".") ||
      (body.split(mark).length === 2 && !(mark === separators().group && /^\d{1,3}.\d{3}$/.test(body))))
  const whole = isDecimal ? body.slice(0, last) : body
  const groups = whole.split(/[.,]/)
  if (groups.length > 1 && groups.slice(1).some((group) => group.length !== 3)) return null
  const digits = groups.join("")
  const part = isDecimal ? body.slice(last + 1) : ""
  if (!/^\d*$/.test(digits + part) || digits + part === "") return null
  return (digits || "0") + (part && `.${part}`)
}
