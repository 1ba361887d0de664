/** Days as people write them: in their order or ISO, with names of months, in part ("12/5"), or in words ("next Monday"). */
import { t } from "../i18n/fields/index.ts"
import { en } from "../i18n/fields/en.ts"
import { dateOrder, preferences } from "../i18n/format.ts"
import { once } from "../i18n/once.ts"
import { dayOf, endOfMonth, nextWeekday, plusDays, plusMonths } from "../i18n/days.ts"
import { wallOf } from "./zoned.ts"

export const today = (): string => wallOf(new Date().toISOString()).day

/** @returns YYYY-MM-DD; null for what is no day */
export function readDay(text: string, now = today()): string | null {
  const plain = text.trim().toLowerCase().replace(/\s+/g, " ")
  return readNumbers(plain, now) ?? readNamed(plain, now) ?? readWords(plain, now)
}

// --- in figures -------------------------------------------------------------------------------------------------------

function readNumbers(text: string, now: string): string | null {
  const [, first, second, third] = /^(\d{1,4})[./-] ?(\d{1,2})(?:[./-] ?(\d{4}|\d{1,2}))?\.?$/.exec(text) ?? []
  if (first === undefined || (third?.length === 1 && first.length < 4)) return null
  const order = first.length === 4 ? "ymd" : third === undefined || dateOrder() !== "ymd" ? dateOrder() : "dmy"
  const names = third === undefined ? order.replace("y", "") : order
  const parts = Object.fromEntries([first, second, third].map((part, i) => [names[i], part]))
  return dayOf(yearOf(parts.y, now), Number(parts.m), Number(parts.d))
}

const yearOf = (text: string | undefined, now: string): number =>
  text === undefined ? Number(now.slice(0, 4)) : text.length === 2 ? 2000 + Number(text) : Number(text)

// --- with a name ------------------------------------------------------------------------------------------------------

/** "14 Oct 2025", "Oct 14, 2025", "Tue 14 October". */
function readNamed(text: string, now: string): string | null {
  const words = text.split(/[\s,.]+/).filter((word) => word !== "" && indexIn(weekdays(), word) < 0)
  const month = words.findIndex((word) => indexIn(months(), word) >= 0)
  const numbers = words.filter((_, i) => i !== month).map((word) => word.replace(/(?<=\d)(st|nd|rd|th)$/, ""))
  if (month < 0 || numbers.length === 0 || numbers.length > 2 || !numbers.every((each) => /^\d+$/.test(each)))
    return null
  const [day, year] = numbers[0]!.length === 4 ? numbers.toReversed() : numbers
  if (year !== undefined && year.length !== 2 && year.length !== 4) return null
  return dayOf(yearOf(year, now), indexIn(months(), words[month]!) + 1, Number(day))
}

/** Names begin alike in every length that people use: "sep", "sept", "september". */
const indexIn = (names: readonly string[], word: string): number =>
  word.length < 2 || /\d/.test(word)
    ? -1
    : names.findIndex((name) => name === word || (word.length > 2 && name.startsWith(word))) % 12

const months = () => namesOf("month", preferences.value.locale)
/** From Sunday on. */
const weekdays = () => namesOf("weekday", preferences.value.locale)

type Part = "month" | "weekday"

/** In the person's language, then in English, long and short: twelve of each, so that the place says which. */
const namesOf = once((part: Part, locale: string | undefined): readonly string[] =>
  [locale, "en"].flatMap((language) =>
    (["long", "short"] as const).flatMap((style) => {
      const format = new Intl.DateTimeFormat(language, { [part]: style, timeZone: "UTC" })
      const nameAt = (i: number) => format.format(part === "month" ? Date.UTC(2024, i) : Date.UTC(2024, 8, 1 + i))
      return Array.from({ length: 12 }, (_, i) => nameAt(i).toLowerCase().replace(/\.$/, ""))
    }),
  ),
)

// --- in words ---------------------------------------------------------------------------------------------------------

function readWords(text: string, now: string): string | null {
  const [, sign, count, unit] = /^([+-]) ?(\d{1,4}) ?([dwmy])$/.exec(text) ?? []
  if (unit) return plus(now, Number(`${sign}${count}`), unit)
  if ([t().dateWords.monthEnd, en.dateWords.monthEnd].includes(text)) return endOfMonth(now)
  const [, name] =
    new RegExp(`^(?:(?:${t().dateWords.next}|${en.dateWords.next}) )?(\\p{L}{2,})\\.?$`, "u").exec(text) ?? []
  const wanted = name === undefined ? -1 : indexIn(weekdays(), name)
  if (wanted >= 0) return nextWeekday(now, wanted % 7)
  return readDistance(text, now)
}

/** "today", "tomorrow", "in 3 days", "2 weeks ago": as the browser would say it. */
function readDistance(text: string, now: string): string | null {
  const number = Number(/\d{1,4}/.exec(text)?.[0] ?? Number.NaN)
  const counts = Number.isNaN(number) ? [0, 1, -1, 2, -2] : [number, -number]
  for (const locale of [preferences.value.locale, "en"]) {
    const format = distances(locale, Number.isNaN(number) ? "auto" : "always")
    for (const unit of Number.isNaN(number) ? (["day"] as const) : (["day", "week", "month", "year"] as const)) {
      const count = counts.find((each) => format.format(each, unit).toLowerCase() === text)
      if (count !== undefined) return plus(now, count, unit[0]!)
    }
  }
  return null
}

const distances = once(
  (locale: string | undefined, numeric: "auto" | "always") => new Intl.RelativeTimeFormat(locale, { numeric }),
)

function plus(now: string, count: number, unit: string): string {
  if (unit === "d" || unit === "w") return plusDays(now, unit === "w" ? 7 * count : count)
  return plusMonths(now, unit === "y" ? 12 * count : count)
}
