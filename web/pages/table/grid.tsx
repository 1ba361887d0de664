/** P-21: a grid of any size, of which only what is seen is there. One stop of the Tab key. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import type { Then } from "../../editors/editor.ts"
import { kindOf } from "../../fields/index.ts"
import { t as fieldWords } from "../../i18n/fields/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/messages.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { appearance } from "../../shell/theme.ts"
import { say } from "../../shell/toasts.tsx"
import type { RecordList } from "../../store/queries.ts"
import { valueOf } from "../../store/records.ts"
import { px } from "../../ui/px.ts"
import type { SortState } from "../../views/view-state.ts"
import { fitted, type Column } from "./columns.ts"
import { columnWindow, rowWindow, scrollToColumn, scrollToRow, type RowWindow } from "./geometry.ts"
import { intentOf, type Intent } from "./edit-keys.ts"
import { intentOfPress, placeThen, write, type Editing } from "./editing.ts"
import { GridFooter } from "./grid-footer.tsx"
import { GridHeader, type ColumnActions } from "./grid-header.tsx"
import { placeAfter, type Place } from "./grid-keys.ts"
import { GridRow } from "./grid-row.tsx"
import { loadEditors, useEditors } from "./use-editors.ts"

interface GridProps {
  object: ObjectModel
  columns: readonly Column[]
  list: RecordList
  /** is it about to be replaced by other rows? */
  isStale: boolean
  sorts: readonly SortState[]
  actions: ColumnActions
  totals: Readonly<Record<string, unknown>>
  onAggregate(column: Column, aggregate: string | null): void
}

/** More rows than fit any screen have a key of their own each, so that elements are used again rather than made. */
const slots = 128

export function Grid({ object, columns: wanted, list, isStale, sorts, actions, totals, onAggregate }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, left: 0, width: 0, height: 0 })
  const [place, setPlace] = useState<Place>({ mode: "row", row: 0, column: 0 })
  const [editing, setEditing] = useState<Editing | null>(null)
  const editors = useEditors()
  /** the element that had the focus is gone, and the place is to have it */
  const isOwedFocus = useRef(false)
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
  /** What is typed until the editor has the focus is not lost. */
  const opening = useRef<Editing | null>(null)
  const open = async (wanted: Editing) => {
    opening.current = wanted
    const { editorOf } = await loadEditors()
    if (editorOf(wanted.field)) setEditing(opening.current)
    else opening.current = null
  }
  const isTypedEarly = ({ key }: KeyboardEvent) => {
    const { current } = opening
    if (!current) return false
    if ([...key].length === 1) opening.current = { ...current, typed: (current.typed ?? "") + key }
    if (editing) setEditing(opening.current)
    return true
  }
  useLayoutEffect(() => {
    if (editing) opening.current = null
  }, [editing])
  const begin = (at: Place, intent: Intent) => {
    const field = columns[at.column]?.field
    const record = list.at(at.row)
    if (!field || !record) return
    if (!field.canEdit) return say({ kind: "warning", text: fieldWords().readOnly(field.label) })
    const kind = kindOf(field)
    if (intent.does === "toggle") return write(record, field, kind.toggled!(valueOf(record, field.name)))
    if (intent.does === "edit") return void open({ record, field, typed: intent.typed })
    const cleared = kind.cleared?.(field)
    if (cleared && "value" in cleared) write(record, field, cleared.value)
    else if (cleared) say({ kind: "warning", text: cleared.problem })
  }
  const commit = (value: unknown, then: Then) => {
    write(editing!.record, editing!.field, value)
    endEditing()
    const next = placeThen(place, then, columns, known ?? 0)
    if (next) move(next)
  }
  const endEditing = () => {
    isOwedFocus.current = true
    setEditing(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isTypedEarly(event)) return event.preventDefault()
    const field = place.mode === "cell" && place.row >= 0 ? columns[place.column]?.field : undefined
    const intent = field && intentOf(event, field)
    if (intent) {
      event.preventDefault()
      return begin(place, intent)
    }
    const page = Math.max(1, Math.floor(viewHeight / rowHeight) - 1)
    const next = placeAfter(place, event, { rows: known ?? 0, columns: columns.length, page })
    if (!next) return
    event.preventDefault()
    move(next)
  }
  // The focus follows its place to whatever element shows it now, and waits on the grid while none does.
  useLayoutEffect(() => {
    if (editing || (!hasFocus() && !isOwedFocus.current)) return
    isOwedFocus.current = false
    focusPlace()
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
        data-grid-mode={editing ? "edit" : place.mode}
        data-stale={isStale || undefined}
        tabIndex={isPlaceShown && known !== 0 ? -1 : 0}
        onKeyDown={onKeyDown}
      >
        <GridHeader {...{ columns, shown, place, sorts, actions, width }} before={seen.before} first={seen.first} />
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
              editing={place.row === index ? (editing ?? undefined) : undefined}
              onPlace={move}
              onBegin={(at) => begin(at, intentOfPress(columns[at.column]!.field))}
              onCommit={commit}
              onCancel={endEditing}
              editors={editors}
            />
          ))}
        </div>
      </div>
      <GridFooter
        {...{ shown, width, totals, onAggregate }}
        count={known === null ? t().table.loadingCount : t().table.count(formatNumber(known), known)}
        label={columns[0]}
        before={seen.before}
        left={view.left}
      />
      <p class="sr-only" role="status">
        {sorts.map(({ field, isDescending }) => t().table.sortedBy(field.label, isDescending)).join(", ")}
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
