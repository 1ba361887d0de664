/** Tells whoever shows lists, counts and sums that records of an object were written, so that they ask again. */
import type { ObjectModel } from "../model/workspace-model.ts"

type Listener = (object: ObjectModel) => void

const listeners = new Set<Listener>()

/** @returns what ends it */
export function onWritten(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function tellWritten(object: ObjectModel): void {
  for (const listener of listeners) listener(object)
}
