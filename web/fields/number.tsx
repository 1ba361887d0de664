import { formatNumber, formatPercent } from "../i18n/format.ts"
import { t } from "../i18n/fields/index.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { byName, type FieldKind } from "./field-kind.ts"
import { readDecimal } from "./parse-number.ts"

export const numberField: FieldKind = {
  show,
  text: show,
  copy: (value, { settings }) =>
    typeof value === "number" ? String(isPercent(settings) ? percents(value) : value) : "",
  parse: (text, { settings }) => {
    if (text.trim() === "") return { value: null }
    const read = readDecimal(text.replace(/%\s*$/, ""))
    if (read === null) return { problem: t().number }
    return { value: isPercent(settings) ? Number(`${read}e-2`) : Number(read) }
  },
  cleared: () => ({ value: null }),
  order: byName,
  align: "end",
}

const isPercent = ({ type }: FieldModel["settings"]) => type === "percentage"

/** 0.07 is 7, and not 7.000000000000001. */
const percents = (value: number) => Number((value * 100).toPrecision(15))

function show(value: unknown, { settings }: FieldModel): string | null {
  if (typeof value !== "number") return null
  const decimals = typeof settings.decimals === "number" ? settings.decimals : undefined
  return isPercent(settings) ? formatPercent(value, decimals) : formatNumber(value, decimals)
}
