import { signal, type Signal } from "@preact/signals"
import { useEffect, useMemo } from "preact/hooks"
import type { ApiError } from "../../api/send.ts"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { liveRecord, type LiveRecord } from "../../store/records.ts"
import { onWritten } from "../../store/written.ts"
import { readRecord } from "./read-record.ts"

/** `gone`: there is none of that id, or none for this role */
export type RecordState = "loading" | "there" | "gone" | ApiError

export interface OpenRecord {
  record: LiveRecord
  state: Signal<RecordState>
  reload(): void
}

/** Milliseconds after a write until what follows from it is read; several writes come close together. */
const pause = 100

/** What is known of the record at once, the rest as soon as it comes; read again after every write that it shows. */
export function useRecord(object: ObjectModel, id: string): OpenRecord {
  const open = useMemo(() => {
    const record = liveRecord(object, id)
    const state = signal<RecordState>("loading")
    const reload = async () => {
      const { data, error } = await readRecord(object, id)
      if (error?.kind === "missing") state.value = "gone"
      else if (data) state.value = "there"
      else if (state.peek() === "loading") state.value = error
    }
    return { record, state, reload: () => void reload() }
  }, [object, id])
  useEffect(() => {
    open.reload()
    let timer: ReturnType<typeof setTimeout> | undefined
    const shown = new Set([object, ...object.fields.flatMap(({ relation }) => relation?.target ?? [])])
    const end = onWritten((written) => {
      if (!shown.has(written)) return
      clearTimeout(timer)
      timer = setTimeout(open.reload, pause)
    })
    window.addEventListener("focus", open.reload)
    return () => {
      clearTimeout(timer)
      end()
      window.removeEventListener("focus", open.reload)
    }
  }, [open])
  return open
}
