/** Dates in buckets: days, weeks, months …, as seen on the calendar of a time zone. */
import { join, literal, raw, sql, type Sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"

export const granularities = [
  "DAY",
  "MONTH",
  "QUARTER",
  "YEAR",
  "WEEK",
  "DAY_OF_THE_WEEK",
  "MONTH_OF_THE_YEAR",
  "QUARTER_OF_THE_YEAR",
  "NONE",
] as const

type Granularity = (typeof granularities)[number]

export const weekStartDays = ["MONDAY", "SUNDAY", "SATURDAY"] as const

export interface Bucketing {
  granularity: Exclude<Granularity, "NONE">
  timeZone: string
  /** days that the week begins before Monday */
  weekShift: number
}

/**
 * `{ granularity: "MONTH", timeZone: "Europe/Paris" }` → how to group; null for the values themselves (`true`, NONE).
 * Throws MISSING_TIMEZONE_FOR_DATE_GROUP_BY, INVALID_TIMEZONE.
 */
export function readBucketing(asked: unknown, path: string): Bucketing | null {
  if (asked === true) return null
  if (typeof asked !== "object" || asked === null || Array.isArray(asked)) {
    throw badInput(`Field "${path}" is grouped by a granularity: {granularity: MONTH, timeZone: "UTC"}`)
  }
  const { granularity, timeZone, weekStartDay } = asked as Record<string, unknown>
  const zone = readTimeZone(timeZone)
  const known = readOneOf(granularities, granularity ?? "NONE", `granularity of "${path}"`)
  if (known === "NONE") return null
  if (zone === null && isCalendar(known)) throw missingTimeZone()
  const start = readOneOf(weekStartDays, weekStartDay ?? "MONDAY", `weekStartDay of "${path}"`)
  return { granularity: known, timeZone: zone ?? "UTC", weekShift: weekStartDays.indexOf(start) }
}

function readOneOf<T extends string>(allowed: readonly T[], value: unknown, what: string): T {
  const known = allowed.find((each) => each === value)
  if (known) return known
  throw badInput(`Invalid ${what}: ${String(value)}. Valid values are: ${allowed.join(", ")}`)
}

const isCalendar = (granularity: Granularity) => calendarUnits.has(granularity)

function missingTimeZone() {
  return badInput(
    "Time zone should be specified for a group by date on Day, Week, Month, Quarter or Year",
    "MISSING_TIMEZONE_FOR_DATE_GROUP_BY",
  )
}

const knownZones = new Set<string>()

/** Only names: what looks like an offset means the opposite to PostgreSQL. */
function readTimeZone(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value !== "string" || !/^[a-z]/i.test(value)) throw invalidTimeZone(value)
  if (knownZones.has(value)) return value
  try {
    new Intl.DateTimeFormat("en", { timeZone: value })
  } catch {
    throw invalidTimeZone(value)
  }
  knownZones.add(value)
  return value
}

function invalidTimeZone(value: unknown) {
  return badInput(`Invalid timezone: ${String(value)}`, "INVALID_TIMEZONE")
}

// --- SQL ------------------------------------------------------------------------------------------------------------

/** What a bucket is grouped, shown and sorted by. */
export interface Bucket {
  key: Sql
  json(value: Sql): Sql
  sort(value: Sql): Sql
}

const calendarUnits = new Map<Granularity, string>([
  ["DAY", "day"],
  ["WEEK", "week"],
  ["MONTH", "month"],
  ["QUARTER", "quarter"],
  ["YEAR", "year"],
])

const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
]
const quarterNames = ["Q1", "Q2", "Q3", "Q4"]

/** @param isDay the value is a day already, which is the same day in every zone */
export function bucketOf(value: Sql, isDay: boolean, { granularity, timeZone, weekShift }: Bucketing): Bucket {
  const local = isDay ? sql`${value}::timestamp` : sql`(${value} at time zone ${timeZone}::text)`
  const same = (each: Sql) => each
  switch (granularity) {
    case "DAY_OF_THE_WEEK":
      return named(local, "isodow", dayNames, (each) => sql`(${each} + ${raw(String(weekShift + 6))}) % 7`)
    case "MONTH_OF_THE_YEAR":
      return named(local, "month", monthNames, same)
    case "QUARTER_OF_THE_YEAR":
      return named(local, "quarter", quarterNames, same)
    case "WEEK": {
      const shift = raw(`interval '${weekShift} day'`)
      return { key: sql`(date_trunc('week', ${local} + ${shift}) - ${shift})::date`, json: same, sort: same }
    }
    default:
      return {
        key: sql`date_trunc(${literal(calendarUnits.get(granularity)!)}, ${local})::date`,
        json: same,
        sort: same,
      }
  }
}

/** Grouped and sorted by number, shown by name. */
function named(local: Sql, unit: string, names: readonly string[], sort: Bucket["sort"]): Bucket {
  return {
    key: sql`extract(${raw(unit)} from ${local})::int`,
    json: (each) => sql`(array[${join(names.map(literal))}])[${each}]`,
    sort,
  }
}
