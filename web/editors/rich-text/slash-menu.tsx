import { useLayoutEffect, useRef } from "preact/hooks"
import { t } from "../../i18n/rich-text/index.ts"
import { Popover } from "../../ui/popover.tsx"
import type { BlockChoice } from "./toolbar.tsx"

interface SlashMenuProps {
  /** of the list; its options are numbered */
  id: string
  choices: readonly BlockChoice[]
  /** which one Enter chooses */
  at: number
  /** where the sign stands in the window */
  place(): DOMRect
  onChoose(choice: BlockChoice): void
  onActive(at: number): void
  onClose(): void
}

/** The focus stays in the text. */
export function SlashMenu({ id, choices, at, place, onChoose, onActive, onClose }: SlashMenuProps) {
  const list = useRef<HTMLDivElement>(null)
  const words = t()
  useLayoutEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" })
  }, [at])
  return (
    <Popover
      anchor={() => ({ getBoundingClientRect: place })}
      place="below"
      class="slash-menu listbox"
      onOutside={onClose}
    >
      <div ref={list} id={id} role="listbox" aria-label={words.menu}>
        {choices.map((choice, i) => (
          <div
            key={choice.name}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === at}
            class={i === at ? "active" : undefined}
            onPointerMove={() => onActive(i)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(choice)}
          >
            <choice.icon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
            <span>{words.blocks[choice.name]}</span>
            {words.signs[choice.name] && <kbd aria-hidden="true">{words.signs[choice.name]}</kbd>}
          </div>
        ))}
      </div>
      {choices.length === 0 && (
        <p class="muted" role="status">
          {words.nothing}
        </p>
      )}
    </Popover>
  )
}
