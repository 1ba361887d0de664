/** The options of a select: words, colours and order. Everything that can be drawn can be pressed too. */
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { ArrowDown, ArrowUp, GripVertical, Trash2 } from "lucide-preact"
import { modelSentences } from "../../../i18n/settings-model/index.ts"
import { formatNumber } from "../../../i18n/format.ts"
import { t } from "../../../i18n/messages.ts"
import { Button, IconButton } from "../../../ui/button.tsx"
import { Dialog } from "../../../ui/dialog.tsx"
import { hueNamed, optionColors } from "../../../ui/hue.ts"
import { TextArea } from "../../../ui/text-area.tsx"
import { AskedFor, AskFor } from "./ask-for.tsx"
import { newOption, type DraftOption } from "./field-draft.ts"
import type { ModelField } from "./model.ts"

interface OptionsEditorProps {
  options: readonly DraftOption[]
  error: string | undefined
  /** fields that an option can ask for */
  askable: readonly ModelField[]
  onOptions(options: readonly DraftOption[]): void
}

/** How many are shown at first and with each press for more; those that were just added always are. */
const page = 100

export function OptionsEditor({ options, error, askable, onOptions }: OptionsEditorProps) {
  const { optionsEditor } = modelSentences()
  const root = useRef<HTMLFieldSetElement>(null)
  const [isPasting, setPasting] = useState(false)
  const [most, setMost] = useState(page)
  const dragged = useRef<number | null>(null)
  const held = useHeldFocus(options)
  const change = (index: number, update: Partial<DraftOption>) =>
    onOptions(options.map((option, i) => (i === index ? { ...option, ...update } : option)))
  const move = (from: number, to: number) => {
    if (to < 0 || to >= options.length) return
    held.current = document.activeElement as HTMLElement | null
    const rest = options.filter((_, i) => i !== from)
    onOptions([...rest.slice(0, to), options[from]!, ...rest.slice(to)])
  }
  const add = (labels: readonly string[]) => {
    const kept = options.filter(({ label, isNew }) => !isNew || label.trim() !== "" || labels.includes(""))
    onOptions([...kept, ...labels.map((label, i) => newOption(label, kept.length + i))])
    requestAnimationFrame(() => [...root.current!.querySelectorAll<HTMLElement>("li > input")].at(-1)?.focus())
  }
  const shown = options.map((option, i) => ({ option, i })).filter(({ option, i }) => i < most || option.isNew)
  const hidden = options.length - shown.length
  return (
    <fieldset class="options" ref={root}>
      <legend>{optionsEditor.title}</legend>
      <ol>
        {shown.map(({ option, i }) => (
          <li
            key={option.id}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => dragged.current !== null && move(dragged.current, i)}
            onKeyDown={(event) => {
              const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
              if (!step || !event.altKey || !(event.ctrlKey || event.metaKey)) return
              event.preventDefault()
              move(i, i + step)
            }}
          >
            <span
              class="grip"
              draggable
              aria-hidden="true"
              onDragStart={() => (dragged.current = i)}
              onDragEnd={() => (dragged.current = null)}
            >
              <GripVertical class="icon" size={16} strokeWidth={1.5} />
            </span>
            <ColorChoice color={option.color} index={i} onColor={(color) => change(i, { color })} />
            <input
              aria-label={optionsEditor.label(i + 1)}
              aria-keyshortcuts="Control+Alt+ArrowUp Control+Alt+ArrowDown"
              aria-invalid={error ? true : undefined}
              value={option.label}
              onInput={(event) => change(i, { label: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return
                event.preventDefault()
                add([""])
              }}
            />
            {askable.length > 0 && (
              <AskFor option={option} index={i} fields={askable} onRequired={(required) => change(i, { required })} />
            )}
            <IconButton
              label={optionsEditor.up(i + 1)}
              icon={ArrowUp}
              disabled={i === 0}
              onClick={() => move(i, i - 1)}
            />
            <IconButton
              label={optionsEditor.down(i + 1)}
              icon={ArrowDown}
              disabled={i === options.length - 1}
              onClick={() => move(i, i + 1)}
            />
            <IconButton
              label={optionsEditor.remove(option.label || String(i + 1))}
              icon={Trash2}
              onClick={() => onOptions(options.filter((each) => each !== option))}
            />
            <AskedFor option={option} fields={askable} />
          </li>
        ))}
      </ol>
      {hidden > 0 && (
        <Button kind="quiet" onClick={() => setMost(most + page)}>
          {optionsEditor.more(formatNumber(hidden))}
        </Button>
      )}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <div class="actions">
        <Button onClick={() => add([""])}>{optionsEditor.add}</Button>
        <Button onClick={() => setPasting(true)}>{optionsEditor.addMany}</Button>
        <Button onClick={() => onOptions(options.toSorted((a, b) => a.label.localeCompare(b.label)))}>
          {optionsEditor.sort}
        </Button>
      </div>
      {isPasting && <PasteDialog onLines={add} onClose={() => setPasting(false)} />}
    </fieldset>
  )
}

/** Whoever moves an option by its keys or buttons stays with it. @returns what had the focus before it moved */
function useHeldFocus(options: readonly DraftOption[]) {
  const held = useRef<HTMLElement | null>(null)
  useLayoutEffect(() => {
    const { current } = held
    held.current = null
    const row = current?.closest("li")
    if (current?.matches(":disabled")) row?.querySelector<HTMLElement>(":scope > input")?.focus()
    else if (row) current?.focus()
  }, [options])
  return held
}

interface ColorChoiceProps {
  color: string
  index: number
  onColor(color: string): void
}

/** Looks like the option, and is a list of names to whoever cannot see it. */
function ColorChoice({ color, index, onColor }: ColorChoiceProps) {
  const { optionsEditor, colors: names } = modelSentences()
  const known = optionColors.includes(color) ? optionColors : [color, ...optionColors]
  return (
    <select
      class={`color hue-${hueNamed(color)}`}
      aria-label={optionsEditor.color(index + 1)}
      value={color}
      onChange={(event) => onColor(event.currentTarget.value)}
    >
      {known.map((each) => (
        <option key={each} value={each} selected={each === color}>
          {names[each] ?? each}
        </option>
      ))}
    </select>
  )
}

function PasteDialog({ onLines, onClose }: { onLines(lines: readonly string[]): void; onClose(): void }) {
  const { optionsEditor } = modelSentences()
  const [text, setText] = useState("")
  const lines = [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean)
  return (
    <Dialog title={optionsEditor.addMany} onClose={onClose}>
      <div class="form">
        <TextArea label={optionsEditor.lines} rows={8} value={text} onValue={setText} />
      </div>
      <footer>
        <Button onClick={onClose}>{t().app.cancel}</Button>
        <Button
          kind="primary"
          disabled={lines.length === 0}
          onClick={() => {
            onLines(lines)
            onClose()
          }}
        >
          {optionsEditor.addCount(lines.length)}
        </Button>
      </footer>
    </Dialog>
  )
}
