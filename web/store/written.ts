/** Tells whoever shows lists, counts and sums that records of an object were written, so that they ask again. */
import type { ObjectModel } from "../model/workspace-model.ts"
import type { LiveRecord } from "./records.ts"

/** @param records those that were changed, where it is known which */
type Listener = (object: ObjectModel, records: readonly LiveRecord[]) => void

const listeners = new Set<Listener>()

/** @returns what ends it */
export function onWritten(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function tellWritten(object: ObjectModel, records: readonly LiveRecord[] = []): void {
  for (const listener of listeners) listener(object, records)
}
