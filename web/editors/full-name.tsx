import { useRef } from "preact/hooks"
import { asParts, asText } from "../fields/field-kind.ts"
import { splitName } from "../fields/full-name.tsx"
import { t } from "../i18n/editors/index.ts"
import type { EditorProps, FieldEditorKind } from "./editor.ts"
import { useDraft } from "./use-draft.ts"

interface Name {
  firstName: string
  lastName: string
}

function FullNameEditor(props: EditorProps) {
  const { value, typed } = props
  const last = useRef<HTMLInputElement>(null)
  const start = (): Name => {
    const { firstName, lastName } = asParts(value)
    return typed === undefined
      ? { firstName: asText(firstName) ?? "", lastName: asText(lastName) ?? "" }
      : { firstName: typed, lastName: "" }
  }
  const trimmed = ({ firstName, lastName }: Name) => ({
    value: { firstName: firstName.trim(), lastName: lastName.trim() },
  })
  const [name, change] = useDraft(props, start, trimmed)
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain").trim() ?? ""
    if (!/\s/.test(text)) return
    event.preventDefault()
    change(splitName(text))
    last.current?.focus()
  }
  const part = (key: keyof Name, label: string) => ({
    class: "line-input",
    "data-stop": true,
    "aria-label": label,
    placeholder: label,
    autoComplete: "off",
    spellcheck: false,
    value: name[key],
    onInput: (event: { currentTarget: HTMLInputElement }) => change({ ...name, [key]: event.currentTarget.value }),
  })
  const { name: words } = t()
  return (
    <div class="pair">
      <input
        {...part("firstName", words.first)}
        autofocus
        onFocus={(event) => typed === undefined && event.currentTarget.select()}
        onPaste={paste}
      />
      <input {...part("lastName", words.last)} ref={last} />
    </div>
  )
}

export const fullNameEditor: FieldEditorKind = { Editor: FullNameEditor, shape: "line" }
