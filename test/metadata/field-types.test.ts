import { describe, expect, test } from "bun:test"
import { AppError } from "../../src/errors.ts"
import { fieldTypes } from "../../src/metadata/field-types/index.ts"
import { fieldTypeNames, type FieldShape, type FieldTypeName, type Json } from "../../src/metadata/schema.ts"

interface Case {
  field?: Partial<FieldShape>
  /** input, what is stored on create, and on update where that differs */
  accepts: [unknown, unknown, unknown?][]
  /** input, message, subCode where it is not INVALID_ARGS_DATA */
  refuses: [unknown, string, string?][]
}

const id = "0190c0de-0000-4000-8000-000000000001"
const options = ["RED", "BLUE"].map((value, position) => ({ id: value, value, label: value, color: "red", position }))
const noPhones = {
  primaryPhoneNumber: "",
  primaryPhoneCountryCode: "",
  primaryPhoneCallingCode: "",
  additionalPhones: [],
}
const french = { primaryPhoneNumber: "612345678", primaryPhoneCountryCode: "FR", primaryPhoneCallingCode: "+33" }
const noAddress = {
  addressStreet1: "",
  addressStreet2: "",
  addressCity: "",
  addressPostcode: "",
  addressState: "",
  addressCountry: "",
  addressLat: null,
  addressLng: null,
}
const noActor = { source: "MANUAL", workspaceMemberId: null, name: "", context: {} }
const noLinks = { primaryLinkLabel: "", primaryLinkUrl: "", secondaryLinks: [] }
const acme = (primaryLinkUrl: string) => ({ ...noLinks, primaryLinkUrl })
const badUrl = "The URL of the link is not valid"

const cases: Record<FieldTypeName, Case> = {
  ACTOR: {
    accepts: [
      [null, noActor],
      [{ source: "API" }, { ...noActor, source: "API" }, { source: "API" }],
    ],
    refuses: [
      [
        { source: "X" },
        'Invalid value "X" for field "f.source". Valid values are: EMAIL, CALENDAR, WORKFLOW, AGENT, API, IMPORT, MANUAL, SYSTEM, WEBHOOK, APPLICATION',
      ],
      [{ workspaceMemberId: "x" }, `Invalid UUID value 'x' for field "f.workspaceMemberId"`],
    ],
  },
  ADDRESS: {
    accepts: [
      [null, noAddress],
      [
        { addressCity: "Paris", addressLat: "48.8" },
        { ...noAddress, addressCity: "Paris", addressLat: 48.8 },
        { addressCity: "Paris", addressLat: 48.8 },
      ],
    ],
    refuses: [
      [{ addressLat: " " }, `Invalid number value ' ' for field "f.addressLat"`],
      [{ addressCity: 5 }, 'Invalid string value 5 for text field "f.addressCity"'],
      ["Paris", `Invalid object value 'Paris' for address field "f"`],
    ],
  },
  ARRAY: {
    accepts: [
      [null, null],
      [[], null],
      ["a", ["a"]],
      [
        ["a", "b\u0000"],
        ["a", "b"],
      ],
    ],
    refuses: [[[1], 'Invalid array value [1] for field "f"']],
  },
  BOOLEAN: {
    accepts: [
      [true, true],
      [null, null],
    ],
    refuses: [["true", `Invalid boolean value 'true' for field "f"`]],
  },
  CURRENCY: {
    accepts: [
      [null, { amountMicros: null, currencyCode: "" }],
      [{ amountMicros: "1500000.9" }, { amountMicros: 1500000, currencyCode: "" }, { amountMicros: 1500000 }],
      [
        { amountMicros: "9007199254740993", currencyCode: "USD" },
        { amountMicros: "9007199254740993", currencyCode: "USD" },
      ],
    ],
    refuses: [
      [{ amountMicros: "x" }, `Invalid number value 'x' for currency field "f.amountMicros"`],
      [{ foo: 1 }, 'Invalid subfield foo for currency field "f". It has: amountMicros, currencyCode'],
      [{ toString: 1 }, 'Invalid subfield toString for currency field "f". It has: amountMicros, currencyCode'],
    ],
  },
  DATE: {
    accepts: [
      [null, null],
      ["", null],
      ["January 13, 2025", "2025-01-13"],
    ],
    refuses: [["2024", `Invalid value '2024' for date field "f". Expected format: 'YYYY-MM-DD'`]],
  },
  DATE_TIME: {
    accepts: [
      [null, null],
      ["2025-01-13", "2025-01-13T00:00:00.000Z"],
    ],
    refuses: [["hello", `Invalid value 'hello' for date-time field "f". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'`]],
  },
  EMAILS: {
    accepts: [
      [null, { primaryEmail: "", additionalEmails: [] }],
      [
        { primaryEmail: " Ada@ACME.com" },
        { primaryEmail: "ada@acme.com", additionalEmails: [] },
        { primaryEmail: "ada@acme.com" },
      ],
      [{ additionalEmails: '["B@c.de","b@c.de"]' }, { primaryEmail: "", additionalEmails: ["b@c.de"] }],
      [
        { primaryEmail: null, additionalEmails: null },
        { primaryEmail: "", additionalEmails: [] },
      ],
    ],
    refuses: [
      ...["nope", "a@b", "a b@c.de", "a@b..de", ".a@b.de", "a@-b.de"].map((email): [unknown, string] => [
        { primaryEmail: email },
        `Invalid string value '${email}' for email field "f.primaryEmail"`,
      ]),
      [{ additionalEmails: [5] }, 'Invalid string value 5 for email field "f.additionalEmails"'],
      [{ additionalEmails: "x" }, `Invalid array value 'x' for field "f.additionalEmails"`],
    ],
  },
  FILES: {
    field: { settings: { maxNumberOfValues: 1 } },
    accepts: [
      [null, null],
      [[], null],
      [[{ fileId: id, label: "a", url: "u" }], [{ fileId: id, label: "a" }]],
    ],
    refuses: [
      [[{ fileId: "x" }], `Invalid UUID value 'x' for field "f.fileId"`],
      [[{ fileId: id }, { fileId: id }], 'Too many files for field "f": it holds up to 1'],
      [[{ fileId: id, size: 1 }], 'Invalid key size for files field "f". A file has: fileId, label'],
    ],
  },
  FULL_NAME: {
    accepts: [
      [{ firstName: "Ada", lastName: undefined }, { firstName: "Ada", lastName: "" }, { firstName: "Ada" }],
      [{ firstName: "\ud800" }, { firstName: "\ufffd", lastName: "" }, { firstName: "\ufffd" }],
    ],
    refuses: [[{ firstName: 5 }, 'Invalid string value 5 for text field "f.firstName"']],
  },
  LINKS: {
    accepts: [
      [null, noLinks],
      [{ primaryLinkLabel: "x" }, noLinks],
      [{ primaryLinkUrl: "HTTPS://Example.COM/Path/" }, acme("https://example.com/Path")],
      [{ primaryLinkUrl: "Acme.COM" }, acme("Acme.COM")],
      [{ primaryLinkUrl: "acme.com:8080/a" }, acme("acme.com:8080/a")],
      [
        { secondaryLinks: '[{"url":"HTTP://A.b/","label":null},{"url":""}]' },
        { ...noLinks, secondaryLinks: [{ label: "", url: "HTTP://A.b/" }] },
      ],
    ],
    refuses: [
      ...[
        "nope",
        "javascript:alert(1)",
        "java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
        "javascript:1/alert(1)",
        "https:",
        "https:\\\\a.b",
        "ada@acme.com",
      ].map((primaryLinkUrl): [unknown, string, string] => [{ primaryLinkUrl }, badUrl, "INVALID_URL"]),
      [{ secondaryLinks: [{ url: "javascript:x" }] }, badUrl, "INVALID_URL"],
    ],
  },
  MORPH_RELATION: {
    accepts: [
      [id, id],
      [null, null],
    ],
    refuses: [["abc", `Invalid UUID value 'abc' for field "f"`]],
  },
  MULTI_SELECT: {
    field: { options },
    accepts: [
      [[], null],
      ["RED", ["RED"]],
      [
        ["BLUE", "RED", "RED"],
        ["BLUE", "RED"],
      ],
    ],
    refuses: [[["Z"], `Invalid value [ 'Z' ] for multi select field "f"`]],
  },
  NUMBER: {
    field: { settings: { dataType: "int" } },
    accepts: [
      [5, 5],
      [null, null],
    ],
    refuses: [
      ["5", `Invalid number value '5' for field "f"`],
      [1.5, 'Invalid number value 1.5 for field "f": it holds whole numbers up to 2147483647'],
    ],
  },
  NUMERIC: {
    accepts: [
      [5, "5"],
      [" 1.50 ", "1.50"],
    ],
    refuses: [["x", `Invalid numeric value 'x' for field "f"`]],
  },
  PHONES: {
    accepts: [
      [null, noPhones],
      [{ primaryPhoneNumber: "+33 6 12 34 56 78" }, { ...french, additionalPhones: [] }],
      [
        { primaryPhoneNumber: "0612345678", primaryPhoneCountryCode: "fr" },
        { ...french, additionalPhones: [] },
      ],
      [{ primaryPhoneNumber: "" }, noPhones],
      [
        { primaryPhoneCountryCode: "FR" },
        { ...noPhones, primaryPhoneCountryCode: "FR" },
        { primaryPhoneCountryCode: "FR" },
      ],
      [
        { additionalPhones: [{ number: "+33612345678" }] },
        { ...noPhones, additionalPhones: [{ number: "612345678", callingCode: "+33", countryCode: "FR" }] },
        { additionalPhones: [{ number: "612345678", callingCode: "+33", countryCode: "FR" }] },
      ],
    ],
    refuses: [
      [{ primaryPhoneNumber: "612345678" }, "Provided phone number is invalid 612345678", "INVALID_PHONE_NUMBER"],
      [
        { ...french, primaryPhoneCallingCode: "+1" },
        "Provided country code and calling code are conflicting",
        "CONFLICTING_PHONE_CALLING_CODE_AND_COUNTRY_CODE",
      ],
      [{ primaryPhoneCountryCode: "XX" }, "Invalid country code XX", "INVALID_PHONE_COUNTRY_CODE"],
      [{ additionalPhones: ["x"] }, `Invalid object value 'x' for field "f.additionalPhones"`],
    ],
  },
  POSITION: {
    accepts: [
      ["first", "first"],
      [1.5, 1.5],
    ],
    refuses: [["mid", `Invalid position value 'mid' for field "f"`]],
  },
  RATING: {
    field: { options },
    accepts: [["RED", "RED"]],
    refuses: [["X", 'Invalid value "X" for field "f". Valid values are: RED, BLUE']],
  },
  RAW_JSON: {
    accepts: [
      [{}, null],
      ['{"a":[1]}', { a: [1] }],
      [{ a: "x\u0000\ud800" }, { a: "x\ufffd" }],
    ],
    refuses: [["hello", `Invalid object value 'hello' for field "f"`]],
  },
  RELATION: { accepts: [[id.toUpperCase(), id]], refuses: [["abc", `Invalid UUID value 'abc' for field "f"`]] },
  RICH_TEXT: {
    accepts: [
      [null, { blocknote: null, markdown: "" }],
      [{}, { blocknote: null, markdown: "" }, {}],
      [
        { blocknote: '[{"type":"heading","content":"A"}]' },
        { blocknote: '[{"type":"heading","content":"A"}]', markdown: "# A\n" },
      ],
      [{ markdown: "a" }, { blocknote: expect.stringContaining('"text":"a"'), markdown: "a" }],
    ],
    refuses: [
      [
        { blocknote: "x" },
        `Invalid blocknote value 'x' for rich text field "f.blocknote". Expected a JSON list of blocks`,
      ],
    ],
  },
  SELECT: {
    field: { options },
    accepts: [
      ["", null],
      ["RED", "RED"],
    ],
    refuses: [["NOPE", 'Invalid value "NOPE" for field "f". Valid values are: RED, BLUE']],
  },
  TEXT: {
    accepts: [
      ["", null],
      ["a\u0000b", "ab"],
    ],
    refuses: [[5, 'Invalid string value 5 for text field "f"']],
  },
  TS_VECTOR: { accepts: [], refuses: [["a", 'Field "f" is kept by the database and cannot be written']] },
  UUID: { accepts: [[id, id]], refuses: [["abc", `Invalid UUID value 'abc' for field "f"`]] },
}

describe.each([...fieldTypeNames])("%s", (type) => {
  const { field: own, accepts, refuses } = cases[type]
  const field: FieldShape = {
    name: "f",
    type,
    isNullable: true,
    defaultValue: null as Json,
    options: null,
    settings: {},
    column: "f",
    columnType: null,
    ...own,
  }
  const parse = (input: unknown, mode: "create" | "update") => fieldTypes[type].parse(input, { path: "f", field }, mode)

  test("stores what it accepts", () => {
    for (const [input, create, update = create] of accepts) {
      expect(parse(input, "create") as unknown).toEqual(create)
      expect(parse(input, "update") as unknown).toEqual(update)
    }
  })

  test("says why it refuses", () => {
    for (const [input, message, subCode = "INVALID_ARGS_DATA"] of refuses) {
      expect(failure(() => parse(input, "create"))).toEqual({ code: "BAD_USER_INPUT", message, subCode })
    }
  })
})

function failure(act: () => unknown): { code: string; message: string; subCode: string | undefined } | null {
  try {
    act()
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, message: error.message, subCode: error.subCode }
  }
}
