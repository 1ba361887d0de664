/** Rights down to the row, over every way in. The random form of the same is in access-fuzz.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import {
  createRole,
  keyWith,
  memberWith,
  readModel,
  restrictField,
  restrictObject,
  setRules,
  type Colleague,
  type Model,
} from "../support/roles.ts"

let app: TestApp
let admin: Member
let model: Model
/** sees companies of which they are the account owner, and no annual revenue; nothing of notes */
let seller: Colleague
let sellerRole: string

const codeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.subCode

async function ask<T>(who: Member, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { data, errors } = await who.graphql<T>(query, variables)
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

const companyIds: Record<string, string> = {}

beforeAll(async () => {
  app = await createTestApp()
  admin = await app.signUp()
  model = await readModel(admin)
  sellerRole = await createRole(admin)
  seller = await memberWith(app, admin, sellerRole)
  const inputs = [
    {
      name: "Mine",
      accountOwnerId: seller.memberId,
      annualRecurringRevenue: money(1),
      domainName: link("mine.example"),
    },
    { name: "Mine too", accountOwnerId: seller.memberId, annualRecurringRevenue: money(2) },
    { name: "Theirs", annualRecurringRevenue: money(4), domainName: link("theirs.example") },
  ]
  const { createCompanies } = await ask<{ createCompanies: { id: string; name: string }[] }>(
    admin,
    "mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id name } }",
    { data: inputs },
  )
  for (const { id, name } of createCompanies) companyIds[name] = id
  await ask(admin, "mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data) { id } }", {
    data: [
      { name: { firstName: "Ada" }, companyId: companyIds.Mine, jobTitle: "Secretive" },
      { name: { firstName: "Bob" }, companyId: companyIds.Theirs, jobTitle: "Open" },
    ],
  })
  const company = model.objectId("company")
  await setRules(admin, sellerRole, company, {
    predicates: [{ fieldMetadataId: model.fieldId("company", "accountOwner"), operand: "IS", value: me }],
  })
  await restrictField(admin, sellerRole, company, model.fieldId("company", "annualRecurringRevenue"), {
    canReadFieldValue: false,
  })
  await restrictField(admin, sellerRole, model.objectId("person"), model.fieldId("person", "jobTitle"), {
    canReadFieldValue: false,
  })
  await restrictObject(admin, sellerRole, model.objectId("note"), {
    canReadObjectRecords: false,
    canUpdateObjectRecords: false,
    canSoftDeleteObjectRecords: false,
    canDestroyObjectRecords: false,
  })
})

afterAll(() => app.close())

const me = { isCurrentWorkspaceMemberSelected: true, selectedRecordIds: [] }
const money = (units: number) => ({ amountMicros: units * 1_000_000, currencyCode: "EUR" })
const link = (url: string) => ({ primaryLinkUrl: url })

interface Companies {
  companies: { totalCount: number; edges: { node: { name: string } }[] }
}

const names = ({ companies }: Companies) => companies.edges.map(({ node }) => node.name).toSorted()

describe("rows", () => {
  test("a list and its count know only what is seen", async () => {
    const data = await ask<Companies>(seller, "{ companies { totalCount edges { node { name } } } }")
    expect([data.companies.totalCount, names(data)]).toEqual([2, ["Mine", "Mine too"]])
  })

  test.each<[string, string, unknown]>([
    ["an estimated count", "{ companies { totalCount(estimated: true) } }", { companies: { totalCount: 2 } }],
    [
      "groups",
      "{ companiesGroupBy(groupBy: [{ name: true }]) { groupByDimensionValues totalCount } }",
      {
        companiesGroupBy: [
          { groupByDimensionValues: ["Mine"], totalCount: 1 },
          { groupByDimensionValues: ["Mine too"], totalCount: 1 },
        ],
      },
    ],
    [
      "a relation to it",
      `{ people(filter: { name: { firstName: { eq: "Bob" } } }) { edges { node { company { name } } } } }`,
      { people: { edges: [{ node: { company: null } }] } },
    ],
    [
      "a filter through it",
      `{ people(filter: { company: { name: { eq: "Theirs" } } }) { totalCount } }`,
      { people: { totalCount: 0 } },
    ],
    [
      "a filter on having one",
      `{ people(filter: { company: { is: NOT_NULL } }) { totalCount } }`,
      { people: { totalCount: 1 } },
    ],
    [
      "an order through it",
      `{ people(orderBy: [{ company: { name: AscNullsFirst } }]) { edges { node { name { firstName } } } } }`,
      { people: { edges: [{ node: { name: { firstName: "Bob" } } }, { node: { name: { firstName: "Ada" } } }] } },
    ],
    [
      "a search",
      `{ search(searchInput: "theirs", limit: 10) { edges { node { label } } } }`,
      { search: { edges: [] } },
    ],
    [
      "duplicates of it",
      `{ companyDuplicates(data: [{ domainName: { primaryLinkUrl: "theirs.example" } }]) { totalCount } }`,
      { companyDuplicates: [{ totalCount: 0 }] },
    ],
  ])("%s", async (_, query, expected) => {
    expect(await ask<unknown>(seller, filled(query))).toEqual(expected)
  })

  test.each<[string, string, string]>([
    ["read one", `{ company(filter: { id: { eq: "$Theirs" } }) { name } }`, "RECORD_NOT_FOUND"],
    ["update one", `mutation { updateCompany(id: "$Theirs", data: { name: "X" }) { id } }`, "RECORD_NOT_FOUND"],
    ["delete one", `mutation { deleteCompany(id: "$Theirs") { id } }`, "RECORD_NOT_FOUND"],
    ["destroy one", `mutation { destroyCompany(id: "$Theirs") { id } }`, "RECORD_NOT_FOUND"],
    [
      "merge it",
      `mutation { mergeCompanies(ids: ["$Mine", "$Theirs"], conflictPriorityIndex: 0) { id } }`,
      "PERMISSION_DENIED",
    ],
    [
      "create what one would not see",
      `mutation { createCompany(data: { name: "Nobody's" }) { id } }`,
      "PERMISSION_DENIED",
    ],
    [
      "let go of what one sees",
      `mutation { updateCompany(id: "$Mine", data: { accountOwnerId: null }) { id } }`,
      "PERMISSION_DENIED",
    ],
    [
      "point at what one does not see",
      `mutation { createPerson(data: { companyId: "$Theirs" }) { id } }`,
      "INVALID_ARGS_DATA",
    ],
    [
      "connect to it",
      `mutation { createPerson(data: { company: { connect: { where: { domainName: { primaryLinkUrl: "theirs.example" } } } } }) { id } }`,
      "INVALID_ARGS_DATA",
    ],
  ])("%s is refused", async (_, query, code) => {
    const answer = await seller.graphql(filled(query))
    expect(codeOf(answer)).toBe(code)
    expect(JSON.stringify(answer)).not.toContain("Theirs")
  })

  test("what one does not see is told like what is not there", async () => {
    const query = (id: string) => `mutation { createPerson(data: { companyId: "${id}" }) { id } }`
    const [hidden, missing] = await Promise.all([
      seller.graphql(query(companyIds.Theirs!)),
      seller.graphql(query(crypto.randomUUID())),
    ])
    expect(hidden.errors).toEqual(missing.errors)
  })

  test("many at once touch only what is seen", async () => {
    const { updateCompanies } = await ask<{ updateCompanies: { name: string }[] }>(
      seller,
      `mutation { updateCompanies(filter: { id: { is: NOT_NULL } }, data: { employees: 7 }) { name } }`,
    )
    expect(updateCompanies.map(({ name }) => name).toSorted()).toEqual(["Mine", "Mine too"])
    const { company } = await ask<{ company: { employees: number | null } }>(
      admin,
      filled(`{ company(filter: { id: { eq: "$Theirs" } }) { employees } }`),
    )
    expect(company.employees).toBeNull()
  })
})

const filled = (query: string) => query.replaceAll(/\$(Mine|Theirs)/g, (_, name: string) => companyIds[name]!)

describe("fields", () => {
  test.each<[string, string]>([
    ["selected", "{ companies { edges { node { annualRecurringRevenue { amountMicros } } } } }"],
    ["nested", "{ people { edges { node { company { annualRecurringRevenue { amountMicros } } } } } }"],
    ["filtered by", '{ people(filter: { jobTitle: { like: "S%" } }) { totalCount } }'],
    [
      "filtered through a relation",
      "{ people(filter: { company: { annualRecurringRevenue: { amountMicros: { gt: 1 } } } }) { totalCount } }",
    ],
    ["ordered by", "{ people(orderBy: [{ jobTitle: AscNullsFirst }]) { totalCount edges { node { id } } } }"],
    [
      "ordered by through a relation",
      "{ people(orderBy: [{ company: { annualRecurringRevenue: { amountMicros: AscNullsFirst } } }]) { edges { node { id } } } }",
    ],
    ["summed", "{ companies { sumAnnualRecurringRevenueAmountMicros } }"],
    ["counted", "{ people { countEmptyJobTitle } }"],
    ["grouped by", "{ peopleGroupBy(groupBy: [{ jobTitle: true }]) { totalCount } }"],
    [
      "aggregated in groups",
      "{ companiesGroupBy(groupBy: [{ name: true }]) { sumAnnualRecurringRevenueAmountMicros } }",
    ],
    [
      "the order of groups",
      "{ companiesGroupBy(groupBy: [{ name: true }], orderBy: [{ aggregate: { sumAnnualRecurringRevenueAmountMicros: AscNullsFirst } }]) { totalCount } }",
    ],
    [
      "written",
      `mutation { updateCompany(id: "$Mine", data: { annualRecurringRevenue: { amountMicros: 1 } }) { id } }`,
    ],
    [
      "shown of what is written",
      `mutation { updateCompany(id: "$Mine", data: { employees: 3 }) { annualRecurringRevenue { amountMicros } } }`,
    ],
  ])("%s are refused by name", async (_, query) => {
    const answer = await seller.graphql(filled(query))
    expect(codeOf(answer)).toBe("PERMISSION_DENIED")
    expect(answer.errors![0]!.message).toMatch(
      /no permission to (read|write) field "(annualRecurringRevenue|jobTitle)"/,
    )
  })

  test("REST leaves them out, and one that asks for them is not told", async () => {
    const [list, named, nested] = await Promise.all([
      seller.rest("GET", "/people"),
      seller.rest("GET", "/people?fields=jobTitle,name"),
      seller.rest("GET", "/people?depth=1"),
    ])
    expect(list.body.data.people.length).toBe(2)
    expect(list.body.data.people[0]).not.toHaveProperty("jobTitle")
    expect(named.body.data.people[0]).not.toHaveProperty("jobTitle")
    const ada = nested.body.data.people.find((each: { name: { firstName: string } }) => each.name.firstName === "Ada")
    expect(ada.company.name).toBe("Mine")
    expect(ada.company).not.toHaveProperty("annualRecurringRevenue")
  })

  test("search does not find by them, nor show them", async () => {
    const search = (who: Member) =>
      ask<{ search: { edges: { node: { label: string; highlight: string } }[] } }>(
        who,
        `{ search(searchInput: "secretive", limit: 10) { edges { node { label highlight } } } }`,
      )
    expect((await search(admin)).search.edges.length).toBe(1)
    expect((await search(seller)).search.edges).toEqual([])
    const found = await ask<{ search: { edges: { node: { highlight: string } }[] } }>(
      seller,
      `{ search(searchInput: "ada", limit: 10) { edges { node { highlight } } } }`,
    )
    expect(found.search.edges.length).toBe(1)
    expect(JSON.stringify(found)).not.toContain("Secretive")
  })
})

describe("objects", () => {
  test.each([
    ["listed", "{ notes { totalCount } }"],
    ["nested", "{ noteTargets { edges { node { note { title } } } } }"],
    ["filtered through", '{ noteTargets(filter: { note: { title: { eq: "a" } } }) { totalCount } }'],
    ["created", `mutation { createNote(data: { title: "a" }) { id } }`],
    ["pointed at", `mutation { createNoteTarget(data: { noteId: "${crypto.randomUUID()}" }) { id } }`],
  ])("%s is refused", async (_, query) => {
    expect(codeOf(await seller.graphql(query))).toBe("PERMISSION_DENIED")
  })

  test("links to what one does not see are not seen, nor what is told of hidden fields", async () => {
    const { createNote } = await ask<{ createNote: { id: string } }>(
      admin,
      `mutation { createNote(data: { title: "Hidden" }) { id } }`,
    )
    await ask(
      admin,
      `mutation { createNoteTarget(data: { noteId: "${createNote.id}", targetCompanyId: "${companyIds.Mine}" }) { id } }`,
    )
    const count = "{ noteTargets { totalCount } attachments { totalCount } }"
    await ask(
      admin,
      `mutation { createAttachments(data: [{ name: "a", targetCompanyId: "${companyIds.Mine}" }, { name: "b", targetCompanyId: "${companyIds.Theirs}" }]) { id } }`,
    )
    expect(await ask<unknown>(admin, count)).toEqual({ noteTargets: { totalCount: 1 }, attachments: { totalCount: 2 } })
    expect(await ask<unknown>(seller, count)).toEqual({
      noteTargets: { totalCount: 0 },
      attachments: { totalCount: 1 },
    })
    const diff = JSON.stringify({
      diff: { annualRecurringRevenue: { before: null, after: 1 }, name: { before: "a", after: "b" } },
    })
    await ask(
      admin,
      `mutation ($data: [TimelineActivityCreateInput!]!) { createTimelineActivities(data: $data) { id } }`,
      {
        data: [
          { name: "company.updated", targetCompanyId: companyIds.Mine, properties: JSON.parse(diff) },
          { name: "company.updated", targetCompanyId: companyIds.Theirs, properties: JSON.parse(diff) },
        ],
      },
    )
    const { timelineActivities } = await ask<{ timelineActivities: { edges: { node: { properties: unknown } }[] } }>(
      seller,
      "{ timelineActivities { edges { node { properties } } } }",
    )
    expect(timelineActivities.edges.map(({ node }) => node.properties)).toEqual([
      { diff: { name: { before: "a", after: "b" } } },
    ])
  })
})

test("a rule may speak of the asker's own fields, and says nothing to a key", async () => {
  const roleId = await createRole(admin)
  const who = await memberWith(app, admin, roleId)
  await ask(admin, `mutation { updateWorkspaceMember(id: "${who.memberId}", data: { jobTitle: "Mine too" }) { id } }`)
  await setRules(admin, roleId, model.objectId("company"), {
    predicates: [
      {
        fieldMetadataId: model.fieldId("company", "name"),
        operand: "IS",
        workspaceMemberFieldMetadataId: model.fieldId("workspaceMember", "jobTitle"),
      },
    ],
  })
  expect(names(await ask<Companies>(who, "{ companies { edges { node { name } } } }"))).toEqual(["Mine too"])
  const key = await keyWith(app, admin, roleId)
  await setRules(admin, roleId, model.objectId("company"), {
    predicates: [{ fieldMetadataId: model.fieldId("company", "accountOwner"), operand: "IS_NOT", value: me }],
  })
  expect(await ask<unknown>(key, "{ companies { totalCount } }")).toEqual({ companies: { totalCount: 0 } })
  await setRules(admin, roleId, model.objectId("company"), {
    predicates: [
      {
        fieldMetadataId: model.fieldId("company", "name"),
        operand: "IS",
        workspaceMemberFieldMetadataId: model.fieldId("workspaceMember", "jobTitle"),
      },
    ],
  })
  expect(await ask<unknown>(key, "{ companies { totalCount } }")).toEqual({ companies: { totalCount: 0 } })
})
