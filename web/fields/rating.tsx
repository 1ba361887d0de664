import { Star } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { byName, type FieldKind } from "./field-kind.ts"

export const ratingField: FieldKind = {
  show: (value, field) => {
    const { given, most } = read(value, field)
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
    const { given, most } = read(value, field)
    return given === 0 ? null : t().values.of(given, most)
  },
  order: byName,
}

/** `RATING_3` of however many there are. */
function read(value: unknown, { options }: FieldModel): { given: number; most: number } {
  const given = Number(/^RATING_(\d+)$/.exec(String(value))?.[1] ?? 0)
  return { given, most: Math.max(options.length, given, 1) }
}
