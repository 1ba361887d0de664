import { X } from "lucide-preact"
import { t } from "../../i18n/views/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { Popover } from "../../ui/popover.tsx"
import { groupUnits, isGroupable, isInUnits, readGroupUnit } from "../../views/grouping.ts"
import type { ViewState } from "../../views/view-state.ts"
import { FieldList } from "./field-list.tsx"
import { closing } from "./filter-tools.tsx"
import type { Heads } from "./view-bar.tsx"

interface GroupToolProps {
  object: ObjectModel
  state: ViewState
  heads: Heads | undefined
  anchor: () => Element | null | undefined
  onChange(change: Partial<ViewState>): void
  onClose(): void
}

/** By which field records stand under heads. */
export function GroupTool({ object, state, heads, anchor, onChange, onClose }: GroupToolProps) {
  const { groupBy, groupUnit } = state
  const words = t()
  // Of records that are shown, none was deleted.
  const fields = object.fields.filter((field) => isGroupable(field) && field !== groupBy && field.name !== "deletedAt")
  return (
    <Popover
      anchor={anchor}
      place="below"
      class="tool sheet-on-phone"
      role="dialog"
      aria-label={words.group}
      {...closing(onClose)}
    >
      {groupBy && (
        <>
          <div class="row">
            <span class="grow">{words.groupedBy(groupBy.label)}</span>
            <IconButton label={words.ungroup} icon={X} onClick={() => onChange({ groupBy: undefined })} />
          </div>
          {isInUnits(groupBy) && (
            <select
              class="select"
              aria-label={words.unit}
              value={groupUnit}
              onChange={(event) => onChange({ groupUnit: readGroupUnit(event.currentTarget.value) })}
            >
              {groupUnits.map((unit) => (
                <option key={unit} value={unit}>
                  {words.groupUnits[unit]}
                </option>
              ))}
            </select>
          )}
          {heads && (
            <div class="row">
              <Button kind="quiet" onClick={() => heads.collapseAll()}>
                {words.collapseAll}
              </Button>
              <Button kind="quiet" onClick={() => heads.expandAll()}>
                {words.expandAll}
              </Button>
            </div>
          )}
          <hr />
        </>
      )}
      <FieldList fields={fields} onChoose={(field) => onChange({ groupBy: field })} />
    </Popover>
  )
}
