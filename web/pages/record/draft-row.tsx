/** A field of a record that is about to be created: typed in place where it is a line, chosen in its editor otherwise. */
import { useId } from "preact/hooks"
import { useEditing } from "./editing.ts"
import type { Editors } from "../../editors/use-editors.ts"
import { kindOf } from "../../fields/index.ts"
import { t } from "../../i18n/record/index.ts"
import type { FieldModel } from "../../model/workspace-model.ts"

/** As an editor says it. */
export type Typed = { value: unknown } | { problem: string }

interface DraftRowProps {
  field: FieldModel
  editors: Editors
  value: unknown
  problem: string | undefined
  onTyped(typed: Typed): void
}

export function DraftRow(props: DraftRowProps) {
  const { field, problem } = props
  const id = useId()
  return (
    <div class="draft-row" data-field={field.name}>
      <span class="label" id={id}>
        {field.label}
      </span>
      <div class="control">
        <Control {...props} labelledBy={id} />
        {problem !== undefined && (
          <p class="error" role="alert">
            {problem}
          </p>
        )}
      </div>
    </div>
  )
}

/** The first thing to type into or to press in the row of that field. */
export function focusField(root: HTMLElement | null, name: string): void {
  requestAnimationFrame(() => {
    const row = [...(root?.querySelectorAll<HTMLElement>("[data-field]") ?? [])].find(
      (each) => each.dataset.field === name,
    )
    row?.querySelector<HTMLElement>(".control input, .control button")?.focus()
  })
}

function Control(props: DraftRowProps & { labelledBy: string }) {
  const { field, editors, value, problem, labelledBy, onTyped } = props
  const kind = kindOf(field)
  if (kind.toggled)
    return (
      <input
        type="checkbox"
        aria-labelledby={labelledBy}
        checked={value === true}
        onChange={() => onTyped({ value: kind.toggled!(value) })}
      />
    )
  const editor = editors.editorOf(field)
  if (!editor) return <span class="given">{kind.show(value, field)}</span>
  if (editor.shape !== "line") return <Chosen {...props} />
  const { Editor } = editor
  return (
    <div class="editor line" data-invalid={problem !== undefined || undefined}>
      <Editor field={field} value={value} onDraft={onTyped} onDone={onTyped} />
    </div>
  )
}

function Chosen({ field, editors, value, labelledBy, onTyped }: DraftRowProps & { labelledBy: string }) {
  const { isOpen, open, close, button } = useEditing()
  const { FieldEditor } = editors
  const id = useId()
  return (
    <>
      <button
        ref={button}
        id={id}
        type="button"
        class="choose"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-labelledby={`${labelledBy} ${id}`}
        onClick={open}
      >
        {kindOf(field).show(value, field) ?? <span class="muted">{t().choose}</span>}
      </button>
      {isOpen && (
        <FieldEditor
          field={field}
          value={value}
          anchor={() => button.current}
          onCommit={(next) => {
            onTyped({ value: next })
            close()
          }}
          onCancel={close}
        />
      )}
    </>
  )
}
