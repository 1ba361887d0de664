/** Opening an editor, which may have to be fetched first: what is typed meanwhile lands in it. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { FieldModel } from "../model/workspace-model.ts"
import { keepEarlyKeys, type EarlyKeys } from "../ui/early-keys.ts"
import { loadEditors } from "./use-editors.ts"

interface Opening<T> {
  /** what is edited now; null for nothing */
  opened: T | null
  /**
   * Opens nothing where the field is not edited by people.
   * @param typed the key that began it, where that is to land in the editor as well
   */
  open(wanted: T, typed?: string): Promise<void>
  close(): void
}

/** Whoever shows what is `opened` shows its `FieldEditor`, which takes what was typed. */
export function useOpening<T extends { field: FieldModel }>(): Opening<T> {
  const [opened, setOpened] = useState<T | null>(null)
  const waiting = useRef<EarlyKeys>(undefined)
  // Keys do not wait any longer for an editor that has no place to be shown at.
  useLayoutEffect(() => {
    if (opened) waiting.current?.end()
  }, [opened])
  useEffect(() => () => waiting.current?.end(), [])
  return {
    opened,
    async open(wanted, typed) {
      const keys = keepEarlyKeys({ typed })
      waiting.current = keys
      const editors = await loadEditors()
      if (!keys.isWanted()) return
      if (editors?.editorOf(wanted.field)) setOpened(wanted)
      else keys.end()
    },
    close: () => setOpened(null),
  }
}
