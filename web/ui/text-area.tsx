import { useId } from "preact/hooks"
import "./controls.css"

interface TextAreaProps {
  label: string
  value: string
  onValue(value: string): void
  rows?: number
  hint?: string | undefined
  error?: string | undefined
  /** what is written there is code */
  isCode?: boolean
  placeholder?: string
}

/** A field for more than a line. */
export function TextArea({ label, value, onValue, rows = 3, hint, error, isCode = false, placeholder }: TextAreaProps) {
  const id = useId()
  const notes = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ")
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        class={isCode ? "mono" : undefined}
        rows={rows}
        value={value}
        placeholder={placeholder}
        spellcheck={!isCode}
        aria-invalid={error ? true : undefined}
        aria-describedby={notes || undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {error && (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
