import { useState } from "preact/hooks"
import { EllipsisVertical } from "lucide-preact"
import { kindOf } from "../../fields/index.ts"
import { RecordLink } from "../../fields/record-link.tsx"
import { recordName } from "../../fields/record-name.tsx"
import { t } from "../../i18n/board/index.ts"
import { t as bulkWords } from "../../i18n/bulk/index.ts"
import { stateOf, valueOf, type LiveRecord } from "../../store/records.ts"
import { Menu } from "../../ui/menu.tsx"
import { px } from "../../ui/px.ts"
import type { ColumnState } from "../../views/view-state.ts"
import type { BoardColumn } from "./columns.ts"

export interface CardProps {
  record: LiveRecord
  /** fields below the name */
  fields: readonly ColumnState[]
  columns: readonly BoardColumn[]
  /** pixels */
  top: number
  height: number
  isPlace: boolean
  isChosen: boolean
  canMove: boolean
  onChoose(): void
  onMoveTo(column: BoardColumn): void
  onDragStart(event: DragEvent): void
  onDragEnd(): void
  onFocus(): void
}

export function Card(props: CardProps) {
  const { record, fields, columns, top, height, isPlace, isChosen, canMove, onChoose, onMoveTo } = props
  const [isDragged, setDragged] = useState(false)
  const name = recordName(record)
  const items = columns.map((column) => ({ label: column.label, onChoose: () => onMoveTo(column) }))
  return (
    <li class="card-slot" style={{ transform: `translateY(${px(top)})`, height: px(height) }}>
      <article
        class={`board-card${isDragged ? " dragged" : ""}${isChosen ? " chosen" : ""}`}
        aria-label={name}
        tabIndex={isPlace ? 0 : -1}
        data-card={record.id}
        data-place={isPlace || undefined}
        draggable={canMove}
        onFocus={props.onFocus}
        onDragStart={(event) => {
          setDragged(true)
          props.onDragStart(event)
        }}
        onDragEnd={() => {
          setDragged(false)
          props.onDragEnd()
        }}
      >
        <header>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={bulkWords().select(name)}
            checked={isChosen}
            onClick={onChoose}
          />
          <RecordLink record={record} />
          {canMove && (
            <Menu
              class="icon-button"
              label={t().moveTo}
              name={t().actions(name)}
              isFocusable={false}
              groups={[{ label: t().moveTo, items }]}
            >
              <EllipsisVertical class="icon" size={14} aria-hidden="true" />
            </Menu>
          )}
        </header>
        {fields.map(({ field }) => (
          <CardField key={field.id} record={record} column={field} />
        ))}
      </article>
    </li>
  )
}

function CardField({ record, column }: { record: LiveRecord; column: ColumnState["field"] }) {
  const value = valueOf(record, column.name)
  const kind = kindOf(column)
  const state = stateOf(record, column.name).value
  return (
    <div
      class="card-field"
      title={`${column.label}: ${kind.text(value, column) ?? "—"}`}
      data-sync={state === "refused" ? "error" : state}
    >
      {value !== null && value !== undefined && <span class="sr-only">{column.label}: </span>}
      {kind.show(value, column) ?? <span class="muted">{column.label}</span>}
    </div>
  )
}
