/** A text field that narrows a list of choices below it: arrows move, Enter chooses, what is typed filters. */
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks"
import { Fragment, type ComponentChildren } from "preact"
import { Check } from "lucide-preact"
import { fits } from "./fits.ts"

export interface Choice {
  id: string
  /** what is filtered by, and its name */
  text: string
  /** as it is shown; its text where there is nothing else */
  shown?: ComponentChildren
  /** under which it stands with its neighbours of the same */
  group?: string
}

interface ListboxProps {
  label: string
  choices: readonly Choice[]
  chosen: ReadonlySet<string>
  /** of several: choosing one more leaves the others */
  isMulti?: boolean
  /** what stands in the field at first */
  typed?: string | undefined
  /** said where nothing fits */
  nothing: string
  /** the choices are what the server found for the text; without it they are filtered here */
  onSearch?(text: string): void
  /** is that still being looked for? */
  isSearching?: boolean
  onChoose(choice: Choice): void
  /** Backspace in an empty field */
  onClear?(): void
  children?: ComponentChildren
}

/** How many are shown; whoever has more types. */
const most = 200

export function Listbox(props: ListboxProps) {
  const { label, choices, chosen, isMulti = false, typed = "", nothing, children } = props
  const { onSearch, isSearching = false, onChoose, onClear } = props
  const id = useId()
  const [text, setText] = useState(typed.trimStart())
  const isFiltered = onSearch && !isSearching
  const shown = (isFiltered ? choices : choices.filter((choice) => fits(choice.text, text))).slice(0, most)
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      shown.findIndex((choice) => chosen.has(choice.id)),
    ),
  )
  const at = Math.min(active, shown.length - 1)
  useLayoutEffect(() => {
    if (typed !== "") onSearch?.(typed)
  }, [])
  useLayoutEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" })
  }, [at])
  /** Enter came before what it is to choose. */
  const isOwedChoice = useRef(false)
  useLayoutEffect(() => {
    if (isSearching || !isOwedChoice.current) return
    isOwedChoice.current = false
    if (shown[at]) onChoose(shown[at])
  })
  /** @returns whether the key means something here */
  const use = (event: KeyboardEvent): boolean => {
    const step = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key]
    const isEnter = event.key === "Enter" && !event.ctrlKey && !event.metaKey
    const choice = shown[at]
    if (step !== undefined && !(event.key.length < 5 && text !== ""))
      setActive(Math.max(0, Math.min(shown.length - 1, step)))
    else if (isEnter && isSearching && text !== "") isOwedChoice.current = true
    else if (choice && (isEnter || (event.key === " " && isMulti && text === ""))) onChoose(choice)
    else if (event.key === "Backspace" && text === "" && onClear) onClear()
    // Where nothing fits, Enter chooses nothing.
    else return isEnter && text !== ""
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => use(event) && event.preventDefault()
  return (
    <div class="listbox">
      <input
        role="combobox"
        autofocus
        data-stop={isMulti ? undefined : true}
        aria-label={label}
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value)
          setActive(0)
          isOwedChoice.current = false
          onSearch?.(event.currentTarget.value)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={id} aria-label={label} aria-multiselectable={isMulti || undefined}>
        {shown.map((choice, i) => (
          <Fragment key={choice.id}>
            {choice.group !== undefined && choice.group !== shown[i - 1]?.group && (
              <div class="group" role="presentation">
                {choice.group}
              </div>
            )}
            <div
              id={`${id}-${i}`}
              role="option"
              aria-selected={chosen.has(choice.id)}
              aria-description={choice.group}
              class={i === at ? "active" : undefined}
              onPointerMove={() => setActive(i)}
              // The focus stays in the field.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChoose(choice)}
            >
              <span class="mark">{chosen.has(choice.id) && <Check class="icon" size={14} aria-hidden="true" />}</span>
              {choice.shown ?? <bdi>{choice.text}</bdi>}
            </div>
          </Fragment>
        ))}
      </div>
      {shown.length === 0 && (
        <p class="muted" role="status">
          {nothing}
        </p>
      )}
      {children}
    </div>
  )
}
