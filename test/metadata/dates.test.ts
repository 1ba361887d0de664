import { describe, expect, test } from "bun:test"
import { parseDay, parseInstant } from "../../src/metadata/dates.ts"
import type { FieldShape } from "../../src/metadata/schema.ts"

const field: FieldShape = {
  name: "at",
  type: "DATE_TIME",
  isNullable: true,
  defaultValue: null,
  options: null,
  settings: {},
  column: "at",
  columnType: null,
}
const context = { path: "at", field }

describe("parseInstant", () => {
  test.each([
    ["2025-01-13", "2025-01-13T00:00:00.000Z"],
    ["2025-01-13T10:30", "2025-01-13T10:30:00.000Z"],
    ["2025-01-13 10:30:05", "2025-01-13T10:30:05.000Z"],
    ["2025-01-13T10:30:05.1Z", "2025-01-13T10:30:05.100Z"],
    ["2025-01-13T10:30:05.123456Z", "2025-01-13T10:30:05.123456Z"],
    ["2025-01-13T10:30:05.1234+00", "2025-01-13T10:30:05.123400Z"],
    ["2025-01-13T00:30:00+02:00", "2025-01-12T22:30:00.000Z"],
    ["2025-01-13T23:30:00-0130", "2025-01-14T01:00:00.000Z"],
    ["2025/01/13", "2025-01-13T00:00:00.000Z"],
    ["01-13-2025", "2025-01-13T00:00:00.000Z"],
    ["01/13/2025 1:05 PM", "2025-01-13T13:05:00.000Z"],
    ["January 13, 2025", "2025-01-13T00:00:00.000Z"],
    ["13 January 2025", "2025-01-13T00:00:00.000Z"],
    ["Jan 13 2025 10:30", "2025-01-13T10:30:00.000Z"],
    ["Mon, 13 Jan 2025 10:30:00 GMT", "2025-01-13T10:30:00.000Z"],
    ["Mon Jan 13 2025 10:30:00 GMT+0100 (Central European Standard Time)", "2025-01-13T09:30:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["0099-01-01", "0099-01-01T00:00:00.000Z"],
  ])("%s", (input, instant) => expect(parseInstant(input, context)).toBe(instant))
})

describe("parseDay", () => {
  test.each([
    ["2025-01-13", "2025-01-13"],
    ["2025-01-13T00:30:00+02:00", "2025-01-13"],
    ["2025-01-13T23:30:00-05:00", "2025-01-13"],
    ["13 January 2025", "2025-01-13"],
  ])("%s", (input, day) => expect(parseDay(input, context)).toBe(day))
})

const refused: unknown[] = [
  "2024",
  "2024-01",
  "2025-02-30",
  "2025-13-01",
  "13/01/2025",
  "0000-01-01",
  "",
  " ",
  "hello",
  "Foo 13 2025",
  "20250113",
  "2025-01-13T25:00",
  "2025-01-13T10:60",
  "2025-01-13T10:30:00Z+01",
  "2025-01-13 13:00 pm",
  "2025-01-13x",
  "2025-01-133",
  20250113,
  new Date(0),
  null,
  undefined,
  {},
  [],
]

test("what is no date is refused", () => {
  for (const input of refused) {
    expect(() => parseDay(input, context)).toThrow(/for date field "at". Expected format: 'YYYY-MM-DD'$/)
    expect(() => parseInstant(input, context)).toThrow(
      /for date-time field "at". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'$/,
    )
  }
})

test("instants beyond the years of four digits are refused", () => {
  for (const input of ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00"]) {
    expect(() => parseInstant(input, context)).toThrow("Invalid value")
  }
})

test("messages quote what was sent", () => {
  expect(() => parseDay("2024", { ...context, path: "day" })).toThrow(
    `Invalid value '2024' for date field "day". Expected format: 'YYYY-MM-DD'`,
  )
})
