/** Which rows and columns are to be seen, and where they stand. */

/** Rows that are kept ready on either side of what is seen. */
const rowsAround = 8
const columnsAround = 2
/** Engines cap how high an element may be; beyond this the scroll bar stands for more than it measures. */
const highest = 15_000_000

export interface RowWindow {
  first: number
  /** included; below `first` when there are none */
  last: number
  /** pixels of the whole result, as far as the scroll bar knows */
  height: number
  /** do rows stay where they are while the content is scrolled? */
  isExact: boolean
  /** pixels from the top of the content to the top of a row */
  topOf(row: number): number
}

interface RowPlaces {
  scrollTop: number
  /** pixels for rows, the header not among them */
  viewHeight: number
  rowHeight: number
  total: number
}

export function rowWindow({ scrollTop, viewHeight, rowHeight, total }: RowPlaces): RowWindow {
  const real = total * rowHeight
  const height = Math.min(real, highest)
  const ratio = ratioOf(real, height, viewHeight)
  const realTop = scrollTop * ratio
  const first = Math.max(0, Math.floor(realTop / rowHeight) - rowsAround)
  const last = Math.min(total - 1, Math.ceil((realTop + viewHeight) / rowHeight) + rowsAround)
  const shift = ratio === 1 ? 0 : scrollTop - realTop
  return { first, last, height, isExact: ratio === 1, topOf: (row) => row * rowHeight + shift }
}

/** No more rows than these are in any window. */
export function mostRows({ viewHeight, rowHeight }: Omit<RowPlaces, "scrollTop">): number {
  return Math.ceil(viewHeight / rowHeight) + 2 + 2 * rowsAround
}

/** Where to scroll so that a row is seen; where one is already, when it is. */
export function scrollToRow({ scrollTop, viewHeight, rowHeight, total }: RowPlaces, row: number): number {
  const real = total * rowHeight
  const ratio = ratioOf(real, Math.min(real, highest), viewHeight)
  const realTop = scrollTop * ratio
  const top = row * rowHeight
  if (top < realTop) return top / ratio
  if (top + rowHeight > realTop + viewHeight) return (top + rowHeight - viewHeight) / ratio
  return scrollTop
}

function ratioOf(real: number, height: number, viewHeight: number): number {
  return height > viewHeight ? (real - viewHeight) / (height - viewHeight) : 1
}

export interface ColumnWindow {
  /** among the columns that scroll */
  first: number
  /** included */
  last: number
  /** pixels of those before the first */
  before: number
}

/** @param widths of the columns that scroll, in pixels */
export function columnWindow(widths: readonly number[], scrollLeft: number, viewWidth: number): ColumnWindow {
  const starts = startsOf(widths)
  const seen = widths.flatMap((width, i) =>
    starts[i]! + width > scrollLeft && starts[i]! < scrollLeft + viewWidth ? [i] : [],
  )
  const first = Math.max(0, (seen[0] ?? 0) - columnsAround)
  const last = Math.min(widths.length - 1, (seen.at(-1) ?? 0) + columnsAround)
  return { first, last, before: starts[first] ?? 0 }
}

export function scrollToColumn(
  widths: readonly number[],
  scrollLeft: number,
  viewWidth: number,
  column: number,
): number {
  const start = startsOf(widths)[column] ?? 0
  const end = start + (widths[column] ?? 0)
  if (start < scrollLeft) return start
  return end > scrollLeft + viewWidth ? end - viewWidth : scrollLeft
}

function startsOf(widths: readonly number[]): number[] {
  let sum = 0
  return widths.map((width) => (sum += width) - width)
}
