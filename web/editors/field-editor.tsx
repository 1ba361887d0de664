/** Holds the editor of a field over the place where its value stands, and decides when what it stands at is written. */
import { useRef, useState } from "preact/hooks"
import "./editors.css"
import { t } from "../i18n/messages.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { Button } from "../ui/button.tsx"
import { Popover } from "../ui/popover.tsx"
import { editorOf } from "./registry.ts"
import type { Draft, Then } from "./editor.ts"

interface FieldEditorProps {
  field: FieldModel
  /** as the cell holds it */
  value: unknown
  typed?: string | undefined
  /** over which it opens; its parent where there is none */
  anchor?: () => Element | null | undefined
  onCommit(value: unknown, then: Then): void
  onCancel(): void
}

export function FieldEditor({ field, value, typed, anchor, onCommit, onCancel }: FieldEditorProps) {
  const draft = useRef<Draft>({ value })
  const [problem, setProblem] = useState<string>()
  const { Editor, shape, ownsEnter } = editorOf(field)!
  const commit = (then: Then) => {
    if ("problem" in draft.current) setProblem(draft.current.problem)
    else onCommit(draft.current.value, then)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.defaultPrevented) return
    const isMod = event.ctrlKey || event.metaKey
    if (event.key === "Escape") onCancel()
    else if (event.key === "Enter" && isMod) commit("stay")
    else if (event.key === "Enter" && !ownsEnter && !event.shiftKey && !event.isComposing) commit("down")
    else if (event.key === "Tab") commit(event.shiftKey ? "previous" : "next")
    else return
    event.preventDefault()
  }
  const { app } = t()
  return (
    <Popover
      {...(anchor && { anchor })}
      place="over"
      class={`editor ${shape} sheet-on-phone`}
      onOutside={() => commit("stay")}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
    >
      <Editor
        field={field}
        value={value}
        typed={typed}
        onDraft={(next) => {
          draft.current = next
          // What is wrong is said when somebody tries to leave it so, and from then on with every key.
          if (problem !== undefined) setProblem("problem" in next ? next.problem : undefined)
        }}
        onDone={(next, then) => {
          draft.current = next
          commit(then)
        }}
      />
      {problem !== undefined && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
      <footer class="phone-only">
        <Button onClick={onCancel}>{app.cancel}</Button>
        <Button kind="primary" onClick={() => commit("stay")}>
          {app.done}
        </Button>
      </footer>
    </Popover>
  )
}
