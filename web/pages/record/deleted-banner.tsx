import { t } from "../../i18n/record/index.ts"
import type { LiveRecord } from "../../store/records.ts"
import { Button } from "../../ui/button.tsx"
import { restoreRecord } from "./removal.ts"

export function DeletedBanner({ record }: { record: LiveRecord }) {
  const words = t()
  return (
    <div class="deleted-banner" role="status">
      <p>{words.isDeleted}</p>
      {record.object.can.restore && <Button onClick={() => void restoreRecord(record)}>{words.restore}</Button>}
    </div>
  )
}
