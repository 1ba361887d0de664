/** A button and what it opens: arrows move and wrap, letters jump, Escape closes and gives the focus back. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks"
import { Fragment, type ComponentChildren } from "preact"
import { Check } from "lucide-preact"
import { Popover } from "./popover.tsx"

export interface MenuItem {
  label: string
  onChoose(): void
  /** of several, is it the one? */
  isChecked?: boolean
}

export interface MenuGroup {
  label?: string
  items: readonly MenuItem[]
}

interface MenuProps {
  /** of what opens */
  label: string
  class?: string
  /** of the button, where what it shows is not its name */
  name?: string
  isFocusable?: boolean
  /** what the button shows, which is its name as well */
  children: ComponentChildren
  groups: readonly MenuGroup[]
}

export function Menu({ label, class: className = "", name, isFocusable = true, children, groups }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])]
  const close = (keepsFocus: boolean) => {
    setOpen(false)
    if (keepsFocus) button.current?.focus()
  }
  // Before anybody sees it: a key that is pressed as soon as it is there is its own already.
  useLayoutEffect(() => {
    if (!isOpen) return
    items()[0]?.focus()
  }, [isOpen])

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) {
      if (event.key !== "ArrowDown") return
      event.preventDefault()
      return setOpen(true)
    }
    const all = items()
    const move = target(event.key, all, all.indexOf(document.activeElement as HTMLElement))
    if (event.key === "Escape") close(true)
    else if (event.key === "Tab") close(false)
    else if (!move) return
    if (event.key !== "Tab") event.preventDefault()
    event.stopPropagation()
    move?.focus()
  }
  return (
    <div class="menu-root" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class={className}
        aria-label={name}
        title={name}
        tabIndex={isFocusable ? 0 : -1}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <Popover
          place="below"
          class="menu"
          id={id}
          role="menu"
          aria-label={label}
          anchor={() => button.current}
          onOutside={() => close(false)}
        >
          {groups.map((group, i) => (
            <Fragment key={i}>
              {i > 0 && <hr />}
              <Group group={group} onChosen={() => close(true)} />
            </Fragment>
          ))}
        </Popover>
      )}
    </div>
  )
}

function Group({ group, onChosen }: { group: MenuGroup; onChosen(): void }) {
  const id = useId()
  return (
    <div role="group" aria-labelledby={group.label ? id : undefined}>
      {group.label && (
        <div class="group" id={id}>
          {group.label}
        </div>
      )}
      {group.items.map(({ label, onChoose, isChecked }) => (
        <button
          key={label}
          type="button"
          role={isChecked === undefined ? "menuitem" : "menuitemradio"}
          aria-checked={isChecked}
          tabIndex={-1}
          onClick={() => {
            onChosen()
            onChoose()
          }}
        >
          {isChecked !== undefined && (
            <span class="mark">{isChecked && <Check class="icon" size={16} aria-hidden="true" />}</span>
          )}
          {label}
        </button>
      ))}
    </div>
  )
}

/** The item that a key leads to. */
function target(key: string, items: HTMLElement[], at: number): HTMLElement | undefined {
  if (key === "ArrowDown") return items[(at + 1) % items.length]
  if (key === "ArrowUp") return items[(at - 1 + items.length) % items.length]
  if (key === "Home") return items[0]
  if (key === "End") return items.at(-1)
  if (key.length !== 1 || key === " ") return undefined
  const after = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return after.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))
}
