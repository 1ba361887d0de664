/** P-50: everything that can be done and found, by typing. */
import { Fragment } from "preact"
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import { ChevronLeft, ChevronRight, Search as SearchIcon, X } from "lucide-preact"
import "./command-menu.css"
import { t } from "../../i18n/command/index.ts"
import { t as core } from "../../i18n/messages.ts"
import { useFinding } from "../../store/use-search.ts"
import { IconButton } from "../../ui/button.tsx"
import { takeEarlyKeys } from "../../ui/early-keys.ts"
import { Keys } from "../../ui/keys.tsx"
import { commandMenu, type CommandMode } from "../commands.ts"
import { firstLevel, promptOf } from "./first-level.tsx"
import type { Group, Item, Level } from "./level.ts"
import { Shortcuts } from "./shortcuts.tsx"

export default function CommandMenu() {
  const mode = commandMenu.value
  if (mode === null) return null
  return mode === "keys" ? <Shortcuts onClose={close} /> : <Commands key={mode} mode={mode} />
}

const close = () => void (commandMenu.value = null)

/** Where somebody is in the menu: a level, and what they typed and looked at there. */
interface Stand {
  level: Level
  text: string
  active: number
}

const standAt = (level: Level, text = ""): Stand => ({ level, text, active: 0 })

function Commands({ mode }: { mode: CommandMode }) {
  const root = useRef<HTMLDialogElement>(null)
  const id = useId()
  const [path, setPath] = useState(() => [standAt(firstLevel(mode), takeEarlyKeys())])
  const { level, text, active } = path.at(-1)!
  const change = (next: Partial<Stand>) => setPath((now) => [...now.slice(0, -1), { ...now.at(-1)!, ...next }])
  const { found, error, isSettled } = useFinding(level.find, text)
  const groups = level.groups(text, found)
  const items = groups.flatMap((group) => group.items)
  const at = Math.min(active, items.length - 1)
  const { problem, tell } = useProblem(level, text)
  const words = t()
  useModal(root)
  useLayoutEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" })
  }, [at, id, level])
  const enter = (item: Item) => setPath((now) => [...now, standAt(item.into!())])
  const up = () => setPath((now) => (now.length > 1 ? now.slice(0, -1) : now))
  // First, so that the focus is where it was for whatever is done.
  const leave = () => {
    close()
    root.current?.close()
  }
  const choose = (item: Item | undefined, isPage: boolean) => {
    if (!item) return tell()
    if (!item.run) return enter(item)
    leave()
    item.run(isPage)
  }
  const copy = ({ copy: copyItem }: Item) => {
    leave()
    copyItem?.()
  }
  const { owe } = useOwedChoice(isSettled, level, text, () => choose(items[at], false))
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    const isMod = event.ctrlKey || event.metaKey
    const step = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key]
    if (step !== undefined) change({ active: (step + items.length) % Math.max(1, items.length) })
    else if (event.key === "Enter" && !event.isComposing) {
      if (items.length === 0 && !isSettled) owe()
      else choose(items[at], isMod)
    } else if (event.key === "ArrowRight" && items[at]?.into && isAtEnd(event.target)) enter(items[at])
    else if (event.key.toLowerCase() === "c" && isMod && items[at]?.copy && !isMarked(event.target)) copy(items[at])
    else if (event.key === "Backspace" && text === "" && path.length > 1) up()
    else if (event.key.toLowerCase() === "k" && isMod) close()
    else return
    event.preventDefault()
  }
  return (
    <dialog
      ref={root}
      class="command"
      aria-label={promptOf(mode)}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClick={(event) => event.target === root.current && close()}
      onKeyDown={onKeyDown}
    >
      <div class="command-field">
        {path.length > 1 ? (
          <Way labels={path.flatMap((each) => each.level.label ?? [])} onBack={up} />
        ) : (
          <SearchIcon class="icon" size={16} aria-hidden="true" />
        )}
        <input
          role="combobox"
          autofocus
          aria-label={level.prompt}
          placeholder={level.prompt}
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-invalid={problem !== undefined || undefined}
          autoComplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => change({ text: event.currentTarget.value, active: 0 })}
        />
        <IconButton class="icon-button phone-only" label={core().app.close} icon={X} onClick={close} />
      </div>
      <Results {...{ id, groups, at }} onPoint={(active) => change({ active })} onChoose={choose} onEnter={enter} />
      <p class="sr-only" role="status">
        {isSettled && (text !== "" || path.length > 1) ? words.count(items.length) : ""}
      </p>
      {problem !== undefined && (
        <p class="error nothing" role="alert">
          {problem}
        </p>
      )}
      {items.length === 0 && isSettled && text !== "" && !level.problem && <p class="muted nothing">{words.nothing}</p>}
      {error && (
        <p class="error nothing" role="alert">
          {words.failed}
        </p>
      )}
      <Hints isFurther={path.length > 1} item={items[at]} />
    </dialog>
  )
}

/** The key moves in the text before it leads on from it. */
const isAtEnd = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.selectionStart === target.value.length

/** Is some of the text marked, which would be copied then? */
const isMarked = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.selectionStart !== target.selectionEnd

/** What is wrong with the text is said when somebody tries to choose it, and from then on with every key. */
function useProblem({ problem }: Level, text: string) {
  const [told, setTold] = useState<Level["problem"]>()
  return {
    problem: told !== undefined && told === problem ? problem(text) : undefined,
    tell: () => setTold(() => problem),
  }
}

/** Enter came before what it is to choose: that is chosen once it is there, unless somebody goes on. */
function useOwedChoice(isSettled: boolean, level: Level, text: string, choose: () => void) {
  const owed = useRef<{ level: Level; text: string }>(undefined)
  useLayoutEffect(() => {
    const wanted = owed.current
    if (!wanted || (!isSettled && wanted.level === level && wanted.text === text)) return
    owed.current = undefined
    if (wanted.level === level && wanted.text === text) choose()
  })
  return { owe: () => void (owed.current = { level, text }) }
}

/** What was chosen so far, and the way back by the pointer; the focus stays in the field. */
function Way({ labels, onBack }: { labels: readonly string[]; onBack(): void }) {
  return (
    <button type="button" class="way" tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={onBack}>
      <ChevronLeft class="icon" size={16} aria-hidden="true" />
      <span class="sr-only">{t().record.back}</span>
      {labels.map((label, i) => (
        <bdi key={i}>{label}</bdi>
      ))}
    </button>
  )
}

interface ResultsProps {
  id: string
  groups: readonly Group[]
  at: number
  onPoint(at: number): void
  onChoose(item: Item, isPage: boolean): void
  onEnter(item: Item): void
}

function Results({ id, groups, at, onPoint, onChoose, onEnter }: ResultsProps) {
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
                // The focus stays in the field.
                onMouseDown={(event) => event.preventDefault()}
                onClick={(event) => onChoose(item, event.ctrlKey || event.metaKey)}
              >
                {item.shown}
                {item.keys && <Keys keys={item.keys} />}
                {item.into && (
                  <span
                    class="into"
                    onClick={(event) => {
                      event.stopPropagation()
                      onEnter(item)
                    }}
                  >
                    <ChevronRight class="icon" size={16} aria-hidden="true" />
                  </span>
                )}
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

/** @param props.item what is looked at */
function Hints({ isFurther, item }: { isFurther: boolean; item: Item | undefined }) {
  const { hints } = t()
  const keys: [string, string][] = isFurther
    ? [
        ["Enter", hints.choose],
        ["Backspace", hints.back],
      ]
    : [
        ["Enter", hints.open],
        ["Mod+Enter", hints.page],
        ...(item?.copy ? [["Mod+C", hints.link] as [string, string]] : []),
        ...(item?.into ? [["ArrowRight", hints.into] as [string, string]] : []),
      ]
  return (
    <footer class="hints" aria-hidden="true">
      {[...keys, ["Esc", hints.close] as const].map(([key, text]) => (
        <Fragment key={key}>
          <Keys keys={key} /> {text}
        </Fragment>
      ))}
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
