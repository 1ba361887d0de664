/** Holds the editor of a field over the place where its value stands, and decides when what it stands at is written. */
import { useRef, useState } from "preact/hooks"
import "./editors.css"
import { kindOf } from "../fields/index.ts"
import { t as fieldWords } from "../i18n/fields/index.ts"
import { t } from "../i18n/messages.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { peekValue, type LiveRecord } from "../store/records.ts"
import { Button } from "../ui/button.tsx"
import { takeEarlyKeys } from "../ui/early-keys.ts"
import { Popover } from "../ui/popover.tsx"
import { editorOf } from "./registry.ts"
import type { Draft, Then } from "./editor.ts"
import { tabFrom } from "./tab-stops.ts"

interface FieldEditorProps {
  /** whose field it is; undefined while the record is only being made */
  record?: LiveRecord | undefined
  field: FieldModel
  /** as the cell holds it */
  value: unknown
  /** over which it opens; its parent where there is none */
  anchor?: () => Element | null | undefined
  onCommit(value: unknown, then: Then): void
  onCancel(): void
}

export function FieldEditor({ record, field, value, anchor, onCommit, onCancel }: FieldEditorProps) {
  const [typed] = useState(takeEarlyKeys)
  const draft = useRef<Draft>({ value })
  const before = useRef(value)
  const [problem, setProblem] = useState<string>()
  const { Editor, shape, ownsEnter, keepsOnEscape, writesItself } = editorOf(field)!
  const commit = (then: Then) => {
    const wrong = problemOf(draft.current, before.current, field)
    if (wrong !== undefined) setProblem(wrong)
    else if (writesItself && record) onCommit(peekValue(record, field.name), then)
    else if ("value" in draft.current) onCommit(draft.current.value, then)
  }
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    event.stopPropagation()
    if (event.defaultPrevented || event.isComposing) return
    const isMod = event.ctrlKey || event.metaKey
    const isOnButton = event.target instanceof Element && event.target.matches("button:not([data-stop]), a")
    // Whoever was told what is wrong may leave it so.
    if (event.key === "Escape" && (!keepsOnEscape || problem !== undefined)) onCancel()
    else if (event.key === "Escape" || (event.key === "Enter" && isMod)) commit("stay")
    else if (event.key === "Enter" && !ownsEnter && !event.shiftKey && !isOnButton) commit("down")
    else if (event.key === "Tab") {
      const next = tabFrom(event.currentTarget, event.shiftKey)
      if (next === "on") return
      if (next === "out") commit(event.shiftKey ? "previous" : "next")
      else next.focus()
    } else return
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
      <h2 class="phone-only">{field.label}</h2>
      <Editor
        record={record}
        field={field}
        value={value}
        typed={typed}
        onDraft={(next) => {
          draft.current = next
          // What is wrong is said when somebody tries to leave it so, and from then on with every key.
          if (problem !== undefined) setProblem(problemOf(next, before.current, field))
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

/** What is needed is not emptied; what was empty before may stay so. */
function problemOf(draft: Draft, before: unknown, field: FieldModel): string | undefined {
  if ("problem" in draft) return draft.problem
  const isEmpty = (value: unknown) => kindOf(field).text(value, field) === null
  const isEmptied = !field.isNullable && isEmpty(draft.value) && !isEmpty(before)
  return isEmptied ? fieldWords().needed(field.label) : undefined
}
