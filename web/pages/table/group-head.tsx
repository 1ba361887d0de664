/** The line above the records of a group: what they have in common, how many they are, and what is calculated over them. */
import { ChevronDown, ChevronRight, Plus } from "lucide-preact"
import { kindOf } from "../../fields/index.ts"
import { t } from "../../i18n/groups/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { IconButton } from "../../ui/button.tsx"
import { px } from "../../ui/px.ts"
import { aggregateName, showAggregate } from "../../views/aggregates.ts"
import { isInUnits } from "../../views/grouping.ts"
import type { HeadProps } from "./grid.tsx"
import type { Group, GroupedList } from "./groups.ts"

interface GroupHeadProps extends HeadProps {
  list: GroupedList
  group: Group
  isTarget: boolean
  onAdd: (() => void) | undefined
}

export function GroupHead(props: GroupHeadProps) {
  const { list, group, index, top, layout, isPlace, isTarget, onAdd, onPlace } = props
  const { label, pick, before, shown, first } = layout
  const isOpen = !list.collapsed.value.has(group.key)
  const count = formatNumber(group.list.total.value ?? 0)
  const words = t()
  const Caret = isOpen ? ChevronDown : ChevronRight
  return (
    <div
      role="row"
      class="grid-row group-head"
      aria-rowindex={index + 1}
      aria-label={words.head(group.label, count)}
      style={{ transform: `translateY(${px(top)})` }}
      tabIndex={isPlace ? 0 : -1}
      data-place={isPlace || undefined}
      data-target={isTarget || undefined}
      onClick={() => onPlace()}
    >
      <div role="rowheader" class="cell label" aria-colindex={1} style={{ width: px(pick + (label?.width ?? 0)) }}>
        <IconButton
          label={isOpen ? words.collapse(group.label) : words.expand(group.label)}
          icon={Caret}
          aria-expanded={isOpen}
          tabIndex={-1}
          onClick={() => list.toggle(group.key)}
        />
        <span class="value">
          <Shown {...{ list, group }} />
        </span>
        <span class="group-count">{count}</span>
        {onAdd && <IconButton label={words.add(group.label)} icon={Plus} tabIndex={-1} onClick={onAdd} />}
      </div>
      <div class="gap" style={{ width: px(before) }} aria-hidden="true" />
      {shown.map(({ field, width, aggregate }, i) => {
        const value = aggregate && group.totals[aggregateName(aggregate, field)]
        return (
          <div
            key={field.id}
            role="gridcell"
            class="cell end"
            aria-colindex={first + i + 2}
            style={{ width: px(width) }}
          >
            {aggregate && value !== undefined && showAggregate(aggregate, field, value)}
          </div>
        )
      })}
    </div>
  )
}

function Shown({ list, group }: { list: GroupedList; group: Group }) {
  const { field } = list.grouping
  if (group.value === null) return <span class="muted">{group.label}</span>
  return <>{isInUnits(field) ? group.label : kindOf(field).show(group.value, field)}</>
}
