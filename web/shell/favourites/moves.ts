/** Favourites moved by the pointer, and by keys. */
import { signal } from "@preact/signals"
import type { Favourite } from "../../model/workspace-model.ts"
import type { Asked } from "./folder-name.tsx"
import { move, moveBy, type Root } from "./move.ts"
import { placeOf } from "./order.ts"
import { favouritesIn } from "./shown.ts"

const dragType = "text/x-kith-favourite"

type Where = "before" | "into" | "after"

const dragged = signal<Favourite | null>(null)
const target = signal<{ id: string; where: Where } | null>(null)

/** The class that shows what a drop would do. */
export function markOf({ id }: Favourite): string {
  if (dragged.value?.id === id) return "dragged"
  return target.value?.id === id ? `drop-${target.value.where}` : ""
}

interface Place {
  root: Root
  onAsk(asked: Asked): void
}

/** What a favourite listens to. */
export function movesOf(favourite: Favourite, { root, onAsk }: Place) {
  return {
    draggable: true,
    onDragStart(event: DragEvent) {
      event.dataTransfer?.setData(dragType, favourite.id)
      dragged.value = favourite
    },
    onDragOver(event: DragEvent & { currentTarget: HTMLElement }) {
      const from = dragged.peek()
      if (!from || from.id === favourite.id) return
      event.preventDefault()
      const where = whereOf(event, favourite, from)
      const current = target.peek()
      if (current?.id !== favourite.id || current.where !== where) target.value = { id: favourite.id, where }
    },
    onDragLeave() {
      if (target.peek()?.id === favourite.id) target.value = null
    },
    onDrop(event: DragEvent) {
      const from = dragged.peek()
      const to = target.peek()
      end()
      if (!from || to?.id !== favourite.id) return
      event.preventDefault()
      drop(from, favourite, to.where, root)
    },
    onDragEnd: end,
    onKeyDown(event: KeyboardEvent) {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined
      if (event.altKey && by) moveBy(favourite, by, root)
      else if (event.key === "F2" && favourite.kind === "folder") onAsk({ folder: favourite })
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

function end(): void {
  dragged.value = null
  target.value = null
}

/** The middle of a folder takes things in; other folders are only put beside it. */
function whereOf(
  { currentTarget, clientY }: DragEvent & { currentTarget: HTMLElement },
  to: Favourite,
  from: Favourite,
) {
  const { top, height } = currentTarget.getBoundingClientRect()
  const share = (clientY - top) / height
  if (to.kind === "folder" && from.kind !== "folder" && share > 0.25 && share < 0.75) return "into"
  return share < 0.5 ? "before" : "after"
}

function drop(from: Favourite, to: Favourite, where: Where, root: Root): void {
  if (where === "into") return move(from, to.id, favouritesIn(to.id).length, root)
  // There is no folder in a folder.
  const folderId = from.kind === "folder" ? null : to.folderId
  const beside = from.kind === "folder" && to.folderId ? favouritesIn(null).find(({ id }) => id === to.folderId)! : to
  const isBelow = from.folderId === folderId && placeOf(from) < placeOf(beside)
  move(from, folderId, placeOf(beside) + (where === "after" ? 1 : 0) - (isBelow ? 1 : 0), root)
}
