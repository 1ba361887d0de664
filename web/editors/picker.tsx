/** One of many, by a button that shows which and opens the list below itself: countries, currencies. */
import { useRef } from "preact/hooks"
import { ChevronDown } from "lucide-preact"
import { t } from "../i18n/editors/index.ts"
import { Listbox, type Choice } from "../ui/listbox.tsx"

interface PickerProps {
  label: string
  /** on the button */
  shown: string
  choices: readonly Choice[]
  chosen: string | null
  /** what is typed into the list at first; undefined while it is closed */
  open: string | undefined
  onOpen(typed: string | undefined): void
  onChoose(id: string): void
  onClear?: () => void
}

export function Picker({ label, shown, choices, chosen, open, onOpen, onChoose, onClear }: PickerProps) {
  const root = useRef<HTMLDivElement>(null)
  const close = () => {
    onOpen(undefined)
    root.current?.querySelector("button")?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (open !== undefined) {
      if (event.key !== "Escape") return
      close()
    } else if (event.key === "ArrowDown") onOpen("")
    else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey) onOpen(event.key)
    else return
    event.preventDefault()
  }
  return (
    <div ref={root} class="picker" onKeyDown={onKeyDown}>
      <button
        type="button"
        class="boxed"
        data-stop
        aria-haspopup="listbox"
        aria-expanded={open !== undefined}
        aria-label={`${label}: ${shown}`}
        onClick={() => onOpen(open === undefined ? "" : undefined)}
      >
        <span>{shown}</span>
        <ChevronDown class="icon" size={14} aria-hidden="true" />
      </button>
      {open !== undefined && (
        <div
          ref={(node) => node?.querySelector("input")?.focus()}
          class="picker-list"
          onFocusOut={(event) => {
            if (!(event.currentTarget as Node).contains(event.relatedTarget as Node | null)) onOpen(undefined)
          }}
        >
          <Listbox
            label={label}
            choices={choices}
            chosen={new Set(chosen ? [chosen] : [])}
            typed={open}
            nothing={t().choice.nothing}
            onChoose={({ id }) => {
              close()
              onChoose(id)
            }}
            {...(onClear && { onClear })}
          />
        </div>
      )}
    </div>
  )
}
