/** What an option asks for before a record gets it, such as the reason why a deal was lost. */
import { useRef, useState } from "preact/hooks"
import { ClipboardList } from "lucide-preact"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button, IconButton } from "../../../ui/button.tsx"
import { Listbox } from "../../../ui/listbox.tsx"
import { Popover } from "../../../ui/popover.tsx"
import type { DraftOption } from "./field-draft.ts"
import type { ModelField } from "./model.ts"

interface AskForProps {
  option: DraftOption
  /** its place among the options */
  index: number
  fields: readonly ModelField[]
  onRequired(required: readonly string[]): void
}

export function AskFor({ option: { label, required }, index, fields, onRequired }: AskForProps) {
  const [isOpen, setOpen] = useState(false)
  const root = useRef<HTMLSpanElement>(null)
  const { optionsEditor } = modelSentences()
  const name = optionsEditor.askFor(label.trim() || String(index + 1))
  const button = () => root.current?.querySelector("button")
  const close = () => {
    setOpen(false)
    button()?.focus()
  }
  const choices = fields
    .filter(({ id, isActive }) => isActive || required.includes(id))
    .map((field) => ({ id: field.id, text: labelOf(field) }))
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
      {isOpen && (
        <Popover
          class="asked-fields sheet-on-phone"
          place="below"
          role="dialog"
          aria-label={name}
          anchor={button}
          onOutside={() => setOpen(false)}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key !== "Escape") return
            event.preventDefault()
            close()
          }}
        >
          <p class="muted">{optionsEditor.askForHint}</p>
          <Listbox
            label={name}
            choices={choices}
            chosen={new Set(required)}
            isMulti
            nothing={optionsEditor.noField}
            onChoose={({ id }) =>
              onRequired(required.includes(id) ? required.filter((each) => each !== id) : [...required, id])
            }
          />
          <footer>
            <Button onClick={close}>{t().app.done}</Button>
          </footer>
        </Popover>
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
