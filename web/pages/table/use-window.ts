/** Which rows and columns of a grid are there. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import { appearance } from "../../shell/theme.ts"
import type { Rows } from "../../store/queries.ts"
import { fitted, type Column } from "./columns.ts"
import { columnWindow, mostRows, rowWindow, scrollToColumn, scrollToRow, type RowWindow } from "./geometry.ts"
import { useView, type View } from "./use-view.ts"

/** Of the columns, the same for all rows. Pixels. */
export interface Layout {
  label: Column | undefined
  shown: readonly Column[]
  /** which of the columns behind the label is the first of those shown */
  first: number
  /** of the columns behind the label that stand before those shown */
  before: number
  /** of the column in which records are chosen; 0 for none */
  pick: number
}

interface Options {
  scroller: { current: HTMLDivElement | null }
  list: Rows
  wanted: readonly Column[]
  isChoosing: boolean
  /** before other rows are there */
  onRows(rows: RowWindow): void
}

/** Pixels of the column in which records are chosen; on a phone it comes with the first chosen record. */
const pickWidth = 36

export function useWindow({ scroller, list, wanted, isChoosing, onRows }: Options) {
  const [view, setView] = useState<View>({ top: 0, left: 0, width: 0, height: 0 })
  const rowHeight = useRowHeight()
  const columns = useMemo(() => fitted(wanted, view.width || innerWidth), [wanted, view.width])
  const widths = useMemo(() => columns.slice(1).map((column) => column.width), [columns])
  const pick = view.width >= 640 || isChoosing ? pickWidth : 0
  const labelWidth = pick + (columns[0]?.width ?? 0)
  const known = list.lines.value
  const viewHeight = Math.max(0, view.height - rowHeight)
  // Until it is known how many there are, the view is filled with rows to come.
  const total = known ?? Math.ceil(viewHeight / rowHeight)
  const places = { viewHeight, rowHeight, total }
  const rowsIn = ({ top }: View) => rowWindow({ ...places, scrollTop: top })
  const columnsIn = ({ left, width }: View) => columnWindow(widths, left, width - labelWidth)

  const latest = useRef(view)
  useView(scroller, (next) => {
    latest.current = next
    const other = rowsIn(next)
    onRows(other)
    // Between two rows there is nothing to be painted: the browser scrolls.
    const isSame =
      rows.isExact &&
      (["left", "width", "height"] as const).every((each) => view[each] === next[each]) &&
      (["first", "last"] as const).every((each) => rows[each] === other[each])
    if (!isSame) setView(next)
  })
  const rows = rowsIn(view)
  const { first, last, before } = columnsIn(view)
  const layout: Layout = useMemo(
    () => ({ label: columns[0], shown: columns.slice(first + 1, last + 2), first, before, pick }),
    [columns, first, last, before, pick],
  )
  useLayoutEffect(() => {
    if (known !== null && rows.last >= rows.first) list.show(rows.first, rows.last)
  }, [list, known, rows.first, rows.last])
  return {
    /** how many lines there are; null until it is known */
    known,
    rows,
    /** for elements that are used again rather than made: as many as rows can be there at once */
    slots: mostRows(places),
    /** rows that fit the view */
    page: Math.max(1, Math.floor(viewHeight / rowHeight) - 1),
    columns,
    layout,
    labelWidth,
    width: labelWidth + widths.reduce((sum, each) => sum + each, 0),
    left: view.left,
    latest,
    scrollTo(row: number, column: number): void {
      const node = scroller.current!
      if (row >= 0) node.scrollTop = scrollToRow({ ...places, scrollTop: node.scrollTop }, row)
      if (column > 0) node.scrollLeft = scrollToColumn(widths, node.scrollLeft, view.width - labelWidth, column - 1)
    },
  }
}

/** Pixels; follows the density. */
function useRowHeight(): number {
  const { density } = appearance.value
  return useMemo(
    () => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row")),
    [density],
  )
}
