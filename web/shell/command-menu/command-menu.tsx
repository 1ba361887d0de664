/** P-50: everything that can be done and found, by typing. */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import { Search as SearchIcon, X } from "lucide-preact"
import "./command-menu.css"
import { t } from "../../i18n/command/index.ts"
import { t as core } from "../../i18n/messages.ts"
import { useSearch } from "../../store/use-search.ts"
import { IconButton } from "../../ui/button.tsx"
import { takeEarlyKeys } from "../../ui/early-keys.ts"
import { Keys } from "../../ui/keys.tsx"
import { commandMenu, type CommandMode } from "../commands.ts"
import { groupsOf, type Item } from "./items.tsx"
import { Shortcuts } from "./shortcuts.tsx"

export default function CommandMenu() {
  const mode = commandMenu.value
  if (mode === null) return null
  return mode === "keys" ? <Shortcuts onClose={close} /> : <Commands key={mode} mode={mode} />
}

const close = () => void (commandMenu.value = null)

/** How many records are listed. */
const most = 8

function Commands({ mode }: { mode: CommandMode }) {
  const root = useRef<HTMLDialogElement>(null)
  const id = useId()
  const [text, setText] = useState(() => takeEarlyKeys() ?? "")
  const [active, setActive] = useState(0)
  const {
    found,
    text: foundFor,
    error,
  } = useSearch(mode === "create" || text.startsWith(">") ? "" : text, { limit: most })
  const groups = groupsOf(mode, text, found)
  const items = groups.flatMap((group) => group.items)
  const at = Math.min(active, items.length - 1)
  const words = t()
  useModal(root)
  useLayoutEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" })
  }, [at, id])
  const choose = (item: Item | undefined, isPage: boolean) => {
    if (!item) return
    // First, so that the focus is where it was for whatever is done.
    close()
    root.current?.close()
    item.run(isPage)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    const isMod = event.ctrlKey || event.metaKey
    const step = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key]
    if (step !== undefined) setActive((step + items.length) % Math.max(1, items.length))
    else if (event.key === "Enter" && !event.isComposing) choose(items[at], isMod)
    else if (event.key.toLowerCase() === "k" && isMod) close()
    else return
    event.preventDefault()
  }
  const labels = { all: words.all, search: words.search, create: words.create, keys: words.shortcuts }
  const isSettled = foundFor === text.trim() || error !== null
  return (
    <dialog
      ref={root}
      class="command"
      aria-label={labels[mode]}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => event.target === root.current && close()}
      onKeyDown={onKeyDown}
    >
      <div class="command-field">
        <SearchIcon class="icon" size={16} aria-hidden="true" />
        <input
          role="combobox"
          autofocus
          aria-label={labels[mode]}
          placeholder={labels[mode]}
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
          }}
        />
        <IconButton class="icon-button phone-only" label={core().app.close} icon={X} onClick={close} />
      </div>
      <Results {...{ id, groups, at }} onPoint={setActive} onChoose={choose} />
      <p class="sr-only" role="status">
        {isSettled && text !== "" ? words.count(items.length) : ""}
      </p>
      {items.length === 0 && (isSettled || mode === "create") && text !== "" && (
        <p class="muted nothing">{words.nothing}</p>
      )}
      {error && (
        <p class="error nothing" role="alert">
          {words.failed}
        </p>
      )}
      <Hints />
    </dialog>
  )
}

interface ResultsProps {
  id: string
  groups: ReturnType<typeof groupsOf>
  at: number
  onPoint(at: number): void
  onChoose(item: Item, isPage: boolean): void
}

function Results({ id, groups, at, onPoint, onChoose }: ResultsProps) {
  const starts = useMemo(() => startsOf(groups), [groups])
  return (
    <div role="listbox" id={id} aria-label={t().results}>
      {groups.map(({ label, items }, g) => (
        <div key={label} role="group" aria-label={label}>
          <div class="group" aria-hidden="true">
            {label}
          </div>
          {items.map((item, i) => {
            const place = starts[g]! + i
            return (
              <div
                key={item.id}
                id={`${id}-${place}`}
                role="option"
                aria-selected={place === at}
                onPointerMove={() => onPoint(place)}
                onClick={(event) => onChoose(item, event.ctrlKey || event.metaKey)}
              >
                {item.shown}
                {item.keys && <Keys keys={item.keys} />}
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}

function startsOf(groups: ResultsProps["groups"]): number[] {
  let sum = 0
  return groups.map(({ items }) => (sum += items.length) - items.length)
}

function Hints() {
  const { hints } = t()
  return (
    <footer class="hints" aria-hidden="true">
      <Keys keys="Enter" /> {hints.open}
      <Keys keys="Mod+Enter" /> {hints.page}
      <Keys keys="Esc" /> {hints.close}
    </footer>
  )
}

/** The browser gives the focus back when it closes. */
function useModal(root: { current: HTMLDialogElement | null }): void {
  useLayoutEffect(() => {
    const dialog = root.current!
    dialog.showModal()
    return () => dialog.close()
  }, [])
  useEffect(() => void performance.mark("cmdk-open"), [])
}
