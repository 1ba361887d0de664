import { useRef, useState } from "preact/hooks"
import { kindOf } from "../fields/index.ts"
import { t } from "../i18n/editors/index.ts"
import { Button } from "../ui/button.tsx"
import type { Draft, EditorProps, FieldEditorKind } from "./editor.ts"
import { TextArea } from "./long-text.tsx"

const indented = (value: unknown) => JSON.stringify(value, null, 2)

function RawJsonEditor({ onDraft, ...props }: EditorProps) {
  const { value } = props
  const root = useRef<HTMLDivElement>(null)
  const [draft, setDraft] = useState<Draft>({ value })
  const tell = (next: Draft) => {
    setDraft(next)
    onDraft(next)
  }
  const write = (text: string) => {
    const area = root.current!.querySelector("textarea")!
    area.value = text
    tell(kindOf(props.field).parse!(text, props.field))
  }
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    // Escape leaves, so that nobody is caught.
    if (event.key !== "Tab" || event.shiftKey) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    event.currentTarget.setRangeText("  ", selectionStart, selectionEnd, "end")
    tell(kindOf(props.field).parse!(event.currentTarget.value, props.field))
  }
  return (
    <div ref={root}>
      <TextArea
        {...props}
        onDraft={tell}
        isMono
        start={value === null || value === undefined ? "" : indented(value)}
        onKeyDown={onKeyDown}
      />
      <div class="editor-bar">
        <p class="hint" role="status">
          {"problem" in draft ? draft.problem : ""}
        </p>
        <Button
          disabled={"problem" in draft || draft.value === null}
          onClick={() => "value" in draft && write(indented(draft.value))}
        >
          {t().json.format}
        </Button>
      </div>
    </div>
  )
}

export const rawJsonEditor: FieldEditorKind = { Editor: RawJsonEditor, shape: "panel", ownsEnter: true }
