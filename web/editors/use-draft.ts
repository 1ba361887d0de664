/** What an editor of several parts stands at, told to its holder with every change. */
import { useLayoutEffect, useState } from "preact/hooks"
import type { Draft, EditorProps } from "./editor.ts"

/**
 * @param start with the key that began the editing in it, where there is one
 * @param draftOf the value that the parts make, or why they make none
 */
export function useDraft<T>(
  { typed, onDraft }: Pick<EditorProps, "typed" | "onDraft">,
  start: T | (() => T),
  draftOf: (parts: T) => Draft,
): [T, (next: T) => void] {
  const [parts, setParts] = useState(start)
  useLayoutEffect(() => {
    if (typed !== undefined) onDraft(draftOf(parts))
  }, [])
  const change = (next: T) => {
    setParts(() => next)
    onDraft(draftOf(next))
  }
  return [parts, change]
}
