import { t } from "../../i18n/record/index.ts"
import type { LiveRecord } from "../../store/records.ts"
import { FieldRow, useShown } from "./field-row.tsx"
import { fieldsOf } from "./parts.ts"

export function FieldList({ record, isFixed }: { record: LiveRecord; isFixed: boolean }) {
  const { shown, folded, isAll, toggle } = useShown(record, fieldsOf(record.object))
  const words = t()
  return (
    <section class="fields" aria-label={words.fields}>
      <dl>
        {shown.map((field) => (
          <FieldRow key={field.id} record={record} field={field} isFixed={isFixed} />
        ))}
      </dl>
      {folded > 0 && (
        <button type="button" class="link" aria-expanded={isAll} onClick={toggle}>
          {isAll ? words.hideEmpty : words.showEmpty(folded)}
        </button>
      )}
    </section>
  )
}
