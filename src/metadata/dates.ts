/** Dates as people and programs write them → ISO text. A time without an offset is UTC, never the machine's zone. */
import { badInput } from "../errors.ts"
import type { ValueContext } from "./scalar.ts"
import { show } from "./show.ts"

/**
 * → `YYYY-MM-DDTHH:mm:ss.sssZ`, with six digits where the input has more than three. Throws BAD_USER_INPUT.
 *
 * @example
 * parseInstant("2025-01-13T10:30:00+02:00", context) // "2025-01-13T08:30:00.000Z"
 * parseInstant("January 13, 2025", context) // "2025-01-13T00:00:00.000Z"
 */
export function parseInstant(input: unknown, context: ValueContext, subCode = "INVALID_ARGS_FILTER"): string {
  const written = read(input)
  const instant = written && toInstant(written)
  if (!instant) {
    throw badInput(
      `Invalid value ${show(input)} for date-time field "${context.path}". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'`,
      subCode,
    )
  }
  return instant
}

/** → `YYYY-MM-DD`, the day as it is written, whatever the offset. Throws BAD_USER_INPUT. */
export function parseDay(input: unknown, context: ValueContext, subCode = "INVALID_ARGS_FILTER"): string {
  const written = read(input)
  if (!written) {
    throw badInput(
      `Invalid value ${show(input)} for date field "${context.path}". Expected format: 'YYYY-MM-DD'`,
      subCode,
    )
  }
  return new Date(written.midnight).toISOString().slice(0, 10)
}

interface Written {
  /** 00:00 UTC of the day, in milliseconds since 1970 */
  midnight: number
  /** since midnight, in milliseconds, with the offset applied */
  time: number
  /** digits behind the milliseconds; "" when there were none */
  micros: string
}

function read(input: unknown): Written | null {
  if (typeof input !== "string" || input.length > 100) return null
  const text = input.trim()
  for (const { pattern, day } of dayForms) {
    const match = pattern.exec(text)
    if (!match) continue
    const midnight = day(match[1]!, match[2]!, match[3]!)
    const rest = readTime(text.slice(match[0].length))
    return midnight === null || rest === null ? null : { midnight, ...rest }
  }
  return null
}

type Day = (first: string, second: string, third: string) => number | null

const weekday = String.raw`(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?`
const month = String.raw`([a-z]{3,9})\.?`
const day = String.raw`(\d{1,2})(?:st|nd|rd|th)?`

/** Every form begins with the day and may go on with a time. Months come first in the American forms, as JavaScript reads them. */
const dayForms: readonly { pattern: RegExp; day: Day }[] = [
  { pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/, day: (y, m, d) => midnightOf(y, Number(m), d) },
  { pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?!\d)/, day: (y, m, d) => midnightOf(y, Number(m), d) },
  { pattern: /^(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)/, day: (m, d, y) => midnightOf(y, Number(m), d) },
  { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/, day: (m, d, y) => midnightOf(y, Number(m), d) },
  {
    pattern: new RegExp(String.raw`^${weekday}${month}\s+${day},?\s+(\d{4})(?!\d)`, "i"),
    day: (m, d, y) => midnightOf(y, monthNumber(m), d),
  },
  {
    pattern: new RegExp(String.raw`^${weekday}${day}[\s-]+${month},?[\s-]+(\d{4})(?!\d)`, "i"),
    day: (d, m, y) => midnightOf(y, monthNumber(m), d),
  },
]

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
]

/** Month by its English name or the first letters of it; 0 when there is none. */
function monthNumber(name: string): number {
  const start = name.toLowerCase()
  return (start === "sept" ? 8 : months.findIndex((each) => each === start || each.slice(0, 3) === start)) + 1
}

/** null for a day that the calendar does not have. PostgreSQL has no year 0 either. */
function midnightOf(yearText: string, monthOfYear: number, dayText: string): number | null {
  const [year, dayOfMonth] = [Number(yearText), Number(dayText)]
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  const date = new Date(0)
  date.setUTCFullYear(year, monthOfYear - 1, dayOfMonth)
  const exists = year > 0 && date.getUTCMonth() === monthOfYear - 1 && date.getUTCDate() === dayOfMonth
  return exists ? date.getTime() : null
}

const timeForm = new RegExp(
  [
    String.raw`^(?:t|,?\s+(?:at\s+)?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?`,
    String.raw`(?:\s*([ap])\.?m\.?)?`,
    String.raw`\s*(z|utc|gmt)?(?:([+-])(\d{2})(?::?(\d{2}))?)?(?:\s+\([\w\s]+\))?$`,
  ].join(""),
  "i",
)

function readTime(rest: string): { time: number; micros: string } | null {
  if (rest === "") return { time: 0, micros: "" }
  const match = timeForm.exec(rest)
  if (!match) return null
  const [
    ,
    hourText,
    minute = "0",
    second = "0",
    fraction = "",
    half,
    zone,
    sign,
    offsetHour = "0",
    offsetMinute = "0",
  ] = match
  const hour = half ? hourOfHalf(Number(hourText), half) : Number(hourText)
  if (hour > 23 || Number(minute) > 59 || Number(second) > 59) return null
  if (Number(offsetHour) > 15 || Number(offsetMinute) > 59 || (sign && zone?.toLowerCase() === "z")) return null
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1)
  const minutes = hour * 60 + Number(minute) - offset
  return {
    time: minutes * 60_000 + Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0")),
    micros: fraction.length > 3 ? fraction.slice(3, 6).padEnd(3, "0") : "",
  }
}

/** 12 am is midnight, 12 pm is noon; anything past 12 is no hour of a half day. */
function hourOfHalf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.POSITIVE_INFINITY
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0)
}

/** null when the offset carries the instant out of the years that ISO writes with four digits. */
function toInstant({ midnight, time, micros }: Written): string | null {
  const text = new Date(midnight + time).toISOString()
  if (text.length !== 24 || text.startsWith("0000")) return null
  return micros === "" ? text : `${text.slice(0, 23)}${micros}Z`
}
