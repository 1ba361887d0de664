/** Dates said in relation to now ("the past 7 days") → spans, as seen on the calendar of a person. */
import { badInput } from "../errors.ts"
import { show } from "./show.ts"

/** Where and when a person looks at the calendar. */
export interface Calendar {
  now: Date
  /** IANA name */
  timeZone: string
  /** 0 is Sunday */
  weekStart: number
}

/** From the first instant on, up to but not including the second; the days that it touches, first and last. */
export interface Span {
  from: Date
  to: Date
  firstDay: string
  lastDay: string
  /** an end of it is now, so that it is another one a moment later */
  isMomentary: boolean
}

const units = ["SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"] as const
type Unit = (typeof units)[number]

interface Relative {
  direction: "PAST" | "THIS" | "NEXT"
  amount: number
  unit: Unit
  calendar: Calendar
}

/**
 * `PAST_7_DAY` runs from the beginning of the day seven days ago until now, `NEXT_2_WEEK` from now to the end of the day
 * in two weeks, `THIS_1_MONTH` is the whole month. Also as `{direction, amount, unit}`, and followed by a time zone and
 * the first day of the week: `THIS_1_WEEK;;Europe/Paris;;MONDAY;;`. Throws BAD_USER_INPUT.
 */
export function relativeSpan(value: unknown, calendar: Calendar): Span {
  const { direction, amount, unit, calendar: own } = readRelative(value, calendar)
  const length = sizes[unit]
  if (direction === "THIS") return length ? clockUnit(own, length) : wholeUnit(own, unit)
  const sign = direction === "PAST" ? -1 : 1
  const { now } = own
  if (length) {
    const end = new Date(now.getTime() + sign * amount * length)
    return spanOf(own, direction === "PAST" ? end : now, direction === "PAST" ? now : end, true)
  }
  const day = shiftDay(dayOf(now, own.timeZone), unit, sign * amount)
  return direction === "PAST"
    ? spanOf(own, startOfDay(day, own.timeZone), now, true)
    : spanOf(own, now, startOfDay(addDays(day, 1), own.timeZone), true)
}

/** The day that it is. */
export function today(calendar: Calendar): Span {
  return wholeUnit(calendar, "DAY")
}

/** The day `YYYY-MM-DD` as a span. */
export function dayAsSpan(day: string, calendar: Calendar): Span {
  return spanOf(calendar, startOfDay(day, calendar.timeZone), startOfDay(addDays(day, 1), calendar.timeZone), false)
}

/** Milliseconds of the units that a clock has; 0 for those of the calendar. */
const sizes: Record<Unit, number> = {
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 0,
  WEEK: 0,
  MONTH: 0,
  QUARTER: 0,
  YEAR: 0,
}

// --- reading --------------------------------------------------------------------------------------------------------

function readRelative(value: unknown, calendar: Calendar): Relative {
  const { direction, amount, unit, timezone, firstDayOfTheWeek } = partsOf(value)
  const count = Number(amount ?? 1)
  const knownUnit = units.find((each) => each === unit)
  const isWhole = Number.isInteger(count) && count > 0 && count <= 10_000
  if (!knownUnit || !isWhole || (direction !== "PAST" && direction !== "THIS" && direction !== "NEXT")) {
    throw badInput(
      `Invalid relative date ${show(value)}: expected PAST, THIS or NEXT, a number, and one of ${units.join(", ")}, as in PAST_7_DAY`,
      "INVALID_VIEW_DATA",
    )
  }
  const weekStart = ["SUNDAY", "MONDAY", "SATURDAY"].indexOf(String(firstDayOfTheWeek))
  return {
    direction,
    amount: count,
    unit: knownUnit,
    calendar: {
      ...calendar,
      timeZone: isTimeZone(timezone) ? timezone : calendar.timeZone,
      weekStart: weekStart < 0 ? calendar.weekStart : [0, 1, 6][weekStart]!,
    },
  }
}

function partsOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>
  const [span = "", timezone, firstDayOfTheWeek] = String(value).split(";;")
  const [direction, amount, unit] = span.split("_")
  return { direction, amount, unit, timezone, firstDayOfTheWeek }
}

export function isTimeZone(name: unknown): name is string {
  if (typeof name !== "string" || !/^[a-z]/i.test(name)) return false
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }))
  } catch {
    // Not a zone that anybody knows.
    return false
  }
}

// --- the calendar ---------------------------------------------------------------------------------------------------

function wholeUnit(calendar: Calendar, unit: Unit): Span {
  const day = dayOf(calendar.now, calendar.timeZone)
  const first = firstDayOf(day, unit, calendar.weekStart)
  const next = shiftDay(first, unit, 1)
  return spanOf(calendar, startOfDay(first, calendar.timeZone), startOfDay(next, calendar.timeZone), false)
}

function clockUnit(calendar: Calendar, length: number): Span {
  const start = Math.floor(calendar.now.getTime() / length) * length
  return spanOf(calendar, new Date(start), new Date(start + length), false)
}

function spanOf({ timeZone }: Calendar, from: Date, to: Date, isMomentary: boolean): Span {
  const lastDay = dayOf(new Date(Math.max(from.getTime(), to.getTime() - 1)), timeZone)
  return { from, to, firstDay: dayOf(from, timeZone), lastDay, isMomentary }
}

/** The day on which an instant falls in the zone, `YYYY-MM-DD`. */
export function dayOf(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    instant,
  )
}

/** The first instant of the day in the zone: midnight, or one o'clock where the clocks skip it. */
function startOfDay(day: string, timeZone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`)
  // The offset is looked up at a guess first, then at the instant that the guess led to.
  const guess = utc - offsetAt(utc, timeZone)
  const start = utc - offsetAt(guess, timeZone)
  return new Date(dayOf(new Date(start), timeZone) < day ? guess : start)
}

/** Milliseconds that the zone's clocks are ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(instant))
  const [month, day, year, hour, minute, second] = parts
    .filter((part) => part.type !== "literal")
    .map((p) => Number(p.value))
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}

const toDay = (date: Date) => date.toISOString().slice(0, 10)
const fromDay = (day: string) => new Date(`${day}T00:00:00Z`)

function addDays(day: string, count: number): string {
  return toDay(new Date(fromDay(day).getTime() + count * 86_400_000))
}

/** A month after 31 January is the last of February. */
function addMonths(day: string, count: number): string {
  const date = fromDay(day)
  const month = date.getUTCMonth() + count
  const last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
  return toDay(new Date(Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), last))))
}

function shiftDay(day: string, unit: Unit, count: number): string {
  if (unit === "DAY") return addDays(day, count)
  if (unit === "WEEK") return addDays(day, 7 * count)
  return addMonths(day, count * ({ MONTH: 1, QUARTER: 3, YEAR: 12 }[unit as "MONTH"] ?? 0))
}

function firstDayOf(day: string, unit: Unit, weekStart: number): string {
  const date = fromDay(day)
  if (unit === "WEEK") return addDays(day, -((date.getUTCDay() - weekStart + 7) % 7))
  if (unit === "MONTH") return `${day.slice(0, 7)}-01`
  if (unit === "QUARTER")
    return toDay(new Date(Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3, 1)))
  return unit === "YEAR" ? `${day.slice(0, 4)}-01-01` : day
}
