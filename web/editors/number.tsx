import { kindOf } from "../fields/index.ts"
import { isComputed } from "../fields/parse-number.ts"
import { t } from "../i18n/editors/index.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { LineEditor } from "./text.tsx"

function NumberEditor(props: EditorProps) {
  const { field } = props
  const kind = kindOf(field)
  const preview = (text: string) => {
    const read = isComputed(text) ? kind.parse!(text, field) : undefined
    return read && "value" in read ? t().equals(kind.text(read.value, field) ?? "") : null
  }
  return <LineEditor {...props} mode="decimal" preview={preview} />
}

export const numberEditor: FieldEditorKind = { Editor: NumberEditor, shape: "line" }
