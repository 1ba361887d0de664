/** The records of a page: asked for, asked again, and told when that fails. */
import { effect } from "@preact/signals"
import { useEffect, useState } from "preact/hooks"
import { say } from "../../shell/toasts.tsx"
import type { Rows } from "../../store/queries.ts"
import { sentenceOf } from "../../ui/problem.ts"

/** The rows of a list once they are there; until then those of the list before. */
export function useShown(wanted: Rows) {
  const [shown, setShown] = useState(wanted)
  useEffect(() => {
    const stop = effect(() => {
      if (wanted.total.value !== null || wanted.error.value !== null) setShown(wanted)
    })
    return () => {
      stop()
      wanted.close()
    }
  }, [wanted])
  useEffect(
    () =>
      effect(() => {
        const { value: error } = wanted.error
        if (!error || wanted.total.peek() === null) return
        say({ kind: "error", text: sentenceOf(error), details: error.requestId, onRetry: () => wanted.refresh() })
      }),
    [wanted],
  )
  useEffect(() => {
    const refresh = () => wanted.total.peek() !== null && wanted.refresh()
    window.addEventListener("focus", refresh)
    return () => window.removeEventListener("focus", refresh)
  }, [wanted])
  return { list: shown, isStale: shown !== wanted }
}
