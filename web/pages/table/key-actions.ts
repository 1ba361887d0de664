/** What keys do in a grid: they move, choose, change and open. */
import { t } from "../../i18n/bulk/index.ts"
import { formatNumber } from "../../i18n/format.ts"
import { say } from "../../shell/toasts.tsx"
import type { Rows } from "../../store/queries.ts"
import { clear, fillDown, paste, rangeOf, textsIn, type Range } from "./cell-range.ts"
import { readTable, writeHtml, writeTable } from "./clipboard.ts"
import type { Column } from "./columns.ts"
import { intentOf, type Intent } from "./edit-keys.ts"
import { placeAfter, type Place } from "./grid-keys.ts"
import { openingOf, openRecord } from "./open-keys.ts"
import type { Chosen, Selection } from "./selection.ts"

export interface Corner {
  row: number
  column: number
}

interface Options {
  list: Rows
  columns: readonly Column[]
  /** how many lines there are */
  total: number
  /** rows that fit the view */
  page: number
  place: Place
  /** the other end of a range of cells */
  corner: Corner | null
  selection: Selection
  isEditing: boolean
  onDelete: ((chosen: Chosen) => void) | undefined
  /** is it a key of whatever stands at the place besides? */
  takesOwn(event: KeyboardEvent): boolean
  move(place: Place): void
  stretch(corner: Corner | null): void
  begin(place: Place, intent: Intent): void
}

export function keyActions(options: Options) {
  const { list, columns, total, page, place, corner, isEditing, takesOwn, move, stretch, begin } = options
  const cells = { list, columns }
  const isCell = place.mode === "cell" && place.row >= 0
  const range = (): Range =>
    place.mode === "row"
      ? { top: place.row, bottom: place.row, left: 0, right: columns.length - 1 }
      : rangeOf(place, corner ?? place)

  const copy = (event: ClipboardEvent) => {
    if (isEditing || !event.clipboardData) return
    const texts = textsIn(cells, range())
    event.clipboardData.setData("text/plain", writeTable(texts))
    event.clipboardData.setData("text/html", writeHtml(texts))
    event.preventDefault()
    const count = texts.length * texts[0]!.length
    say({ kind: "success", text: t().copied(formatNumber(count), count) })
    if (event.type === "cut") clear(cells, range())
  }
  return {
    onCopy: copy,
    onCut: copy,
    onPaste(event: ClipboardEvent) {
      const text = event.clipboardData?.getData("text/plain")
      if (isEditing || !text || !isCell) return
      event.preventDefault()
      const { bottom, right } = paste(cells, range(), readTable(text))
      if (bottom > place.row || right > place.column) stretch({ row: bottom, column: right })
    },
    onKeyDown(event: KeyboardEvent) {
      if (takesOwn(event) || chooses(event, options) || stretches(event, options)) return event.preventDefault()
      const opening = openingOf(event, place)
      const record = opening && list.at(place.row)
      if (record) {
        event.preventDefault()
        return openRecord(record, opening)
      }
      const field = isCell ? columns[place.column]?.field : undefined
      const intent = field && intentOf(event, field)
      const next = intent ? undefined : placeAfter(place, event, { rows: total, columns: columns.length, page })
      if (!intent && !next) return
      event.preventDefault()
      if (next) move(next)
      else if (intent!.does === "clear" && corner) clear(cells, range())
      else begin(place, intent!)
    },
  }
}

/** Keys that choose records. @returns whether it was one */
function chooses(event: KeyboardEvent, { list, total, place, selection, onDelete, move }: Options): boolean {
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
    const row = Math.max(0, Math.min(Math.max(total, 1) - 1, place.row + (key === "ArrowDown" ? 1 : -1)))
    const next = list.at(row)
    if (next && !selection.has(next.id)) selection.toggle(next.id, row)
    move({ ...place, row })
  } else return false
  return true
}

const arrows: Record<string, readonly [down: number, right: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
}

/** Keys that make a range of cells, or do something to it. @returns whether it was one */
function stretches(event: KeyboardEvent, { list, columns, total, place, corner, stretch }: Options): boolean {
  if (place.mode !== "cell" || place.row < 0) return false
  const arrow = event.shiftKey && arrows[event.key]
  if ((event.ctrlKey || event.metaKey) && event.key === "d")
    fillDown({ list, columns }, rangeOf(place, corner ?? place))
  else if (event.key === "Escape" && corner) stretch(null)
  else if (arrow) {
    const from = corner ?? place
    stretch({
      row: Math.max(0, Math.min(Math.max(total, 1) - 1, from.row + arrow[0])),
      column: Math.max(0, Math.min(columns.length - 1, from.column + arrow[1])),
    })
  } else return false
  return true
}
