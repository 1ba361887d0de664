import { asParts, asText } from "../fields/field-kind.ts"
import { t } from "../i18n/editors/index.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { TextArea } from "./long-text.tsx"

/** The text as Markdown; whoever wants to see it formatted while writing opens the record. */
function RichTextEditor(props: EditorProps) {
  return (
    <>
      <TextArea {...props} start={asText(asParts(props.value).markdown) ?? ""} />
      <p class="hint">{t().text.markdown}</p>
    </>
  )
}

export const richTextEditor: FieldEditorKind = { Editor: RichTextEditor, shape: "panel", ownsEnter: true }
