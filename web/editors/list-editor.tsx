/** Lists of addresses, numbers and words: a row each, and a line that adds more. Of some the first one is the primary. */
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import type { ComponentChildren } from "preact"
import { ArrowUp, Star, X } from "lucide-preact"
import { t } from "../i18n/editors/index.ts"
import { IconButton } from "../ui/button.tsx"
import type { Draft, EditorProps } from "./editor.ts"

export interface ListKind<Item> {
  /** of the line that adds, and what stands in it while it is empty */
  add: string
  inputMode?: "email" | "tel" | "url" | "text"
  hasPrimary?: boolean
  /** keys that end an item as Enter does */
  ends?: string
  textOf(item: Item): string
  /** a pasted text → texts of items */
  split(text: string): string[]
  read(text: string): { item: Item } | { problem: string }
  /** of all items, in order */
  draftOf(items: readonly Item[]): Draft
}

interface ListEditorProps<Item> extends EditorProps {
  kind: ListKind<Item>
  items: readonly Item[]
  /** beside the line: what else belongs to an item. When `aside` changes, the item is read again */
  before?: ComponentChildren
  after?: ComponentChildren
  aside?: string
  /** the item that is in the line now; undefined for a new one */
  onLine?: (item: Item | undefined) => void
}

interface State<Item> {
  items: readonly Item[]
  /** what is in the line */
  text: string
  /** the place of the item that is in the line; null when it is a new one */
  at: number | null
}

export function ListEditor<Item>(props: ListEditorProps<Item>) {
  const { kind, items: start, field, typed, before, after, aside, onLine, onDraft, onDone } = props
  const most = typeof field.settings.maxNumberOfValues === "number" ? field.settings.maxNumberOfValues : Infinity
  // Where one is all, it is edited at once, as if there were no list.
  const isSingle = most === 1 && start.length <= 1
  const [state, setState] = useState<State<Item>>(() => {
    const at = isSingle && start.length === 1 ? 0 : null
    return { items: start, text: typed ?? (at === null ? "" : kind.textOf(start[0]!)), at }
  })
  const { items, text, at } = state
  const root = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const draftOf = (next: State<Item>): Draft => {
    const taken = take(kind, next, most)
    return taken.problem === undefined ? kind.draftOf(taken.state.items) : { problem: taken.problem }
  }
  const change = (next: State<Item>) => {
    setState(next)
    onDraft(draftOf(next))
  }
  useLayoutEffect(() => {
    if (at !== null) onLine?.(items[at])
    if (typed !== undefined) onDraft(draftOf(state))
  }, [])
  const isFirst = useRef(true)
  useLayoutEffect(() => {
    if (!isFirst.current) onDraft(draftOf(state))
    isFirst.current = false
  }, [aside])
  const focused = useFocus(root)

  /** @returns false where something stays in the line, and is told */
  const takeIn = (from: State<Item> = state): boolean => {
    const taken = take(kind, from, most)
    setState(taken.state)
    if (taken.problem !== undefined) onDone({ problem: taken.problem }, "stay")
    else {
      onLine?.(undefined)
      onDraft(kind.draftOf(taken.state.items))
    }
    return taken.problem === undefined
  }
  const edit = (place: number) => {
    change({ items, text: kind.textOf(items[place]!), at: place })
    onLine?.(items[place])
    input.current?.focus()
  }
  const remove = (place: number) => {
    change({ items: items.toSpliced(place, 1), text: at === place ? "" : text, at: null })
    focused.current = null
    input.current?.focus()
  }
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length) return
    change({ items: items.toSpliced(from, 1).toSpliced(to, 0, items[from]!), text, at: null })
    focused.current = to
  }
  const onRowKey = (event: KeyboardEvent, place: number) => {
    const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key]
    if (step !== undefined && event.altKey) move(place, place + step)
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") focusRow(place + step!)
    else if (event.key === "Delete" || event.key === "Backspace") remove(place)
    else if (event.key === "p" && kind.hasPrimary) move(place, 0)
    else return
    event.preventDefault()
  }
  const focusRow = (place: number) => {
    const rows = root.current!.querySelectorAll<HTMLElement>(".list-item")
    const target = place >= rows.length ? input.current : rows[Math.max(0, place)]
    target?.focus()
  }
  const onInputKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return
    const isEnd = kind.ends?.includes(event.key) && text.trim() !== "" && !("problem" in kind.read(text))
    if (event.key === "Escape" && at !== null && !isSingle) change({ items, text: "", at: null })
    else if (isEnd && !isSingle) takeIn()
    else if (event.key === "Enter" && (text.trim() !== "" || at !== null)) {
      // The only one is written with the same key.
      if (isSingle) return
      takeIn()
    } else if (event.key === "ArrowUp" && !isSingle) focusRow(items.length - 1)
    else if (event.key === "Backspace" && text === "" && at === null && items.length > 0) edit(items.length - 1)
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? ""
    if (isSingle || kind.split(pasted).length < 2) return
    event.preventDefault()
    takeIn({ items, text: `${text} ${pasted}`.trim(), at: null })
  }
  const { list } = t()
  const isFull = items.length >= most && at === null
  return (
    <div ref={root} class="list-editor">
      {!isSingle && items.length > 0 && (
        <ul aria-label={field.label}>
          {items.map((item, i) => (
            <li key={kind.textOf(item)} class={i === at ? "active" : undefined}>
              <button
                type="button"
                class="list-item"
                title={list.edit(kind.textOf(item))}
                onClick={() => edit(i)}
                onKeyDown={(event) => onRowKey(event, i)}
              >
                <bdi>{kind.textOf(item)}</bdi>
              </button>
              {kind.hasPrimary && i === 0 && items.length > 1 && <span class="badge">{list.primary}</span>}
              {i > 0 && (
                <IconButton
                  label={kind.hasPrimary ? list.makePrimary(kind.textOf(item)) : list.up(kind.textOf(item))}
                  icon={kind.hasPrimary ? Star : ArrowUp}
                  onClick={() => move(i, kind.hasPrimary ? 0 : i - 1)}
                />
              )}
              <IconButton label={list.remove(kind.textOf(item))} icon={X} onClick={() => remove(i)} />
            </li>
          ))}
        </ul>
      )}
      <div class="pair">
        {before}
        <input
          ref={input}
          class="boxed"
          data-stop
          aria-label={kind.add}
          placeholder={isFull ? list.most(most) : kind.add}
          inputMode={kind.inputMode}
          autoComplete="off"
          autocapitalize="off"
          spellcheck={false}
          autofocus
          value={text}
          onFocus={(event) => isSingle && typed === undefined && event.currentTarget.select()}
          onInput={(event) => change({ items, text: event.currentTarget.value, at })}
          onKeyDown={onInputKey}
          onPaste={onPaste}
        />
      </div>
      {after}
    </div>
  )
}

/** Gives the focus to a row when it stands at its new place. */
function useFocus(root: { current: HTMLElement | null }) {
  const wanted = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (wanted.current === null) return
    root.current?.querySelectorAll<HTMLElement>(".list-item")[wanted.current]?.focus()
    wanted.current = null
  })
  return wanted
}

/** Takes what is in the line into the list. What is wrong stays in the line, with the first of its problems. */
function take<Item>(kind: ListKind<Item>, { items, text, at }: State<Item>, most: number) {
  if (text.trim() === "") {
    const left = at === null ? items : items.toSpliced(at, 1)
    return { state: { items: left, text: "", at: null } satisfies State<Item>, problem: undefined }
  }
  let taken = items
  let problem: string | undefined
  const wrong: string[] = []
  for (const piece of at === null ? kind.split(text) : [text]) {
    const read = kind.read(piece)
    const why = "problem" in read ? read.problem : whyNot(kind, taken, read.item, at, most)
    if (why === undefined && "item" in read) taken = at === null ? [...taken, read.item] : taken.with(at, read.item)
    else {
      wrong.push(piece)
      problem ??= why
    }
  }
  return { state: { items: taken, text: wrong.join(", "), at: wrong.length > 0 ? at : null }, problem }
}

function whyNot<Item>(
  { textOf }: ListKind<Item>,
  items: readonly Item[],
  item: Item,
  at: number | null,
  most: number,
): string | undefined {
  const { list } = t()
  if (items.some((each, i) => i !== at && textOf(each) === textOf(item))) return list.there(textOf(item))
  return at === null && items.length >= most ? list.most(most) : undefined
}
