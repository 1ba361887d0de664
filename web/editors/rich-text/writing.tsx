/** The editor itself: a textbox of many lines with its toolbar, the menu that "/" opens, and the form of a link. */
import type { RefObject } from "preact"
import { useId, useImperativeHandle, useLayoutEffect, useRef, useState } from "preact/hooks"
import { keymap } from "prosemirror-keymap"
import { history } from "prosemirror-history"
import type { Node } from "prosemirror-model"
import { EditorState, Plugin, Selection, type Command } from "prosemirror-state"
import { EditorView } from "prosemirror-view"
import "../../fields/rich-text.css"
import "./writing.css"
import { t } from "../../i18n/rich-text/index.ts"
import { fits } from "../../ui/fits.ts"
import { linkAt, setLink } from "./commands.ts"
import { ItemView } from "./item-view.ts"
import { keys, passing } from "./keys.ts"
import { LinkForm } from "./link-form.tsx"
import { pasting } from "./pasting.ts"
import { replaceWith } from "./replace.ts"
import { SlashMenu } from "./slash-menu.tsx"
import { slashAfter, type Slash } from "./slash.ts"
import { isEmpty } from "./to-blocks.ts"
import { blockChoices, Toolbar, type BlockChoice } from "./toolbar.tsx"
import { typeInto } from "./type-into.ts"
import { typing } from "./typing.ts"

export interface WritingHandle {
  /** shows another document, which came from elsewhere; the caret stays where it can */
  replace(doc: Node): void
}

interface WritingProps {
  handle: RefObject<WritingHandle | null>
  label: string
  start: Node
  typed?: string | undefined
  onChange(doc: Node): void
  onTooLarge(size: number): void
  /** the focus has left, for a while or for good */
  onRest(): void
  onLeave?: ((isByKey: boolean) => void) | undefined
}

interface Shown {
  state: EditorState
  slash: Slash | null
}

export function Writing(props: WritingProps) {
  const { handle, label, start, typed = "", onRest, onLeave } = props
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const [shown, setShown] = useState<Shown>()
  const [active, setActive] = useState(0)
  const [isLinking, setLinking] = useState(false)
  const choices = shown?.slash ? choicesFor(shown.slash.query) : []
  const at = Math.min(active, choices.length - 1)
  const words = t()

  const run = (command: Command) => {
    command(view.current!.state, view.current!.dispatch, view.current!)
    view.current!.focus()
  }
  const closeSlash = () => setShown((now.current.shown &&= { ...now.current.shown, slash: null }))
  const choose = (choice: BlockChoice) => {
    const { state, dispatch } = view.current!
    const { from } = now.current.shown!.slash!
    dispatch(state.tr.delete(from, state.selection.from))
    run(choice.run)
  }
  const useSlashKey = (event: KeyboardEvent): boolean => {
    // The menu as it stands: a key may come before it is painted.
    const slash = now.current.shown?.slash
    if (!slash || event.isComposing) return false
    const choices = choicesFor(slash.query)
    const at = Math.min(active, choices.length - 1)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === "Escape") closeSlash()
    else if (choices.length === 0) return false
    else if (step !== undefined) setActive((at + step + choices.length) % choices.length)
    else if (event.key === "Enter" || event.key === "Tab") choose(choices[at]!)
    else return false
    event.preventDefault()
    return true
  }
  /** what the editor calls, as it is now */
  const now = useRef({ props, shown, useSlashKey })
  now.current = { props, shown, useSlashKey }

  useLayoutEffect(() => {
    const state = EditorState.create({
      doc: start,
      plugins: [
        passing(() => Boolean(now.current.shown?.slash)),
        new Plugin({ props: { handleKeyDown: (_, event) => now.current.useSlashKey(event) } }),
        keymap({
          "Mod-k": () => (setLinking(true), true),
          "Alt-F10": () => (root.current!.querySelector<HTMLElement>(".rich-bar [tabindex='0']")?.focus(), true),
        }),
        ...keys(),
        typing(),
        pasting((size) => now.current.props.onTooLarge(size)),
        history(),
      ],
    })
    const editor = new EditorView(host.current, {
      state: state.apply(state.tr.setSelection(Selection.atEnd(state.doc))),
      nodeViews: { item: (node, each, getPos) => new ItemView(node, each, getPos) },
      handleClick: (_, __, event) => openLink(event),
      dispatchTransaction(tr) {
        const next = editor.state.apply(tr)
        editor.updateState(next)
        const slash = slashAfter(tr, next, now.current.shown?.slash ?? null)
        if (slash?.query !== now.current.shown?.slash?.query) setActive(0)
        setShown((now.current.shown = { state: next, slash }))
        if (tr.docChanged && tr.getMeta("outside") !== true) now.current.props.onChange(next.doc)
      },
    })
    view.current = editor
    setShown({ state: editor.state, slash: null })
    editor.focus()
    if (typed !== "") typeInto(editor, typed)
    return () => editor.destroy()
  }, [])
  const isBlank = shown === undefined || isEmpty(shown.state.doc)
  useLayoutEffect(() => {
    const option = at >= 0 ? `${id}-${at}` : undefined
    view.current!.setProps({ attributes: attributesOf({ id, label, isBlank, option, hasMenu: Boolean(shown?.slash) }) })
  }, [label, isBlank, at, Boolean(shown?.slash)])
  useImperativeHandle(handle, () => ({ replace: (doc) => replaceWith(view.current!, doc) }), [])

  return (
    <div
      ref={root}
      class="rich-writing"
      onKeyDown={(event) => {
        if (!onLeave) return
        // Keys of the page have no meaning here.
        event.stopPropagation()
        const isEnd = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))
        if (!isEnd || event.defaultPrevented || event.isComposing) return
        event.preventDefault()
        onLeave(true)
      }}
      onFocusOut={({ relatedTarget }) => {
        if (root.current!.contains(relatedTarget as Element | null)) return
        onRest()
        // Another window is no other place.
        if (document.hasFocus()) onLeave?.(false)
      }}
    >
      {shown && <Toolbar state={shown.state} onRun={run} onLink={() => setLinking(true)} />}
      {shown && isLinking && (
        <LinkForm
          href={linkAt(shown.state)?.href ?? null}
          onLink={(href) => {
            setLinking(false)
            run(setLink(href))
          }}
          onClose={() => {
            setLinking(false)
            view.current!.focus()
          }}
        />
      )}
      <div ref={host} />
      <p id={`${id}-hint`} class="sr-only">
        {words.hint}
      </p>
      {shown?.slash && (
        <SlashMenu
          key={shown.slash.from}
          id={id}
          at={at}
          choices={choices}
          place={() => placeOf(view.current!, now.current.shown?.slash?.from)}
          onChoose={choose}
          onActive={setActive}
          onClose={closeSlash}
        />
      )}
    </div>
  )
}

function choicesFor(query: string): BlockChoice[] {
  const words = t()
  return blockChoices.filter(
    ({ name }) => fits(words.blocks[name], query) || (query !== "" && words.signs[name].startsWith(query)),
  )
}

interface Attributes {
  id: string
  label: string
  isBlank: boolean
  /** of the menu, which one is active */
  option: string | undefined
  hasMenu: boolean
}

function attributesOf({ id, label, isBlank, option, hasMenu }: Attributes): Record<string, string> {
  return {
    role: "textbox",
    class: `rich${isBlank ? " blank" : ""}`,
    "aria-multiline": "true",
    "aria-label": label,
    "aria-describedby": `${id}-hint`,
    "aria-haspopup": "listbox",
    ...(isBlank && { "aria-placeholder": t().placeholder, "data-placeholder": t().placeholder }),
    ...(hasMenu && { "aria-controls": id, ...(option && { "aria-activedescendant": option }) }),
  }
}

/** In the window. */
function placeOf(view: EditorView, at = view.state.selection.from): DOMRect {
  const { left, top, bottom } = view.coordsAtPos(Math.min(at, view.state.doc.content.size))
  return new DOMRect(left, top, 0, bottom - top)
}

/** With Mod pressed a link leads where it leads. */
function openLink(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null
  if (!link || !(event.ctrlKey || event.metaKey)) return false
  window.open(link.href, "_blank", "noopener,noreferrer")
  return true
}
