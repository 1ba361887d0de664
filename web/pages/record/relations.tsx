import { ErrorBoundary } from "../../shell/error-boundary.tsx"
import type { LiveRecord } from "../../store/records.ts"
import { relationsOf } from "./parts.ts"
import { RelationCard } from "./relation-card.tsx"

export function Relations({ record, isFixed }: { record: LiveRecord; isFixed: boolean }) {
  return (
    <div class="relations">
      {relationsOf(record.object).map((field) => (
        <ErrorBoundary key={field.id + record.id} isPart>
          <RelationCard record={record} field={field} isFixed={isFixed} />
        </ErrorBoundary>
      ))}
    </div>
  )
}
