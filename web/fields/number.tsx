import { formatNumber, formatPercent } from "../i18n/format.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { byName, type FieldKind } from "./field-kind.ts"

export const numberField: FieldKind = { show, text: show, order: byName, align: "end" }

function show(value: unknown, { settings }: FieldModel): string | null {
  if (typeof value !== "number") return null
  const decimals = typeof settings.decimals === "number" ? settings.decimals : undefined
  return settings.type === "percentage" ? formatPercent(value, decimals) : formatNumber(value, decimals)
}
