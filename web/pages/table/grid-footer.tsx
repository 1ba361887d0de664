/** Below the columns: what is calculated over all records that are shown, or over those that are chosen. */
import { ChevronDown } from "lucide-preact"
import { t } from "../../i18n/views/index.ts"
import { Menu, type MenuGroup } from "../../ui/menu.tsx"
import { px } from "../../ui/px.ts"
import { aggregatesOf, aggregateName, showAggregate, wordOf } from "../../views/aggregates.ts"
import type { ColumnState } from "../../views/view-state.ts"
import type { Layout } from "./use-window.ts"

interface GridFooterProps {
  /** how many records there are, or how many are chosen */
  count: string
  /** pixels of what stands still at the left */
  labelWidth: number
  layout: Layout
  /** pixels of all columns; how far the grid is scrolled */
  width: number
  left: number
  totals: Readonly<Record<string, unknown>>
  onAggregate: ((column: ColumnState, aggregate: string | null) => void) | undefined
}

export function GridFooter({ count, labelWidth, layout, width, left, totals, onAggregate }: GridFooterProps) {
  return (
    <footer class="grid-foot" role="group" aria-label={t().calculate}>
      <div class="foot-label" style={{ width: px(labelWidth) }}>
        {count}
      </div>
      <div class="foot-rest">
        <div class="foot-cells" style={{ width: px(width), transform: `translateX(${px(-left)})` }}>
          <div class="gap" style={{ width: px(layout.before) }} aria-hidden="true" />
          {layout.shown.map((column) => (
            <div key={column.field.id} class="foot-cell" style={{ width: px(column.width) }}>
              {onAggregate && <Calculation column={column} totals={totals} onAggregate={onAggregate} />}
            </div>
          ))}
        </div>
      </div>
    </footer>
  )
}

interface CalculationProps {
  column: ColumnState
  totals: GridFooterProps["totals"]
  onAggregate: NonNullable<GridFooterProps["onAggregate"]>
}

function Calculation({ column, totals, onAggregate }: CalculationProps) {
  const { field, aggregate } = column
  const words = t()
  const groups: MenuGroup[] = [
    { items: [{ label: words.nothing, isChecked: aggregate === null, onChoose: () => onAggregate(column, null) }] },
    {
      items: aggregatesOf(field).map((each) => ({
        label: words.aggregates[wordOf(each, field)] ?? each,
        isChecked: each === aggregate,
        onChoose: () => onAggregate(column, each),
      })),
    },
  ]
  const value = aggregate === null ? undefined : totals[aggregateName(aggregate, field)]
  const word = aggregate === null ? "" : (words.aggregates[wordOf(aggregate, field)] ?? aggregate)
  const shown = aggregate === null || value === undefined ? "" : showAggregate(aggregate, field, value)
  const name = aggregate === null ? words.calculateOf(field.label) : `${field.label}: ${word} ${shown}`
  return (
    <Menu
      class={`calculate${aggregate === null ? " quiet" : ""}`}
      label={words.calculateOf(field.label)}
      name={name}
      groups={groups}
    >
      {aggregate === null ? (
        <span class="hint">
          {words.calculate}
          <ChevronDown class="icon" size={12} aria-hidden="true" />
        </span>
      ) : (
        <>
          <span class="muted">{word}</span> <strong>{shown}</strong>
        </>
      )}
    </Menu>
  )
}
