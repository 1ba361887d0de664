import { emailList, emailsOf, readEmail, splitEmails } from "../fields/emails.tsx"
import { kindOf } from "../fields/index.ts"
import { t } from "../i18n/editors/index.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { ListEditor, type ListKind } from "./list-editor.tsx"

function EmailsEditor(props: EditorProps) {
  const { field, value } = props
  const kind: ListKind<string> = {
    add: t().emails.add,
    inputMode: "email",
    hasPrimary: true,
    ends: ",; ",
    textOf: (email) => email,
    split: splitEmails,
    read(text) {
      const read = readEmail(splitEmails(text)[0] ?? text)
      return "problem" in read ? read : { item: String(read.value) }
    },
    draftOf: (emails) => (emails.length === 0 ? kindOf(field).cleared!(field) : { value: emailsOf(emails) }),
  }
  return <ListEditor {...props} kind={kind} items={emailList(value)} />
}

export const emailsEditor: FieldEditorKind = { Editor: EmailsEditor, shape: "panel" }
