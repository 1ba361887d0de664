/** A column of a board: of its cards those alone are there that are seen. */
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { Plus } from "lucide-preact"
import type { ComponentChildren } from "preact"
import { t } from "../../i18n/board/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import type { LiveRecord } from "../../store/records.ts"
import { useTotals } from "../../store/totals.ts"
import { IconButton } from "../../ui/button.tsx"
import { px } from "../../ui/px.ts"
import { Tag } from "../../ui/tag.tsx"
import { aggregateName, showAggregate } from "../../views/aggregates.ts"
import type { ViewModel } from "../../model/workspace-model.ts"
import { rowWindow } from "../table/geometry.ts"
import type { BoardColumn } from "./columns.ts"

interface BoardColumnProps {
  column: BoardColumn
  total: ViewModel["boardTotal"]
  /** pixels, the gap below included */
  cardHeight: number
  /** where a dragged card would come to stand */
  gapAt: number | undefined
  card(record: LiveRecord, index: number, top: number): ComponentChildren
  onAdd: (() => void) | undefined
  onOver(place: number): void
  onDrop(): void
}

export function Column({ column, total, cardHeight, gapAt, card, onAdd, onOver, onDrop }: BoardColumnProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 0 })
  const { list, label, color } = column
  const count = list.total.value
  useLayoutEffect(() => {
    const node = scroller.current!
    const read = () => setView({ top: node.scrollTop, height: node.clientHeight })
    const size = new ResizeObserver(read)
    size.observe(node)
    node.addEventListener("scroll", read, { passive: true })
    return () => {
      size.disconnect()
      node.removeEventListener("scroll", read)
    }
  }, [])
  const rows = rowWindow({ scrollTop: view.top, viewHeight: view.height, rowHeight: cardHeight, total: count ?? 0 })
  useLayoutEffect(() => {
    if (count !== null && rows.last >= rows.first) list.show(rows.first, rows.last)
  }, [list, count, rows.first, rows.last])
  const { object, filter, viewFilter } = list.question
  const name = total && aggregateName(total.operation, total.field)
  const totals = useTotals({ object, filter, viewFilter, names: name ? [name] : [] })
  const sum =
    total && name && (totals[name] ?? null) !== null ? showAggregate(total.operation, total.field, totals[name]) : ""
  const indices = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, i) => rows.first + i)
  const placeOf = (event: DragEvent) => {
    const y = event.clientY - scroller.current!.getBoundingClientRect().top + view.top
    return Math.max(0, Math.min(count ?? 0, Math.round(y / cardHeight)))
  }
  const heading = `${label}, ${count === null ? "…" : formatNumber(count)}${sum && `, ${sum}`}`
  return (
    <section class="board-column" aria-label={label}>
      <header>
        <Tag {...(color && { color })}>{label}</Tag>
        <span class="count" role="status" aria-label={heading}>
          {count === null ? "…" : formatNumber(count)}
        </span>
        <span class="sum">{sum}</span>
        {onAdd && <IconButton label={t().add(label)} icon={Plus} onClick={onAdd} />}
      </header>
      <div
        ref={scroller}
        class="board-cards"
        onDragOver={(event) => {
          if (!event.dataTransfer?.types.includes("text/x-kith-cards")) return
          event.preventDefault()
          onOver(placeOf(event))
        }}
        onDrop={(event) => {
          event.preventDefault()
          onDrop()
        }}
      >
        <ul aria-label={label} style={{ height: px(rows.height + (gapAt === undefined ? 0 : cardHeight)) }}>
          {indices.map((index) => {
            const record = list.at(index)
            const shift = gapAt !== undefined && index >= gapAt ? cardHeight : 0
            return record ? (
              card(record, index, rows.topOf(index) + shift)
            ) : (
              <li key={index} class="card-slot" style={{ transform: `translateY(${px(rows.topOf(index) + shift)})` }}>
                <span class="skeleton" aria-hidden="true" />
              </li>
            )
          })}
        </ul>
        {count === 0 && <p class="muted">{t().empty}</p>}
      </div>
    </section>
  )
}
