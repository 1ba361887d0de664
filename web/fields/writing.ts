/**
 * Somebody writes on a value for a while: what stands there is sent whenever they rest, and all of it is one step that can
 * be undone.
 */
import { t } from "../i18n/messages.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { applyEdits, onRefused, type Edit } from "../store/edits.ts"
import { peekValue, stateOf, type LiveRecord } from "../store/records.ts"
import { remember } from "../store/undo.ts"
import { editOf, editStep, inputOf } from "./edits.ts"
import { recordName } from "./record-name.tsx"

/** Milliseconds without a change before it is sent. */
const rest = 600

export interface Writing {
  /** @param read what stands there, asked for when it is sent; undefined where that is no value */
  change(read: () => unknown): void
  /** sends what has not been sent */
  flush(): void
  /** is there something that has not been sent? */
  isAhead(): boolean
  /** sends the rest, and remembers the step */
  close(): void
}

export function openWriting(record: LiveRecord, field: FieldModel): Writing {
  const before = peekValue(record, field.name)
  const inputBefore = inputOf(field, before)
  let last: Edit | undefined
  let waiting: (() => unknown) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    const value = waiting?.()
    waiting = undefined
    if (value === undefined) return
    last = { ...editOf(record, field, value), before, inputBefore }
    written.add(last)
    applyEdits([last])
  }
  // Before anybody is asked whether to leave with something unsaved.
  window.addEventListener("beforeunload", flush, { capture: true })
  return {
    change(read) {
      waiting = read
      clearTimeout(timer)
      timer = setTimeout(flush, rest)
    },
    flush,
    isAhead: () => waiting !== undefined,
    close() {
      window.removeEventListener("beforeunload", flush, { capture: true })
      flush()
      const step = last && editStep(t().table.changed(field.label, recordName(record)), [last])
      if (step) remember(step)
    },
  }
}

/** Edits of writings, to tell them from others. */
const written = new WeakSet<Edit>()
const refused = new WeakMap<LiveRecord, Map<string, unknown>>()

onRefused((edit) => {
  if (!written.has(edit)) return
  const values = refused.get(edit.record) ?? new Map<string, unknown>()
  refused.set(edit.record, values.set(edit.name, edit.value))
})

/** What somebody wrote there last that the server did not take: they go on from that. */
export function refusedValue(record: LiveRecord, { name }: FieldModel): unknown {
  return stateOf(record, name).peek() === "refused" ? refused.get(record)?.get(name) : undefined
}
