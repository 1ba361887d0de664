/** What an option asks for before a record gets it, such as the reason why a deal was lost. */
import { useRef, useState } from "preact/hooks"
import { ClipboardList } from "lucide-preact"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { IconButton } from "../../../ui/button.tsx"
import { part } from "../../../ui/part.ts"
import type { DraftOption } from "./field-draft.ts"
import type { ModelField } from "./model.ts"

interface AskForProps {
  option: DraftOption
  /** its place among the options */
  index: number
  fields: readonly ModelField[]
  onRequired(required: readonly string[]): void
}

/** Most fields are edited without it. */
const fieldList = part(() => import("./asked-fields.tsx"))

export function AskFor({ option: { label, required }, index, fields, onRequired }: AskForProps) {
  const [isOpen, setOpen] = useState(false)
  const root = useRef<HTMLSpanElement>(null)
  const chosenWith = fieldList.use(isOpen ? "now" : 300)
  const { optionsEditor } = modelSentences()
  const name = optionsEditor.askFor(label.trim() || String(index + 1))
  const button = () => root.current?.querySelector("button")
  const close = () => {
    setOpen(false)
    button()?.focus()
  }
  return (
    <span class="ask-for" ref={root}>
      <IconButton
        label={name}
        icon={ClipboardList}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-pressed={required.length > 0}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && chosenWith && (
        <chosenWith.AskedFields
          {...{ name, required, onRequired }}
          choices={fields
            .filter(({ id, isActive }) => isActive || required.includes(id))
            .map((field) => ({ id: field.id, text: labelOf(field) }))}
          anchor={button}
          onClose={close}
          onOutside={() => setOpen(false)}
        />
      )}
    </span>
  )
}

/** The same in words, below the option. */
export function AskedFor({ option: { required }, fields }: Pick<AskForProps, "option" | "fields">) {
  const names = fields.filter(({ id }) => required.includes(id)).map(labelOf)
  if (names.length === 0) return null
  return <p class="asked-for">{modelSentences().optionsEditor.asksFor(names.join(", "))}</p>
}

const labelOf = ({ label, isActive }: ModelField) =>
  isActive ? label : modelSentences().optionsEditor.switchedOff(label)
