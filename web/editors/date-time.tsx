import { useEffect, useId, useRef } from "preact/hooks"
import { asText } from "../fields/field-kind.ts"
import { kindOf } from "../fields/index.ts"
import { readDay } from "../fields/parse-date.ts"
import { readTime, readWall } from "../fields/parse-time.ts"
import { instantsOf, wallOf, type Wall } from "../fields/zoned.ts"
import { t } from "../i18n/editors/index.ts"
import { t as fieldWords } from "../i18n/fields/index.ts"
import { formatClock, formatDay, preferences } from "../i18n/format.ts"
import { once } from "../i18n/once.ts"
import type { FieldModel } from "../model/workspace-model.ts"
import { Clear, DayField } from "./date.tsx"
import type { Draft, EditorProps, FieldEditorKind } from "./editor.ts"
import { useDraft } from "./use-draft.ts"

interface Parts {
  day: string
  time: string
  /** where clocks show the time twice: is it the second of the two? */
  isLater: boolean
}

function DateTimeEditor(props: EditorProps) {
  const { field, value, typed, onDone } = props
  const [parts, change] = useDraft(
    props,
    () => (typed === undefined ? partsOf(asText(value)) : { day: typed, time: "", isLater: false }),
    (next) => draftOf(next, field),
  )
  const { day: text, time, isLater } = parts
  const wall = readParts(parts)
  const instants = "problem" in wall ? [] : instantsOf(wall)
  const minutes = "problem" in wall ? readTime(time) : wall.minutes
  const pickTime = (next: number) => change({ ...parts, time: formatClock(next) })
  const onTimeKey = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    pickTime(quarterAfter(minutes ?? 0, step))
  }
  const { date } = t()
  return (
    <>
      <DayField
        label={date.date}
        text={text}
        day={"problem" in wall ? readDay(text) : wall.day}
        isReplaced={typed === undefined}
        onText={(next) => change({ ...parts, day: next })}
        onPick={(picked) => change({ ...parts, day: formatDay(picked) })}
        beside={<Times minutes={minutes} onPick={pickTime} onKeyDown={onTimeKey} />}
      >
        <input
          class="boxed time"
          data-stop
          aria-label={date.time}
          placeholder={formatClock(0)}
          autoComplete="off"
          spellcheck={false}
          value={time}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => change({ ...parts, time: event.currentTarget.value })}
          onKeyDown={onTimeKey}
        />
      </DayField>
      {instants.length > 1 && (
        <Twice instants={instants} isLater={isLater} onChange={(next) => change({ ...parts, isLater: next })} />
      )}
      <p class="hint">{date.zone(preferences.value.timeZone ?? ownZone())}</p>
      {field.isNullable && <Clear onClear={() => onDone({ value: null }, "stay")} />}
    </>
  )
}

export const dateTimeEditor: FieldEditorKind = { Editor: DateTimeEditor, shape: "panel" }

function partsOf(instant: string | null): Parts {
  if (instant === null || Number.isNaN(Date.parse(instant))) return { day: "", time: "", isLater: false }
  const wall = wallOf(instant)
  const [, later] = instantsOf(wall)
  const isLater = later !== undefined && Date.parse(later) <= Date.parse(instant)
  return { day: formatDay(wall.day), time: formatClock(wall.minutes), isLater }
}

/** What the clocks are to show; the day's text may hold the time as well: "tomorrow 9p". */
function readParts({ day: text, time }: Parts): Wall | { problem: string } {
  const day = readDay(text)
  if (day === null) return readWall(text) ?? { problem: fieldWords().date }
  const minutes = time.trim() === "" ? 0 : readTime(time)
  return minutes === null ? { problem: t().date.notATime } : { day, minutes }
}

function draftOf(parts: Parts, field: FieldModel): Draft {
  if (parts.day.trim() === "" && parts.time.trim() === "") return kindOf(field).cleared!(field)
  const wall = readParts(parts)
  if ("problem" in wall) return wall
  const [first, second = first] = instantsOf(wall)
  return { value: parts.isLater ? second : first }
}

const quarter = 15
const wholeDay = 24 * 60

/** The next full quarter of an hour, or the one before. */
function quarterAfter(minutes: number, step: number): number {
  const at = step > 0 ? Math.floor(minutes / quarter) : Math.ceil(minutes / quarter)
  return ((((at + step) * quarter) % wholeDay) + wholeDay) % wholeDay
}

interface TimesProps {
  /** since midnight */
  minutes: number | null
  onPick(minutes: number): void
  onKeyDown(event: KeyboardEvent): void
}

function Times({ minutes, onPick, onKeyDown }: TimesProps) {
  const root = useRef<HTMLDivElement>(null)
  const nearest = Math.floor((minutes ?? 9 * 60) / quarter) * quarter
  // Before it is shown nothing has a place.
  useEffect(() => {
    const node = root.current!
    const at = node.querySelector<HTMLElement>("[data-at]")
    // Alone: `scrollIntoView` would move the page as well.
    if (at) node.scrollTop = at.offsetTop - node.clientHeight / 2
  }, [nearest])
  return (
    <div ref={root} class="times" role="listbox" aria-label={t().date.time} tabIndex={0} onKeyDown={onKeyDown}>
      {Array.from({ length: wholeDay / quarter }, (_, i) => i * quarter).map((each) => (
        <div
          key={each}
          role="option"
          aria-selected={each === minutes}
          data-at={each === nearest || undefined}
          onClick={() => onPick(each)}
        >
          {formatClock(each)}
        </div>
      ))}
    </div>
  )
}

interface TwiceProps {
  instants: readonly string[]
  isLater: boolean
  onChange(isLater: boolean): void
}

function Twice({ instants, isLater, onChange }: TwiceProps) {
  const name = useId()
  const { date } = t()
  const zoneAt = (instant: string | undefined) =>
    zoneNames(preferences.value.locale, preferences.value.timeZone)
      .formatToParts(new Date(instant!))
      .find(({ type }) => type === "timeZoneName")?.value
  return (
    <fieldset class="twice">
      <legend>{date.twice}</legend>
      {[false, true].map((each) => (
        <label key={String(each)}>
          <input type="radio" name={name} checked={each === isLater} onChange={() => onChange(each)} />
          {each ? date.later : date.earlier} ({zoneAt(instants[each ? 1 : 0])})
        </label>
      ))}
    </fieldset>
  )
}

const zoneNames = once(
  (locale: string | undefined, timeZone: string | undefined) =>
    new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "short" }),
)

const ownZone = once(() => new Intl.DateTimeFormat().resolvedOptions().timeZone)
