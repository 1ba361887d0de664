/** What is typed for a new record before it is created: kept on this device for a day, so that closing loses nothing. */
import { keep, readKept } from "../../kept.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { workspace } from "../../shell/workspace.ts"
import { liveRecord, type LiveRecord } from "../../store/records.ts"

/** By the name of the field, as a cell will hold it. */
export type Values = Readonly<Record<string, unknown>>

interface Kept {
  /** milliseconds since 1970 */
  at: number
  values: Record<string, { value: unknown } | { object: string; id: string }>
}

/** Milliseconds. */
const lifetime = 24 * 60 * 60 * 1000

/** Several people may use one device. */
const keyOf = (object: ObjectModel) => `kith.draft.${workspace.peek()?.member.id}.${object.nameSingular}`

export function keepDraft(object: ObjectModel, values: Values): void {
  const entries = Object.entries(values).map(([name, value]) => [name, isLive(value) ? referenceTo(value) : { value }])
  keep(keyOf(object), entries.length > 0 ? { at: Date.now(), values: Object.fromEntries(entries) as object } : null)
}

/** Empty where there is none, or none of the last day. */
export function readDraft(object: ObjectModel): Values {
  const { at = 0, values = {} } = readKept<Kept>(keyOf(object))
  if (Date.now() - at > lifetime) return {}
  const fillable = Object.entries(values).filter(([name]) => object.byName.get(name)?.canFill)
  return Object.fromEntries(fillable.map(([name, kept]) => [name, "value" in kept ? kept.value : recordOf(kept)]))
}

const isLive = (value: unknown): value is LiveRecord => typeof value === "object" && value !== null && "cells" in value

const referenceTo = ({ object, id }: LiveRecord) => ({ object: object.nameSingular, id })

function recordOf({ object, id }: { object: string; id: string }): LiveRecord | null {
  const model = workspace.peek()?.bySingular.get(object)
  return model ? liveRecord(model, id) : null
}
