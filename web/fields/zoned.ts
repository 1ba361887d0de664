/** What the clocks show where somebody is, and the instants at which they show it. */
import { preferences } from "../i18n/format.ts"
import { once } from "../i18n/once.ts"

export interface Wall {
  /** YYYY-MM-DD */
  day: string
  /** since midnight */
  minutes: number
}

export function wallOf(instant: string): Wall {
  const time = Date.parse(instant)
  const shown = new Date(time + offsetAt(time)).toISOString()
  return { day: shown.slice(0, 10), minutes: Number(shown.slice(11, 13)) * 60 + Number(shown.slice(14, 16)) }
}

/**
 * One, or two where clocks are set back over that hour, the earlier first. An hour that is left out in spring is the one
 * after it.
 */
export function instantsOf({ day, minutes }: Wall): [string, ...string[]] {
  const shown = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000
  const aDay = 86_400_000
  const [before, after] = [offsetAt(shown - aDay), offsetAt(shown + aDay)]
  const right = [...new Set([before, after])].filter((offset) => offsetAt(shown - offset) === offset)
  const [first = before, ...others] = right.toSorted((a, b) => b - a)
  const instant = (offset: number) => new Date(shown - offset).toISOString()
  return [instant(first), ...others.map(instant)]
}

/** Milliseconds by which clocks there are ahead of UTC. */
function offsetAt(time: number): number {
  const parts = clockIn(preferences.value.timeZone).formatToParts(time)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)!.value)
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"))
  return shown - Math.floor(time / 1000) * 1000
}

const clockIn = once(
  (timeZone: string | undefined) =>
    new Intl.DateTimeFormat("en-US", {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      hourCycle: "h23",
      timeZone,
    }),
)
