/** Times of the day, and instants, as people write them. */
import { readDay, today } from "./parse-date.ts"
import { instantsOf, type Wall } from "./zoned.ts"

/** "9:30", "930", "9.30", "9p", "9:30 pm", "21h". @returns minutes since midnight; null for what is no time */
export function readTime(text: string): number | null {
  const [, hours, minutes = "0", half] =
    /^(\d{1,2})(?:[:.h]?(\d{2}))?(?:\s?h|\suhr)?(?:\s?([ap])\.?m?\.?)?$/i.exec(text.trim()) ?? []
  if (hours === undefined || Number(minutes) > 59) return null
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : Number(hours)
  return hour > 23 || (half && (Number(hours) > 12 || hours === "0")) ? null : hour * 60 + Number(minutes)
}

/** HH:MM */
export const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`

/** A day, a time or both, where the person is. @returns null for what is neither */
export function readWall(text: string): Wall | null {
  const whole = readDay(text)
  if (whole) return { day: whole, minutes: 0 }
  const words = text.trim().replace(/,/g, " ").split(/\s+/)
  for (const length of [1, 2]) {
    const minutes = readTime(words.slice(-length).join(" "))
    const rest = words.slice(0, -length).join(" ")
    const day = rest === "" ? today() : readDay(rest)
    if (minutes !== null && day) return { day, minutes }
  }
  return null
}

/** As {@link readWall}, or with an offset as in ISO. @returns in UTC, the earlier where clocks show it twice */
export function readInstant(text: string): string | null {
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/i.test(text.trim())) {
    const time = Date.parse(text.trim())
    return Number.isNaN(time) ? null : new Date(time).toISOString()
  }
  const wall = readWall(text.trim().replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:00(\.0+)?)?$/, "$1 $2"))
  return wall && instantsOf(wall)[0]
}
