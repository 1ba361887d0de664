import { kindOf } from "../../fields/index.ts"
import { RecordLink } from "../../fields/record-link.tsx"
import { t } from "../../i18n/merge/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { valueOf } from "../../store/records.ts"
import { Button } from "../../ui/button.tsx"
import { canMerge, mergeAddress, most } from "../merge/mergeable.ts"
import { sharedFields, type Alike } from "./finding.ts"

interface AlikeCardProps {
  object: ObjectModel
  group: Alike
  onTellApart(): void
}

/** Records that look the same, and in what. */
export function AlikeCard({ object, group, onTellApart }: AlikeCardProps) {
  const words = t()
  const shared = sharedFields(object, group)
  const fields = object.duplicateFields.filter((field) => field !== object.labelField)
  const title = words.group(group.length)
  return (
    <article class="alike" aria-label={title} tabIndex={-1} data-alike>
      <header>
        <h2>{title}</h2>
        <span class="muted">{shared.length > 0 && words.sameIn(shared.map(({ label }) => label).join(", "))}</span>
        <Button kind="quiet" onClick={onTellApart}>
          {words.notDuplicates}
        </Button>
        {canMerge(object) && (
          <a
            class="button primary"
            href={mergeAddress(
              object,
              group.slice(0, most).map(({ id }) => id),
            )}
          >
            {words.action}
          </a>
        )}
      </header>
      <div class="alike-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{object.labelField?.label}</th>
              {fields.map((field) => (
                <th key={field.id} scope="col">
                  {field.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {group.map((record) => (
              <tr key={record.id}>
                <th scope="row" data-shared={shared.includes(object.labelField!) || undefined}>
                  <RecordLink record={record} />
                </th>
                {fields.map((field) => (
                  <td key={field.id} data-shared={shared.includes(field) || undefined}>
                    {kindOf(field).show(valueOf(record, field.name), field) ?? <span class="muted">—</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </article>
  )
}
