/** What people type and paste, and the values that it stands for: each field type's `parse`, and its `copy` back again. */
import { afterAll, afterEach, beforeEach, describe, expect, setSystemTime, test } from "bun:test"
import { mistakeIn } from "../../web/editors/json-mistake.ts"
import { kindOf } from "../../web/fields/index.ts"
import { instantsOf, wallOf } from "../../web/fields/zoned.ts"
import { readTime } from "../../web/fields/parse-time.ts"
import { plusMonths } from "../../web/i18n/days.ts"
import { preferences, type Preferences } from "../../web/i18n/format.ts"
import type { FieldModel } from "../../web/model/workspace-model.ts"

const before = preferences.peek()
const like = (change: Partial<Preferences>) => {
  preferences.value = { ...before, locale: "en-GB", timeZone: "Europe/Berlin", ...change }
}

beforeEach(() => {
  like({})
  // A Wednesday.
  setSystemTime(new Date("2025-10-15T10:00:00Z"))
})
afterEach(() => {
  preferences.value = before
})
afterAll(() => {
  setSystemTime()
})

function field(type: FieldModel["type"], rest: Partial<FieldModel> = {}): FieldModel {
  const option = (value: string, label: string, position: number) => ({
    id: value,
    value,
    label,
    color: "blue",
    position,
  })
  const chosen = [option("RED", "Red", 0), option("DARK_BLUE", "Dark blue", 1)]
  const stars = [1, 2, 3, 4, 5].map((n) => option(`RATING_${n}`, String(n), n))
  return {
    id: "id",
    canFill: true,
    defaultValue: null,
    name: "field",
    type,
    label: "Field",
    object: undefined as unknown as FieldModel["object"],
    isSystem: false,
    isNullable: true,
    isUnique: false,
    canEdit: true,
    isLocked: false,
    options: type === "RATING" ? stars : chosen,
    settings: {},
    relation: null,
    targets: [],
    ...rest,
  }
}

/** The value, or "!" and the problem. */
function parsed(text: string, of: FieldModel): unknown {
  const read = kindOf(of).parse!(text, of)
  return "problem" in read ? `!${read.problem}` : read.value
}

const notANumber = "!Enter a number, such as 1250.50."

describe("numbers", () => {
  test.each([
    ["1250.5", 1250.5],
    ["1,250.5", 1250.5],
    ["1 250,5", 1250.5],
    ["1.250,5", 1250.5],
    ["1'250.5", 1250.5],
    ["1,250", 1250],
    ["1,25", 1.25],
    ["-3", -3],
    ["−3", -3],
    ["+3", 3],
    [".5", 0.5],
    ["12k", 12_000],
    ["1.5M", 1_500_000],
    ["2b", 2_000_000_000],
    ["1200*1.2", 1440],
    ["1200 × 1.2", 1440],
    ["0.1+0.2", 0.3],
    ["2+3*4", 14],
    ["(2+3)*4", 20],
    ["10-2-3", 5],
    ["100/8", 12.5],
    ["-(2+1)", -3],
    ["1k+1", 1001],
    ["", null],
    ["  ", null],
    ["4o", notANumber],
    ["1/0", notANumber],
    ["1+", notANumber],
    ["(1", notANumber],
    ["1)", notANumber],
    ["1.2.3", notANumber],
    ["alert(1)", notANumber],
    ["--", notANumber],
  ])("%p is %j", (text, value) => {
    expect(parsed(text, field("NUMBER"))).toEqual(value)
  })

  test.each([
    ["1.250,5", 1250.5],
    ["1250.5", 1250.5],
    ["1.250", 1250],
    ["1,5", 1.5],
    ["1.25", 1.25],
  ])("UI-121 with the habits of German %p is %j", (text, value) => {
    like({ numbers: "DOTS_AND_COMMA" })
    expect(parsed(text, field("NUMBER"))).toEqual(value)
    expect(kindOf({ type: "NUMBER" }).text(1250.5, field("NUMBER"))).toBe("1.250,5")
  })

  test.each([
    [{ decimals: 2 }, "1.25", 1.25],
    [{ decimals: 2 }, "1.255", "!Use up to 2 decimals."],
    [{ dataType: "int" }, "1.5", "!Enter a whole number."],
    [{ dataType: "int" }, "3000000000", "!Must be between -2,147,483,647 and 2,147,483,647."],
    [{ type: "percentage" }, "12", 0.12],
    [{ type: "percentage" }, "7 %", 0.07],
  ])("with %p %p is %j", (settings, text, value) => {
    expect(parsed(text, field("NUMBER", { settings }))).toEqual(value)
  })

  test.each([
    ["0.123456789012345678901234567890", "0.123456789012345678901234567890"],
    ["12345678901234567890123", "12345678901234567890123"],
    ["1.50", "1.50"],
    ["12345678901234567890.5k", "12345678901234567890500"],
    ["99999999999999999999*2", "199999999999999999998"],
    ["9".repeat(1001), "!This number has too many digits (max 1000)."],
  ])("exact decimals keep every digit: %p is %j", (text, value) => {
    expect(parsed(text, field("NUMERIC"))).toBe(value)
  })
})

describe("days", () => {
  const notADate = "!That is not a date. Try 2025-10-14 or next Monday."
  test.each([
    ["2025-10-14", "2025-10-14"],
    ["2025-1-4", "2025-01-04"],
    ["14/10/2025", "2025-10-14"],
    ["14.10.2025", "2025-10-14"],
    ["14. 10. 25", "2025-10-14"],
    ["12/5", "2025-05-12"],
    ["14 Oct 2025", "2025-10-14"],
    ["Oct 14, 2025", "2025-10-14"],
    ["Tue 14 Oct 2025", "2025-10-14"],
    ["14th october", "2025-10-14"],
    ["2025 Oct 14", "2025-10-14"],
    ["3 sept", "2025-09-03"],
    ["today", "2025-10-15"],
    ["Tomorrow", "2025-10-16"],
    ["yesterday", "2025-10-14"],
    ["next mon", "2025-10-20"],
    ["next Wednesday", "2025-10-22"],
    ["friday", "2025-10-17"],
    ["in 3 days", "2025-10-18"],
    ["2 weeks ago", "2025-10-01"],
    ["in 1 month", "2025-11-15"],
    ["+2w", "2025-10-29"],
    ["-3d", "2025-10-12"],
    ["+1y", "2026-10-15"],
    ["end of month", "2025-10-31"],
    ["", null],
    ["32/13", notADate],
    ["2025-02-30", notADate],
    ["someday", notADate],
    ["12", notADate],
    ["next thing", notADate],
    ["oct", notADate],
    ["14 oct 2", notADate],
    ["14 oct 202", notADate],
  ])("UI-122 %p is %j", (text, value) => {
    expect(parsed(text, field("DATE"))).toEqual(value)
  })

  test.each([
    ["MONTH_FIRST", "12/5", "2025-12-05"],
    ["MONTH_FIRST", "12/5/2026", "2026-12-05"],
    ["DAY_FIRST", "12/5", "2025-05-12"],
    ["YEAR_FIRST", "12/5", "2025-12-05"],
  ] as const)("for %s %p is %j", (dates, text, value) => {
    like({ dates })
    expect(parsed(text, field("DATE"))).toBe(value)
  })

  test.each([
    ["morgen", "2025-10-16"],
    ["übermorgen", "2025-10-17"],
    ["in 3 Tagen", "2025-10-18"],
    ["vor 2 Wochen", "2025-10-01"],
    ["montag", "2025-10-20"],
    ["14. Oktober 2025", "2025-10-14"],
    ["tomorrow", "2025-10-16"],
  ])("in German %p is %j", (text, value) => {
    like({ locale: "de-DE" })
    expect(parsed(text, field("DATE"))).toBe(value)
  })

  test.each([
    ["2025-01-31", 1, "2025-02-28"],
    ["2024-03-31", -1, "2024-02-29"],
    ["2025-12-15", 1, "2026-01-15"],
    ["2025-01-15", -13, "2023-12-15"],
    ["0002-10-14", 1, "0002-11-14"],
  ])("%s and %d months are %s", (day, months, then) => {
    expect(plusMonths(day, months)).toBe(then)
  })

  test.each(["SYSTEM", "MONTH_FIRST", "DAY_FIRST", "YEAR_FIRST"] as const)(
    "what is shown for %s is read back",
    (dates) => {
      for (const locale of ["en-GB", "en-US", "de-DE", "fr-FR"]) {
        like({ dates, locale })
        for (const day of ["2025-01-02", "2025-05-31", "2024-12-12", "2025-03-04"]) {
          expect(parsed(kindOf({ type: "DATE" }).text(day, field("DATE"))!, field("DATE"))).toBe(day)
        }
      }
    },
  )
})

describe("times", () => {
  test.each([
    ["9:30", 570],
    ["930", 570],
    ["9.30", 570],
    ["0930", 570],
    ["9p", 1260],
    ["9:30 pm", 1290],
    ["12am", 0],
    ["12 p.m.", 720],
    ["21h", 1260],
    ["1430", 870],
    ["25:00", null],
    ["9:75", null],
    ["13pm", null],
    ["soon", null],
  ])("%p is %p minutes after midnight", (text, minutes) => {
    expect(readTime(text)).toBe(minutes)
  })

  test.each([
    ["2025-10-14T08:30:00Z", "2025-10-14T08:30:00.000Z"],
    ["2025-10-14T10:30:00+02:00", "2025-10-14T08:30:00.000Z"],
    ["2025-10-14 10:30", "2025-10-14T08:30:00.000Z"],
    ["14 Oct 2025, 10:30", "2025-10-14T08:30:00.000Z"],
    ["tomorrow 9p", "2025-10-16T19:00:00.000Z"],
    ["tomorrow 9 pm", "2025-10-16T19:00:00.000Z"],
    ["14/10/2025", "2025-10-13T22:00:00.000Z"],
    ["9:30", "2025-10-15T07:30:00.000Z"],
    ["nonsense", "!That is not a date. Try 2025-10-14 or next Monday."],
  ])("%p in Berlin is %p", (text, value) => {
    expect(parsed(text, field("DATE_TIME"))).toBe(value)
  })

  test.each([
    ["Europe/Berlin", "2025-10-26", 150, ["2025-10-26T00:30:00.000Z", "2025-10-26T01:30:00.000Z"]],
    ["Europe/Berlin", "2025-03-30", 150, ["2025-03-30T01:30:00.000Z"]],
    ["Europe/Berlin", "2025-07-01", 0, ["2025-06-30T22:00:00.000Z"]],
    ["America/New_York", "2025-11-02", 90, ["2025-11-02T05:30:00.000Z", "2025-11-02T06:30:00.000Z"]],
    ["Asia/Kolkata", "2025-01-01", 330, ["2025-01-01T00:00:00.000Z"]],
    ["Pacific/Auckland", "2025-01-01", 600, ["2024-12-31T21:00:00.000Z"]],
  ])("in %s clocks show %s at minute %p at %j", (timeZone, day, minutes, instants) => {
    like({ timeZone })
    expect<string[]>(instantsOf({ day, minutes })).toEqual(instants)
    if (instants.length > 1 || day !== "2025-03-30") expect(wallOf(instants[0]!)).toEqual({ day, minutes })
  })
})

describe("money", () => {
  const money = (currencyCode: string, amountMicros: number | string) => ({ amountMicros, currencyCode })
  test.each([
    ["€1,250.50", money("EUR", 1_250_500_000)],
    ["1.250,50 €", money("EUR", 1_250_500_000)],
    ["USD 12", money("USD", 12_000_000)],
    ["12 usd", money("USD", 12_000_000)],
    ["$12k", money("USD", 12_000_000_000)],
    ["-£3.10", "!Enter an amount, such as 1250.50."],
    ["£-3.10", money("GBP", -3_100_000)],
    ["12 zł", money("PLN", 12_000_000)],
    ["R$ 5", money("BRL", 5_000_000)],
    ["€0.000001", money("EUR", 1)],
    ["€9007199254.740993", money("EUR", "9007199254740993")],
    ["€1.2+1", money("EUR", 2_200_000)],
    ["€", "!Enter an amount, such as 1250.50."],
    ["lots", "!Enter an amount, such as 1250.50."],
  ])("%p is %j", (text, value) => {
    expect(parsed(text, field("CURRENCY"))).toEqual(value)
  })
})

describe("texts of other types", () => {
  const emails = (primaryEmail: string, ...additionalEmails: string[]) => ({ primaryEmail, additionalEmails })
  const link = (url: string, ...others: string[]) => ({
    primaryLinkUrl: url,
    primaryLinkLabel: "",
    secondaryLinks: others.map((each) => ({ url: each, label: "" })),
  })
  const cases: [FieldModel["type"], string, unknown][] = [
    ["TEXT", "  a\n  b ", "a b"],
    ["TEXT", "", ""],
    ["FULL_NAME", "Ana Silva", { firstName: "Ana", lastName: "Silva" }],
    ["FULL_NAME", "Ana", { firstName: "Ana", lastName: "" }],
    ["FULL_NAME", "Silva Costa, Ana Maria", { firstName: "Ana Maria", lastName: "Silva Costa" }],
    ["FULL_NAME", "", { firstName: "", lastName: "" }],
    ["SELECT", "dark BLUE", "DARK_BLUE"],
    ["SELECT", "", null],
    ["SELECT", "green", "!Choose one of the listed options."],
    ["MULTI_SELECT", "red, Dark blue;RED", ["RED", "DARK_BLUE"]],
    ["MULTI_SELECT", "red, green", "!Choose one of the listed options."],
    ["MULTI_SELECT", "", null],
    ["RATING", "3", "RATING_3"],
    ["RATING", "3 of 5", "RATING_3"],
    ["RATING", "RATING_4", "RATING_4"],
    ["RATING", "0", null],
    ["RATING", "6", "!Pick a rating from 0 to 5."],
    ["RATING", "good", "!Pick a rating from 0 to 5."],
    ["BOOLEAN", "yes", true],
    ["BOOLEAN", "0", false],
    ["BOOLEAN", "maybe", "!Type Yes or No."],
    ["EMAILS", "Ana@Acme.test", emails("ana@acme.test")],
    ["EMAILS", "a@x.test; b@x.test c@x.test,a@x.test", emails("a@x.test", "b@x.test", "c@x.test")],
    ["EMAILS", "Ana Silva <ana@x.test>, Bob <bob@x.test>", emails("ana@x.test", "bob@x.test")],
    ["EMAILS", "a@x.test nobody", "!‘nobody’ is not an e-mail address."],
    ["EMAILS", "a@b", "!‘a@b’ is not an e-mail address."],
    ["EMAILS", "", emails("")],
    ["LINKS", "acme.test", link("https://acme.test")],
    ["LINKS", "http://a.test/x,y https://b.test", link("http://a.test/x,y", "https://b.test")],
    ["LINKS", "javascript:alert(1)", "!Only http and https links are allowed."],
    ["LINKS", "data:text/html,x", "!Only http and https links are allowed."],
    ["LINKS", "nowhere", "!‘nowhere’ is not a web address."],
    ["ARRAY", "a, b;c\na", ["a", "b", "c"]],
    ["ARRAY", '["a, b","c"]', ["a, b", "c"]],
    ["ARRAY", "", null],
    ["RAW_JSON", '{"a": [1, 2]}', { a: [1, 2] }],
    ["RAW_JSON", "5", '!Enter an object, such as {"a": 1}, or a list.'],
    ["RAW_JSON", "", null],
    ["RICH_TEXT", "# Hi\n\nthere", { markdown: "# Hi\n\nthere" }],
  ]
  test.each(cases)("%s: %p is %j", (type, text, value) => {
    expect(parsed(text, field(type))).toEqual(value)
  })

  test("a domain is what is kept of an address where domains alone are", () => {
    const domain = field("LINKS", { settings: { type: "domain" } })
    expect(parsed("https://Acme.test/about?x=1", domain)).toEqual(link("https://acme.test"))
  })

  test("text of several lines keeps them where the field has room", () => {
    expect(parsed("a\nb", field("TEXT", { settings: { displayedMaxRows: 4 } }))).toBe("a\nb")
  })

  test.each([
    ['{\n  "a": 1,\n  b: 2\n}', "unexpected ‘b’ at line 3, column 3"],
    ['{"a": [1,]}', "unexpected ‘]’ at line 1, column 10"],
    ['{"a": 1', "something is missing at line 1, column 8"],
    ['{"a" 1}', "unexpected ‘1’ at line 1, column 6"],
    ['{"a": 01}', "unexpected ‘1’ at line 1, column 8"],
    ['{"a": "x\ny"}', 'unexpected ‘"’ at line 1, column 7'],
    ["[1] 2", "unexpected ‘2’ at line 1, column 5"],
    ["nul", "unexpected ‘n’ at line 1, column 1"],
  ])("JSON that is none, %j, is told with its place", (text, problem) => {
    expect(parsed(text, field("RAW_JSON"))).toBe("!Not valid JSON.")
    expect(mistakeIn(text)).toBe(`Not valid JSON: ${problem}.`)
  })

  test.each([
    ["+351 912 345 678", { primaryPhoneNumber: "+351 912 345 678", additionalPhones: [] }],
    ["0044 20 7946 0018", { primaryPhoneNumber: "+44 20 7946 0018" }],
    ["+1 415 555 2671 ext. 9", { primaryPhoneNumber: "+1 415 555 2671 ext. 9" }],
  ])("the phone number %p is read as %j", (text, value) => {
    expect(parsed(text, field("PHONES"))).toMatchObject(value)
  })

  test.each([
    ["912345678", "!Choose a country code."],
    ["call me", "!‘call me’ does not look like a phone number."],
  ])("the phone number %p is refused", (text, problem) => {
    expect(parsed(text, field("PHONES"))).toBe(problem)
  })

  const address = { addressStreet2: "", addressState: "", addressLat: null, addressLng: null }
  test.each([
    [
      "Rua Augusta 1\n1100-053 Lisboa\nPortugal",
      {
        addressStreet1: "Rua Augusta 1",
        addressPostcode: "1100-053",
        addressCity: "Lisboa",
        addressCountry: "Portugal",
      },
    ],
    [
      "10 Downing St, London SW1A 2AA, United Kingdom",
      {
        addressStreet1: "10 Downing St",
        addressPostcode: "SW1A 2AA",
        addressCity: "London",
        addressCountry: "United Kingdom",
      },
    ],
    ["Berlin, Germany", { addressStreet1: "", addressPostcode: "", addressCity: "Berlin", addressCountry: "Germany" }],
    ["Berlin", { addressStreet1: "", addressPostcode: "", addressCity: "Berlin", addressCountry: "" }],
  ])("the address %p is split", (text, parts) => {
    expect(parsed(text, field("ADDRESS"))).toEqual({ ...address, ...parts })
  })
})

describe("what is copied is read back", () => {
  const phone = { number: "912345678", callingCode: "", countryCode: "" }
  const cases: [FieldModel["type"], unknown][] = [
    ["TEXT", "Acme"],
    ["NUMBER", 1250.5],
    ["NUMBER", 1e-7],
    ["NUMBER", 1e21],
    ["NUMERIC", "0.10"],
    ["BOOLEAN", true],
    ["DATE", "2025-10-14"],
    ["DATE_TIME", "2025-10-26T01:30:00.000Z"],
    ["SELECT", "DARK_BLUE"],
    ["MULTI_SELECT", ["DARK_BLUE", "RED"]],
    ["RATING", "RATING_2"],
    ["CURRENCY", { amountMicros: 1_250_500_000, currencyCode: "EUR" }],
    ["CURRENCY", { amountMicros: -1, currencyCode: "USD" }],
    ["FULL_NAME", { firstName: "Ana Maria", lastName: "Silva Costa" }],
    ["FULL_NAME", { firstName: "Ana", lastName: "Silva Costa" }],
    ["EMAILS", { primaryEmail: "a@x.test", additionalEmails: ["b@x.test"] }],
    [
      "LINKS",
      {
        primaryLinkUrl: "https://x.test",
        primaryLinkLabel: "",
        secondaryLinks: [{ url: "https://y.test", label: "" }],
      },
    ],
    [
      "PHONES",
      {
        primaryPhoneNumber: "+351 912345678",
        primaryPhoneCallingCode: "",
        primaryPhoneCountryCode: "",
        additionalPhones: [{ ...phone, number: "+44 2079460018" }],
      },
    ],
    [
      "ADDRESS",
      {
        addressStreet1: "Rua A, 1",
        addressStreet2: "",
        addressPostcode: "1100",
        addressCity: "Lisboa",
        addressState: "",
        addressCountry: "Portugal",
        addressLat: null,
        addressLng: null,
      },
    ],
    ["ARRAY", ["a", "b, c", "d"]],
    ["ARRAY", ["a", "b"]],
    ["RAW_JSON", { a: [1, { b: null }] }],
    ["RICH_TEXT", { markdown: "# A\n\nb" }],
  ]
  test.each(cases)("%s: %j", (type, value) => {
    const of = field(type)
    const kind = kindOf(of)
    expect(parsed(kind.copy?.(value, of) ?? kind.text(value, of)!, of)).toEqual(value)
  })
})

test.each(["TEXT", "NUMBER", "DATE", "SELECT", "EMAILS", "ADDRESS", "CURRENCY", "RELATION"] as const)(
  "a %s that is needed is not cleared",
  (type) => {
    const relation = {
      kind: "MANY_TO_ONE",
      target: undefined as unknown as FieldModel["object"],
      inverseId: "",
    } as const
    const needed = field(type, { isNullable: false, ...(type === "RELATION" && { relation }) })
    expect(kindOf(needed).cleared!(needed)).toEqual({ problem: "Field is needed." })
  },
)
