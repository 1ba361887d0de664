import { Star } from "lucide-preact"
import { t as fieldWords } from "../i18n/fields/index.ts"
import { t } from "../i18n/messages.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { byName, clearedTo, type FieldKind } from "./field-kind.ts"

const cleared = clearedTo(null)

export const ratingField: FieldKind = {
  show: (value, field) => {
    const { given, most } = readRating(value, field)
    if (given === 0) return null
    return (
      <span class="rating" role="img" aria-label={t().values.of(given, most)}>
        {Array.from({ length: most }, (_, i) => (
          <Star key={i} class={`icon${i < given ? " filled" : ""}`} size={14} strokeWidth={1.5} aria-hidden="true" />
        ))}
      </span>
    )
  },
  text: (value, field) => {
    const { given, most } = readRating(value, field)
    return given === 0 ? null : t().values.of(given, most)
  },
  copy: (value, field) => String(readRating(value, field).given || ""),
  parse: (text, field) => {
    const { most } = readRating(null, field)
    const given = /^\s*(?:RATING_)?(\d+)(?:\D.*)?$/.exec(text)?.[1]
    if (text.trim() === "" || given === "0") return cleared(field)
    return Number(given) <= most ? { value: `RATING_${given}` } : { problem: fieldWords().rating(most) }
  },
  cleared,
  order: byName,
}

/** `RATING_3` of however many there are. */
export function readRating(value: unknown, { options }: FieldModel): { given: number; most: number } {
  const given = Number(/^RATING_(\d+)$/.exec(String(value))?.[1] ?? 0)
  return { given, most: Math.max(options.length, given, 1) }
}
