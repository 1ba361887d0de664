import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { t } from "../../../i18n/messages.ts"
import { Button } from "../../../ui/button.tsx"
import { Listbox, type Choice } from "../../../ui/listbox.tsx"
import { Popover } from "../../../ui/popover.tsx"

interface AskedFieldsProps {
  name: string
  choices: readonly Choice[]
  required: readonly string[]
  anchor(): Element | null | undefined
  onRequired(required: readonly string[]): void
  /** from within, to give the focus back */
  onClose(): void
  onOutside(): void
}

/** Of which fields an option asks for some. */
export function AskedFields({ name, choices, required, anchor, onRequired, onClose, onOutside }: AskedFieldsProps) {
  const { optionsEditor } = modelSentences()
  return (
    <Popover
      class="asked-fields sheet-on-phone"
      place="below"
      role="dialog"
      aria-label={name}
      anchor={anchor}
      onOutside={onOutside}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key !== "Escape") return
        event.preventDefault()
        onClose()
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
        <Button onClick={onClose}>{t().app.done}</Button>
      </footer>
    </Popover>
  )
}
