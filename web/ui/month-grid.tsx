/** The days of a month: arrows go from day to day, Page keys from month to month, with Shift from year to year. */
import { useLayoutEffect, useRef } from "preact/hooks"
import { ChevronLeft, ChevronRight } from "lucide-preact"
import { endOfMonth, firstOfMonth, plusDays, plusMonths, weekday } from "../i18n/days.ts"
import { dayInWords, firstDay } from "../i18n/format.ts"
import { IconButton } from "./button.tsx"

interface MonthGridProps {
  id: string
  /** the one that is chosen, if any; YYYY-MM-DD as all days here */
  chosen: string | null
  today: string
  /** where the keys are; its month is shown */
  at: string
  onAt(day: string): void
  onPick(day: string): void
  /** in words */
  previous: string
  next: string
}

export function MonthGrid({ id, chosen, today, at, onAt, onPick, previous, next }: MonthGridProps) {
  const root = useRef<HTMLDivElement>(null)
  const first = firstOfMonth(at)
  const start = plusDays(first, -((weekday(first) - firstDay() + 7) % 7))
  const weeks = Math.ceil((daysBetween(start, endOfMonth(at)) + 1) / 7)
  const days = (week: number) => Array.from({ length: 7 }, (_, i) => plusDays(start, 7 * week + i))
  /** A key has moved on: the focus follows, although the day that had it may be gone with its month. */
  const isOwedFocus = useRef(false)
  useLayoutEffect(() => {
    if (isOwedFocus.current) root.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus()
    isOwedFocus.current = false
  }, [at])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") onPick(at)
    else {
      const day = dayAfter(event, at, today)
      if (!day) return
      isOwedFocus.current = true
      onAt(day)
    }
    event.preventDefault()
  }
  return (
    <div class="month">
      <header>
        <IconButton label={previous} icon={ChevronLeft} onClick={() => onAt(plusMonths(at, -1))} />
        <strong aria-live="polite">{dayInWords(at, { month: "long", year: "numeric" })}</strong>
        <IconButton label={next} icon={ChevronRight} onClick={() => onAt(plusMonths(at, 1))} />
      </header>
      <div
        ref={root}
        id={id}
        role="grid"
        aria-label={dayInWords(at, { month: "long", year: "numeric" })}
        onKeyDown={onKeyDown}
      >
        <div role="row">
          {days(0).map((day) => (
            <span key={weekday(day)} role="columnheader" aria-label={dayInWords(day, { weekday: "long" })}>
              {dayInWords(day, { weekday: "narrow" })}
            </span>
          ))}
        </div>
        {Array.from({ length: weeks }, (_, week) => (
          <div key={days(week)[0]} role="row">
            {days(week).map((day) => (
              <div
                key={day}
                role="gridcell"
                tabIndex={day === at ? 0 : -1}
                class={`day${day.slice(0, 7) === at.slice(0, 7) ? "" : " other"}`}
                aria-label={dayInWords(day, { dateStyle: "full" })}
                aria-selected={day === chosen}
                aria-current={day === today ? "date" : undefined}
                onClick={() => onPick(day)}
              >
                {Number(day.slice(8))}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

const daysBetween = (first: string, last: string) => (Date.parse(last) - Date.parse(first)) / 86_400_000

function dayAfter({ key, shiftKey }: KeyboardEvent, at: string, today: string): string | undefined {
  const sinceStart = (weekday(at) - firstDay() + 7) % 7
  const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -sinceStart, End: 6 - sinceStart }[key]
  if (days !== undefined) return plusDays(at, days)
  const months = { PageUp: -1, PageDown: 1 }[key]
  if (months !== undefined) return plusMonths(at, shiftKey ? 12 * months : months)
  return key === "t" ? today : undefined
}
