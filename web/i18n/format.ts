/** Numbers, dates and money as somebody likes them. Formatters are expensive to make, so each is made once. */
import { signal } from "@preact/signals"

export interface Preferences {
  /** for `Intl`; undefined for the browser's own */
  locale: string | undefined
  /** for `Intl`; undefined for the browser's own */
  timeZone: string | undefined
  dates: "SYSTEM" | "MONTH_FIRST" | "DAY_FIRST" | "YEAR_FIRST"
  hours: "SYSTEM" | "HOUR_12" | "HOUR_24"
  numbers: "SYSTEM" | "COMMAS_AND_DOT" | "SPACES_AND_COMMA" | "DOTS_AND_COMMA" | "APOSTROPHE_AND_DOT"
  /** of the week; 0 is Sunday, undefined follows the locale */
  firstDay: number | undefined
}

export const preferences = signal<Preferences>({
  locale: undefined,
  timeZone: undefined,
  dates: "SYSTEM",
  hours: "SYSTEM",
  numbers: "SYSTEM",
  firstDay: undefined,
})

/** Locales whose habits are those that a person has chosen. */
const numberLocales = {
  COMMAS_AND_DOT: "en-US",
  SPACES_AND_COMMA: "fr-FR",
  DOTS_AND_COMMA: "de-DE",
  APOSTROPHE_AND_DOT: "de-CH",
}
const dateLocales = { MONTH_FIRST: "en-US", DAY_FIRST: "en-GB", YEAR_FIRST: "sv-SE" }

const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const { numbers, locale } = preferences.value
  const chosen = numbers === "SYSTEM" ? locale : numberLocales[numbers]
  return remembered(numberFormats, [chosen, options], () => new Intl.NumberFormat(chosen, options))
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { dates, locale } = preferences.value
  const chosen = dates === "SYSTEM" ? locale : dateLocales[dates]
  return remembered(dateFormats, [chosen, options], () => new Intl.DateTimeFormat(chosen, options))
}

function remembered<T>(kept: Map<string, T>, key: unknown, make: () => T): T {
  const text = JSON.stringify(key)
  const known = kept.get(text) ?? make()
  kept.set(text, known)
  return known
}

/** @param decimals how many are shown; as many as there are where undefined */
export function formatNumber(value: number, decimals?: number): string {
  return numberFormat({ minimumFractionDigits: decimals ?? 0, maximumFractionDigits: decimals ?? 10 }).format(value)
}

/** Between thousands, and before the first decimal. */
export function separators(): { group: string | undefined; decimal: string | undefined } {
  const parts = numberFormat({ useGrouping: true, minimumFractionDigits: 1 }).formatToParts(12345.6)
  const of = (type: Intl.NumberFormatPartTypes) => parts.find((part) => part.type === type)?.value
  return { group: of("group"), decimal: of("decimal") }
}

/** A decimal of any length, digit by digit: nothing is rounded. */
export function formatDecimal(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? numberFormat({ maximumFractionDigits: 20 }).format(text as `${number}`) : text
}

export function formatPercent(value: number, decimals?: number): string {
  return numberFormat({
    style: "percent",
    minimumFractionDigits: decimals ?? 0,
    maximumFractionDigits: decimals ?? 2,
  }).format(value)
}

/** @param amount in whole units of the currency */
export function formatCurrency(amount: number, code: string): string {
  if (!/^[A-Z]{3}$/.test(code)) return formatNumber(amount, 2)
  return numberFormat({ style: "currency", currency: code, currencyDisplay: "narrowSymbol" }).format(amount)
}

/** A day, which is the same day wherever one is. @param day YYYY-MM-DD */
export function formatDay(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(date.getTime()) ? day : dateFormat({ ...dayParts(), timeZone: "UTC" }).format(date)
}

/** The order in which day, month and year are written: "dmy", "mdy" or "ymd". */
export function dateOrder(): string {
  const parts = dateFormat({ day: "numeric", month: "numeric", year: "numeric", timeZone: "UTC" }).formatToParts(0)
  return parts.flatMap(({ type }) => (["day", "month", "year"].includes(type) ? type[0]! : [])).join("")
}

/** A day or a part of it in the person's language. @param day YYYY-MM-DD */
export function dayInWords(day: string, options: Intl.DateTimeFormatOptions): string {
  return inLanguage({ ...options, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`))
}

/** Unlike other dates these follow the language, whatever order somebody likes. */
function inLanguage(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale } = preferences.value
  return remembered(dateFormats, ["words", locale, options], () => new Intl.DateTimeFormat(locale, options))
}

/** Of the week, as the locale has it where nothing was chosen; 0 is Sunday. */
export function firstDay(): number {
  const { firstDay: chosen, locale } = preferences.value
  if (chosen !== undefined) return chosen
  const found = new Intl.Locale(locale ?? navigator.language) as Intl.Locale & WeekInfo
  return ((found.getWeekInfo?.() ?? found.weekInfo)?.firstDay ?? 1) % 7
}

/** Browsers have it as the one or the other; Monday is 1 and Sunday 7. */
interface WeekInfo {
  weekInfo?: { firstDay: number }
  getWeekInfo?(): { firstDay: number }
}

/** A time of the day. @param minutes since midnight */
export function formatClock(minutes: number): string {
  const { hours } = preferences.value
  const hour12 = hours === "SYSTEM" ? undefined : hours === "HOUR_12"
  return dateFormat({ hour: "numeric", minute: "2-digit", hour12, timeZone: "UTC" }).format(minutes * 60_000)
}

/** An instant in the person's own time zone. */
export function formatInstant(instant: string): string {
  const { hours } = preferences.value
  const hour12 = hours === "SYSTEM" ? undefined : hours === "HOUR_12"
  return inZone(instant, { ...dayParts(), hour: "numeric", minute: "2-digit", hour12 })
}

/** The whole truth about an instant: with seconds, and in which zone. */
export function describeInstant(instant: string): string {
  return inZone(instant, { dateStyle: "full", timeStyle: "long" })
}

/** "November 2026" */
export function formatMonth(instant: string): string {
  return inZone(instant, { month: "long", year: "numeric" })
}

function inZone(instant: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return instant
  return dateFormat({ ...options, timeZone: preferences.value.timeZone }).format(date)
}

function dayParts(): Intl.DateTimeFormatOptions {
  return preferences.value.dates === "SYSTEM"
    ? { dateStyle: undefined, day: "numeric", month: "short", year: "numeric" }
    : { day: "2-digit", month: "2-digit", year: "numeric" }
}

/** "3 days ago", "in 2 hours". */
export function formatRelative(instant: string, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000
  if (Number.isNaN(seconds)) return instant
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1]
  const { locale } = preferences.value
  const format = remembered(
    relativeFormats,
    locale ?? "",
    () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }),
  )
  return format.format(Math.trunc(seconds / size), unit)
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
]
