import { ArrowDown, ArrowUp, ChevronUp, Trash2 } from "lucide-preact"
import { t } from "../../i18n/views/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { Popover } from "../../ui/popover.tsx"
import { isSortable, type SortState } from "../../views/view-state.ts"
import { FieldList } from "./field-list.tsx"
import { closing } from "./filter-tools.tsx"

interface SortToolProps {
  object: ObjectModel
  sorts: readonly SortState[]
  anchor: () => Element | null | undefined
  onChange(sorts: readonly SortState[]): void
  onClose(): void
}

/** Several levels: the first counts most. */
export function SortTool({ object, sorts, anchor, onChange, onClose }: SortToolProps) {
  const words = t()
  const left = object.fields.filter((field) => isSortable(field) && !sorts.some((sort) => sort.field === field))
  const without = (at: number) => sorts.filter((_, i) => i !== at)
  return (
    <Popover
      anchor={anchor}
      place="below"
      class="tool sheet-on-phone"
      role="dialog"
      aria-label={words.sort}
      {...closing(onClose)}
    >
      {sorts.length > 0 && (
        <ul class="levels">
          {sorts.map((sort, i) => {
            const { field, isDescending } = sort
            const name = isDescending ? words.sortedDown(field.label) : words.sortedUp(field.label)
            return (
              <li key={field.id} class="row">
                <Button
                  kind="quiet"
                  onClick={() =>
                    onChange(sorts.map((each) => (each === sort ? { field, isDescending: !isDescending } : each)))
                  }
                >
                  {isDescending ? (
                    <ArrowDown class="icon" size={14} aria-hidden="true" />
                  ) : (
                    <ArrowUp class="icon" size={14} aria-hidden="true" />
                  )}
                  {name}
                </Button>
                {i > 0 && (
                  <IconButton
                    label={`${words.moveFirst}: ${field.label}`}
                    icon={ChevronUp}
                    onClick={() => onChange([sort, ...without(i)])}
                  />
                )}
                <IconButton
                  label={words.removeFilter(field.label)}
                  icon={Trash2}
                  onClick={() => onChange(without(i))}
                />
              </li>
            )
          })}
        </ul>
      )}
      <FieldList fields={left} onChoose={(field) => onChange([...sorts, { field, isDescending: false }])} />
    </Popover>
  )
}
