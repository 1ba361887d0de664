/** P-21: a grid whose records stand under heads, go from one to another, and are written down under each. */
import { useEffect } from "preact/hooks"
import { aggregateName } from "../../views/aggregates.ts"
import { canMove, useGroupMoves } from "./group-moves.tsx"
import { GroupHead } from "./group-head.tsx"
import { Grid, type GridProps } from "./grid.tsx"
import type { Group, GroupedList } from "./groups.ts"

interface GroupedGridProps extends GridProps {
  list: GroupedList
  /** begins a record of that group */
  onAdd(group: Group): void
}

export function GroupedGrid({ onAdd, ...props }: GroupedGridProps) {
  const { list, columns, selection, object } = props
  const { events, over, element } = useGroupMoves(list, selection)
  const names = columns.flatMap(({ field, aggregate }) => (aggregate ? [aggregateName(aggregate, field)] : []))
  useEffect(() => list.calculate([...new Set(names)].filter((name) => name !== "totalCount")), [list, names.join()])
  const canAdd = object.can.create && canMove(list.grouping)
  return (
    <>
      <Grid
        {...props}
        rowEvents={events}
        head={(place) => {
          const group = list.headAt(place.index)
          if (!group) return null
          return (
            <GroupHead
              key={`head ${group.key}`}
              {...place}
              {...{ list, group }}
              isTarget={over === group.key}
              onAdd={canAdd ? () => onAdd(group) : undefined}
            />
          )
        }}
      />
      {element}
    </>
  )
}
