/** Aggregates of every field type, compared with what plain JavaScript says about the same records. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { render } from "../../src/db/sql.ts"
import { applySchemaChanges, type SchemaChange } from "../../src/metadata/change.ts"
import type { FieldInput } from "../../src/metadata/field-input.ts"
import { aggregatesOf } from "../../src/records/aggregate.ts"
import type { ConnectionPart } from "../../src/records/query.ts"
import { readStatement } from "../../src/records/read.ts"
import { openWorkspace } from "../../src/records/workspace.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { addFileRow } from "../support/files.ts"
import { seededRandom } from "../support/random.ts"

let app: TestApp
let me: Member
let records: Record<string, unknown>[]

const option = (value: string) => ({ value, label: value.toLowerCase(), color: "red" })
const random = seededRandom(7)
const whole = (below: number) => Math.floor(random.next() * below)

interface Tried extends Omit<FieldInput, "objectMetadataId" | "label"> {
  /** parts to select of a composite */
  parts?: string
  invent(): unknown
  /** what tells the value from others; null when it is empty. The value itself when left out */
  identity?(value: never): unknown
}

const fields: Tried[] = [
  { name: "caption", type: "TEXT", invent: () => `caption ${whole(9)}` },
  { name: "weight", type: "NUMBER", invent: () => whole(1000) / 8 - 20 },
  { name: "pieces", type: "NUMBER", settings: { dataType: "int" }, invent: () => whole(50) },
  { name: "grains", type: "NUMBER", settings: { dataType: "bigint" }, invent: () => whole(9) * 2 ** 40 },
  { name: "flag", type: "BOOLEAN", invent: () => random.chance(0.4) },
  { name: "day", type: "DATE", invent: () => `2025-0${1 + whole(9)}-1${whole(9)}` },
  { name: "moment", type: "DATE_TIME", invent: () => `2025-0${1 + whole(9)}-11T1${whole(9)}:00:00.${100 + whole(9)}Z` },
  {
    name: "shade",
    type: "SELECT",
    options: [option("RED"), option("BLUE")],
    invent: () => random.pick(["RED", "BLUE"]),
  },
  {
    name: "tags",
    type: "MULTI_SELECT",
    options: [option("HOT"), option("COLD")],
    invent: () => random.pick([["HOT"], ["COLD", "HOT"], []]),
    identity: (value: string[]) => value.join() || null,
  },
  { name: "stars", type: "RATING", invent: () => `RATING_${1 + whole(5)}` },
  { name: "ext", type: "UUID", invent: () => `0192f0c1-2345-4abc-8def-01234567890${whole(9)}` },
  {
    name: "price",
    type: "CURRENCY",
    parts: "amountMicros currencyCode",
    invent: () => ({ amountMicros: random.chance(0.8) ? whole(50) * 1_000_000 : null, currencyCode: "EUR" }),
    identity: (value: { amountMicros: number | null }) => value.amountMicros,
  },
  {
    name: "full",
    type: "FULL_NAME",
    parts: "firstName lastName",
    invent: () => ({ lastName: random.pick(["", "Ada", "Bob"]) }),
    identity: (value: { lastName: string }) => value.lastName,
  },
  {
    name: "mail",
    type: "EMAILS",
    parts: "primaryEmail additionalEmails",
    invent: () => ({ primaryEmail: `a${whole(9)}@example.com`, additionalEmails: [`b${whole(9)}@example.com`] }),
    identity: (value: { primaryEmail: string }) => value.primaryEmail,
  },
  {
    name: "phone",
    type: "PHONES",
    parts: "primaryPhoneNumber",
    invent: () => ({ primaryPhoneNumber: `+3361234567${whole(9)}` }),
    identity: (value: { primaryPhoneNumber: string }) => value.primaryPhoneNumber,
  },
  {
    name: "site",
    type: "LINKS",
    parts: "primaryLinkUrl primaryLinkLabel",
    invent: () => ({ primaryLinkUrl: `https://example.com/${whole(9)}`, primaryLinkLabel: `${whole(9)}` }),
    identity: (value: { primaryLinkUrl: string }) => value.primaryLinkUrl,
  },
  {
    name: "place",
    type: "ADDRESS",
    parts: "addressCity addressLat",
    invent: () => ({ addressCity: random.pick(["", "Rome"]), addressLat: random.pick([null, 41.9]) }),
    identity: (value: { addressCity: string; addressLat: number | null }) =>
      value.addressCity || value.addressLat ? JSON.stringify(value) : null,
  },
  {
    name: "maker",
    type: "ACTOR",
    parts: "source name",
    invent: () => ({ source: random.pick(["API", "MANUAL"]), name: random.pick(["Ada", ""]) }),
    identity: (value: unknown) => JSON.stringify(value),
  },
  {
    name: "words",
    type: "ARRAY",
    invent: () => random.pick([["a"], ["a", "b"], []]),
    identity: (value: string[]) => value.join() || null,
  },
  {
    name: "blob",
    type: "RAW_JSON",
    invent: () => ({ a: whole(5) }),
    identity: (value) => value && JSON.stringify(value),
  },
  {
    name: "story",
    type: "RICH_TEXT",
    parts: "markdown",
    invent: () => ({ markdown: `story ${whole(5)}` }),
    // A document has ids of its own, so that no two are the same.
    identity: (value: { markdown: string }) => value.markdown && {},
  },
  {
    name: "papers",
    type: "FILES",
    settings: { maxNumberOfValues: 3 },
    parts: "fileId label",
    invent: () => [{ fileId: "0192f0c1-2345-4abc-8def-0123456789ab", label: `${whole(4)}` }],
    identity: (value) => value && JSON.stringify(value),
  },
]

/** What every object has beside its own fields. */
const common: Pick<Tried, "name" | "parts" | "identity">[] = [
  ..."id name createdAt updatedAt deletedAt position searchVector".split(" ").map((name) => ({ name })),
  { name: "createdBy", parts: "source workspaceMemberId name", identity: (value) => JSON.stringify(value) },
  { name: "updatedBy", parts: "source workspaceMemberId name", identity: (value) => JSON.stringify(value) },
]
const all = [...common, ...fields]

const selected = all.map(({ name, parts }) => (parts ? `${name} { ${parts} }` : name)).join(" ")

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  await addFileRow(app, me, "0192f0c1-2345-4abc-8def-0123456789ab")
  const principal = systemPrincipal(me.workspaceId)
  const gadget = { nameSingular: "gadget", namePlural: "gadgets", labelSingular: "Gadget", labelPlural: "Gadgets" }
  const { ids } = await applySchemaChanges(app.services.db, principal, [{ kind: "createObject", input: gadget }])
  const changes = fields.map(({ parts: _parts, invent: _invent, identity: _identity, ...field }): SchemaChange => ({
    kind: "createField",
    input: { ...field, label: field.name, objectMetadataId: ids[0]! },
  }))
  await applySchemaChanges(app.services.db, principal, changes)
  for (let batch = 0; batch < 3; batch++) await run(create, { data: Array.from({ length: 100 }, inventGadget) })
  await run(`mutation { deleteGadgets(filter: { pieces: { lt: 5 } }) { id } }`)
  const { gadgets } = await run<Listed>(`{ gadgets(first: 1000) { edges { node { ${selected} } } } }`)
  records = gadgets.edges.map((edge) => edge.node)
})

afterAll(() => app.close())

const create = `mutation ($data: [GadgetCreateInput!]!) { createGadgets(data: $data) { id } }`

interface Listed {
  gadgets: { edges: { node: Record<string, unknown> }[] }
}

function inventGadget() {
  const filled = fields.filter(() => random.chance(0.8))
  return { name: `Gadget ${whole(30)}`, ...Object.fromEntries(filled.map((field) => [field.name, field.invent()])) }
}

async function run<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const answer = await me.graphql<T>(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

/** The aggregates that introspection lists. */
async function listed(): Promise<{ name: string; type: string }[]> {
  const { __type } = await run<{ __type: { fields: { name: string; type: { name: string | null } }[] } }>(
    `{ __type(name: "GadgetConnection") { fields { name type { name } } } }`,
  )
  const own = ["edges", "pageInfo", "totalCount"]
  return __type.fields
    .filter((field) => !own.includes(field.name))
    .map(({ name, type }) => ({ name, type: type.name! }))
}

// --- the same in plain JavaScript -----------------------------------------------------------------------------------

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

function expected(name: string, of: Record<string, unknown>[]): unknown {
  const [, kind, rest] =
    /^(countUniqueValues|countEmpty|countNotEmpty|percentageEmpty|percentageNotEmpty|countTrue|countFalse|min|max|avg|sum)(.*)$/.exec(
      name,
    )!
  const field = all.find((each) => [capitalized(each.name), `${capitalized(each.name)}AmountMicros`].includes(rest!))!
  const values = of.map((record) => record[field.name])
  const identities = values
    .map((value) => (field.identity ? field.identity(value as never) : value))
    .filter((value) => value !== null && value !== "")
  const empty = values.length - identities.length
  switch (kind) {
    case "countUniqueValues":
      return new Set(identities).size
    case "countEmpty":
      return empty
    case "countNotEmpty":
      return identities.length
    case "percentageEmpty":
      return of.length === 0 ? null : empty / of.length
    case "percentageNotEmpty":
      return of.length === 0 ? null : identities.length / of.length
    case "countTrue":
      return values.filter((value) => value === true).length
    case "countFalse":
      return values.filter((value) => value === false).length
    default:
      return ofOrdered(kind as string, identities as (number | string)[])
  }
}

function ofOrdered(kind: string, values: (number | string)[]): unknown {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => (a < b ? -1 : 1))
  if (kind === "min") return sorted[0]
  if (kind === "max") return sorted.at(-1)
  const sum = (values as number[]).reduce((total, value) => total + value, 0)
  return kind === "sum" ? sum : sum / values.length
}

// --- tests ----------------------------------------------------------------------------------------------------------

describe("every aggregate that introspection lists", () => {
  const cases: [what: string, filter: string, matches: (record: Record<string, unknown>) => boolean][] = [
    ["over all records", "{}", () => true],
    ["over some", `{ shade: { eq: RED } }`, (record) => record.shade === "RED"],
    ["over none", `{ caption: { eq: "nowhere" } }`, () => false],
  ]
  for (const [what, filter, matches] of cases) {
    test(what, async () => {
      const names = (await listed()).map((each) => each.name)
      const { gadgets } = await run<{ gadgets: Record<string, unknown> }>(
        `{ gadgets(filter: ${filter}, first: 3) { totalCount ${names.join(" ")} } }`,
      )
      const of = records.filter(matches)
      expect(gadgets.totalCount).toBe(of.length)
      for (const name of names) {
        const value = expected(name, of)
        if (typeof value === "number") expect([name, gadgets[name]]).toEqual([name, expect.closeTo(value, 6)])
        else expect([name, gadgets[name]]).toEqual([name, value])
      }
    })
  }

  test("has a name, a type and nothing beside it", async () => {
    const types = Object.fromEntries((await listed()).map(({ name, type }) => [name, type]))
    expect(types).toMatchObject({
      countUniqueValuesName: "Int",
      percentageEmptySite: "Float",
      minDay: "DateTime",
      maxCreatedAt: "DateTime",
      avgWeight: "Float",
      sumPieces: "Float",
      sumPriceAmountMicros: "Float",
      countTrueFlag: "Int",
      countNotEmptyId: "Int",
      countEmptySearchVector: "Int",
    })
    for (const name of ["minPosition", "sumPlaceAddressLat", "maxCaption", "minPrice", "countTrueWeight"])
      expect(types).not.toHaveProperty(name)
    expect(Object.keys(types).length).toBe(all.length * 5 + 5 * 2 + 2 + 3 * 4 + 4)
  })
})

test("deleted records count where the filter speaks of them", async () => {
  const { gadgets } = await run<{ gadgets: Record<string, number> }>(
    `{ gadgets(filter: { deletedAt: { is: NOT_NULL } }) { totalCount maxPieces countNotEmptyDeletedAt } }`,
  )
  expect(gadgets).toEqual({
    totalCount: gadgets.totalCount!,
    maxPieces: 4,
    countNotEmptyDeletedAt: gadgets.totalCount!,
  })
  expect(gadgets.totalCount).toBeGreaterThan(5)
})

test("nested lists have their own, whatever their page, in whatever order they are asked", async () => {
  const { createCompanies: companies } = await run<{ createCompanies: { id: string }[] }>(
    `mutation { createCompanies(data: [{ name: "A" }, { name: "B" }, { name: "C" }]) { id } }`,
  )
  const deals = Array.from({ length: 90 }, (_, i) => ({
    name: `Deal ${i}`,
    amount: { amountMicros: whole(100), currencyCode: "USD" },
    companyId: companies[whole(2)]!.id,
  }))
  await run(`mutation ($data: [OpportunityCreateInput!]!) { createOpportunities(data: $data) { id } }`, { data: deals })
  const answer = await run<{ companies: { edges: { node: { id: string; deals: Record<string, unknown> } }[] } }>(
    `{ companies(orderBy: { name: AscNullsLast }) { edges { node { id deals: opportunities(first: 1) { most: maxAmountAmountMicros edges { node { id } } pageInfo { hasNextPage } sumAmountAmountMicros totalCount again: totalCount } } } } }`,
  )
  expect(answer.companies.edges).toHaveLength(3)
  for (const { node } of answer.companies.edges) {
    const amounts = deals.filter((deal) => deal.companyId === node.id).map((deal) => deal.amount.amountMicros)
    expect(node.deals).toEqual({
      most: amounts.length > 0 ? Math.max(...amounts) : null,
      edges: amounts.length > 0 ? [{ node: { id: expect.any(String) } }] : [],
      pageInfo: { hasNextPage: amounts.length > 1 },
      sumAmountAmountMicros: amounts.length > 0 ? amounts.reduce((sum, amount) => sum + amount, 0) : null,
      totalCount: amounts.length,
      again: amounts.length,
    })
  }
})

test("one connection is one scan, and a count alone is a plain count", async () => {
  const schema = await app.services.schemas.get(me.workspaceId)
  const workspace = openWorkspace(app.services.db, schema, systemPrincipal(me.workspaceId), () => {})
  const object = schema.bySingular.get("company")!
  const textOf = (parts: ConnectionPart[]) =>
    render(
      readStatement(workspace, [{ kind: "list", key: "list", object, list: { shape: { kind: "connection", parts } } }]),
    ).text
  const scans = (text: string) => text.split('"company" "t"').length - 1
  const count: ConnectionPart = { kind: "totalCount", key: "totalCount" }
  const aggregates = ["sumEmployees", "avgEmployees", "countEmptyName"].map((key): ConnectionPart => ({
    kind: "aggregate",
    key,
    aggregate: aggregatesOf(object).get(key)!,
  }))
  const group: ConnectionPart = { kind: "group", key: "all", parts: [...aggregates, count] }
  expect(scans(textOf([count, ...aggregates, group]))).toBe(1)
  expect(textOf([count, ...aggregates, group]).match(/sum\(/g)).toHaveLength(1)
  expect(textOf([count])).toContain(
    `(select count(*) from "${schema.schemaName}"."company" "t" where "t"."deletedAt" is null)`,
  )
})
