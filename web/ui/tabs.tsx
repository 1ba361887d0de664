import { useId } from "preact/hooks"
import type { ComponentChildren } from "preact"
import "./controls.css"

interface TabsProps<Name extends string> {
  /** of the list */
  label: string
  tabs: readonly { name: Name; label: string }[]
  current: Name
  onChoose(name: Name): void
  /** of the tab that is shown */
  children: ComponentChildren
}

/** Arrows go from tab to tab, and show it. */
export function Tabs<Name extends string>({ label, tabs, current, onChoose, children }: TabsProps<Name>) {
  const id = useId()
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === current)
    const next = tabs.at(target(event.key, at, tabs.length) ?? at)!
    if (next.name === current) return
    event.preventDefault()
    onChoose(next.name)
    document.getElementById(`${id}-${next.name}`)?.focus()
  }
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            id={`${id}-${tab.name}`}
            aria-selected={tab.name === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab.name === current ? 0 : -1}
            onClick={() => onChoose(tab.name)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`}>
        {children}
      </div>
    </>
  )
}

/** Which tab a key leads to; the ends meet. */
function target(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowRight") return (at + 1) % count
  if (key === "ArrowLeft") return (at - 1 + count) % count
  if (key === "Home") return 0
  return key === "End" ? count - 1 : undefined
}
