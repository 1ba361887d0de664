import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { LineEditor } from "./text.tsx"

const NumberEditor = (props: EditorProps) => <LineEditor {...props} mode="decimal" />

export const numberEditor: FieldEditorKind = { Editor: NumberEditor, shape: "line" }
