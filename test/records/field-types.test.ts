/** Every field type over the whole way: written through GraphQL, stored by PostgreSQL, filtered, ordered and read back. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { applySchemaChanges, type SchemaChange } from "../../src/metadata/change.ts"
import type { FieldInput } from "../../src/metadata/field-input.ts"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { addFileRow } from "../support/files.ts"

let app: TestApp
let me: Member

const option = (value: string) => ({ value, label: value.toLowerCase(), color: "red" })

/** Fields of the object that the cases use. */
const fields: Omit<FieldInput, "objectMetadataId" | "label">[] = [
  { name: "caption", type: "TEXT" },
  { name: "amount", type: "NUMBER" },
  { name: "pieces", type: "NUMBER", settings: { dataType: "int" } },
  { name: "grains", type: "NUMBER", settings: { dataType: "bigint" } },
  { name: "flag", type: "BOOLEAN" },
  { name: "day", type: "DATE" },
  { name: "moment", type: "DATE_TIME" },
  { name: "shade", type: "SELECT", options: [option("RED"), option("GREEN"), option("BLUE")] },
  { name: "tags", type: "MULTI_SELECT", options: [option("HOT"), option("COLD"), option("NEW")] },
  { name: "stars", type: "RATING" },
  { name: "ext", type: "UUID" },
  { name: "price", type: "CURRENCY" },
  { name: "worth", type: "CURRENCY" },
  { name: "person", type: "FULL_NAME" },
  { name: "mail", type: "EMAILS" },
  { name: "phone", type: "PHONES" },
  { name: "site", type: "LINKS" },
  { name: "place", type: "ADDRESS" },
  { name: "maker", type: "ACTOR" },
  { name: "words", type: "ARRAY" },
  { name: "blob", type: "RAW_JSON" },
  { name: "story", type: "RICH_TEXT" },
  { name: "papers", type: "FILES", settings: { maxNumberOfValues: 3 } },
]

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  await addFileRow(app, me, "0192f0c1-2345-4abc-8def-0123456789ab")
  const principal = systemPrincipal(me.workspaceId)
  const thing = { nameSingular: "thing", namePlural: "things", labelSingular: "Thing", labelPlural: "Things" }
  const { ids } = await applySchemaChanges(app.services.db, principal, [{ kind: "createObject", input: thing }])
  const changes: SchemaChange[] = fields.map((field) => ({
    kind: "createField",
    input: { ...field, label: field.name, objectMetadataId: ids[0]! },
  }))
  await applySchemaChanges(app.services.db, principal, changes)
})

afterAll(() => app.close())

async function run<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const answer = await me.graphql<T>(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

/** Name of a field, what is selected of it, what is written, what is read back (the same when left out). */
const written: [field: string, selection: string, input: unknown, output?: unknown][] = [
  ["caption", "caption", "Zürich 'quoted' \\ \"text\"\nnew line €"],
  ["caption", "caption", null, ""],
  ["amount", "amount", 1.25],
  ["amount", "amount", 0],
  ["pieces", "pieces", 7],
  ["grains", "grains", 9007199254740991],
  ["flag", "flag", false],
  ["day", "day", "2025-03-01"],
  ["moment", "moment", "2025-03-01T10:20:30.456Z"],
  ["moment", "moment", "2025-03-01T12:00:00+02:00", "2025-03-01T10:00:00.000Z"],
  ["shade", "shade", "GREEN"],
  ["tags", "tags", ["NEW", "HOT"]],
  ["tags", "tags", [], []],
  ["stars", "stars", "RATING_4"],
  ["ext", "ext", "0192f0c1-2345-7abc-8def-0123456789ab"],
  ["price", "price { amountMicros currencyCode }", { amountMicros: 1500000, currencyCode: "EUR" }],
  ["price", "price { amountMicros currencyCode }", null, { amountMicros: null, currencyCode: null }],
  ["person", "person { firstName lastName }", { firstName: "Ada" }, { firstName: "Ada", lastName: "" }],
  [
    "mail",
    "mail { primaryEmail additionalEmails }",
    { primaryEmail: "Ada@Example.COM" },
    { primaryEmail: "ada@example.com", additionalEmails: [] },
  ],
  [
    "phone",
    "phone { primaryPhoneNumber primaryPhoneCallingCode primaryPhoneCountryCode }",
    { primaryPhoneNumber: "+33612345678" },
    { primaryPhoneNumber: "612345678", primaryPhoneCallingCode: "+33", primaryPhoneCountryCode: "FR" },
  ],
  [
    "site",
    "site { primaryLinkUrl secondaryLinks }",
    { primaryLinkUrl: "HTTPS://Example.COM/Path/" },
    { primaryLinkUrl: "https://example.com/Path", secondaryLinks: [] },
  ],
  ["place", "place { addressCity addressLat }", { addressCity: "Paris", addressLat: 48.85 }],
  ["maker", "maker { source name }", { source: "API", name: "Robot" }],
  ["words", "words", ["a", 'b "c"', "d,e"]],
  ["blob", "blob", { a: [1, { b: null }] }],
  ["story", "story { markdown }", { markdown: "# Title" }],
  ["papers", "papers { fileId label }", [{ fileId: "0192f0c1-2345-4abc-8def-0123456789ab", label: "One.pdf" }]],
]

describe("values", () => {
  for (const [field, selection, input, output = input] of written) {
    test(`${field} ${JSON.stringify(input)}`, async () => {
      const { createThing } = await run<{ createThing: { id: string } & Record<string, unknown> }>(
        `mutation ($data: ThingCreateInput!) { createThing(data: $data) { id ${selection} } }`,
        { data: { [field]: input } },
      )
      expect(createThing[field]).toEqual(output)
      const { thing } = await run<{ thing: Record<string, unknown> }>(
        `query ($id: UUID!) { thing(filter: { id: { eq: $id } }) { ${selection} } }`,
        { id: createThing.id },
      )
      expect(thing[field]).toEqual(output)
      const { updateThing } = await run<{ updateThing: Record<string, unknown> }>(
        `mutation ($id: UUID!, $data: ThingUpdateInput!) { updateThing(id: $id, data: $data) { ${selection} } }`,
        { id: createThing.id, data: { [field]: input } },
      )
      expect(updateThing[field]).toEqual(output)
    })
  }
})

describe("refused values name field and record", () => {
  const refused: [field: string, input: unknown, message: string][] = [
    ["amount", "5", `Invalid number value '5' for field "amount"`],
    ["flag", "true", `Invalid boolean value 'true' for field "flag"`],
    ["caption", 5, `Invalid string value 5 for text field "caption"`],
    ["shade", "NOPE", `Invalid value "NOPE" for field "shade". Valid values are: RED, GREEN, BLUE`],
    ["ext", "abc", `Invalid UUID value 'abc' for field "ext"`],
    ["nothing", 1, `Object thing doesn't have any "nothing" field.`],
  ]
  for (const [field, input, message] of refused) {
    test(message, async () => {
      const one = await me.graphql(`mutation ($data: ThingCreateInput!) { createThing(data: $data) { id } }`, {
        data: { [field]: input },
      })
      expect(one.errors![0]!.message).toBe(message)
      expect(one.errors![0]!.extensions).toMatchObject({ code: "BAD_USER_INPUT", subCode: "INVALID_ARGS_DATA" })
      const many = await me.graphql(`mutation ($data: [ThingCreateInput!]!) { createThings(data: $data) { id } }`, {
        data: [{}, { [field]: input }],
      })
      expect(many.errors![0]!.message).toBe(`${message} (record 1)`)
      expect(many.errors![0]!.extensions.recordIndex).toBe(1)
    })
  }
})

describe("filters and orders", () => {
  beforeAll(async () => {
    await run(`mutation { destroyThings(filter: { id: { is: NOT_NULL } }) { id } }`)
    const data = [
      {
        name: "a",
        caption: "Alpha",
        amount: 1,
        pieces: 1,
        flag: true,
        day: "2025-01-01",
        moment: "2025-01-01T00:00:00.000Z",
        shade: "BLUE",
        tags: ["HOT"],
        stars: "RATING_1",
        price: { amountMicros: 5, currencyCode: "USD" },
        mail: { primaryEmail: "a@x.com", additionalEmails: ["aa@y.com"] },
        words: ["one", "two"],
        blob: { k: "v" },
        person: { firstName: "Zoe", lastName: "A" },
        worth: { amountMicros: "9007199254740993" },
        maker: { source: "API", context: null },
      },
      {
        name: "b",
        caption: "beta%",
        amount: 2,
        pieces: 2,
        flag: false,
        day: "2025-02-01",
        moment: "2025-01-01T00:00:00.001Z",
        shade: "RED",
        tags: ["HOT", "COLD"],
        stars: "RATING_5",
        price: { amountMicros: 50, currencyCode: "EUR" },
        words: ["three"],
        blob: { k: ["v"] },
        person: { firstName: "Yan", lastName: "B" },
        worth: { amountMicros: "9007199254740992" },
        maker: { source: "API", context: { provider: "google" } },
      },
      { name: "c" },
    ]
    await run(`mutation ($data: [ThingCreateInput!]!) { createThings(data: $data) { id } }`, { data })
  })

  const filters: [filter: object, names: string][] = [
    [{}, "abc"],
    [{ or: [] }, "abc"],
    [{ caption: { eq: "Alpha" } }, "a"],
    [{ caption: { neq: "Alpha" } }, "b"],
    [{ caption: { ilike: "%ALPHA%" } }, "a"],
    [{ caption: { like: "%ALPHA%" } }, ""],
    [{ caption: { startsWith: "beta%" } }, "b"],
    [{ caption: { endsWith: "%" } }, "b"],
    [{ caption: { is: "NULL" } }, "c"],
    [{ caption: { eq: "" } }, "c"],
    [{ caption: { is: "NOT_NULL" } }, "ab"],
    [{ caption: { in: ["Alpha", "beta%"] } }, "ab"],
    [{ amount: { gt: 1 } }, "b"],
    [{ amount: { gte: 1, lt: 2 } }, "a"],
    [{ pieces: { in: [2, 3] } }, "b"],
    [{ flag: { eq: false } }, "b"],
    [{ flag: { is: "NULL" } }, "c"],
    [{ day: { lte: "2025-01-01" } }, "a"],
    [{ moment: { eq: "2025-01-01T00:00:00.000Z" } }, "a"],
    [{ moment: { gt: "2025-01-01T00:00:00.000Z" } }, "b"],
    [{ shade: { eq: "RED" } }, "b"],
    [{ shade: { neq: "RED" } }, "a"],
    [{ shade: { in: ["RED", "BLUE"] } }, "ab"],
    [{ shade: { gt: "RED" } }, "a"],
    [{ stars: { gte: "RATING_3" } }, "b"],
    [{ tags: { containsAny: ["COLD"] } }, "b"],
    [{ tags: { is: "NULL" } }, "c"],
    [{ words: { containsIlike: "%TW%" } }, "a"],
    [{ words: { is: "NOT_NULL" } }, "ab"],
    [{ price: { amountMicros: { gt: 5 } } }, "b"],
    [{ price: { currencyCode: { eq: "USD" } } }, "a"],
    [{ price: { currencyCode: { is: "NULL" } } }, "c"],
    [{ mail: { primaryEmail: { ilike: "%@x.com" } } }, "a"],
    [{ mail: { additionalEmails: { like: "%y.com%" } } }, "a"],
    [{ person: { firstName: { eq: "Zoe" }, lastName: { eq: "A" } } }, "a"],
    [{ blob: { like: '%: "v"%' } }, "a"],
    [{ blob: { is: "NULL" } }, "c"],
    [{ not: {} }, ""],
    [{ caption: { like: "%" } }, "ab"],
    [{ person: { firstName: { like: "%" } } }, "ab"],
    [{ mail: { primaryEmail: { ilike: "" } } }, ""],
    [{ mail: { primaryEmail: { startsWith: "" } } }, "a"],
    [{ mail: { primaryEmail: { endsWith: "" } } }, "a"],
    [{ maker: { context: { like: "%" } } }, "bc"],
    [{ not: { caption: { eq: "Alpha" } } }, "bc"],
    [{ and: [{ amount: { gte: 1 } }, { or: [{ flag: { eq: true } }, { shade: { eq: "GREEN" } }] }] }, "a"],
    [{ searchVector: { search: "alph" } }, "a"],
    [{ createdBy: { source: { eq: "MANUAL" } } }, "abc"],
    [{ taskTargets: { id: { is: "NOT_NULL" } } }, ""],
  ]

  for (const [filter, names] of filters) {
    test(`filter ${JSON.stringify(filter)}`, async () => {
      const { things } = await run<{ things: { totalCount: number; edges: { node: { name: string } }[] } }>(
        `query ($f: ThingFilterInput) { things(filter: $f, orderBy: [{ name: AscNullsFirst }]) { totalCount edges { node { name } } } }`,
        { f: filter },
      )
      expect(things.edges.map(({ node }) => node.name).join("")).toBe(names)
      expect(things.totalCount).toBe(names.length)
    })
  }

  const refused: [filter: object, message: string][] = [
    [{ foo: { eq: 1 } }, `Object thing doesn't have any "foo" field.`],
    [
      { caption: { regex: "x" } },
      `Operator "regex" is not valid for field "caption" of type TEXT - Allowed operators: eq, neq, gt, gte, lt, lte, in, is, like, ilike, startsWith, endsWith`,
    ],
    [{ id: { eq: "abc" } }, `Invalid UUID value 'abc' for field "id"`],
    [{ id: { in: [] } }, `Invalid filter value for field id. Expected non-empty array`],
    [{ mail: { foo: { eq: "x" } } }, `Sub field "foo" not found for composite type: EMAILS`],
    [{ shade: { eq: "NOPE" } }, `Invalid value "NOPE" for field "shade". Valid values are: RED, GREEN, BLUE`],
    [{ caption: { is: "MAYBE" } }, `Invalid filter value for "is" operator. Expected "NULL" or "NOT_NULL"`],
  ]

  for (const [filter, message] of refused) {
    test(`refused filter ${JSON.stringify(filter)}`, async () => {
      const answer = await me.graphql(`query ($f: ThingFilterInput) { things(filter: $f) { totalCount } }`, {
        f: filter,
      })
      expect(answer.errors?.[0]?.message).toBe(message)
      expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT")
    })
  }

  const orders: [orderBy: object[], names: string][] = [
    [[{ caption: "AscNullsFirst" }], "cab"],
    [[{ caption: "AscNullsLast" }], "abc"],
    [[{ amount: "DescNullsLast" }], "bac"],
    [[{ amount: "DescNullsFirst" }], "cba"],
    [[{ shade: "AscNullsLast" }], "bac"],
    [[{ stars: "DescNullsLast" }], "bac"],
    [[{ person: { firstName: "AscNullsLast" } }], "bac"],
    [[{ price: { amountMicros: "DescNullsLast" } }], "bac"],
    [[{ flag: "AscNullsFirst" }, { name: "AscNullsFirst" }], "cba"],
    [[{ position: "AscNullsFirst" }], "cba"],
    // Values that are not the same in JSON as in PostgreSQL's own text.
    [[{ words: "AscNullsFirst" }], "cab"],
    [[{ tags: "DescNullsLast" }], "bac"],
    [[{ blob: "DescNullsLast" }], "bac"],
    [[{ maker: { context: "AscNullsFirst" } }], "acb"],
    [[{ worth: { amountMicros: "AscNullsLast" } }], "bac"],
  ]

  for (const [orderBy, names] of orders) {
    test(`order ${JSON.stringify(orderBy)}, and its pages in both directions`, async () => {
      const read = (window: string, cursor?: string) =>
        run<{
          things: {
            edges: { node: { name: string } }[]
            pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string }
          }
        }>(
          `query ($o: [ThingOrderByInput], $c: String) { things(orderBy: $o, ${window}) { edges { node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
          { o: orderBy, c: cursor },
        ).then((data) => data.things)
      const all = await read("first: 10")
      expect(all.edges.map(({ node }) => node.name).join("")).toBe(names)
      let page = await read("first: 1")
      let forward = page.edges[0]!.node.name
      expect(page.pageInfo.hasPreviousPage).toBe(false)
      while (page.pageInfo.hasNextPage) {
        page = await read("first: 1, after: $c", page.pageInfo.endCursor)
        forward += page.edges[0]!.node.name
        expect(page.pageInfo.hasPreviousPage).toBe(true)
      }
      expect(forward).toBe(names)
      let backward = page.edges[0]!.node.name
      for (;;) {
        page = await read("last: 1, before: $c", page.pageInfo.startCursor)
        if (page.edges.length === 0) break
        backward = page.edges[0]!.node.name + backward
        expect(page.pageInfo.hasPreviousPage).toBe(backward.length < 3)
      }
      expect(backward).toBe(names)
      const last = await read("last: 2")
      expect(last.edges.map(({ node }) => node.name).join("")).toBe(names.slice(1))
    })
  }

  test("instants that are shown alike are one value", async () => {
    const made = await run<{ createThing: { id: string } }>(
      `mutation { createThing(data: { moment: "2025-01-01T00:00:00.001234Z" }) { id } }`,
    )
    const { things } = await run<{ things: object }>(`{ things { countUniqueValuesMoment countNotEmptyMoment } }`)
    expect(things).toEqual({ countUniqueValuesMoment: 2, countNotEmptyMoment: 3 })
    await run(`mutation ($id: UUID!) { destroyThing(id: $id) { id } }`, { id: made.createThing.id })
  })
})
