import type { ComponentChildren } from "preact"
import { useId, useRef, useState } from "preact/hooks"
import { asText } from "../fields/field-kind.ts"
import { kindOf } from "../fields/index.ts"
import { today } from "../fields/parse-date.ts"
import { endOfMonth, nextWeekday, plusDays } from "../i18n/days.ts"
import { t } from "../i18n/editors/index.ts"
import { dayInWords, formatDay } from "../i18n/format.ts"
import { Button } from "../ui/button.tsx"
import { MonthGrid } from "../ui/month-grid.tsx"
import type { Draft, EditorProps, FieldEditorKind } from "./editor.ts"
import { useDraft } from "./use-draft.ts"

function DateEditor(props: EditorProps) {
  const { field, value, typed, onDone } = props
  const kind = kindOf(field)
  const draftOf = (text: string): Draft => kind.parse!(text, field)
  const [text, change] = useDraft(props, () => typed ?? kind.text(value, field) ?? "", draftOf)
  const draft = draftOf(text)
  const day = "value" in draft ? asText(draft.value) : null
  return (
    <>
      <DayField
        label={field.label}
        text={text}
        day={day}
        isReplaced={typed === undefined}
        onText={change}
        onPick={(picked) => onDone({ value: picked }, "stay")}
      />
      {field.isNullable && <Clear onClear={() => onDone({ value: null }, "stay")} />}
    </>
  )
}

export const dateEditor: FieldEditorKind = { Editor: DateEditor, shape: "panel" }

export function Clear({ onClear }: { onClear(): void }) {
  return (
    <div class="editor-bar">
      <Button kind="quiet" onClick={onClear}>
        {t().clear}
      </Button>
    </div>
  )
}

interface DayFieldProps {
  label: string
  text: string
  /** what the text stands for; null where it is no day */
  day: string | null
  /** is the text to be replaced by what is typed first? */
  isReplaced: boolean
  onText(text: string): void
  onPick(day: string): void
  /** stands after the input */
  children?: ComponentChildren
  /** stands beside the month */
  beside?: ComponentChildren
}

/** A day by its text, from a month, or from what is chosen most. Arrow down leads from the text into the month. */
export function DayField({ label, text, day, isReplaced, onText, onPick, children, beside }: DayFieldProps) {
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const now = today()
  const [moved, setMoved] = useState<{ from: string | null; at: string }>()
  // The month follows what is typed until somebody moves in it, and again when something else is typed.
  const at = moved && moved.from === day ? moved.at : (day ?? now)
  const { date } = t()
  const presets: [string, string][] = [
    [date.today, now],
    [date.tomorrow, plusDays(now, 1)],
    [date.nextMonday, nextWeekday(now, 1)],
    [date.inAWeek, plusDays(now, 7)],
    [date.monthEnd, endOfMonth(now)],
  ]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return
    event.preventDefault()
    root.current?.querySelector<HTMLElement>("[role=gridcell][tabindex='0']")?.focus()
  }
  return (
    <div ref={root} class="day-field">
      <div class="pair">
        <input
          role="combobox"
          aria-expanded="true"
          aria-haspopup="grid"
          aria-controls={id}
          aria-label={label}
          class="boxed"
          data-stop
          autoComplete="off"
          spellcheck={false}
          autofocus
          value={text}
          onFocus={(event) => isReplaced && event.currentTarget.select()}
          onInput={(event) => onText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {children}
      </div>
      <output class="preview">
        {day ? dayInWords(day, { weekday: "short", day: "numeric", month: "short", year: "numeric" }) : "\u00a0"}
      </output>
      <div class="month-and-more">
        <MonthGrid
          id={id}
          chosen={day}
          today={now}
          at={at}
          onAt={(next) => setMoved({ from: day, at: next })}
          onPick={onPick}
          previous={date.previousMonth}
          next={date.nextMonth}
        />
        {beside ?? (
          <div class="presets">
            {presets.map(([name, preset]) => (
              <Button key={name} kind="quiet" title={formatDay(preset)} onClick={() => onPick(preset)}>
                {name}
              </Button>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
