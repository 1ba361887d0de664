/** The records of a page: asked for, asked again, and told when that fails. */
import { effect } from "@preact/signals"
import { useEffect, useState } from "preact/hooks"
import type { ObjectModel } from "../../model/workspace-model.ts"
import { say } from "../../shell/toasts.tsx"
import type { RecordList } from "../../store/queries.ts"
import { onWritten } from "../../store/written.ts"
import { sentenceOf } from "../../ui/problem.ts"

/** The rows of a list once they are there; until then those of the list before. */
export function useShown(wanted: RecordList) {
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
  useWritten(wanted.question.object, wanted)
  return { list: shown, isStale: shown !== wanted }
}

/** Milliseconds after a write in which its row stays where it is. */
const calm = 3000

/** A row that was changed may belong elsewhere now, or nowhere; it stays while somebody works on it. */
function useWritten(object: ObjectModel, list: RecordList): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = onWritten((written) => {
      if (written !== object) return
      clearTimeout(timer)
      timer = setTimeout(() => list.refresh(), calm)
    })
    return () => {
      clearTimeout(timer)
      end()
    }
  }, [object, list])
}
