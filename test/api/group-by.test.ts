/** Groups over GraphQL and REST, compared with what plain JavaScript makes of the same records. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { systemPrincipal } from "../../src/auth/principal.ts"
import { applySchemaChanges } from "../../src/metadata/change.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { seededRandom } from "../support/random.ts"

let app: TestApp
let me: Member
let deals: Deal[]
let cities: Map<string, string>

interface Deal {
  id: string
  name: string
  amount: { amountMicros: number | null; currencyCode: string | null }
  stage: string | null
  closeDate: string | null
  createdAt: string
  companyId: string | null
  company: { name: string; address: { addressCity: string }; employees: number; idealCustomerProfile: boolean } | null
  tags: string[]
}

interface Group {
  groupByDimensionValues: unknown[]
  totalCount: number
}

const stages = ["NEW", "SCREENING", "MEETING", "PROPOSAL", "CUSTOMER"]
const random = seededRandom(11)
const whole = (below: number) => Math.floor(random.next() * below)

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const schema = await app.services.schemas.get(me.workspaceId)
  const option = (value: string) => ({ value, label: value, color: "red" })
  const tags = {
    objectMetadataId: schema.bySingular.get("opportunity")!.id,
    name: "tags",
    label: "Tags",
    type: "MULTI_SELECT" as const,
    options: [option("A"), option("B")],
  }
  await applySchemaChanges(app.services.db, systemPrincipal(me.workspaceId), [{ kind: "createField", input: tags }])
  const companies = Array.from({ length: 8 }, (_, i) => ({
    name: i < 7 ? `Company ${i % 5}` : "",
    address: { addressCity: ["Rome", "Oslo", ""][i % 3] },
    employees: i % 3,
    idealCustomerProfile: i % 2 === 0,
  }))
  const made = await run<{ createCompanies: { id: string }[] }>(
    `mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`,
    { data: companies },
  )
  const ids = made.createCompanies.map((company) => company.id)
  cities = new Map(ids.map((id, i) => [id, companies[i]!.address.addressCity!]))
  for (let batch = 0; batch < 4; batch++) {
    await run(`mutation ($data: [OpportunityCreateInput!]!) { createOpportunities(data: $data) { id } }`, {
      data: Array.from({ length: 100 }, () => inventDeal(ids)),
    })
  }
  await run(`mutation { deleteOpportunities(filter: { name: { eq: "Deal 3" } }) { id } }`)
  await run(`mutation { deleteCompany(id: "${ids[6]}") { id } }`)
  const answer = await run<{ opportunities: { edges: { node: Deal }[] } }>(
    `{ opportunities(first: 1000) { edges { node { id name amount { amountMicros currencyCode } stage closeDate createdAt companyId company { name address { addressCity } employees idealCustomerProfile } tags } } } }`,
  )
  deals = answer.opportunities.edges.map((edge) => edge.node)
})

afterAll(() => app.close())

/** Around the hours in which Berlin changes its clocks, besides some spread over years. */
function inventDeal(companyIds: string[]) {
  const around = random.pick(["2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z", "2024-12-30T20:00:00Z"])!
  const spread = random.chance(0.5) ? 36 * 3600 : 400 * 24 * 3600
  return {
    name: `Deal ${whole(20)}`,
    amount: random.chance(0.8)
      ? { amountMicros: whole(100) * 1000, currencyCode: random.pick(["USD", "EUR"]) }
      : { amountMicros: null, currencyCode: "" },
    stage: random.pick(stages),
    closeDate: random.chance(0.7) ? `2026-0${1 + whole(4)}-0${1 + whole(9)}` : null,
    createdAt: new Date(Date.parse(around) + whole(spread) * 1000).toISOString(),
    companyId: random.chance(0.8) ? random.pick(companyIds) : null,
    tags: random.pick([["A"], ["B", "A"], []]),
  }
}

async function run<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
  const answer = await me.graphql<T>(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data
}

const groupsOf = async <T = Group>(args: string, more = ""): Promise<T[]> =>
  (
    await run<{ opportunitiesGroupBy: T[] }>(
      `{ opportunitiesGroupBy(${args}) { groupByDimensionValues totalCount ${more} } }`,
    )
  ).opportunitiesGroupBy

// --- the same in plain JavaScript -----------------------------------------------------------------------------------

type Dimension = (deal: Deal) => unknown

function count(of: readonly Deal[], dimensions: Dimension[]): Group[] {
  const groups = Map.groupBy(of, (deal) => JSON.stringify(dimensions.map((dimension) => dimension(deal))))
  return [...groups].map(([key, members]) => ({ groupByDimensionValues: JSON.parse(key), totalCount: members.length }))
}

const sorted = (groups: readonly Group[]) =>
  groups.toSorted((a, b) =>
    JSON.stringify(a.groupByDimensionValues) < JSON.stringify(b.groupByDimensionValues) ? -1 : 1,
  )

/** The local day, as the calendar of a zone has it. */
const dayIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" })
  return (deal: Deal) => format.format(new Date(deal.createdAt))
}

const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
const dayOfWeek = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
const weekOf = (day: string, start: number) => {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() - start + 7) % 7))
  return date.toISOString().slice(0, 10)
}
const quarter = (day: string) => Math.ceil(Number(day.slice(5, 7)) / 3)
const month = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" })

const berlin = dayIn("Europe/Berlin")
const auckland = dayIn("Pacific/Auckland")
const utc = dayIn("UTC")
const dated = (granularity: string, rest = `timeZone: "Europe/Berlin"`) =>
  `[{ createdAt: { granularity: ${granularity}, ${rest} } }]`

const cases: [what: string, groupBy: string, ...Dimension[]][] = [
  ["an option", "[{ stage: true }]", (deal) => deal.stage],
  ["a text", "[{ name: true }]", (deal) => deal.name],
  ["several options", "[{ tags: true }]", (deal) => (deal.tags.length > 0 ? `{${deal.tags.join()}}` : null)],
  ["a part of a composite", "[{ amount: { currencyCode: true } }]", (deal) => deal.amount.currencyCode],
  ["a number in a composite", "[{ amount: { amountMicros: true } }]", (deal) => deal.amount.amountMicros],
  ["a join column", "[{ companyId: true }]", (deal) => deal.companyId],
  ["a related name", "[{ company: { name: true } }]", (deal) => deal.company?.name || null],
  ["a related number", "[{ company: { employees: true } }]", (deal) => deal.company?.employees ?? null],
  [
    "a related flag",
    "[{ company: { idealCustomerProfile: true } }]",
    (deal) => deal.company?.idealCustomerProfile ?? null,
  ],
  [
    "a related composite",
    "[{ company: { address: { addressCity: true } } }]",
    (deal) => deal.company?.address.addressCity || null,
  ],
  ["a relation of a relation", "[{ company: { accountOwner: { userEmail: true } } }]", () => null],
  ["an instant as it is", "[{ createdAt: { granularity: NONE } }]", (deal) => deal.createdAt],
  ["a day that is stored", "[{ closeDate: true }]", (deal) => deal.closeDate],
  [
    "a stored day, which no zone moves",
    `[{ closeDate: { granularity: DAY, timeZone: "America/New_York" } }]`,
    (deal) => deal.closeDate?.slice(0, 10) ?? null,
  ],
  ["DAY", dated("DAY"), berlin],
  ["DAY far in the east", dated("DAY", `timeZone: "Pacific/Auckland"`), auckland],
  ["WEEK", dated("WEEK"), (deal) => weekOf(berlin(deal), 1)],
  ["WEEK from Sunday", dated("WEEK", `timeZone: "UTC", weekStartDay: SUNDAY`), (deal) => weekOf(utc(deal), 0)],
  ["WEEK from Saturday", dated("WEEK", `timeZone: "UTC", weekStartDay: SATURDAY`), (deal) => weekOf(utc(deal), 6)],
  ["MONTH", dated("MONTH"), (deal) => `${berlin(deal).slice(0, 7)}-01`],
  [
    "QUARTER",
    dated("QUARTER"),
    (deal) => `${berlin(deal).slice(0, 4)}-${String(quarter(berlin(deal)) * 3 - 2).padStart(2, "0")}-01`,
  ],
  ["YEAR", dated("YEAR"), (deal) => `${berlin(deal).slice(0, 4)}-01-01`],
  ["DAY_OF_THE_WEEK", dated("DAY_OF_THE_WEEK"), (deal) => dayNames[dayOfWeek(berlin(deal))]],
  [
    "DAY_OF_THE_WEEK without a zone",
    "[{ createdAt: { granularity: DAY_OF_THE_WEEK } }]",
    (deal) => dayNames[dayOfWeek(utc(deal))],
  ],
  ["MONTH_OF_THE_YEAR", dated("MONTH_OF_THE_YEAR"), (deal) => month.format(new Date(berlin(deal)))],
  ["QUARTER_OF_THE_YEAR", dated("QUARTER_OF_THE_YEAR"), (deal) => `Q${quarter(berlin(deal))}`],
  [
    "three dimensions",
    `[{ stage: true }, { company: { name: true } }, { createdAt: { granularity: YEAR, timeZone: "UTC" } }]`,
    (deal) => deal.stage,
    (deal) => deal.company?.name || null,
    (deal) => `${utc(deal).slice(0, 4)}-01-01`,
  ],
  ["the same twice", "[{ stage: true }, { stage: true }]", (deal) => deal.stage, (deal) => deal.stage],
]

describe("groups by", () => {
  for (const [what, groupBy, ...dimensions] of cases) {
    test(what, async () => {
      const groups = await groupsOf(`groupBy: ${groupBy}, limit: 1000`)
      expect(sorted(groups)).toEqual(sorted(count(deals, dimensions)))
    })
  }

  test("nothing: one group over everything, or over nothing", async () => {
    expect(await groupsOf("groupBy: []")).toEqual([{ groupByDimensionValues: [], totalCount: deals.length }])
    expect(await groupsOf(`groupBy: [], filter: { name: { eq: "No" } }`)).toEqual([
      { groupByDimensionValues: [], totalCount: 0 },
    ])
    const bare = await run(`{ opportunitiesGroupBy(groupBy: []) { groupByDimensionValues } }`)
    expect(bare).toEqual({ opportunitiesGroupBy: [{ groupByDimensionValues: [] }] })
  })

  test("one element in place of a list, and with a filter", async () => {
    const groups = await groupsOf(`groupBy: { stage: true }, filter: { amount: { currencyCode: { eq: "EUR" } } }`)
    const some = deals.filter((deal) => deal.amount.currencyCode === "EUR")
    expect(sorted(groups)).toEqual(sorted(count(some, [(deal) => deal.stage])))
  })

  test("deleted records, where the filter speaks of them", async () => {
    const groups = await groupsOf(`groupBy: [{ name: true }], filter: { deletedAt: { is: NOT_NULL } }`)
    expect(groups.map((group) => group.groupByDimensionValues)).toEqual([["Deal 3"]])
  })
})

const sumOf = (of: readonly Deal[]) => of.reduce((sum, deal) => sum + (deal.amount.amountMicros ?? 0), 0)
const byStage = () => Map.groupBy(deals, (deal) => deal.stage)

test("aggregates are those of the group", async () => {
  const groups = await groupsOf<Group & Record<string, unknown>>(
    "groupBy: [{ stage: true }]",
    "sum: sumAmountAmountMicros countEmptyAmount maxCreatedAt",
  )
  for (const group of groups) {
    const members = byStage().get(group.groupByDimensionValues[0] as string)!
    expect(group).toMatchObject({
      totalCount: members.length,
      sum: sumOf(members),
      countEmptyAmount: members.filter((deal) => deal.amount.amountMicros === null).length,
      maxCreatedAt: members
        .map((deal) => deal.createdAt)
        .toSorted()
        .at(-1),
    })
  }
})

describe("order", () => {
  const values = async (args: string) => (await groupsOf(args)).map((group) => group.groupByDimensionValues[0])

  test("options come as people see them, and null last", async () => {
    expect(await values("groupBy: [{ stage: true }]")).toEqual(stages)
    expect(await values("groupBy: [{ stage: true }], orderBy: [{ stage: DescNullsFirst }]")).toEqual(
      stages.toReversed(),
    )
    const codes = (orderBy: string) => values(`groupBy: [{ amount: { currencyCode: true } }] ${orderBy}`)
    expect(await codes("")).toEqual(["EUR", "USD", null])
    for (const [direction, expected] of [
      ["AscNullsFirst", [null, "EUR", "USD"]],
      ["AscNullsLast", ["EUR", "USD", null]],
      ["DescNullsFirst", [null, "USD", "EUR"]],
      ["DescNullsLast", ["USD", "EUR", null]],
    ] as const)
      expect(await codes(`orderBy: [{ amount: { currencyCode: ${direction} } }]`)).toEqual([...expected])
  })

  test("days and months come in the order of the calendar", async () => {
    const present = new Set(deals.map((deal) => dayNames[dayOfWeek(utc(deal))]))
    const week = (start: number) =>
      Array.from({ length: 7 }, (_, i) => dayNames[(i + start) % 7]!).filter((day) => present.has(day))
    expect(await values(`groupBy: ${dated("DAY_OF_THE_WEEK", `timeZone: "UTC"`)}`)).toEqual(week(1))
    expect(await values(`groupBy: ${dated("DAY_OF_THE_WEEK", `timeZone: "UTC", weekStartDay: SUNDAY`)}`)).toEqual(
      week(0),
    )
    expect(await values(`groupBy: ${dated("DAY_OF_THE_WEEK", `timeZone: "UTC", weekStartDay: SATURDAY`)}`)).toEqual(
      week(6),
    )
    const months = new Set(deals.map((deal) => Number(utc(deal).slice(5, 7))))
    expect(await values(`groupBy: ${dated("MONTH_OF_THE_YEAR", `timeZone: "UTC"`)}`)).toEqual(
      [...months].toSorted((a, b) => a - b).map((each) => month.format(new Date(Date.UTC(2026, each - 1)))),
    )
  })

  test("by a date, by a related field, and by one of two granularities", async () => {
    const days = await values(
      `groupBy: ${dated("DAY")}, limit: 1000, orderBy: [{ createdAt: { orderBy: DescNullsLast, granularity: DAY } }]`,
    )
    expect(days).toEqual([...new Set(deals.map(berlin))].toSorted().toReversed())
    const names = await values(
      `groupBy: [{ company: { name: true } }], orderBy: [{ company: { name: DescNullsFirst } }]`,
    )
    expect(names[0]).toBeNull()
    expect(names.slice(1)).toEqual((names.slice(1) as string[]).toSorted().toReversed())
    const both = await groupsOf(
      `groupBy: [{ createdAt: { granularity: MONTH_OF_THE_YEAR } }, { createdAt: { granularity: YEAR, timeZone: "UTC" } }], orderBy: [{ createdAt: { orderBy: DescNullsLast, granularity: YEAR } }], limit: 1000`,
    )
    const years = both.map((group) => group.groupByDimensionValues[1] as string)
    expect(years).toEqual(years.toSorted().toReversed())
  })

  test("by aggregates, with a limit", async () => {
    const sums = [...byStage()].map(([stage, members]) => ({ stage, sum: sumOf(members) }))
    const most = sums.toSorted((a, b) => b.sum - a.sum).map((each) => each.stage)
    const order = "orderBy: [{ aggregate: { sumAmountAmountMicros: DescNullsLast } }]"
    expect(await values(`groupBy: [{ stage: true }], ${order}, limit: 2`)).toEqual(most.slice(0, 2))
    const counts = await groupsOf(`groupBy: [{ name: true }], orderBy: { aggregate: { totalCount: AscNullsFirst } }`)
    expect(counts.map((group) => group.totalCount)).toEqual(
      count(deals, [(deal) => deal.name])
        .map((group) => group.totalCount)
        .toSorted((a, b) => a - b),
    )
    expect(await values("groupBy: [{ stage: true }], limit: 0")).toEqual([])
  })

  test("fifty groups unless more are asked for", async () => {
    expect(await groupsOf("groupBy: [{ createdAt: { granularity: NONE } }]")).toHaveLength(50)
    expect(await groupsOf("groupBy: [{ createdAt: { granularity: NONE } }], limit: 120")).toHaveLength(120)
  })
})

describe("records of a group", () => {
  interface Shown {
    groupByDimensionValues: unknown[]
    edges: { cursor: string; node: { id: string; name: string; company: { name: string } | null } }[]
    pageInfo: Record<string, unknown>
  }
  const shown = (args: string) =>
    groupsOf<Shown>(
      args,
      "edges { cursor node { id name company { name } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }",
    )

  test("are eight in the order of their ids", async () => {
    for (const group of await shown("groupBy: [{ stage: true }]")) {
      const ids = byStage()
        .get(group.groupByDimensionValues[0] as string)!
        .map((deal) => deal.id)
        .toSorted()
      expect(group.edges.map((edge) => edge.node.id)).toEqual(ids.slice(0, 8))
      expect(group.pageInfo).toEqual({
        hasNextPage: ids.length > 8,
        hasPreviousPage: false,
        startCursor: group.edges[0]!.cursor,
        endCursor: group.edges.at(-1)!.cursor,
      })
    }
  })

  test("come in the order, from the place and in the number asked for", async () => {
    const groups = await shown(
      "groupBy: [{ amount: { currencyCode: true } }, { company: { address: { addressCity: true } } }], orderByForRecords: [{ createdAt: DescNullsLast }], offsetForRecords: 2, first: 3",
    )
    const all = Map.groupBy(deals, (deal) =>
      JSON.stringify([deal.amount.currencyCode, deal.company?.address.addressCity || null]),
    )
    expect(groups).toHaveLength(all.size)
    for (const group of groups) {
      const members = all.get(JSON.stringify(group.groupByDimensionValues))!
      const expected = members.toSorted((a, b) =>
        a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? 1 : -1,
      )
      expect(group.edges.map((edge) => edge.node.id)).toEqual(expected.slice(2, 5).map((deal) => deal.id))
      expect(group.pageInfo.hasNextPage).toBe(members.length > 5)
      expect(group.pageInfo.hasPreviousPage).toBe(true)
    }
  })

  test("by a number with a fraction, in one group over everything, and none", async () => {
    await run(`mutation { createPeople(data: [{ jobTitle: "x" }, { jobTitle: "x" }]) { id } }`)
    const [people] = (
      await run<{ peopleGroupBy: Shown[] }>(
        `{ peopleGroupBy(groupBy: [{ position: true }, { jobTitle: true }], limit: 1) { edges { node { id } } } }`,
      )
    ).peopleGroupBy
    expect(people!.edges).toHaveLength(1)
    const [everything] = await shown("groupBy: [], first: 2, orderByForRecords: [{ name: AscNullsLast }]")
    expect(everything!.edges).toHaveLength(2)
    const [nothing] = await shown(`groupBy: [], filter: { name: { eq: "No" } }`)
    expect([nothing!.edges, nothing!.pageInfo]).toEqual([
      [],
      { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    ])
  })
})

const missingZone = "Time zone should be specified for a group by date on Day, Week, Month, Quarter or Year"
const refused: [args: string, message: string, subCode?: string][] = [
  ["", 'Missing required argument: "groupBy" (list)'],
  ...["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"].map((each): [string, string, string] => [
    `(groupBy: [{ createdAt: { granularity: ${each} } }])`,
    missingZone,
    "MISSING_TIMEZONE_FOR_DATE_GROUP_BY",
  ]),
  [
    `(groupBy: [{ createdAt: { granularity: DAY, timeZone: "Mars/Olympus" } }])`,
    "Invalid timezone: Mars/Olympus",
    "INVALID_TIMEZONE",
  ],
  [
    `(groupBy: [{ createdAt: { granularity: DAY, timeZone: "+02:00" } }])`,
    "Invalid timezone: +02:00",
    "INVALID_TIMEZONE",
  ],
  [`(groupBy: [{ createdAt: { granularity: DAY, timeZone: "" } }])`, "Invalid timezone: ", "INVALID_TIMEZONE"],
  [
    `(groupBy: [{ createdAt: { granularity: HOUR, timeZone: "UTC" } }])`,
    'Invalid granularity of "createdAt": HOUR. Valid values are: DAY, MONTH, QUARTER, YEAR, WEEK, DAY_OF_THE_WEEK, MONTH_OF_THE_YEAR, QUARTER_OF_THE_YEAR, NONE',
  ],
  ["(groupBy: [{ foo: true }])", `Object opportunity doesn't have any "foo" field.`, "FIELD_NOT_FOUND"],
  ["(groupBy: [{ company: { foo: true } }])", `Object company doesn't have any "foo" field.`, "FIELD_NOT_FOUND"],
  [
    "(groupBy: [{ amount: { foo: true } }])",
    'Sub field "foo" not found for composite type: CURRENCY',
    "FIELD_NOT_FOUND",
  ],
  [
    "(groupBy: [{ amount: true }])",
    'Each element of groupBy names one field of "amount" such as {amount: {part: true}}',
  ],
  ["(groupBy: [{ stage: true, name: true }])", "Each element of groupBy names one field such as {stage: true}"],
  ["(groupBy: [{ taskTargets: { id: true } }])", 'Field "taskTargets" lists related records and cannot be grouped by'],
  ["(groupBy: [{ searchVector: true }])", 'Field "searchVector" cannot be grouped by'],
  [
    `(groupBy: [${"{ stage: true } ".repeat(9)}])`,
    "Records are grouped by 8 dimensions at most",
    "TOO_MANY_DIMENSIONS",
  ],
  [
    "(groupBy: [{ stage: true }], orderBy: [{ name: AscNullsLast }])",
    'Groups cannot be ordered by "name": it is not one of the dimensions in groupBy',
  ],
  [
    "(groupBy: [{ stage: true }], orderBy: [{ aggregate: { sumStage: AscNullsLast } }])",
    `Object opportunity doesn't have any "sumStage" aggregate.`,
    "FIELD_NOT_FOUND",
  ],
  [
    "(groupBy: [{ stage: true }], orderBy: [{ stage: Up }])",
    'Scalar field "stage" requires a direction value (AscNullsFirst, AscNullsLast, DescNullsFirst, DescNullsLast)',
  ],
  [`(groupBy: [{ stage: true }], orderBy: [null])`, "orderBy takes objects such as {createdAt: DescNullsLast}"],
  [`(groupBy: [{ stage: true }], orderBy: ["stage"])`, "orderBy takes objects such as {createdAt: DescNullsLast}"],
  [
    `(groupBy: [{ stage: true }], orderBy: [{ aggregate: sumX }])`,
    "orderBy takes objects such as {createdAt: DescNullsLast}",
  ],
  [`(groupBy: ["stage"])`, "Each element of groupBy names one field such as {stage: true}"],
  [`(groupBy: [{ stage: { granularity: DAY } }])`, 'Field "stage" is grouped by with the value true'],
  [`(groupBy: [{ stage: true }], first: -1)`, "First argument must be non-negative", "INVALID_ARGS_FIRST"],
  [`(groupBy: [{ stage: true }], offsetForRecords: -1)`, "Offset argument must be non-negative", "INVALID_ARGS_OFFSET"],
  ["(groupBy: [{ stage: true }], limit: -1)", "Limit argument must be non-negative", "INVALID_ARGS_LIMIT"],
  ["(groupBy: [{ stage: true }], last: 1)", "Argument not allowed: last"],
]

describe("refused", () => {
  test.each(refused)("%s", async (args, message, subCode = "INVALID_QUERY_INPUT") => {
    const answer = await me.graphql(`{ opportunitiesGroupBy${args} { totalCount } }`)
    expect(answer.errors?.[0]).toMatchObject({ message, extensions: { code: "BAD_USER_INPUT", subCode } })
  })

  test("a member that groups do not have", async () => {
    const answer = await me.graphql(`{ opportunitiesGroupBy(groupBy: []) { totalCunt } }`)
    expect(answer.errors?.[0]?.message).toStartWith(
      'Cannot query field "totalCunt" on type "OpportunityGroupByConnection". Did you mean "totalCount"',
    )
  })
})

test("introspection has the names that generated clients use", async () => {
  const inputs = `inputFields { name type { name } }`
  const answer = await run<Record<string, { inputFields?: { name: string; type: { name: string } }[] }>>(
    `{ by: __type(name: "OpportunityGroupByInput") { ${inputs} } order: __type(name: "OpportunityOrderByWithGroupByInput") { ${inputs} } links: __type(name: "LinksGroupByInput") { ${inputs} } date: __type(name: "GroupByDateGranularityInput") { ${inputs} } group: __type(name: "OpportunityGroupByConnection") { fields { name } } aggregate: __type(name: "OpportunityOrderByWithGroupByAggregateInput") { ${inputs} } }`,
  )
  const typesOf = (key: string) =>
    Object.fromEntries(answer[key]!.inputFields!.map(({ name, type }) => [name, type.name]))
  expect(typesOf("by")).toMatchObject({
    stage: "Boolean",
    amount: "CurrencyGroupByInput",
    createdAt: "GroupByDateGranularityInput",
    companyId: "Boolean",
    company: "CompanyGroupByInput",
  })
  expect(typesOf("by")).not.toHaveProperty("taskTargets")
  expect(typesOf("order")).toMatchObject({
    aggregate: "OpportunityOrderByWithGroupByAggregateInput",
    createdAt: "OrderByDateGranularityInput",
    stage: "OrderByDirection",
    company: "CompanyOrderByWithGroupByInput",
  })
  expect(typesOf("links")).toEqual({ primaryLinkLabel: "Boolean", primaryLinkUrl: "Boolean" })
  expect(typesOf("date")).toEqual({
    granularity: "DateGranularityEnum",
    weekStartDay: "FirstDayOfTheWeek",
    timeZone: "String",
  })
  expect(typesOf("aggregate")).toMatchObject({
    totalCount: "OrderByDirection",
    sumAmountAmountMicros: "OrderByDirection",
  })
  const { fields } = answer.group as unknown as { fields: { name: string }[] }
  expect(fields.map((field) => field.name)).toEqual(
    expect.arrayContaining(["groupByDimensionValues", "totalCount", "edges", "pageInfo", "avgAmountAmountMicros"]),
  )
})

test("every object can be grouped by every field that introspection lists", async () => {
  interface Input {
    name: string
    inputFields: { name: string; type: { name: string } }[] | null
  }
  const { __schema } = await run<{ __schema: { types: Input[]; queryType: { fields: { name: string }[] } } }>(
    `{ __schema { types { name inputFields { name type { name } } } queryType { fields { name } } } }`,
  )
  const types = new Map(__schema.types.map((type) => [type.name, type]))
  const elements = (type: string, depth: number): string[] => {
    if (type === "Boolean") return ["true"]
    if (type === "GroupByDateGranularityInput") return [`{ granularity: WEEK, timeZone: "UTC" }`]
    if (depth === 0) return []
    return types
      .get(type)!
      .inputFields!.flatMap(({ name, type: inner }) =>
        elements(inner.name, depth - 1).map((value) => `{ ${name}: ${value} }`),
      )
  }
  for (const { nameSingular, namePlural } of (await app.services.schemas.get(me.workspaceId)).bySingular.values()) {
    const all = elements(`${nameSingular.charAt(0).toUpperCase()}${nameSingular.slice(1)}GroupByInput`, 2)
    expect(all.length).toBeGreaterThan(4)
    for (let i = 0; i < all.length; i += 8) {
      const answer = await me.graphql(
        `{ ${namePlural}GroupBy(groupBy: [${all.slice(i, i + 8).join(" ")}]) { groupByDimensionValues totalCount edges { node { id } } } }`,
      )
      expect([nameSingular, answer.errors]).toEqual([nameSingular, undefined])
    }
  }
})

// --- REST -----------------------------------------------------------------------------------------------------------

describe("over REST", () => {
  const rest = (parameters: Record<string, unknown>) => {
    const query = Object.entries(parameters).map(([key, value]): [string, string] => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ])
    return me.rest("GET", `/opportunities/groupBy?${new URLSearchParams(query)}`)
  }

  test("a bare list, aggregates as text under their names", async () => {
    const aggregate = ["sumAmountAmountMicros", "totalCount", "minCreatedAt", "percentageEmptyAmount"]
    const { status, body } = await rest({ group_by: [{ stage: true }], aggregate })
    expect(status).toBe(200)
    expect(body).toEqual(
      stages.map((stage) => {
        const members = byStage().get(stage)!
        const empty = members.filter((deal) => deal.amount.amountMicros === null)
        return {
          sumAmountAmountMicros: String(sumOf(members)),
          totalCount: String(members.length),
          minCreatedAt: members.map((deal) => deal.createdAt).toSorted()[0],
          percentageEmptyAmount: String(empty.length / members.length),
          groupByDimensionValues: [stage],
        }
      }),
    )
    expect(Object.keys(body[0])).toEqual([...aggregate, "groupByDimensionValues"])
  })

  test("without aggregates the dimensions alone", async () => {
    expect((await rest({ group_by: [{ stage: true }] })).body).toEqual(
      stages.map((stage) => ({ groupByDimensionValues: [stage] })),
    )
  })

  test("filter, order, limit", async () => {
    const { body } = await rest({
      group_by: [{ company: { address: { addressCity: true } } }],
      aggregate: ["totalCount"],
      order_by: [{ aggregate: { totalCount: "AscNullsFirst" } }],
      filter: "stage[in]:[NEW,MEETING]",
      limit: "2",
    })
    const some = deals.filter((deal) => deal.stage === "NEW" || deal.stage === "MEETING")
    const counts = count(some, [(deal) => deal.company?.address.addressCity || null])
    const least = counts.toSorted((a, b) => a.totalCount - b.totalCount).slice(0, 2)
    expect(body.map((group: { totalCount: string }) => Number(group.totalCount))).toEqual(
      least.map((group) => group.totalCount),
    )
  })

  test("groups of null are left out on demand", async () => {
    const group_by = [{ stage: true }, { amount: { currencyCode: true } }]
    const all = (await rest({ group_by })).body as Group[]
    const some = (await rest({ group_by, omit_null_values: true })).body as Group[]
    expect(all).toHaveLength(15)
    expect(some).toEqual(all.filter((group) => !group.groupByDimensionValues.includes(null)))
  })

  test("sampled records are plain lists", async () => {
    const { body } = await rest({
      group_by: [{ stage: true }],
      include_records_sample: true,
      order_by_for_records: [{ createdAt: "DescNullsLast" }],
      depth: "1",
    })
    for (const group of body) {
      expect(group.records).toHaveLength(8)
      const newest = byStage()
        .get(group.groupByDimensionValues[0])!
        .map((deal) => deal.createdAt)
        .toSorted()
        .toReversed()
      expect(group.records.map((record: Deal) => record.createdAt)).toEqual(newest.slice(0, 8))
      const { companyId, company } = group.records[0]
      if (company) expect(company.address.addressCity).toBe(cities.get(companyId))
    }
    const byList = await rest({
      group_by: [{ stage: true }],
      include_records_sample: "true",
      order_by_for_records: "createdAt[DescNullsLast]",
      depth: "1",
    })
    expect(byList.body).toEqual(body)
  })

  const malformed = 'Invalid group_by query parameter - should be a valid array of objects - ex: [{"stage": true}'
  const refusals: [parameters: Record<string, unknown>, message: string][] = [
    [{}, malformed],
    [{ group_by: "[{stage:true}]" }, malformed],
    [{ group_by: { stage: true } }, malformed],
    [{ group_by: ["stage"] }, malformed],
    [{ group_by: [{ foo: true }] }, `Object opportunity doesn't have any "foo" field.`],
    [{ group_by: [{ createdAt: { granularity: "WEEK" } }] }, missingZone],
    [{ group_by: [], aggregate: "x" }, "Invalid aggregate query parameter - should be a valid array of strings"],
    [{ group_by: [], aggregate: ["sumStage"] }, `Object opportunity doesn't have any "sumStage" aggregate.`],
    [{ group_by: [], order_by: "[1]" }, "Invalid order_by query parameter - should be a valid array of objects"],
    [{ group_by: [], limit: "x" }, "limit 'x' is invalid. Should be an integer"],
  ]

  test.each(refusals)("%j is refused", async (parameters, message) => {
    const { status, body } = await rest(parameters)
    expect([status, body.messages]).toEqual([400, [expect.stringContaining(message)]])
  })
})
