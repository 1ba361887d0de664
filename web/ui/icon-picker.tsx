import { useId } from "preact/hooks"
import { iconNames, ObjectIcon } from "./icon.tsx"
import "./controls.css"

interface IconPickerProps {
  label: string
  value: string
  onValue(value: string): void
}

/** Radio buttons that look like what they choose; arrows go from one to the next. */
export function IconPicker({ label, value, onValue }: IconPickerProps) {
  const name = useId()
  return (
    <fieldset class="icon-picker">
      <legend>{label}</legend>
      {iconNames.map((icon) => (
        <label key={icon} title={words(icon)}>
          <input
            type="radio"
            name={name}
            checked={icon === value}
            aria-label={words(icon)}
            onChange={() => onValue(icon)}
          />
          <ObjectIcon name={icon} />
        </label>
      ))}
    </fieldset>
  )
}

/** IconMapPin → "Map pin" */
function words(icon: string): string {
  const text = icon.replace(/^Icon/, "").replace(/([a-z])([A-Z])/g, "$1 $2")
  return text.charAt(0) + text.slice(1).toLowerCase()
}
