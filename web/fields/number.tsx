import { formatNumber, formatPercent } from "../i18n/format.ts"
import { t } from "../i18n/fields/index.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { byName, clearedTo, type FieldKind, type Parsed } from "./field-kind.ts"
import { decimalsIn, readDecimal } from "./parse-number.ts"

const cleared = clearedTo(null)

export const numberField: FieldKind = {
  show,
  text: show,
  copy: (value, { settings }) =>
    typeof value === "number" ? String(isPercent(settings) ? percents(value) : value) : "",
  parse: (text, field) => (text.trim() === "" ? cleared(field) : parse(text, field)),
  cleared,
  order: byName,
  align: "end",
}

function parse(text: string, field: FieldModel): Parsed {
  const read = readDecimal(text.replace(/%\s*$/, ""))
  if (read === null) return { problem: t().number }
  const { settings } = field
  const most = wholeRanges[String(settings.dataType)]
  const decimals = most !== undefined ? 0 : settings.decimals
  if (typeof decimals === "number" && decimalsIn(read) > decimals) return { problem: t().decimals(decimals) }
  const value = isPercent(settings) ? Number(`${read}e-2`) : Number(read)
  if (most !== undefined && Math.abs(value) > most)
    return { problem: t().between(formatNumber(-most), formatNumber(most)) }
  return { value }
}

/** As the server has them. */
const wholeRanges: Record<string, number | undefined> = { int: 2_147_483_647, bigint: Number.MAX_SAFE_INTEGER }

const isPercent = ({ type }: FieldModel["settings"]) => type === "percentage"

/** 0.07 is 7, and not 7.000000000000001. */
const percents = (value: number) => Number((value * 100).toPrecision(15))

function show(value: unknown, { settings }: FieldModel): string | null {
  if (typeof value !== "number") return null
  const decimals = typeof settings.decimals === "number" ? settings.decimals : undefined
  return isPercent(settings) ? formatPercent(value, decimals) : formatNumber(value, decimals)
}
