import { useId } from "preact/hooks"
import "./controls.css"

export interface Choice {
  value: string
  label: string
  disabled?: boolean
}

interface SelectProps {
  label: string
  /** where the label stands elsewhere, as at the head of a column */
  isLabelHidden?: boolean
  value: string
  choices: readonly Choice[]
  onValue(value: string): void
  hint?: string | undefined
  error?: string | undefined
  disabled?: boolean
}

/** One of a few: the browser's own list, which every device knows how to show. */
export function Select({ label, isLabelHidden = false, value, choices, onValue, hint, error, disabled }: SelectProps) {
  const id = useId()
  const notes = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ")
  return (
    <div class="field">
      {!isLabelHidden && <label for={id}>{label}</label>}
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-label={isLabelHidden ? label : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={notes || undefined}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
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
