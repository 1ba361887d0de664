/** What can be done to the text, for the pointer and for whoever does not know the keys. One stop of the Tab key; arrows move in it. */
import { useRef, useState } from "preact/hooks"
import {
  Bold,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Italic,
  Link,
  List,
  ListChecks,
  ListOrdered,
  Minus,
  SquareCode,
  Strikethrough,
  TextQuote,
  Type,
  Underline,
  type LucideIcon,
} from "lucide-preact"
import { toggleMark } from "prosemirror-commands"
import type { Command, EditorState } from "prosemirror-state"
import { t } from "../../i18n/rich-text/index.ts"
import type { RichTextMessages } from "../../i18n/rich-text/en.ts"
import { blockAt, hasMark, insertDivider, linkAt, setBlock, type BlockName } from "./commands.ts"
import { schema } from "./schema.ts"

export interface BlockChoice {
  name: BlockName | "divider"
  icon: LucideIcon
  run: Command
}

const block = (name: BlockName, icon: LucideIcon): BlockChoice => ({ name, icon, run: setBlock(name) })

/** What a line can be made into. */
export const blockChoices: readonly BlockChoice[] = [
  block("text", Type),
  block("heading1", Heading1),
  block("heading2", Heading2),
  block("heading3", Heading3),
  block("bullet", List),
  block("number", ListOrdered),
  block("check", ListChecks),
  block("quote", TextQuote),
  block("code", SquareCode),
  { name: "divider", icon: Minus, run: insertDivider },
]

type MarkName = keyof RichTextMessages["marks"] & keyof typeof schema.marks

const markChoices: readonly { name: MarkName; icon: LucideIcon; keys: string }[] = [
  { name: "bold", icon: Bold, keys: "Control+B" },
  { name: "italic", icon: Italic, keys: "Control+I" },
  { name: "underline", icon: Underline, keys: "Control+U" },
  { name: "strike", icon: Strikethrough, keys: "Control+Shift+X" },
  { name: "inline_code", icon: Code, keys: "Control+E" },
]

interface ToolbarProps {
  state: EditorState
  onRun(command: Command): void
  onLink(): void
}

export function Toolbar({ state, onRun, onLink }: ToolbarProps) {
  const root = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState(0)
  const words = t()
  const current = blockAt(state)
  const buttons = [
    ...markChoices.map(({ name, icon, keys }) => ({
      icon,
      keys,
      label: words.marks[name],
      isOn: hasMark(state, schema.marks[name]),
      press: () => onRun(toggleMark(schema.marks[name])),
    })),
    { icon: Link, keys: "Control+K", label: words.link, isOn: linkAt(state) !== null, press: onLink },
    ...blockChoices
      .filter(({ name }) => name !== "text")
      .map(({ name, icon, run }) => ({
        icon,
        keys: undefined,
        label: words.blocks[name],
        isOn: name === "divider" ? undefined : current === name,
        press: () => onRun(run),
      })),
  ]
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowRight: stop + 1, ArrowLeft: stop - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = (to + buttons.length) % buttons.length
    setStop(next)
    root.current!.querySelectorAll<HTMLElement>("button")[next]!.focus()
  }
  return (
    <div ref={root} class="rich-bar" role="toolbar" aria-label={words.toolbar} onKeyDown={onKeyDown}>
      {buttons.map(({ icon: Icon, label, keys, isOn, press }, i) => (
        <button
          key={label}
          type="button"
          class="icon-button"
          tabIndex={i === stop ? 0 : -1}
          aria-label={label}
          aria-pressed={isOn}
          aria-keyshortcuts={keys}
          title={label}
          // What is selected stays so.
          onMouseDown={(event) => event.preventDefault()}
          onFocus={() => setStop(i)}
          onClick={press}
        >
          <Icon class="icon" size={16} strokeWidth={1.5} aria-hidden="true" />
        </button>
      ))}
    </div>
  )
}
