import { t } from "../i18n/fields/index.ts"
import { FewOf } from "../ui/few-of.tsx"
import { asList, clearedTo, type FieldKind } from "./field-kind.ts"
import { OptionTag, optionLabel, optionNamed } from "./select.tsx"

const cleared = clearedTo(null)

export const multiSelectField: FieldKind = {
  show: (value, field) => {
    const values = asList(value).map(String)
    if (values.length === 0) return null
    return (
      <FewOf
        items={values.map((each) => (
          <OptionTag key={each} value={each} field={field} />
        ))}
      />
    )
  },
  text: (value, field) => {
    const labels = asList(value).map((each) => optionLabel(String(each), field))
    return labels.length === 0 ? null : labels.join(", ")
  },
  parse: (text, field) => {
    const names = text.split(/[,;\n]/).filter((name) => name.trim() !== "")
    if (names.length === 0) return cleared(field)
    const values = names.map((name) => optionNamed(name, field))
    return values.includes(undefined) ? { problem: t().notAnOption } : { value: [...new Set(values)] }
  },
  cleared,
}
