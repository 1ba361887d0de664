/**
 * A row that was changed may belong elsewhere now, or nowhere. It stays while somebody works on it, and goes when the focus
 * leaves it; the focus stays with its record wherever that goes.
 */
import { effect } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import type { Rows as ShownRows } from "../../store/queries.ts"
import type { LiveRecord } from "../../store/records.ts"
import { onWritten } from "../../store/written.ts"

interface Rows {
  list: ShownRows
  /** of the place that has the focus, or would have it */
  row: number
  /** is the focus in the grid? */
  hasFocus(): boolean
  isEditing: boolean
  /** the record of the place stands in another row now */
  onRow(row: number): void
}

/** Milliseconds after which rows settle: a moment after the focus has left them, later when it is not among them. */
const soon = 150
const calm = 3000

export function useSettledRows(rows: Rows): { onFocusOut(): void } {
  const now = useRef(rows)
  now.current = rows
  const { list, row, isEditing } = rows
  const written = useRef(new Set<LiveRecord>())
  const isOwed = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isHeld = () => {
    const { current } = now
    const focused = current.hasFocus() && current.row >= 0 ? current.list.at(current.row) : undefined
    return current.isEditing || (focused !== undefined && written.current.has(focused))
  }
  const settle = (delay: number) => {
    clearTimeout(timer.current)
    if (!isOwed.current) return
    timer.current = setTimeout(() => {
      if (isHeld()) return
      isOwed.current = false
      written.current.clear()
      now.current.list.refresh()
    }, delay)
  }
  useEffect(() => {
    const end = onWritten((object, records) => {
      if (object !== list.question.object) return
      isOwed.current = true
      for (const record of records) written.current.add(record)
      settle(records.length > 0 && now.current.hasFocus() ? soon : calm)
    })
    return () => {
      clearTimeout(timer.current)
      isOwed.current = false
      written.current.clear()
      end()
    }
  }, [list])
  useEffect(() => settle(soon), [row, isEditing])
  useFollowing(now, list, row)
  return { onFocusOut: () => settle(soon) }
}

function useFollowing(now: { current: Rows }, list: ShownRows, row: number): void {
  useEffect(() => {
    if (row < 0) return
    let held = list.at(row)
    return effect(() => {
      const there = list.at(row)
      const at = held && there !== held ? list.indexOf(held) : -1
      if (at >= 0) now.current.onRow(at)
      else held = there ?? held
    })
  }, [list, row])
}
