import { useEffect, useState } from "preact/hooks"
import { Search } from "lucide-preact"
import { t } from "../../i18n/views/index.ts"

/** Milliseconds without a key after which it is looked for. */
const pause = 200

interface SearchBoxProps {
  input?: { current: HTMLInputElement | null }
  value: string
  onValue(value: string): void
}

export function SearchBox({ input, value, onValue }: SearchBoxProps) {
  const [typed, setTyped] = useState(value)
  const label = t().searchAll
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onValue(typed), pause)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <div class="search" role="search">
      <Search class="icon" size={14} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </div>
  )
}
