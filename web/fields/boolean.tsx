import { Check, X } from "lucide-preact"
import { t as fieldWords } from "../i18n/fields/index.ts"
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
  toggled: (value) => value !== true,
  parse: (text) => {
    const word = text.trim().toLowerCase()
    const { yes, no } = t().values
    if (["true", "1", "x", yes.toLowerCase()].includes(word)) return { value: true }
    if (["false", "0", "", no.toLowerCase()].includes(word)) return { value: false }
    return { problem: fieldWords().yesOrNo(yes, no) }
  },
  order: byName,
}

const word = (value: boolean) => (value ? t().values.yes : t().values.no)
