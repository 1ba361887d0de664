import { FewOf } from "../ui/few-of.tsx"
import { asList, type FieldKind } from "./field-kind.ts"
import { OptionTag, optionLabel } from "./select.tsx"

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
}
