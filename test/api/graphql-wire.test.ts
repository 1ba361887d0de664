/** The wire of records over GraphQL, fact by fact: what is asked, and exactly what comes of it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { applySchemaChanges, type SchemaChange } from "../../src/metadata/change.ts"
import type { FieldInput } from "../../src/metadata/field-input.ts"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
/** ids of records by name */
const ids: Record<string, string> = {}

const nobody = "11111111-1111-4111-8111-111111111111"
const [extA, extB] = ["0192f0c1-2345-4abc-8def-000000000001", "0192f0c1-2345-4abc-8def-000000000002"]

const option = (value: string, i: number) => ({ value, label: value, color: "blue" as const, position: i })
const options = (...values: string[]) => values.map(option)

const fields: Omit<FieldInput, "objectMetadataId" | "label">[] = [
  { name: "caption", type: "TEXT" },
  { name: "amount", type: "NUMBER" },
  { name: "pieces", type: "NUMBER", settings: { dataType: "int" } },
  { name: "grains", type: "NUMBER", settings: { dataType: "bigint" } },
  { name: "flag", type: "BOOLEAN" },
  { name: "day", type: "DATE" },
  { name: "moment", type: "DATE_TIME" },
  { name: "shade", type: "SELECT", options: options("RED", "GREEN", "BLUE") },
  { name: "tags", type: "MULTI_SELECT", options: options("HOT", "COLD", "NEW") },
  { name: "stars", type: "RATING" },
  { name: "ext", type: "UUID" },
  { name: "price", type: "CURRENCY" },
  { name: "human", type: "FULL_NAME" },
  { name: "mail", type: "EMAILS" },
  { name: "phone", type: "PHONES" },
  { name: "site", type: "LINKS" },
  { name: "place", type: "ADDRESS" },
  { name: "maker", type: "ACTOR" },
  { name: "words", type: "ARRAY" },
  { name: "blob", type: "RAW_JSON" },
  { name: "story", type: "RICH_TEXT" },
]

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const principal = systemPrincipal(me.workspaceId)
  const widget = { nameSingular: "widget", namePlural: "widgets", labelSingular: "Widget", labelPlural: "Widgets" }
  const made = await applySchemaChanges(app.services.db, principal, [{ kind: "createObject", input: widget }])
  const changes: SchemaChange[] = fields.map((field) => ({
    kind: "createField",
    input: { ...field, label: field.name, objectMetadataId: made.ids[0]! },
  }))
  await applySchemaChanges(app.services.db, principal, changes)
  await seed()
})

afterAll(() => app.close())

async function seed() {
  const data = [
    {
      name: "a",
      caption: "Alpha",
      amount: 1.5,
      pieces: 1,
      grains: 10,
      flag: true,
      day: "2025-01-01",
      moment: "2025-01-01T00:00:00.000Z",
      shade: "RED",
      tags: ["HOT", "NEW"],
      stars: "RATING_1",
      ext: extA,
      price: { amountMicros: 5, currencyCode: "EUR" },
      human: { firstName: "Ada", lastName: "Abel" },
      mail: { primaryEmail: "a@x.com", additionalEmails: ["aa@x.com"] },
      phone: { primaryPhoneNumber: "+33612345678" },
      site: { primaryLinkUrl: "https://a.test", primaryLinkLabel: "A" },
      place: { addressCity: "Aachen", addressLat: 1 },
      words: ["one", "two"],
      blob: { k: "a" },
      story: { markdown: "alpha" },
      position: 1,
    },
    {
      name: "b",
      caption: "beta 100%",
      amount: 2.5,
      pieces: 2,
      grains: 20,
      flag: false,
      day: "2025-02-01",
      moment: "2025-02-01T00:00:00.000Z",
      shade: "BLUE",
      tags: ["COLD"],
      stars: "RATING_5",
      ext: extB,
      price: { amountMicros: 50, currencyCode: "USD" },
      human: { firstName: "Bob", lastName: "Burr" },
      mail: { primaryEmail: "b@x.com" },
      phone: { primaryPhoneNumber: "+4930123456" },
      site: { primaryLinkUrl: "https://b.test", primaryLinkLabel: "B" },
      place: { addressCity: "Bonn", addressLat: 2 },
      words: ["three"],
      blob: { k: "b" },
      story: { markdown: "beta" },
      position: 2,
    },
    { name: "c", position: 3 },
  ]
  const created = await ask<{ createWidgets: { id: string; name: string }[] }>(
    "mutation ($data: [WidgetCreateInput!]!) { createWidgets(data: $data) { id name } }",
    { data },
  )
  for (const { id, name } of created.createWidgets) ids[name] = id
}

async function ask<T = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const { data, errors } = await me.graphql<T>(query, variables)
  expect(errors).toBeUndefined()
  return data
}

async function refusal(query: string, variables?: Record<string, unknown>) {
  const { errors } = await me.graphql(query, variables)
  const { code, subCode } = errors?.[0]?.extensions ?? {}
  return [errors?.[0]?.message, code, ...(subCode === undefined ? [] : [subCode])]
}

const listed = (answer: { widgets: { edges: { node: { name: string } }[] } }) =>
  answer.widgets.edges.map(({ node }) => node.name).join("")

const filtered = async (filter: unknown) =>
  listed(
    await ask(
      "query ($f: WidgetFilterInput) { widgets(filter: $f, orderBy: [{ position: AscNullsFirst }]) { edges { node { name } } } }",
      { f: filter },
    ),
  )

// --- root fields and types ------------------------------------------------------------------------------------------

interface Described {
  name: string
  args: { name: string; type: TypeRef }[]
  type: TypeRef
}

interface TypeRef {
  kind: string
  name: string | null
  ofType: TypeRef | null
}

const typeRef = "kind name ofType { ".repeat(4) + "kind name" + " }".repeat(4)

const shown = (type: TypeRef): string => {
  if (type.kind === "NON_NULL") return `${shown(type.ofType!)}!`
  return type.kind === "LIST" ? `[${shown(type.ofType!)}]` : type.name!
}

async function describeType(name: string) {
  const { __type } = await ask<{
    __type: {
      kind: string
      fields: Described[] | null
      inputFields: Described[] | null
      enumValues: { name: string }[] | null
    } | null
  }>(
    `{ __type(name: "${name}") { kind fields { name args { name type { ${typeRef} } } type { ${typeRef} } } inputFields { name type { ${typeRef} } } enumValues { name } } }`,
  )
  return __type
}

describe("the root fields of an object", () => {
  const roots: [kind: "Query" | "Mutation", name: string, args: string[], type: string][] = [
    ["Query", "company", ["filter: CompanyFilterInput!"], "Company"],
    [
      "Query",
      "companies",
      [
        "filter: CompanyFilterInput",
        "orderBy: [CompanyOrderByInput]",
        "first: Int",
        "last: Int",
        "before: String",
        "after: String",
        "offset: Int",
      ],
      "CompanyConnection!",
    ],
    [
      "Query",
      "companiesGroupBy",
      [
        "groupBy: [CompanyGroupByInput!]!",
        "filter: CompanyFilterInput",
        "orderBy: [CompanyOrderByWithGroupByInput]",
        "orderByForRecords: [CompanyOrderByInput]",
        "viewId: UUID",
        "limit: Int",
        "offsetForRecords: Int",
      ],
      "[CompanyGroupByConnection!]",
    ],
    ["Query", "companyDuplicates", ["ids: [UUID!]", "data: [CompanyCreateInput!]"], "[CompanyConnection!]"],
    ["Mutation", "createCompany", ["data: CompanyCreateInput!", "upsert: Boolean"], "Company"],
    ["Mutation", "createCompanies", ["data: [CompanyCreateInput!]!", "upsert: Boolean"], "[Company!]"],
    ["Mutation", "updateCompany", ["id: UUID!", "data: CompanyUpdateInput!"], "Company"],
    ["Mutation", "updateCompanies", ["filter: CompanyFilterInput!", "data: CompanyUpdateInput!"], "[Company!]"],
    ["Mutation", "deleteCompany", ["id: UUID!"], "Company"],
    ["Mutation", "deleteCompanies", ["filter: CompanyFilterInput!"], "[Company!]"],
    ["Mutation", "destroyCompany", ["id: UUID!"], "Company"],
    ["Mutation", "destroyCompanies", ["filter: CompanyFilterInput!"], "[Company!]"],
    ["Mutation", "restoreCompany", ["id: UUID!"], "Company"],
    ["Mutation", "restoreCompanies", ["filter: CompanyFilterInput!"], "[Company!]"],
    ["Mutation", "mergeCompanies", ["ids: [UUID!]!", "conflictPriorityIndex: Int!", "dryRun: Boolean"], "Company"],
  ]

  test.each(roots)("%s %s", async (kind, name, args, type) => {
    const described = (await describeType(kind))!.fields!.find((field) => field.name === name)!
    expect(shown(described.type)).toBe(type)
    expect(described.args.map((arg) => `${arg.name}: ${shown(arg.type)}`)).toEqual(expect.arrayContaining(args))
  })

  test("merge and duplicates are shown where duplicates can be told, and executed everywhere", async () => {
    const names = [...(await describeType("Query"))!.fields!, ...(await describeType("Mutation"))!.fields!].map(
      ({ name }) => name,
    )
    expect(names).toContain("mergePeople")
    expect(names).not.toContain("mergeWidgets")
    expect(names).not.toContain("widgetDuplicates")
    expect(await ask(`{ widgetDuplicates(ids: ["${ids.a}"]) { totalCount } }`)).toEqual({
      widgetDuplicates: [{ totalCount: 0 }],
    })
  })
})

describe("the types of an object", () => {
  const types: [name: string, kind: string, members: string[]][] = [
    [
      "PageInfo",
      "OBJECT",
      [
        "hasNextPage: Boolean!",
        "hasPreviousPage: Boolean!",
        "startCursor: ConnectionCursor",
        "endCursor: ConnectionCursor",
      ],
    ],
    ["CompanyConnection", "OBJECT", ["edges: [CompanyEdge!]!", "pageInfo: PageInfo!", "totalCount: Int"]],
    ["CompanyEdge", "OBJECT", ["node: Company!", "cursor: Cursor!"]],
    ["CompanyGroupByConnection", "OBJECT", ["groupByDimensionValues: JSON!"]],
    ["FullName", "OBJECT", ["firstName: String", "lastName: String"]],
    ["Emails", "OBJECT", ["primaryEmail: String", "additionalEmails: JSON"]],
    [
      "Phones",
      "OBJECT",
      [
        "primaryPhoneNumber: String",
        "primaryPhoneCountryCode: String",
        "primaryPhoneCallingCode: String",
        "additionalPhones: JSON",
      ],
    ],
    ["Links", "OBJECT", ["primaryLinkLabel: String", "primaryLinkUrl: String", "secondaryLinks: JSON"]],
    [
      "Address",
      "OBJECT",
      [
        "addressStreet1: String",
        "addressStreet2: String",
        "addressCity: String",
        "addressPostcode: String",
        "addressState: String",
        "addressCountry: String",
        "addressLat: BigFloat",
        "addressLng: BigFloat",
      ],
    ],
    ["Currency", "OBJECT", ["amountMicros: BigFloat", "currencyCode: String"]],
    ["Actor", "OBJECT", ["source: ActorSourceEnum", "workspaceMemberId: UUID", "name: String", "context: JSON"]],
    ["RichText", "OBJECT", ["blocknote: String", "markdown: String"]],
    ["FilterIs", "ENUM", ["NULL", "NOT_NULL"]],
    ["OrderByDirection", "ENUM", ["AscNullsFirst", "AscNullsLast", "DescNullsFirst", "DescNullsLast"]],
    [
      "ActorSourceEnum",
      "ENUM",
      ["EMAIL", "CALENDAR", "WORKFLOW", "AGENT", "API", "IMPORT", "MANUAL", "SYSTEM", "WEBHOOK", "APPLICATION"],
    ],
    ["WidgetShadeEnum", "ENUM", ["RED", "GREEN", "BLUE"]],
    ["WidgetTagsEnum", "ENUM", ["HOT", "COLD", "NEW"]],
    ["WidgetStarsEnum", "ENUM", ["RATING_1", "RATING_2", "RATING_3", "RATING_4", "RATING_5"]],
    ["FullNameCreateInput", "INPUT_OBJECT", []],
    ["FullNameUpdateInput", "INPUT_OBJECT", []],
    ["FullNameFilterInput", "INPUT_OBJECT", []],
    ["FullNameOrderByInput", "INPUT_OBJECT", []],
    ["FullNameGroupByInput", "INPUT_OBJECT", []],
    ["CurrencyFilterInput", "INPUT_OBJECT", ["amountMicros: BigFloatFilter", "currencyCode: StringFilter"]],
    [
      "Widget",
      "OBJECT",
      [
        "id: UUID",
        "caption: String",
        "amount: Float",
        "pieces: Int",
        "grains: BigInt",
        "flag: Boolean",
        "day: Date",
        "moment: DateTime",
        "shade: WidgetShadeEnum",
        "tags: [WidgetTagsEnum]",
        "stars: WidgetStarsEnum",
        "ext: UUID",
        "words: [String]",
        "blob: JSON",
        "position: Position",
        "searchVector: TSVector",
        "story: RichText",
        "price: Currency",
      ],
    ],
    [
      "WidgetFilterInput",
      "INPUT_OBJECT",
      [
        "id: UUIDFilter",
        "caption: StringFilter",
        "amount: FloatFilter",
        "pieces: IntFilter",
        "grains: BigIntFilter",
        "flag: BooleanFilter",
        "day: DateFilter",
        "moment: DateTimeFilter",
        "shade: WidgetShadeEnumFilter",
        "stars: WidgetStarsEnumFilter",
        "words: ArrayFilter",
        "blob: RawJsonFilter",
        "position: FloatFilter",
        "searchVector: TSVectorFilter",
        "story: RichTextFilterInput",
        "and: [WidgetFilterInput]",
        "or: [WidgetFilterInput]",
        "not: WidgetFilterInput",
      ],
    ],
    ["Person", "OBJECT", ["company: Company", "companyId: UUID", "taskTargets: TaskTargetConnection"]],
    ["TaskTarget", "OBJECT", ["targetPerson: Person", "targetPersonId: UUID", "targetCompany: Company"]],
  ]

  const bare = (member: string) => member.replace(/!/g, "")

  test.each(types)("%s", async (name, kind, members) => {
    const type = await describeType(name)
    expect(type?.kind).toBe(kind)
    const found =
      type!.enumValues?.map((value) => value.name) ??
      [...(type!.fields ?? []), ...(type!.inputFields ?? [])].map((field) => `${field.name}: ${shown(field.type)}`)
    expect(found.map(bare)).toEqual(expect.arrayContaining(members.map(bare)))
  })
})

// --- operators ------------------------------------------------------------------------------------------------------

/** A field, or a part of one: its value in `a` and in `b`, smaller first. */
const ordered: [path: string, a: unknown, b: unknown][] = [
  ["caption", "Alpha", "beta 100%"],
  ["amount", 1.5, 2.5],
  ["pieces", 1, 2],
  ["grains", 10, 20],
  ["day", "2025-01-01", "2025-02-01"],
  ["moment", "2025-01-01T00:00:00.000Z", "2025-02-01T00:00:00.000Z"],
  ["moment", "January 1, 2025", "2025/02/01"],
  ["shade", "RED", "BLUE"],
  ["stars", "RATING_1", "RATING_5"],
  ["ext", extA, extB],
  ["price.amountMicros", 5, 50],
  ["price.currencyCode", "EUR", "USD"],
  ["human.firstName", "Ada", "Bob"],
  ["mail.primaryEmail", "a@x.com", "b@x.com"],
  ["phone.primaryPhoneNumber", "30123456", "612345678"],
  ["site.primaryLinkUrl", "https://a.test", "https://b.test"],
  ["place.addressCity", "Aachen", "Bonn"],
  ["place.addressLat", 1, 2],
]

const at = (path: string, value: unknown): unknown =>
  path.split(".").reduceRight((inner, key) => ({ [key]: inner }), value)

describe("what is ordered", () => {
  test.each(ordered)("%s is compared: %p < %p", async (path, a, b) => {
    const [low, high] = path.startsWith("phone") ? ["b", "a"] : ["a", "b"]
    const both = "ab"
    const cases: [Record<string, unknown>, string][] = [
      [{ eq: a }, low],
      [{ neq: a }, high],
      [{ gt: a }, high],
      [{ gte: a }, both],
      [{ lt: b }, low],
      [{ lte: b }, both],
      [{ in: [a] }, low],
      [{ in: [a, b] }, both],
      [{ is: "NULL" }, "c"],
      [{ is: "NOT_NULL" }, both],
      [{ eq: null }, "c"],
      [{ neq: null }, both],
      [{ in: [b, null] }, [high, "c"].join("")],
    ]
    for (const [operators, names] of cases) {
      expect([operators, await filtered(at(path, operators))]).toEqual([operators, names])
    }
  })
})

const texts: [path: string, cases: [Record<string, unknown>, string][]][] = [
  [
    "caption",
    [
      [{ like: "Al%" }, "a"],
      [{ like: "al%" }, ""],
      [{ ilike: "al%" }, "a"],
      [{ ilike: "alph_" }, "a"],
      [{ ilike: "alph" }, ""],
      [{ startsWith: "Al" }, "a"],
      [{ startsWith: "al" }, ""],
      [{ startsWith: "%" }, ""],
      [{ endsWith: "100%" }, "b"],
      [{ endsWith: "0" }, ""],
      [{ eq: "" }, "c"],
      [{ neq: "" }, "ab"],
      [{ in: ["Alpha", ""] }, "ac"],
    ],
  ],
  [
    "human.lastName",
    [
      [{ ilike: "%UR%" }, "b"],
      [{ startsWith: "Ab" }, "a"],
      [{ endsWith: "el" }, "a"],
      [{ eq: "" }, "c"],
    ],
  ],
  [
    "mail.primaryEmail",
    [
      [{ eq: "A@X.COM" }, ""],
      [{ ilike: "A@X.COM" }, "a"],
    ],
  ],
  [
    "mail.additionalEmails",
    [
      [{ like: "%aa@x%" }, "a"],
      [{ is: "NULL" }, "bc"],
      [{ is: "NOT_NULL" }, "a"],
    ],
  ],
  [
    "story.markdown",
    [
      [{ ilike: "%ALPHA%" }, "a"],
      [{ is: "NULL" }, "c"],
    ],
  ],
  ["story.blocknote", [[{ ilike: "%beta%" }, "b"]]],
  [
    "createdBy.source",
    [
      [{ eq: "MANUAL" }, "abc"],
      [{ in: ["API", "EMAIL"] }, ""],
      [{ is: "NULL" }, ""],
    ],
  ],
  [
    "createdBy.workspaceMemberId",
    [
      [{ is: "NOT_NULL" }, "abc"],
      [{ eq: nobody }, ""],
    ],
  ],
]

const others: [path: string, cases: [Record<string, unknown>, string][]][] = [
  [
    "flag",
    [
      [{ eq: true }, "a"],
      [{ eq: "true" }, "a"],
      [{ eq: false }, "b"],
      [{ eq: null }, "c"],
      [{ is: "NULL" }, "c"],
      [{ is: "NOT_NULL" }, "ab"],
    ],
  ],
  [
    "tags",
    [
      [{ containsAny: ["HOT"] }, "a"],
      [{ containsAny: ["HOT", "COLD"] }, "ab"],
      [{ containsAny: ["NOBODY"] }, ""],
      [{ is: "NULL" }, "c"],
      [{ is: "NOT_NULL" }, "ab"],
    ],
  ],
  [
    "words",
    [
      [{ containsIlike: "%TW%" }, "a"],
      [{ containsIlike: "tw" }, ""],
      [{ contains: ["one", "two"] }, "a"],
      [{ contains: ["one", "three"] }, ""],
      [{ notContains: ["one"] }, "bc"],
      [{ containsAny: ["one", "three"] }, "ab"],
      [{ is: "NULL" }, "c"],
    ],
  ],
  [
    "blob",
    [
      [{ like: '%"a"%' }, "a"],
      [{ is: "NULL" }, "c"],
      [{ is: "NOT_NULL" }, "ab"],
    ],
  ],
  ["shade", [[{ containsAny: ["RED"] }, "a"]]],
  ["searchVector", [[{ is: "NOT_NULL" }, "abc"]]],
]

describe("operators of one type", () => {
  const all = [...texts, ...others].flatMap(([path, cases]) =>
    cases.map(([operators, names]) => [path, operators, names] as const),
  )
  test.each(all)("%s %j finds %p", async (path, operators, names) => {
    expect(await filtered(at(path, operators))).toBe(names)
  })
})

describe("filters are put together", () => {
  const cases: [unknown, string][] = [
    [{}, "abc"],
    [{ and: [] }, "abc"],
    [{ or: [] }, "abc"],
    [{ caption: { is: "NOT_NULL" }, flag: { eq: true } }, "a"],
    [{ caption: { ilike: "%a%", neq: "Alpha" } }, "b"],
    [{ human: { firstName: { eq: "Ada" }, lastName: { eq: "Burr" } } }, ""],
    [{ or: [{ flag: { eq: true } }, { flag: { is: "NULL" } }] }, "ac"],
    [{ not: { flag: { eq: true } } }, "bc"],
    [{ not: { caption: { eq: "Alpha" } } }, "bc"],
    [{ caption: { neq: "Alpha" } }, "b"],
    [{ and: [{ or: [{ and: [{ or: [{ not: { not: { flag: { eq: true } } } }] }] }] }] }, "a"],
    [{ moment: { gt: "2025-01-01T00:00:00.000Z" } }, "b"],
    [{ day: { eq: "2025-01-01T23:59:59Z" } }, "a"],
  ]
  test.each(cases)("%j finds %p", async (filter, names) => {
    expect(await filtered(filter)).toBe(names)
  })
})

const filterCode = ["BAD_USER_INPUT", "INVALID_ARGS_FILTER"]

describe("filters that are refused", () => {
  const notValid = (operator: string, path: string, type: string, allowed: string) =>
    `Operator "${operator}" is not valid for field "${path}" of type ${type} - Allowed operators: ${allowed}`
  const compared = "eq, neq, gt, gte, lt, lte, in, is"
  const text = `${compared}, like, ilike, startsWith, endsWith`
  const cases: [filter: unknown, message: string, code?: string][] = [
    [{ foo: { eq: 1 } }, `Object widget doesn't have any "foo" field.`],
    [{ caption: {} }, 'Filter for field "caption" must have an operator'],
    [{ caption: "x" }, 'Invalid filter for "caption": expected an object'],
    [{ and: { caption: { eq: "a" } } }, '"and" takes a list of filters'],
    [{ id: { eq: "abc" } }, `Invalid UUID value 'abc' for field "id"`],
    [{ id: { in: null } }, "Invalid filter value for field id. Expected an array"],
    [
      { caption: { in: [] } },
      "Invalid filter value for field caption. Expected non-empty array",
      "INVALID_QUERY_INPUT",
    ],
    [{ caption: { is: "MAYBE" } }, 'Invalid filter value for "is" operator. Expected "NULL" or "NOT_NULL"'],
    [{ mail: { foo: { eq: "x" } } }, 'Sub field "foo" not found for composite type: EMAILS'],
    [{ shade: { eq: "NOPE" } }, `Invalid value "NOPE" for field "shade". Valid values are: RED, GREEN, BLUE`],
    [{ amount: { eq: "many" } }, `Invalid number value 'many' for field "amount"`],
    [{ flag: { eq: "maybe" } }, `Invalid boolean value 'maybe' for field "flag"`],
    [{ caption: { regex: "x" } }, notValid("regex", "caption", "TEXT", text)],
    [{ ext: { like: "x" } }, notValid("like", "ext", "UUID", compared)],
    [{ amount: { like: "x" } }, notValid("like", "amount", "NUMBER", compared)],
    [{ moment: { like: "x" } }, notValid("like", "moment", "DATE_TIME", compared)],
    [{ day: { like: "x" } }, notValid("like", "day", "DATE", compared)],
    [{ flag: { neq: true } }, notValid("neq", "flag", "BOOLEAN", "eq, is")],
    [{ shade: { like: "x" } }, notValid("like", "shade", "SELECT", `${compared}, containsAny`)],
    [{ tags: { eq: "HOT" } }, notValid("eq", "tags", "MULTI_SELECT", "containsAny, is, isEmptyArray")],
    [
      { words: { eq: "x" } },
      notValid("eq", "words", "ARRAY", "containsAny, is, isEmptyArray, containsIlike, contains, notContains"),
    ],
    [{ blob: { eq: "x" } }, notValid("eq", "blob", "RAW_JSON", "is, like, ilike")],
    [{ human: { firstName: { regex: "x" } } }, notValid("regex", "human.firstName", "FULL_NAME", text)],
  ]
  test.each(cases)("%j", async (filter, message, subCode = "INVALID_ARGS_FILTER") => {
    expect(
      await refusal("query ($f: WidgetFilterInput) { widgets(filter: $f) { totalCount } }", { f: filter }),
    ).toEqual([message, filterCode[0], subCode])
  })
})

// --- pages ----------------------------------------------------------------------------------------------------------

describe("pages", () => {
  const refused: [args: string, message: string, subCode: string][] = [
    ["first: 1, last: 1", "Cannot provide both first and last", "ARGS_CONFLICT"],
    [`before: "a", after: "b"`, "Cannot provide both before and after", "ARGS_CONFLICT"],
    [`before: "a", first: 1`, "Cannot provide both before and first", "ARGS_CONFLICT"],
    [`after: "a", last: 1`, "Cannot provide both after and last", "ARGS_CONFLICT"],
    ["first: -1", "First argument must be non-negative", "INVALID_ARGS_FIRST"],
    ["last: -1", "Last argument must be non-negative", "INVALID_ARGS_LAST"],
    ["offset: -1", "Offset argument must be non-negative", "INVALID_ARGS_OFFSET"],
    ["first: 1.5", 'Argument "first" must be a whole number', "INVALID_ARGS_FIRST"],
    [`after: "zzz"`, "Invalid cursor: zzz", "INVALID_CURSOR"],
    [`after: "${btoa('{"id":"x","foo":1}')}"`, "Field metadata not found for key: foo", "INVALID_CURSOR"],
    [`after: "${btoa("{}")}"`, `Invalid cursor: ${btoa("{}")}`, "INVALID_CURSOR"],
    ["foo: 1", "Argument not allowed: foo", "INVALID_QUERY_INPUT"],
    ["orderBy: [{ foo: AscNullsFirst }]", 'Field "foo" does not exist or is not sortable', "FIELD_NOT_FOUND"],
    [
      "orderBy: [{ taskTargets: AscNullsFirst }]",
      'Field "taskTargets" does not exist or is not sortable',
      "FIELD_NOT_FOUND",
    ],
    [
      "orderBy: [{ name: Up }]",
      'Scalar field "name" requires a direction value (AscNullsFirst, AscNullsLast, DescNullsFirst, DescNullsLast)',
      "INVALID_QUERY_INPUT",
    ],
  ]
  test.each(refused)("(%s) is refused", async (args, message, subCode) => {
    expect(await refusal(`{ widgets(${args}) { edges { node { id } } } }`)).toEqual([
      message,
      "BAD_USER_INPUT",
      subCode,
    ])
  })

  const order = "orderBy: [{ position: AscNullsFirst }]"
  const cursor = (name: string, position: number) => btoa(JSON.stringify({ position, id: ids[name] }))
  const pages: [args: () => string, names: string, hasNext: boolean, hasPrevious: boolean][] = [
    [() => "first: 2", "ab", true, false],
    [() => "first: 3", "abc", false, false],
    [() => "first: 0", "", true, false],
    [() => `first: 1, after: "${cursor("a", 1)}"`, "b", true, true],
    [() => `first: 2, after: "${cursor("b", 2)}"`, "c", false, true],
    [() => `after: "${cursor("c", 3)}"`, "", false, true],
    [() => `last: 1, before: "${cursor("c", 3)}"`, "b", true, true],
    [() => `last: 5, before: "${cursor("c", 3)}"`, "ab", true, false],
    [() => `before: "${cursor("b", 2)}"`, "a", true, false],
    [() => "last: 2", "bc", false, true],
    [() => "offset: 1", "bc", false, true],
    [() => "first: 1, offset: 1", "b", true, true],
    [() => "limit: 2", "ab", true, false],
    [() => "first: 100000", "abc", false, false],
    [() => `first: 1, after: ""`, "a", true, false],
  ]
  test.each(pages)("%# come out right", async (args, names, hasNextPage, hasPreviousPage) => {
    const { widgets } = await ask<{
      widgets: Record<string, never> & { edges: { cursor: string; node: { name: string } }[] }
    }>(
      `{ widgets(${order}, ${args()}) { totalCount edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    )
    const cursors = widgets.edges.map((edge) => edge.cursor)
    expect([args(), listed({ widgets })]).toEqual([args(), names])
    expect<unknown>(widgets.totalCount).toBe(3)
    expect<unknown>(widgets.pageInfo).toEqual({
      hasNextPage,
      hasPreviousPage,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    })
  })

  test("a cursor is base64 of the values that are ordered by, and the id", async () => {
    const { widgets } = await ask<{ widgets: { edges: { cursor: string }[] } }>(
      "{ widgets(first: 1, orderBy: [{ human: { firstName: AscNullsLast } }, { moment: DescNullsLast }]) { edges { cursor } } }",
    )
    expect(JSON.parse(atob(widgets.edges[0]!.cursor))).toEqual({
      human: { firstName: "Ada" },
      moment: "2025-01-01T00:00:00+00:00",
      id: ids.a,
    })
  })

  test("without an order the id is the order", async () => {
    const { widgets } = await ask<{ widgets: { edges: { node: { id: string } }[] } }>(
      "{ widgets { edges { node { id } } } }",
    )
    const found = widgets.edges.map(({ node }) => node.id)
    expect(found).toEqual(found.toSorted())
  })
})

// --- values ---------------------------------------------------------------------------------------------------------

describe("a record of nothing reads", () => {
  const read: [selection: string, value: unknown][] = [
    ["caption", ""],
    ["words", []],
    ["tags", []],
    ["mail { primaryEmail additionalEmails }", { primaryEmail: "", additionalEmails: [] }],
    [
      "phone { primaryPhoneNumber primaryPhoneCountryCode primaryPhoneCallingCode additionalPhones }",
      { primaryPhoneNumber: "", primaryPhoneCountryCode: "", primaryPhoneCallingCode: "", additionalPhones: [] },
    ],
    [
      "site { primaryLinkUrl primaryLinkLabel secondaryLinks }",
      { primaryLinkUrl: "", primaryLinkLabel: "", secondaryLinks: [] },
    ],
    ["price { amountMicros currencyCode }", { amountMicros: null, currencyCode: null }],
    ["human { firstName lastName }", { firstName: "", lastName: "" }],
    ["place { addressCity addressLat addressLng }", { addressCity: "", addressLat: null, addressLng: null }],
    ["story { blocknote markdown }", { blocknote: null, markdown: "" }],
    ...["amount", "pieces", "grains", "flag", "day", "moment", "shade", "stars", "ext", "blob"].map(
      (name): [string, unknown] => [name, null],
    ),
  ]
  test.each(read)("%s", async (selection, value) => {
    const { widget } = await ask<{ widget: Record<string, unknown> }>(
      `{ widget(filter: { id: { eq: "${ids.c}" } }) { ${selection} } }`,
    )
    expect(widget[selection.split(" ")[0]!]).toEqual(value)
  })
})

const create = (field: string, selection: string, value: unknown) =>
  me.graphql<{ createWidget: Record<string, unknown> }>(
    `mutation ($data: WidgetCreateInput!) { createWidget(data: $data) { id ${selection} } }`,
    { data: { [field]: value } },
  )

describe("what is written is made regular", () => {
  const cases: [field: string, selection: string, input: unknown, output: unknown][] = [
    ["caption", "caption", "", ""],
    ["caption", "caption", "  kept  ", "  kept  "],
    ["day", "day", "2025-03-01T23:30:00Z", "2025-03-01"],
    ["day", "day", "2025/01/13", "2025-01-13"],
    ["day", "day", "01-13-2025", "2025-01-13"],
    ["day", "day", "January 13, 2025", "2025-01-13"],
    ["moment", "moment", "2025-03-01", "2025-03-01T00:00:00.000Z"],
    ["moment", "moment", "2025-03-01T10:00:00+02:00", "2025-03-01T08:00:00.000Z"],
    ["moment", "moment", "January 13, 2025", "2025-01-13T00:00:00.000Z"],
    ["tags", "tags", "HOT", ["HOT"]],
    ["tags", "tags", [], []],
    ["words", "words", "one", ["one"]],
    ["words", "words", [], []],
    ["blob", "blob", '{"a":1}', { a: 1 }],
    ["blob", "blob", [1], [1]],
    ["blob", "blob", {}, null],
    [
      "mail",
      "mail { primaryEmail additionalEmails }",
      { primaryEmail: "A@B.Com", additionalEmails: ["C@D.Com"] },
      { primaryEmail: "a@b.com", additionalEmails: ["c@d.com"] },
    ],
    [
      "site",
      "site { primaryLinkUrl }",
      { primaryLinkUrl: "HTTPS://Example.COM/Path/" },
      { primaryLinkUrl: "https://example.com/Path" },
    ],
    ["site", "site { primaryLinkUrl }", { primaryLinkUrl: "Acme.COM" }, { primaryLinkUrl: "Acme.COM" }],
    [
      "site",
      "site { secondaryLinks }",
      { primaryLinkUrl: "a.test", secondaryLinks: [{ label: "B", url: "HTTPS://B.test/" }] },
      { secondaryLinks: [{ label: "B", url: "HTTPS://B.test/" }] },
    ],
    [
      "phone",
      "phone { primaryPhoneNumber primaryPhoneCallingCode primaryPhoneCountryCode }",
      { primaryPhoneNumber: "612345678", primaryPhoneCountryCode: "FR" },
      { primaryPhoneNumber: "612345678", primaryPhoneCallingCode: "+33", primaryPhoneCountryCode: "FR" },
    ],
    [
      "price",
      "price { amountMicros currencyCode }",
      { amountMicros: "1500000", currencyCode: "ANY" },
      { amountMicros: 1500000, currencyCode: "ANY" },
    ],
    ["price", "price { amountMicros }", { amountMicros: 1.9 }, { amountMicros: 1 }],
    [
      "story",
      "story { markdown }",
      { blocknote: '[{"type":"paragraph","content":[{"type":"text","text":"hi","styles":{}}]}]' },
      { markdown: "hi\n" },
    ],
    [
      "createdBy",
      "createdBy { source name }",
      { source: "IMPORT", name: "Old CRM" },
      { source: "IMPORT", name: "Old CRM" },
    ],
    ["id", "name", "0192f0c1-2345-4abc-8def-00000000000a", ""],
  ]
  test.each(cases)("%s { %s } of %j", async (field, selection, input, output) => {
    const { data, errors } = await create(field, selection, input)
    expect(errors).toBeUndefined()
    expect(data.createWidget[selection.split(" ")[0]!]).toEqual(output)
  })
})

describe("what cannot be written is refused", () => {
  const cases: [field: string, input: unknown, message: string, subCode?: string][] = [
    ["caption", 5, `Invalid string value 5 for text field "caption"`],
    ["caption", { a: 1 }, `Invalid string value {"a":1} for text field "caption"`],
    ["amount", "5", `Invalid number value '5' for field "amount"`],
    ["flag", "true", `Invalid boolean value 'true' for field "flag"`],
    ["day", "2024", `Invalid value '2024' for date field "day". Expected format: 'YYYY-MM-DD'`],
    ["day", "2024-01", `Invalid value '2024-01' for date field "day". Expected format: 'YYYY-MM-DD'`],
    ["day", "2024-02-30", `Invalid value '2024-02-30' for date field "day". Expected format: 'YYYY-MM-DD'`],
    ["moment", "hello", `Invalid value 'hello' for date-time field "moment". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'`],
    ["ext", "abc", `Invalid UUID value 'abc' for field "ext"`],
    ["shade", "NOPE", `Invalid value "NOPE" for field "shade". Valid values are: RED, GREEN, BLUE`],
    [
      "stars",
      "RATING_9",
      `Invalid value "RATING_9" for field "stars". Valid values are: RATING_1, RATING_2, RATING_3, RATING_4, RATING_5`,
    ],
    ["tags", ["Z"], `Invalid value [ 'Z' ] for multi select field "tags"`],
    ["blob", "hello", `Invalid object value 'hello' for field "blob"`],
    ["position", "mid", `Invalid position value 'mid' for field "position"`],
    ["mail", { primaryEmail: "nope" }, `Invalid string value 'nope' for email field "mail.primaryEmail"`],
    ["price", { foo: 1 }, `Invalid subfield foo for currency field "price". It has: amountMicros, currencyCode`],
    ["site", { primaryLinkUrl: "no url" }, "The URL of the link is not valid", "INVALID_URL"],
    ["phone", { primaryPhoneNumber: "12" }, "Provided phone number is invalid 12", "INVALID_PHONE_NUMBER"],
    [
      "phone",
      { primaryPhoneNumber: "612345678", primaryPhoneCountryCode: "FR", primaryPhoneCallingCode: "+49" },
      "Provided country code and calling code are conflicting",
      "CONFLICTING_PHONE_CALLING_CODE_AND_COUNTRY_CODE",
    ],
    ["foo", 1, `Object widget doesn't have any "foo" field.`],
    ["id", "abc", `Value "abc" is not a valid UUID`, "INVALID_QUERY_INPUT"],
    ["taskTargets", [], 'Field "taskTargets" of widget lists related records; write the relation on their side'],
  ]
  test.each(cases)("%s %j", async (field, input, message, subCode = "INVALID_ARGS_DATA") => {
    const { data, errors } = await create(field, "name", input)
    expect([errors?.[0]?.message, errors?.[0]?.extensions.code, errors?.[0]?.extensions.subCode]).toEqual([
      message,
      "BAD_USER_INPUT",
      subCode,
    ])
    expect(errors![0]!.path).toEqual(["createWidget"])
    expect(data).toBeNull()
  })
})

describe("parts of composites that are left out", () => {
  const cases: [field: string, selection: string, before: unknown, change: unknown, after: unknown][] = [
    [
      "human",
      "firstName lastName",
      { firstName: "A", lastName: "B" },
      { firstName: "C" },
      { firstName: "C", lastName: "B" },
    ],
    [
      "place",
      "addressCity addressState",
      { addressCity: "A", addressState: "B" },
      { addressCity: "C" },
      { addressCity: "C", addressState: "B" },
    ],
    [
      "price",
      "amountMicros currencyCode",
      { amountMicros: 1, currencyCode: "EUR" },
      { amountMicros: 2 },
      { amountMicros: 2, currencyCode: "EUR" },
    ],
    [
      "mail",
      "primaryEmail additionalEmails",
      { primaryEmail: "a@b.co", additionalEmails: ["c@d.co"] },
      { primaryEmail: "e@f.co" },
      { primaryEmail: "e@f.co", additionalEmails: ["c@d.co"] },
    ],
    ["human", "firstName lastName", { firstName: "A", lastName: "B" }, null, { firstName: "", lastName: "" }],
    [
      "price",
      "amountMicros currencyCode",
      { amountMicros: 1, currencyCode: "EUR" },
      null,
      { amountMicros: null, currencyCode: null },
    ],
    [
      "site",
      "primaryLinkUrl primaryLinkLabel",
      { primaryLinkUrl: "a.test", primaryLinkLabel: "A" },
      null,
      { primaryLinkUrl: "", primaryLinkLabel: "" },
    ],
    [
      "mail",
      "primaryEmail additionalEmails",
      { primaryEmail: "a@b.co" },
      { additionalEmails: ["c@d.co"] },
      { primaryEmail: "", additionalEmails: ["c@d.co"] },
    ],
    [
      "phone",
      "primaryPhoneNumber additionalPhones",
      { primaryPhoneNumber: "+33612345678", additionalPhones: [{ number: "+33612345679" }] },
      { primaryPhoneNumber: "+33612345670" },
      { primaryPhoneNumber: "612345670", additionalPhones: [] },
    ],
    [
      "site",
      "primaryLinkUrl primaryLinkLabel",
      { primaryLinkUrl: "a.test", primaryLinkLabel: "A" },
      { primaryLinkLabel: "B" },
      { primaryLinkUrl: "", primaryLinkLabel: "" },
    ],
    [
      "site",
      "primaryLinkUrl primaryLinkLabel",
      { primaryLinkUrl: "a.test", primaryLinkLabel: "A" },
      { primaryLinkUrl: "b.test" },
      { primaryLinkUrl: "b.test", primaryLinkLabel: "" },
    ],
  ]
  test.each(cases)("%s { %s } %j changed by %j", async (field, selection, before, change, after) => {
    const { data } = await create(field, "name", before)
    const { updateWidget } = await ask<{ updateWidget: Record<string, unknown> }>(
      `mutation ($id: UUID!, $data: WidgetUpdateInput!) { updateWidget(id: $id, data: $data) { ${field} { ${selection} } } }`,
      { id: data.createWidget.id, data: { [field]: change } },
    )
    expect(updateWidget[field]).toEqual(after)
  })
})

// --- writes ---------------------------------------------------------------------------------------------------------

describe("writes that are refused", () => {
  const cases: [query: string, expected: (string | undefined)[]][] = [
    [
      `mutation { updateWidget(id: "${nobody}", data: {}) { id } }`,
      ["Record not found", "NOT_FOUND", "RECORD_NOT_FOUND"],
    ],
    [`mutation { deleteWidget(id: "${nobody}") { id } }`, ["Record not found", "NOT_FOUND", "RECORD_NOT_FOUND"]],
    [`mutation { destroyWidget(id: "${nobody}") { id } }`, ["Record not found", "NOT_FOUND", "RECORD_NOT_FOUND"]],
    [`mutation { restoreWidget(id: "${nobody}") { id } }`, ["Record not found", "NOT_FOUND", "RECORD_NOT_FOUND"]],
    [
      `mutation { updateWidget(id: "abc", data: {}) { id } }`,
      ['Missing required argument: "id" (UUID)', "BAD_USER_INPUT", "INVALID_QUERY_INPUT"],
    ],
    [
      `mutation { updateWidgets(data: {}) { id } }`,
      ['Missing required argument: "filter" (object)', "BAD_USER_INPUT", "INVALID_QUERY_INPUT"],
    ],
    [
      `mutation { deleteWidgets { id } }`,
      ['Missing required argument: "filter" (object)', "BAD_USER_INPUT", "INVALID_QUERY_INPUT"],
    ],
    [
      `mutation { createWidgets { id } }`,
      ['Missing required argument: "data" (array)', "BAD_USER_INPUT", "INVALID_QUERY_INPUT"],
    ],
    ...[
      "updateWidgets(filter: {}, data: {})",
      "deleteWidgets(filter: {})",
      "destroyWidgets(filter: { and: [] })",
      "restoreWidgets(filter: {})",
    ].map((field): [string, string[]] => [
      `mutation { ${field} { id } }`,
      [
        "Filters are mandatory for bulk operations. Please provide at least one filter to prevent accidental changes of all records.",
        "BAD_USER_INPUT",
        "INVALID_QUERY_INPUT",
      ],
    ]),
    [
      `mutation { mergeWidgets(ids: ["${nobody}"], conflictPriorityIndex: 0) { id } }`,
      ["At least 2 record IDs are required for merge", "BAD_USER_INPUT", "INVALID_QUERY_INPUT"],
    ],
    [
      `mutation { createPerson(data: { companyId: "${nobody}", company: { disconnect: true } }) { id } }`,
      ["company and companyId cannot be both provided.", "BAD_USER_INPUT", "INVALID_ARGS_DATA"],
    ],
    [
      `mutation { createPerson(data: { company: { name: "x" } }) { id } }`,
      ['Relation "company" requires connect or disconnect operation', "BAD_USER_INPUT", "INVALID_ARGS_DATA"],
    ],
    [
      "{ widgetDuplicates { totalCount } }",
      ['You have to provide either "data" or "ids" argument', "BAD_USER_INPUT", "INVALID_QUERY_INPUT"],
    ],
    [
      `{ widgetDuplicates(ids: ["${nobody}"], data: []) { totalCount } }`,
      ['You cannot provide both "data" and "ids" arguments', "BAD_USER_INPUT", "INVALID_QUERY_INPUT"],
    ],
    [
      `{ widgetDuplicates(data: []) { totalCount } }`,
      ['The "data" condition can not be empty when "ids" input not provided', "BAD_USER_INPUT", "INVALID_QUERY_INPUT"],
    ],
  ]
  test.each(cases)("%s", async (query, expected) => {
    expect(await refusal(query)).toEqual(expected as never)
  })
})

describe("the bin", () => {
  test("a deleted record is seen only by a filter that speaks of it, and by every write", async () => {
    const { createCompany: company } = await ask<{ createCompany: { id: string } }>(
      'mutation { createCompany(data: { name: "Gone" }) { id } }',
    )
    const { createPerson: person } = await ask<{ createPerson: { id: string } }>(
      `mutation { createPerson(data: { companyId: "${company.id}" }) { id } }`,
    )
    const one = `company(filter: { id: { eq: "${company.id}" } }) { name }`
    await ask(`mutation { deleteCompany(id: "${company.id}") { id } }`)
    expect(await refusal(`{ ${one} }`)).toEqual(["Record not found", "NOT_FOUND", "RECORD_NOT_FOUND"])
    const either = "or: [{ deletedAt: { is: NULL } }, { deletedAt: { is: NOT_NULL } }]"
    expect(await ask(`{ companies(filter: { id: { eq: "${company.id}" }, ${either} }) { totalCount } }`)).toEqual({
      companies: { totalCount: 1 },
    })
    const related = `{ person(filter: { id: { eq: "${person.id}" } }) { companyId company { name } } }`
    expect(await ask(related)).toEqual({ person: { companyId: company.id, company: null } })
    expect(await ask(`mutation { updateCompany(id: "${company.id}", data: { name: "Still gone" }) { name } }`)).toEqual(
      { updateCompany: { name: "Still gone" } },
    )
    expect(await ask(`mutation { restoreCompany(id: "${company.id}") { deletedAt } }`)).toEqual({
      restoreCompany: { deletedAt: null },
    })
    expect(await ask(`mutation { restoreCompany(id: "${company.id}") { deletedAt } }`)).toEqual({
      restoreCompany: { deletedAt: null },
    })
    expect(await ask(related)).toEqual({ person: { companyId: company.id, company: { name: "Still gone" } } })
    expect(await ask(`mutation { destroyCompany(id: "${company.id}") { name } }`)).toEqual({
      destroyCompany: { name: "Still gone" },
    })
    expect(await ask(related)).toEqual({ person: { companyId: null, company: null } })
  })

  test("writes by filter that match nothing answer with nothing", async () => {
    const filter = `filter: { id: { eq: "${nobody}" } }`
    for (const field of [
      `updateWidgets(${filter}, data: {})`,
      `deleteWidgets(${filter})`,
      `destroyWidgets(${filter})`,
      `restoreWidgets(${filter})`,
    ]) {
      expect(Object.values(await ask(`mutation { ${field} { id } }`))).toEqual([[]])
    }
    expect(await ask("mutation { createWidgets(data: []) { id } }")).toEqual({ createWidgets: [] })
  })
})

describe("positions", () => {
  test("new records come first, one before the other, unless they say otherwise", async () => {
    const made = (data: string) =>
      ask<{ createRockets: { position: number }[] }>(`mutation { createRockets(data: ${data}) { position } }`).then(
        ({ createRockets }) => createRockets.map(({ position }) => position),
      )
    const rocket = { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" }
    await applySchemaChanges(app.services.db, systemPrincipal(me.workspaceId), [
      { kind: "createObject", input: rocket },
    ])
    expect(await made("[{}]")).toEqual([0])
    expect(await made("[{}, {}, {}]")).toEqual([-1, -2, -3])
    expect(await made('[{ position: "last" }, { position: "first" }, { position: 7.5 }]')).toEqual([1, -4, 7.5])
  })
})

// --- failures as a whole --------------------------------------------------------------------------------------------

describe("failures have exactly this shape", () => {
  const shapes: [what: string, query: string, answer: unknown][] = [
    [
      "a syntax error",
      "{",
      {
        errors: [
          {
            message: "Syntax Error: Expected Name, found <EOF>.",
            locations: [{ line: 1, column: 2 }],
            extensions: { code: "GRAPHQL_PARSE_FAILED", userFriendlyMessage: "An error occurred." },
          },
        ],
      },
    ],
    [
      "an unknown field",
      "{ companys { totalCount } }",
      {
        errors: [
          {
            message: 'Cannot query field "companys" on type "Query".',
            extensions: { code: "GRAPHQL_VALIDATION_FAILED", userFriendlyMessage: "An error occurred." },
          },
        ],
      },
    ],
    [
      "a record that is not there",
      `{ company(filter: { id: { eq: "${nobody}" } }) { id } }`,
      {
        errors: [
          {
            message: "Record not found",
            path: ["company"],
            extensions: {
              code: "NOT_FOUND",
              subCode: "RECORD_NOT_FOUND",
              userFriendlyMessage: "This record does not exist or has been deleted.",
            },
          },
        ],
        data: null,
      },
    ],
    [
      "one that is not there beside others that are",
      `{ company(filter: { id: { eq: "${nobody}" } }) { id } tasks { totalCount } }`,
      { errors: [expect.objectContaining({ path: ["company"] })], data: { company: null, tasks: { totalCount: 0 } } },
    ],
    [
      "a subscription",
      "subscription { onDbEvent { action } }",
      { errors: [expect.objectContaining({ message: "Subscriptions are served on the event stream, not here" })] },
    ],
  ]
  test.each(shapes)("%s", async (_, query, answer) => {
    expect((await me.graphql(query)) as GraphqlAnswer<unknown>).toEqual(answer as never)
  })

  test("a right that is missing", async () => {
    const other = await app.signUp()
    await app.services.db.query(
      `update core.role set "canReadAllObjectRecords" = false where "workspaceId" = $1::uuid`,
      [other.workspaceId],
    )
    await app.services.db.query(
      `update core.workspace set "rightsRevision" = "rightsRevision" + 1 where id = $1::uuid`,
      [other.workspaceId],
    )
    const { errors } = await other.graphql("{ companies { totalCount } }")
    expect(errors?.[0]).toMatchObject({
      message: "Entity performing the request does not have permission",
      extensions: {
        code: "FORBIDDEN",
        subCode: "PERMISSION_DENIED",
        userFriendlyMessage: "User does not have permission.",
      },
    })
  })

  test("GET is a page, and what is no POST of JSON is refused", async () => {
    const headers = { authorization: `Bearer ${me.token}` }
    expect((await app.request("/graphql", { headers })).headers.get("content-type")).toContain("text/html")
    expect((await app.request("/graphql", { method: "PUT", headers })).status).toBe(404)
  })
})
