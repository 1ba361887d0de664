/** P-21, to be looked at: a grid of any size, of which only what is seen is there. One stop of the Tab key. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import { t } from "../../i18n/messages.ts"
import type { FieldModel, ObjectModel } from "../../model/workspace-model.ts"
import { appearance } from "../../shell/theme.ts"
import type { RecordList } from "../../store/queries.ts"
import type { TableState } from "./address.ts"
import { px } from "../../ui/px.ts"
import { fitted, type Column } from "./columns.ts"
import { columnWindow, rowWindow, scrollToColumn, scrollToRow, type RowWindow } from "./geometry.ts"
import { GridHeader } from "./grid-header.tsx"
import { placeAfter, type Place } from "./grid-keys.ts"
import { GridRow } from "./grid-row.tsx"

interface GridProps {
  object: ObjectModel
  columns: readonly Column[]
  list: RecordList
  /** is it about to be replaced by other rows? */
  isStale: boolean
  sort: TableState["sort"]
  onSort(field: FieldModel): void
}

/** More rows than fit any screen have a key of their own each, so that elements are used again rather than made. */
const slots = 128

export function Grid({ object, columns: wanted, list, isStale, sort, onSort }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, left: 0, width: 0, height: 0 })
  const [place, setPlace] = useState<Place>({ mode: "row", row: 0, column: 0 })
  const rowHeight = useRowHeight()
  const columns = useMemo(() => fitted(wanted, view.width || innerWidth), [wanted, view.width])
  // Elements that go take the focus along; so it waits on the grid before they do.
  useView(scroller, (next) => {
    if (hasFocus() && !isSeen(place.row, windowOf(next))) scroller.current?.focus({ preventScroll: true })
    setView(next)
  })

  const known = list.total.value
  const viewHeight = Math.max(0, view.height - rowHeight)
  // Until it is known how many there are, the view is filled with rows to come.
  const total = known ?? Math.ceil(viewHeight / rowHeight)
  const places = { scrollTop: view.top, viewHeight, rowHeight, total }
  const windowOf = ({ top }: View) => rowWindow({ ...places, scrollTop: top })
  const rows = windowOf(view)
  const labelWidth = columns[0]?.width ?? 0
  const widths = useMemo(() => columns.slice(1).map((column) => column.width), [columns])
  const seen = columnWindow(widths, view.left, view.width - labelWidth)
  const shown = useMemo(() => columns.slice(seen.first + 1, seen.last + 2), [columns, seen.first, seen.last])
  const width = labelWidth + widths.reduce((sum, each) => sum + each, 0)

  useLayoutEffect(() => {
    if (known !== null && rows.last >= rows.first) list.show(rows.first, rows.last)
  }, [list, known, rows.first, rows.last])
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
    setPlace((before) => ({ ...before, row: 0 }))
  }, [list])

  const hasFocus = () => scroller.current?.contains(document.activeElement) ?? false
  const focusPlace = () => {
    const target = scroller.current?.querySelector<HTMLElement>("[data-place]") ?? scroller.current
    target?.focus({ preventScroll: true })
  }
  const move = (next: Place) => {
    setPlace(next)
    const node = scroller.current!
    if (next.row >= 0) node.scrollTop = scrollToRow({ ...places, scrollTop: node.scrollTop }, next.row)
    if (next.column > 0)
      node.scrollLeft = scrollToColumn(widths, node.scrollLeft, view.width - labelWidth, next.column - 1)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(viewHeight / rowHeight) - 1)
    const next = placeAfter(place, event, { rows: known ?? 0, columns: columns.length, page })
    if (!next) return
    event.preventDefault()
    move(next)
  }
  // The focus follows its place to whatever element shows it now, and waits on the grid while none does.
  useLayoutEffect(() => {
    if (hasFocus()) focusPlace()
  })

  const isPlaceShown = isSeen(place.row, rows)
  const indices = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, i) => rows.first + i)
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
        aria-readonly="true"
        data-grid-mode={place.mode}
        data-stale={isStale || undefined}
        tabIndex={isPlaceShown && known !== 0 ? -1 : 0}
        onKeyDown={onKeyDown}
      >
        <GridHeader {...{ columns, shown, place, sort, onSort, width }} before={seen.before} first={seen.first} />
        <div class="grid-body" role="rowgroup" style={{ height: px(rows.height), width: px(width) }}>
          {indices.map((index) => (
            <GridRow
              key={index % slots}
              index={index}
              top={rows.topOf(index)}
              list={list}
              label={columns[0]}
              shown={shown}
              first={seen.first}
              before={seen.before}
              mode={place.row === index ? place.mode : undefined}
              column={place.row === index && place.mode === "cell" ? place.column : undefined}
              onPlace={move}
            />
          ))}
        </div>
      </div>
      <p class="sr-only" role="status">
        {sort ? t().table.sortedBy(sort.field.label, sort.isDescending) : ""}
      </p>
    </>
  )
}

/** Headers always are. */
const isSeen = (row: number, { first, last }: RowWindow) => row === -1 || (row >= first && row <= last)

/** Pixels; follows the density. */
function useRowHeight(): number {
  const { density } = appearance.value
  return useMemo(
    () => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")),
    [density],
  )
}

interface View {
  top: number
  left: number
  width: number
  height: number
}

/** What of the content is seen, told once a frame at most. */
function useView(scroller: { current: HTMLDivElement | null }, onView: (view: View) => void): void {
  const tell = useRef(onView)
  tell.current = onView
  useLayoutEffect(() => {
    const node = scroller.current!
    let frame = 0
    const read = () => {
      frame = 0
      tell.current({
        top: node.scrollTop,
        left: Math.abs(node.scrollLeft),
        width: node.clientWidth,
        height: node.clientHeight,
      })
    }
    const later = () => (frame ||= requestAnimationFrame(read))
    read()
    const observer = new ResizeObserver(later)
    observer.observe(node)
    node.addEventListener("scroll", later, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      node.removeEventListener("scroll", later)
    }
  }, [])
}
