import { useRef, useState } from "preact/hooks"
import { kindOf } from "../fields/index.ts"
import { t } from "../i18n/editors/index.ts"
import { t as fieldWords } from "../i18n/fields/index.ts"
import { Button } from "../ui/button.tsx"
import type { Draft, EditorProps, FieldEditorKind } from "./editor.ts"
import { mistakeIn } from "./json-mistake.ts"
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
  const parse = (text: string): Draft => {
    const read = kindOf(props.field).parse!(text, props.field)
    return "problem" in read && read.problem === fieldWords().json ? { problem: mistakeIn(text) } : read
  }
  const write = (text: string) => {
    const area = root.current!.querySelector("textarea")!
    area.value = text
    tell(parse(text))
  }
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    // Escape leaves, so that nobody is caught.
    if (event.key !== "Tab" || event.shiftKey) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    event.currentTarget.setRangeText("  ", selectionStart, selectionEnd, "end")
    tell(parse(event.currentTarget.value))
  }
  return (
    <div ref={root}>
      <TextArea
        {...props}
        onDraft={tell}
        isMono
        parse={parse}
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
