/** P-21: a grid of any size, of which only what is seen is there. One stop of the Tab key. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import { useEditors } from "../../editors/use-editors.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/messages.ts"
import { t as viewWords } from "../../i18n/views/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { isPeeking, openPanel } from "../../shell/panel.ts"
import type { Rows } from "../../store/queries.ts"
import { px } from "../../ui/px.ts"
import { useStable } from "../../ui/use-stable.ts"
import type { SortState } from "../../views/view-state.ts"
import { rangeOf, type Range } from "./cell-range.ts"
import type { Column } from "./columns.ts"
import type { AfterDraft } from "./draft-row.tsx"
import { intentOfPress } from "./editing.ts"
import type { RowWindow } from "./geometry.ts"
import { GridFooter } from "./grid-footer.tsx"
import { GridHeader, type ColumnActions } from "./grid-header.tsx"
import type { Place } from "./grid-keys.ts"
import { GridRow, type RowActions } from "./grid-row.tsx"
import { keyActions, type Corner } from "./key-actions.ts"
import type { Chosen, Selection } from "./selection.ts"
import { useSettledRows } from "./settle-rows.ts"
import { useCellEditing } from "./use-cell-editing.ts"
import { useWindow, type Layout } from "./use-window.ts"
import { rememberStand, standIn } from "./way-back.ts"

export interface GridProps {
  object: ObjectModel
  columns: readonly Column[]
  list: Rows
  /** is it about to be replaced by other rows? */
  isStale: boolean
  sorts: readonly SortState[]
  /** what heads of columns do; without them they are words alone */
  actions?: ColumnActions
  selection: Selection
  totals?: Readonly<Record<string, unknown>>
  /** without it nothing can be calculated */
  onAggregate?(column: Column, aggregate: string | null): void
  /** of the record that has the focus, when none is chosen */
  onDelete?: ((chosen: Chosen) => void) | undefined
  /** what stands in place of a row where that is no record's; null where it is */
  head?: ((props: HeadProps) => ComponentChildren) | undefined
  rowEvents?: RowEvents | undefined
  /** a row that was written down above the others has let go of the focus */
  after?: AfterDraft | undefined
  /** stands above the first row */
  children?: ComponentChildren
}

/** Of a line that is no record's: where it stands, and which columns are to be seen. */
export interface HeadProps {
  index: number
  /** pixels */
  top: number
  layout: Layout
  isPlace: boolean
  onPlace(): void
}

/** What else can be done with rows. Lines are counted from 0. */
export interface RowEvents {
  canDrag: boolean
  onDragStart(line: number, event: DragEvent): void
  onDragOver(line: number, event: DragEvent): void
  onDrop(line: number, event: DragEvent): void
  onDragEnd(): void
  onContextMenu(line: number, event: MouseEvent): void
  /** @returns whether the key means something there */
  onKey(place: Place, event: KeyboardEvent): boolean
}

const noTotals = {}

export function Grid(props: GridProps) {
  const { object, columns: wanted, list, isStale, sorts, actions, selection, children } = props
  const { totals = noTotals, onAggregate, onDelete, head, rowEvents, after } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<Place>({ mode: "row", row: 0, column: 0 })
  /** the other end of a range of cells; the focus is at this one */
  const [corner, setCorner] = useState<Corner | null>(null)
  const { hasFocus, focusPlace, ...focus } = useGridFocus(scroller)
  const { known, rows, slots, page, columns, layout, labelWidth, width, left, latest, scrollTo } = useWindow({
    scroller,
    list,
    wanted,
    isChoosing: selection.count > 0,
    // Elements that go take the focus along; so it waits on the grid before they do.
    onRows: (next) => hasFocus() && !isSeen(place.row, next) && scroller.current?.focus({ preventScroll: true }),
  })
  useStand({ scroller, list, place, latest, setPlace, focusPlace })
  usePeek(place, list)

  const move = (next: Place) => {
    setPlace(next)
    setCorner(null)
    scrollTo(next.row, next.column)
  }
  const { editing, begin, commit, end } = useCellEditing({
    list,
    columns,
    place,
    onMove: move,
    onEnd: focus.owe,
  })
  const settling = useSettledRows({
    list,
    row: place.row,
    hasFocus,
    isEditing: editing !== null,
    onRow: (row) => setPlace((before) => ({ ...before, row })),
  })
  useLayoutEffect(() => {
    if (editing === null) focus.settle()
  })
  const keys = keyActions({
    list,
    columns,
    total: known ?? 0,
    page,
    place,
    corner,
    selection,
    onDelete,
    move,
    begin,
    isEditing: editing !== null,
    takesOwn: (event) => rowEvents?.onKey(place, event) === true,
    stretch(next) {
      setCorner(next)
      if (next) scrollTo(next.row, next.column)
    },
  })
  const on = useStable<RowActions>({
    place: move,
    begin: (at) => begin(at, intentOfPress(columns[at.column]!.field)),
    commit,
    cancel: end,
    toggle: selection.toggle,
    extend: selection.extend,
    toggleAll: selection.toggleAll,
  })
  // Before anybody's next key can put the focus elsewhere.
  useLayoutEffect(() => {
    if (!after) return
    const row = after.record ? list.indexOf(after.record) : place.row
    focus.owe()
    move({ mode: "row", row: Math.max(0, row), column: 0 })
  }, [after])
  const range = corner && rangeOf(place, corner)
  const line = (index: number) => {
    const isPlace = place.row === index
    const top = rows.topOf(index)
    const onPlace = () => move({ ...place, mode: "row", row: index })
    const isIn = range !== null && isInRange(range, index)
    return (
      head?.({ index, top, layout, isPlace, onPlace }) ?? (
        <GridRow
          key={index % slots}
          {...{ index, top, list, layout, editors, on }}
          isDraggable={rowEvents?.canDrag === true}
          mode={isPlace ? place.mode : undefined}
          column={isPlace && place.mode === "cell" ? place.column : undefined}
          editing={isPlace ? (editing ?? undefined) : undefined}
          isChosen={selection.count > 0 && selection.has(list.at(index)?.id ?? "")}
          rangeLeft={isIn ? range.left : undefined}
          rangeRight={isIn ? range.right : undefined}
        />
      )
    )
  }
  const editors = useEditors()
  const records = list.total.value
  return (
    <>
      <div
        ref={scroller}
        class="grid"
        role="grid"
        aria-label={object.labelPlural}
        aria-rowcount={known ?? -1}
        aria-colcount={columns.length}
        aria-busy={known === null}
        aria-multiselectable="true"
        data-grid-mode={editing ? "edit" : place.mode}
        data-stale={isStale || undefined}
        tabIndex={isSeen(place.row, rows) && known !== 0 ? -1 : 0}
        onFocusOut={settling.onFocusOut}
        {...keys}
      >
        <GridHeader
          {...{ layout, sorts, actions, width }}
          column={place.row === -1 ? place.column : undefined}
          areAllChosen={selection.count === 0 ? false : selection.isAll && selection.ids.size === 0 ? true : undefined}
          onToggleAll={on.toggleAll}
        />
        {children}
        <div
          class="grid-body"
          role="rowgroup"
          style={{ height: px(rows.height), width: px(width) }}
          {...(rowEvents && handlersOf(rowEvents))}
        >
          {Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, i) => line(rows.first + i))}
        </div>
      </div>
      <GridFooter
        {...{ layout, width, left, labelWidth, totals, onAggregate }}
        count={
          selection.count > 0
            ? viewWords().ofSelected(formatNumber(selection.count))
            : records === null
              ? t().table.loadingCount
              : t().table.count(formatNumber(records), records)
        }
      />
      <p class="sr-only" role="status">
        {sorts.map(({ field, isDescending }) => t().table.sortedBy(field.label, isDescending)).join(", ")}
      </p>
    </>
  )
}

/** The focus follows its place to whatever element shows it now, and waits on the grid while none does. */
function useGridFocus(scroller: { current: HTMLDivElement | null }) {
  /** the element that had the focus is gone, and the place is to have it */
  const isOwed = useRef(false)
  /** A row that is being written down looks after its own focus. */
  const hasFocus = () => {
    const { activeElement } = document
    return scroller.current?.contains(activeElement) === true && !activeElement?.closest("[data-own-focus]")
  }
  const focusPlace = () => {
    const target = scroller.current?.querySelector<HTMLElement>("[data-place]") ?? scroller.current
    if (target !== document.activeElement) target?.focus({ preventScroll: true })
  }
  return {
    hasFocus,
    focusPlace,
    owe: () => void (isOwed.current = true),
    /** To be called when the elements are what they are to be. */
    settle(): void {
      if (!hasFocus() && !isOwed.current) return
      isOwed.current = false
      focusPlace()
    },
  }
}

interface StandOptions {
  scroller: { current: HTMLDivElement | null }
  list: Rows
  place: Place
  latest: { current: { top: number; left: number } }
  setPlace(next: (before: Place) => Place): void
  focusPlace(): void
}

/** Whoever comes back to a list stands where they stood; another list begins at its top. */
function useStand({ scroller, list, place, latest, setPlace, focusPlace }: StandOptions): void {
  useLayoutEffect(() => {
    const stand = standIn(list)
    scroller.current?.scrollTo({ top: stand?.top ?? 0, left: stand?.left })
    setPlace((before) => stand?.place ?? { ...before, row: 0 })
  }, [list])
  // After the heading of the page, which has the focus where nobody comes back.
  useEffect(() => {
    if (standIn(list)) focusPlace()
  }, [])
  const now = useRef(place)
  now.current = place
  useEffect(
    () => () => rememberStand(list, { place: now.current, top: latest.current.top, left: latest.current.left }),
    [list],
  )
}

/** One for all rows. */
function handlersOf(events: RowEvents) {
  const lineOf = (event: Event) =>
    Number((event.target as Element).closest("[aria-rowindex]")?.getAttribute("aria-rowindex")) - 1
  return {
    onDragStart: (event: DragEvent) => events.onDragStart(lineOf(event), event),
    onDragOver: (event: DragEvent) => events.onDragOver(lineOf(event), event),
    onDrop: (event: DragEvent) => events.onDrop(lineOf(event), event),
    onDragEnd: events.onDragEnd,
    onContextMenu: (event: MouseEvent) => events.onContextMenu(lineOf(event), event),
  }
}

const isInRange = ({ top, bottom }: Range, row: number) => row >= top && row <= bottom

/** Milliseconds that a row has to have the focus before the panel shows its record. */
const peekAfter = 100

/** The panel goes along with the row that has the focus. */
function usePeek(place: Place, list: Rows): void {
  useEffect(() => {
    if (!isPeeking.peek()) return
    const timer = setTimeout(() => {
      const record = list.at(place.row)
      if (!record || !isPeeking.peek()) return
      openPanel({ kind: "record", object: record.object.nameSingular, id: record.id }, { isPeek: true })
    }, peekAfter)
    return () => clearTimeout(timer)
  }, [place.row, list])
}

/** Headers always are. */
const isSeen = (row: number, { first, last }: RowWindow) => row === -1 || (row >= first && row <= last)
