/** P-21: a grid of any size, of which only what is seen is there. One stop of the Tab key. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import type { Then } from "../../editors/editor.ts"
import { kindOf } from "../../fields/index.ts"
import { write } from "../../fields/write.ts"
import { t as bulkWords } from "../../i18n/bulk/index.ts"
import { t as fieldWords } from "../../i18n/fields/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { t } from "../../i18n/messages.ts"
import { t as viewWords } from "../../i18n/views/index.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { isPeeking, openPanel } from "../../shell/panel.ts"
import { appearance } from "../../shell/theme.ts"
import { say } from "../../shell/toasts.tsx"
import type { Rows } from "../../store/queries.ts"
import { valueOf } from "../../store/records.ts"
import { px } from "../../ui/px.ts"
import type { SortState } from "../../views/view-state.ts"
import { clear, fillDown, paste, rangeOf, textsIn, type Range } from "./cell-range.ts"
import { readTable, writeHtml, writeTable } from "./clipboard.ts"
import { fitted, type Column } from "./columns.ts"
import { columnWindow, rowWindow, scrollToColumn, scrollToRow, type RowWindow } from "./geometry.ts"
import { intentOf, type Intent } from "./edit-keys.ts"
import { intentOfPress, placeThen, type Editing } from "./editing.ts"
import { GridFooter } from "./grid-footer.tsx"
import { GridHeader, type ColumnActions } from "./grid-header.tsx"
import { placeAfter, type Place } from "./grid-keys.ts"
import { GridRow } from "./grid-row.tsx"
import { openingOf, openRecord } from "./open-keys.ts"
import type { Chosen, Selection } from "./selection.ts"
import { useSettledRows } from "./settle-rows.ts"
import { rememberStand, standIn } from "./way-back.ts"
import { loadEditors, useEditors } from "../../editors/use-editors.ts"

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
  /** stands above the first row */
  children?: ComponentChildren
}

/** Of a line that is no record's: where it stands, and which columns are to be seen. */
export interface HeadProps {
  index: number
  /** pixels */
  top: number
  label: Column | undefined
  shown: readonly Column[]
  first: number
  /** pixels of the columns before those shown, and of the boxes in which records are chosen */
  before: number
  pick: number
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

/** Pixels of the column in which records are chosen; on a phone it comes with the first chosen record. */
const pickWidth = 36

/** More rows than fit any screen have a key of their own each, so that elements are used again rather than made. */
const slots = 128

export function Grid(props: GridProps) {
  const { object, columns: wanted, list, isStale, sorts, actions, selection, children } = props
  const { totals = {}, onAggregate, onDelete, head, rowEvents } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, left: 0, width: 0, height: 0 })
  const [place, setPlace] = useState<Place>({ mode: "row", row: 0, column: 0 })
  const [editing, setEditing] = useState<Editing | null>(null)
  /** the other end of a range of cells; the focus is at this one */
  const [corner, setCorner] = useState<{ row: number; column: number } | null>(null)
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

  const known = list.lines.value
  const records = list.total.value
  const viewHeight = Math.max(0, view.height - rowHeight)
  // Until it is known how many there are, the view is filled with rows to come.
  const total = known ?? Math.ceil(viewHeight / rowHeight)
  const places = { scrollTop: view.top, viewHeight, rowHeight, total }
  const windowOf = ({ top }: View) => rowWindow({ ...places, scrollTop: top })
  const rows = windowOf(view)
  const pick = view.width >= 640 || selection.count > 0 ? pickWidth : 0
  const labelWidth = pick + (columns[0]?.width ?? 0)
  const widths = useMemo(() => columns.slice(1).map((column) => column.width), [columns])
  const seen = columnWindow(widths, view.left, view.width - labelWidth)
  const shown = useMemo(() => columns.slice(seen.first + 1, seen.last + 2), [columns, seen.first, seen.last])
  const width = labelWidth + widths.reduce((sum, each) => sum + each, 0)

  useLayoutEffect(() => {
    if (known !== null && rows.last >= rows.first) list.show(rows.first, rows.last)
  }, [list, known, rows.first, rows.last])
  useLayoutEffect(() => {
    const stand = standIn(list)
    scroller.current?.scrollTo({ top: stand?.top ?? 0, left: stand?.left })
    setPlace((before) => stand?.place ?? { ...before, row: 0 })
  }, [list])
  // After the heading of the page, which has the focus where nobody comes back.
  useEffect(() => {
    if (standIn(list)) focusPlace()
  }, [])
  const stand = useRef({ place, top: 0, left: 0 })
  stand.current = { place, top: view.top, left: view.left }
  useEffect(() => () => rememberStand(list, stand.current), [list])
  usePeek(place, list)

  /** A row that is being written down looks after its own focus. */
  const hasFocus = () => {
    const { activeElement } = document
    return scroller.current?.contains(activeElement) === true && !activeElement?.closest("[data-own-focus]")
  }
  const focusPlace = () => {
    const target = scroller.current?.querySelector<HTMLElement>("[data-place]") ?? scroller.current
    target?.focus({ preventScroll: true })
  }
  const settling = useSettledRows({
    list,
    row: place.row,
    hasFocus,
    isEditing: editing !== null,
    onRow: (row) => setPlace((before) => ({ ...before, row })),
  })
  const move = (next: Place) => {
    setPlace(next)
    setCorner(null)
    scrollTo(next)
  }
  const scrollTo = (next: { row: number; column: number }) => {
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
  const cells = { list, columns }
  const range = () =>
    place.mode === "row"
      ? { top: place.row, bottom: place.row, left: 0, right: columns.length - 1 }
      : rangeOf(place, corner ?? place)
  /** Keys that choose records. */
  const chooses = (event: KeyboardEvent): boolean => {
    const { key, shiftKey } = event
    const isMod = event.ctrlKey || event.metaKey
    const id = list.at(place.row)?.id
    const isRow = place.mode === "row"
    if (isMod && key === "a") selection.toggleAll()
    else if (isMod && isRow && key === "Backspace" && id !== undefined && selection.count === 0 && onDelete)
      onDelete({ isAll: false, ids: new Set([id]) })
    else if (isMod || event.altKey) return false
    else if (isRow && key === "Escape" && selection.count > 0) selection.clear()
    else if (id === undefined) return false
    else if ((isRow && key === "x") || (shiftKey && key === " ")) selection.toggle(id, place.row)
    else if (isRow && shiftKey && key === "X") selection.extend(place.row)
    else if (isRow && shiftKey && (key === "ArrowDown" || key === "ArrowUp")) {
      if (!selection.has(id)) selection.toggle(id, place.row)
      const row = Math.max(0, Math.min((known ?? 1) - 1, place.row + (key === "ArrowDown" ? 1 : -1)))
      const next = list.at(row)
      if (next && !selection.has(next.id)) selection.toggle(next.id, row)
      move({ ...place, row })
    } else return false
    return true
  }
  /** Keys that make a range of cells, or do something to it. */
  const stretches = (event: KeyboardEvent): boolean => {
    if (place.mode !== "cell" || place.row < 0) return false
    const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[
      event.key
    ] ?? [0, 0]
    if ((event.ctrlKey || event.metaKey) && event.key === "d") fillDown(cells, range())
    else if (event.key === "Escape" && corner) setCorner(null)
    else if (event.shiftKey && down! + right! !== 0) {
      const from = corner ?? place
      const next = {
        row: Math.max(0, Math.min((known ?? 1) - 1, from.row + down!)),
        column: Math.max(0, Math.min(columns.length - 1, from.column + right!)),
      }
      setCorner(next)
      scrollTo(next)
    } else return false
    return true
  }
  const onCopy = (event: ClipboardEvent) => {
    if (editing || !event.clipboardData) return
    const texts = textsIn(cells, range())
    event.clipboardData.setData("text/plain", writeTable(texts))
    event.clipboardData.setData("text/html", writeHtml(texts))
    event.preventDefault()
    const count = texts.length * texts[0]!.length
    say({ kind: "success", text: bulkWords().copied(formatNumber(count), count) })
    if (event.type === "cut") clear(cells, range())
  }
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain")
    if (editing || !text || place.mode !== "cell" || place.row < 0) return
    event.preventDefault()
    const { bottom, right } = paste(cells, range(), readTable(text))
    if (bottom > place.row || right > place.column) setCorner({ row: bottom, column: right })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isTypedEarly(event)) return event.preventDefault()
    if (rowEvents?.onKey(place, event) || chooses(event) || stretches(event)) return event.preventDefault()
    const opening = openingOf(event, place)
    const record = opening && list.at(place.row)
    if (record) {
      event.preventDefault()
      return openRecord(record, opening)
    }
    const field = place.mode === "cell" && place.row >= 0 ? columns[place.column]?.field : undefined
    const intent = field && intentOf(event, field)
    if (intent?.does === "clear" && corner) {
      event.preventDefault()
      return clear(cells, range())
    }
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
        aria-multiselectable="true"
        data-grid-mode={editing ? "edit" : place.mode}
        data-stale={isStale || undefined}
        tabIndex={isPlaceShown && known !== 0 ? -1 : 0}
        onKeyDown={onKeyDown}
        onFocusOut={settling.onFocusOut}
        onCopy={onCopy}
        onCut={onCopy}
        onPaste={onPaste}
      >
        <GridHeader
          {...{ columns, shown, place, sorts, actions, width, selection, pick }}
          before={seen.before}
          first={seen.first}
        />
        {children}
        <div
          class="grid-body"
          role="rowgroup"
          style={{ height: px(rows.height), width: px(width) }}
          {...(rowEvents && handlersOf(rowEvents))}
        >
          {indices.map(
            (index) =>
              head?.({
                index,
                top: rows.topOf(index),
                label: columns[0],
                shown,
                first: seen.first,
                before: seen.before,
                pick,
                isPlace: place.row === index,
                onPlace: () => move({ ...place, mode: "row", row: index }),
              }) ?? (
                <GridRow
                  key={index % slots}
                  index={index}
                  top={rows.topOf(index)}
                  isDraggable={rowEvents?.canDrag === true}
                  list={list}
                  label={columns[0]}
                  shown={shown}
                  first={seen.first}
                  before={seen.before}
                  mode={place.row === index ? place.mode : undefined}
                  column={place.row === index && place.mode === "cell" ? place.column : undefined}
                  editing={place.row === index ? (editing ?? undefined) : undefined}
                  selection={selection}
                  pick={pick}
                  range={corner && isInRange(rangeOf(place, corner), index) ? rangeOf(place, corner) : undefined}
                  onPlace={move}
                  onBegin={(at) => begin(at, intentOfPress(columns[at.column]!.field))}
                  onCommit={commit}
                  onCancel={endEditing}
                  editors={editors}
                />
              ),
          )}
        </div>
      </div>
      <GridFooter
        {...{ shown, width, totals, onAggregate }}
        count={
          selection.count > 0
            ? viewWords().ofSelected(formatNumber(selection.count))
            : records === null
              ? t().table.loadingCount
              : t().table.count(formatNumber(records), records)
        }
        labelWidth={labelWidth}
        before={seen.before}
        left={view.left}
      />
      <p class="sr-only" role="status">
        {sorts.map(({ field, isDescending }) => t().table.sortedBy(field.label, isDescending)).join(", ")}
      </p>
    </>
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
