import { useState } from "preact/hooks"
import { ChevronDown, ChevronUp, Eye, EyeOff } from "lucide-preact"
import { t } from "../../i18n/views/index.ts"
import { Button, IconButton } from "../../ui/button.tsx"
import { Popover } from "../../ui/popover.tsx"
import type { ColumnState } from "../../views/view-state.ts"
import { closing } from "./filter-tools.tsx"
import { moved } from "./move-column.ts"

interface FieldsToolProps {
  columns: readonly ColumnState[]
  anchor: () => Element | null | undefined
  onChange(columns: readonly ColumnState[]): void
  onClose(): void
}

/** Which fields are columns, and in what order. The first is what names a record. */
export function FieldsTool({ columns, anchor, onChange, onClose }: FieldsToolProps) {
  const [wanted, setWanted] = useState("")
  const words = t()
  const fits = ({ field }: ColumnState) => field.label.toLowerCase().includes(wanted.trim().toLowerCase())
  const shown = columns.filter((column) => column.isVisible && fits(column))
  const hidden = columns.filter((column) => !column.isVisible && fits(column))
  const show = (column: ColumnState, isVisible: boolean) =>
    onChange(columns.map((each) => (each === column ? { ...each, isVisible } : each)))
  return (
    <Popover
      anchor={anchor}
      place="below"
      class="tool sheet-on-phone"
      role="dialog"
      aria-label={words.fields}
      {...closing(onClose)}
    >
      <input
        class="input"
        type="search"
        autofocus
        aria-label={words.findField}
        placeholder={words.findField}
        value={wanted}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      <h3>{words.shown}</h3>
      <ul>
        {shown.map((column) => {
          const { field } = column
          const isLabel = column === columns[0]
          return (
            <li key={field.id} class="row">
              <span class="grow">
                <bdi>{field.label}</bdi>
              </span>
              {!isLabel && (
                <>
                  <IconButton
                    label={`${words.moveLeft}: ${field.label}`}
                    icon={ChevronUp}
                    onClick={() => onChange(moved(columns, column, "left"))}
                  />
                  <IconButton
                    label={`${words.moveRight}: ${field.label}`}
                    icon={ChevronDown}
                    onClick={() => onChange(moved(columns, column, "right"))}
                  />
                </>
              )}
              <IconButton
                label={isLabel ? words.labelStays : words.hideField(field.label)}
                icon={Eye}
                disabled={isLabel}
                onClick={() => show(column, false)}
              />
            </li>
          )
        })}
      </ul>
      {hidden.length > 0 && (
        <>
          <h3>{words.hidden}</h3>
          <ul>
            {hidden.map((column) => (
              <li key={column.field.id} class="row">
                <span class="grow muted">
                  <bdi>{column.field.label}</bdi>
                </span>
                <IconButton
                  label={words.showField(column.field.label)}
                  icon={EyeOff}
                  onClick={() => show(column, true)}
                />
              </li>
            ))}
          </ul>
          <Button kind="quiet" wide onClick={() => onChange(columns.map((each) => ({ ...each, isVisible: true })))}>
            {words.showAll}
          </Button>
        </>
      )}
    </Popover>
  )
}
