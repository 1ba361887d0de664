/** The keys of ui.md §1.6 that move: what is focused in a grid, before a key and after it. */
export interface Place {
  mode: "row" | "cell"
  /** -1 for the column headers */
  row: number
  column: number
}

export interface Extent {
  rows: number
  columns: number
  /** rows that fit the view */
  page: number
}

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">

/** Undefined for a key that means nothing here: it is the browser's. */
export function placeAfter(place: Place, key: Key, extent: Extent): Place | undefined {
  if (key.altKey || key.shiftKey) return undefined
  const move = key.ctrlKey || key.metaKey ? withMod[key.key] : (moves[place.mode][key.key] ?? both[key.key])
  const next = move?.(place, extent)
  return next && within(next, extent)
}

type Move = (place: Place, extent: Extent) => Place

const down: Move = (place) => ({ ...place, row: place.row + 1 })
const up: Move = (place) => ({ ...place, row: place.row - 1 })
const toCell: Move = (place) => ({ ...place, mode: "cell" })

const both: Record<string, Move> = {
  ArrowDown: down,
  ArrowUp: up,
  PageDown: (place, { page }) => ({ ...place, row: place.row + page }),
  PageUp: (place, { page }) => ({ ...place, row: Math.max(0, place.row - page) }),
}

const moves: Record<Place["mode"], Record<string, Move>> = {
  row: {
    j: down,
    k: (place) => ({ ...place, row: Math.max(0, place.row - 1) }),
    ArrowUp: (place) => ({ ...place, row: Math.max(0, place.row - 1) }),
    ArrowRight: toCell,
    Enter: toCell,
    Home: (place) => ({ ...place, row: 0 }),
    End: (place, { rows }) => ({ ...place, row: rows - 1 }),
  },
  cell: {
    ArrowRight: (place) => ({ ...place, column: place.column + 1 }),
    ArrowLeft: (place) => ({ ...place, column: place.column - 1 }),
    Home: (place) => ({ ...place, column: 0 }),
    End: (place, { columns }) => ({ ...place, column: columns - 1 }),
    Escape: (place) => ({ ...place, mode: "row", row: Math.max(0, place.row) }),
  },
}

const withMod: Record<string, Move> = {
  Home: (place) => ({ ...place, row: 0, column: 0 }),
  End: (place, { rows, columns }) => ({ ...place, row: rows - 1, column: columns - 1 }),
}

/** At the edges everything stops; nothing wraps. */
function within(place: Place, { rows, columns }: Extent): Place {
  const least = place.mode === "cell" ? -1 : 0
  return {
    ...place,
    row: Math.max(least, Math.min(rows - 1, place.row)),
    column: Math.max(0, Math.min(columns - 1, place.column)),
  }
}
