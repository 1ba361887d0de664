import { Check, X } from "lucide-preact"
import { t } from "../i18n/messages.ts"
import { byName, type FieldKind } from "./field-kind.ts"

export const booleanField: FieldKind = {
  show: (value) => {
    if (typeof value !== "boolean") return null
    const Mark = value ? Check : X
    return (
      <span class={value ? "yes" : "no"}>
        <Mark class="icon" size={14} aria-hidden="true" /> {word(value)}
      </span>
    )
  },
  text: (value) => (typeof value === "boolean" ? word(value) : null),
  order: byName,
}

const word = (value: boolean) => (value ? t().values.yes : t().values.no)
