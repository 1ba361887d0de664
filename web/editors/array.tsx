import { splitItems } from "../fields/array.tsx"
import { asList } from "../fields/field-kind.ts"
import { kindOf } from "../fields/index.ts"
import { t } from "../i18n/editors/index.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { ListEditor, type ListKind } from "./list-editor.tsx"

function ArrayEditor(props: EditorProps) {
  const { field, value } = props
  const kind: ListKind<string> = {
    add: t().array.add,
    ends: ",",
    textOf: (item) => item,
    split: splitItems,
    read: (text) => ({ item: text.trim() }),
    draftOf: (items) => (items.length === 0 ? kindOf(field).cleared!(field) : { value: [...items] }),
  }
  return <ListEditor {...props} kind={kind} items={asList(value).map(String)} />
}

export const arrayEditor: FieldEditorKind = { Editor: ArrayEditor, shape: "panel" }
