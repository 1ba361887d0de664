/** Days as text, YYYY-MM-DD, which are the same days wherever one is; and what is reckoned with them. */

const millis = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayAt = (time: number) => new Date(time).toISOString().slice(0, 10)

/** @returns null for a day that no calendar has */
export function dayOf(year: number, month: number, day: number): string | null {
  const text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`
  const time = millis(text)
  return !Number.isNaN(time) && dayAt(time) === text ? text : null
}

export const plusDays = (day: string, days: number): string => dayAt(millis(day) + days * 86_400_000)

/** In a shorter month its last day. */
export function plusMonths(day: string, months: number): string {
  const first = new Date(millis(firstOfMonth(day)))
  first.setUTCMonth(first.getUTCMonth() + months)
  const next = new Date(first)
  next.setUTCMonth(next.getUTCMonth() + 1)
  const length = (next.getTime() - first.getTime()) / 86_400_000
  return plusDays(dayAt(first.getTime()), Math.min(Number(day.slice(8)), length) - 1)
}

export const firstOfMonth = (day: string): string => `${day.slice(0, 8)}01`

export const endOfMonth = (day: string): string => plusDays(plusMonths(firstOfMonth(day), 1), -1)

/** 0 is Sunday. */
export const weekday = (day: string): number => new Date(millis(day)).getUTCDay()

/** The next day that is one, after this. */
export const nextWeekday = (day: string, wanted: number): string => plusDays(day, ((wanted - weekday(day) + 6) % 7) + 1)
