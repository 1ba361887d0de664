/** Undoing and doing again, from the keys, the command menu and toasts; and what the server would not take. */
import { useEffect } from "preact/hooks"
import { Redo2, Undo2 } from "lucide-preact"
import type { ApiError } from "../api/send.ts"
import { t as fieldWords } from "../i18n/fields/index.ts"
import { t } from "../i18n/messages.ts"
import { applyEdits, onRefused, unsaved, type Edit } from "../store/edits.ts"
import { future, past, redo, underway, undo, type Step } from "../store/undo.ts"
import { sentenceOf } from "../ui/problem.ts"
import { useActions, type Action } from "./actions.ts"
import { say } from "./toasts.tsx"

/** Undoes that step, or the last. */
export async function undoStep(step?: Step, isForced = false): Promise<void> {
  const undone = await undo(step, isForced)
  if (!undone) return
  const { app } = t()
  if (undone.result === "done") say({ kind: "success", text: app.undone(undone.step.text) })
  if (undone.result === "changed")
    say({
      kind: "warning",
      text: app.changedSince(undone.step.text),
      action: { label: app.undoAnyway, run: () => void undoStep(undone.step, true) },
    })
}

async function redoStep(): Promise<void> {
  const step = await redo()
  if (step) say({ kind: "success", text: t().app.redone(step.text) })
}

/** Says what was done, with the way back. */
export function sayDone(text: string, step: Step): void {
  say({ kind: "success", text, action: { label: t().app.undo, run: () => void undoStep(step) } })
}

export function useUndo(): void {
  const { app } = t()
  const actions: Action[] = []
  if (past.value.length + underway.value.length > 0)
    actions.push({ id: "undo", label: app.undo, icon: Undo2, keys: "Mod+Z", scope: "app", run: () => void undoStep() })
  if (future.value.length > 0)
    actions.push({
      id: "redo",
      label: app.redo,
      icon: Redo2,
      keys: "Mod+Shift+Z",
      scope: "app",
      run: () => void redoStep(),
    })
  useActions(actions)
  useEffect(() => onRefused(sayRefused), [])
  useEffect(() => {
    document.documentElement.dataset.sync = unsaved.value > 0 ? "pending" : "idle"
  }, [unsaved.value])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => unsaved.peek() > 0 && event.preventDefault()
    window.addEventListener("beforeunload", warn)
    return () => window.removeEventListener("beforeunload", warn)
  }, [])
}

function sayRefused(edit: Edit, error: ApiError): void {
  const label = edit.record.object.byName.get(edit.name)?.label ?? edit.name
  say({
    kind: "error",
    text: fieldWords().refused(label, sentenceOf(error)),
    details: error.requestId,
    onRetry: () => applyEdits([edit]),
  })
}
