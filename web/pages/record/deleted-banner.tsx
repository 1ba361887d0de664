import { t } from "../../i18n/record/index.ts"
import { t as actionWords } from "../../i18n/record-actions/index.ts"
import type { LiveRecord } from "../../store/records.ts"
import { Button } from "../../ui/button.tsx"
import { restoreRecord } from "../../shell/record-removal.ts"

export function DeletedBanner({ record }: { record: LiveRecord }) {
  return (
    <div class="deleted-banner" role="status">
      <p>{t().isDeleted}</p>
      {record.object.can.restore && <Button onClick={() => void restoreRecord(record)}>{actionWords().restore}</Button>}
    </div>
  )
}
