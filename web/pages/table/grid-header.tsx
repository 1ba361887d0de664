import { useEffect, useRef } from "preact/hooks"
import { ArrowDown, ArrowUp, ChevronDown } from "lucide-preact"
import { kindOf } from "../../fields/index.ts"
import { t as bulkWords } from "../../i18n/bulk/index.ts"
import { t } from "../../i18n/views/index.ts"
import { Menu, type MenuGroup } from "../../ui/menu.tsx"
import { px } from "../../ui/px.ts"
import { isSortable, type ColumnState, type SortState } from "../../views/view-state.ts"
import type { Layout } from "./use-window.ts"

/** What can be done to a column from its head. */
export interface ColumnActions {
  sort(column: ColumnState, direction: "next" | "up" | "down" | "none"): void
  filter(column: ColumnState): void
  /** @param width pixels */
  resize(column: ColumnState, width: number): void
  fit(column: ColumnState): void
  move(column: ColumnState, to: "left" | "right" | "first" | "last"): void
  /** @param id of the field whose column is put where the other one is */
  drop(id: string, onto: ColumnState): void
  hide(column: ColumnState): void
}

interface GridHeaderProps {
  layout: Layout
  /** pixels of all columns */
  width: number
  /** that has the focus; undefined for none */
  column: number | undefined
  sorts: readonly SortState[]
  actions: ColumnActions | undefined
  /** of the records; undefined for some */
  areAllChosen: boolean | undefined
  onToggleAll(): void
}

export function GridHeader(props: GridHeaderProps) {
  const { layout, width, column: focused, sorts, actions, areAllChosen, onToggleAll } = props
  const { label, shown, first, before, pick } = layout
  const head = (column: ColumnState, index: number) => (
    <Head key={column.field.id} {...{ column, index, sorts, actions }} isPlace={focused === index} />
  )
  return (
    <div class="grid-head" role="rowgroup" style={{ width: px(width) }}>
      <div role="row" class="grid-row">
        {pick > 0 && <PickAll {...{ areAllChosen, onToggleAll }} width={pick} />}
        {label && head(label, 0)}
        <div class="gap" style={{ width: px(before) }} aria-hidden="true" />
        {shown.map((column, i) => head(column, first + i + 1))}
      </div>
    </div>
  )
}

/** The whole result, what is not loaded too. */
function PickAll(props: Pick<GridHeaderProps, "areAllChosen" | "onToggleAll" | "width">) {
  const { areAllChosen, onToggleAll, width } = props
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    box.current!.indeterminate = areAllChosen === undefined
  }, [areAllChosen])
  return (
    <div role="columnheader" class="cell pick" style={{ width: px(width) }} aria-label={bulkWords().selectAll}>
      <input
        ref={box}
        type="checkbox"
        tabIndex={-1}
        aria-label={bulkWords().selectAll}
        checked={areAllChosen === true}
        onClick={onToggleAll}
      />
    </div>
  )
}

interface HeadProps {
  column: ColumnState
  index: number
  isPlace: boolean
  sorts: readonly SortState[]
  actions: ColumnActions | undefined
}

const dragType = "text/x-kith-column"

function Head({ column, index, isPlace, sorts, actions }: HeadProps) {
  const { field, width } = column
  const sort = sorts.find((each) => each.field === field)
  const direction = sort && (sort.isDescending ? "descending" : "ascending")
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp
  const isLabel = index === 0
  const canSort = actions !== undefined && isSortable(field)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!actions) return
    const isMod = event.ctrlKey || event.metaKey
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (event.key === "Enter" && canSort) actions.sort(column, "next")
    else if (event.altKey && event.key === "ArrowDown")
      (event.currentTarget as HTMLElement).querySelector<HTMLElement>(".menu-root button")?.click()
    else if (event.altKey && isMod && step) actions.move(column, step === 1 ? "right" : "left")
    else if (event.altKey && step) actions.resize(column, width + 16 * step)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      role="columnheader"
      class={`cell${isLabel ? " label" : ""}${kindOf(field).align === "end" ? " end" : ""}`}
      style={{ width: px(width) }}
      aria-label={field.label}
      aria-colindex={index + 1}
      aria-sort={canSort ? (direction ?? "none") : undefined}
      title={field.label}
      tabIndex={isPlace ? 0 : -1}
      data-place={isPlace || undefined}
      draggable={actions !== undefined && !isLabel}
      onClick={() => canSort && actions.sort(column, "next")}
      onKeyDown={onKeyDown}
      onDragStart={(event) => event.dataTransfer?.setData(dragType, field.id)}
      onDragOver={(event) => {
        if (actions && event.dataTransfer?.types.includes(dragType) && !isLabel) event.preventDefault()
      }}
      onDrop={(event) => {
        const id = event.dataTransfer?.getData(dragType)
        event.preventDefault()
        if (id && id !== field.id) actions?.drop(id, column)
      }}
    >
      <span class="name">
        <bdi>{field.label}</bdi>
      </span>
      {direction && <Arrow class="icon" size={12} aria-hidden="true" />}
      {actions && (
        <>
          <ColumnMenu {...{ column, actions, sort, canSort, isLabel }} />
          <Edge column={column} actions={actions} />
        </>
      )}
    </div>
  )
}

interface ColumnMenuProps {
  column: ColumnState
  actions: ColumnActions
  sort: SortState | undefined
  canSort: boolean
  isLabel: boolean
}

function ColumnMenu({ column, actions, sort, canSort, isLabel }: ColumnMenuProps) {
  const words = t()
  const groups: MenuGroup[] = [
    {
      items: [
        ...(canSort
          ? [
              { label: words.ascending, onChoose: () => actions.sort(column, "up") },
              { label: words.descending, onChoose: () => actions.sort(column, "down") },
              ...(sort ? [{ label: words.unsorted, onChoose: () => actions.sort(column, "none") }] : []),
            ]
          : []),
        { label: words.filterBy, onChoose: () => actions.filter(column) },
      ],
    },
    {
      items: [
        ...(isLabel
          ? []
          : [
              { label: words.moveFirst, onChoose: () => actions.move(column, "first") },
              { label: words.moveLeft, onChoose: () => actions.move(column, "left") },
              { label: words.moveRight, onChoose: () => actions.move(column, "right") },
              { label: words.moveLast, onChoose: () => actions.move(column, "last") },
              { label: words.hide, onChoose: () => actions.hide(column) },
            ]),
        { label: words.fit, onChoose: () => actions.fit(column) },
      ],
    },
  ]
  const name = words.columnMenu(column.field.label)
  return (
    <span class="column-menu" onClick={(event) => event.stopPropagation()} onKeyDown={stopEnter}>
      <Menu class="icon-button" label={name} name={name} isFocusable={false} groups={groups}>
        <ChevronDown class="icon" size={12} aria-hidden="true" />
      </Menu>
    </span>
  )
}

/** Enter on an item of the menu is the menu's. */
const stopEnter = (event: KeyboardEvent) => event.key === "Enter" && event.stopPropagation()

/** Drawn by the pointer; a double click makes the column as wide as what stands in it. */
function Edge({ column, actions }: { column: ColumnState; actions: ColumnActions }) {
  return (
    <span
      class="column-edge"
      aria-hidden="true"
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        event.stopPropagation()
      }}
      onClick={(event) => event.stopPropagation()}
      onDblClick={() => actions.fit(column)}
      onPointerDown={(event) => {
        event.preventDefault()
        const edge = event.currentTarget
        const start = event.clientX - column.width
        edge.setPointerCapture(event.pointerId)
        const draw = (moved: PointerEvent) => actions.resize(column, moved.clientX - start)
        edge.addEventListener("pointermove", draw)
        edge.addEventListener("pointerup", () => edge.removeEventListener("pointermove", draw), { once: true })
      }}
    />
  )
}
