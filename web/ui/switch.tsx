import { useId } from "preact/hooks"
import "./controls.css"

interface SwitchProps {
  label: string
  hint?: string | undefined
  isOn: boolean
  disabled?: boolean
  onChange(isOn: boolean): void
}

/** Something that is on or off, at once. */
export function Switch({ label, hint, isOn, disabled = false, onChange }: SwitchProps) {
  const id = useId()
  return (
    <label class="switch">
      <span>
        {label}
        {hint && (
          <small class="hint" id={id}>
            {hint}
          </small>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        disabled={disabled}
        aria-label={label}
        aria-describedby={hint && id}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  )
}
