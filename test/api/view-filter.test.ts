/** Groups of the records that a saved view shows: every operand of every type, as people set them. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { relativeSpan } from "../../src/metadata/relative-dates.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
let thing: { id: string; fields: Map<string, string> }
let company: { id: string; fields: Map<string, string> }
let memberId: string
const companies: Record<string, string> = {}

const day = 86_400_000
const at = (offset: number) => new Date(Date.now() + offset).toISOString()
const today = at(0).slice(0, 10)

const options = ["NEW", "OLD", "ODD"].map((value, position) => ({ value, label: value, color: "red", position }))

const fields: Record<string, Record<string, unknown>> = {
  note: { type: "TEXT" },
  mails: { type: "EMAILS" },
  person: { type: "FULL_NAME" },
  place: { type: "ADDRESS" },
  web: { type: "LINKS" },
  calls: { type: "PHONES" },
  size: { type: "NUMBER" },
  price: { type: "CURRENCY" },
  born: { type: "DATE" },
  seen: { type: "DATE_TIME" },
  stars: { type: "RATING" },
  stage: { type: "SELECT", options },
  marks: { type: "MULTI_SELECT", options },
  tags: { type: "ARRAY" },
  done: { type: "BOOLEAN" },
  data: { type: "RAW_JSON" },
  story: { type: "RICH_TEXT" },
  token: { type: "UUID" },
}

const token = crypto.randomUUID()

/** `full` has everything, `other` something else, `bare` nothing. */
const records = () => [
  {
    name: "full",
    note: "50% Ünique_Text",
    mails: { primaryEmail: "ada@acme.test", additionalEmails: ["second@acme.test"] },
    person: { firstName: "Ada", lastName: "Lovelace" },
    place: { addressCity: "Paris", addressCountry: "France" },
    web: { primaryLinkUrl: "https://acme.test", primaryLinkLabel: "Acme" },
    calls: { primaryPhoneNumber: "612345678", primaryPhoneCallingCode: "+33" },
    size: 10,
    price: { amountMicros: 5_000_000, currencyCode: "USD" },
    born: "2020-02-10",
    seen: "2020-02-10T12:30:15Z",
    stars: "RATING_4",
    stage: "NEW",
    marks: ["NEW", "ODD"],
    tags: ["Red", "green"],
    done: true,
    data: { key: "value" },
    story: { markdown: "Once upon a time" },
    token,
    ownerId: memberId,
    firmId: companies.acme,
  },
  {
    name: "other",
    note: "plain",
    mails: { primaryEmail: "bob@else.test" },
    person: { firstName: "Bob", lastName: "Ada" },
    place: { addressCity: "Rome", addressCountry: "Italy" },
    web: { primaryLinkUrl: "https://else.test" },
    calls: { primaryPhoneNumber: "2015550123", primaryPhoneCallingCode: "+1" },
    size: 20,
    price: { amountMicros: 7_000_000, currencyCode: "EUR" },
    born: "2021-05-05",
    seen: "2021-05-05T00:00:00Z",
    stars: "RATING_2",
    stage: "OLD",
    marks: ["OLD"],
    tags: ["blue"],
    done: false,
    data: { key: "else" },
    story: { markdown: "The end" },
    token: crypto.randomUUID(),
    firmId: companies.zeta,
  },
  { name: "bare", done: false },
]

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  for (const [name, data] of Object.entries({ acme: { name: "Acme" }, zeta: { name: "Zeta" } })) {
    companies[name] = (await me.rest("POST", "/companies", data)).body.data.createCompany.id
  }
  memberId = (await me.rest("GET", "/workspaceMembers")).body.data.workspaceMembers[0].id
  const object = { nameSingular: "thing", namePlural: "things", labelSingular: "Thing", labelPlural: "Things" }
  const { body } = await me.rest("POST", "/metadata/objects", object)
  for (const [name, field] of Object.entries(fields)) {
    const made = await me.rest("POST", "/metadata/fields", { objectMetadataId: body.id, name, label: name, ...field })
    expect(made.status).toBe(201)
  }
  company = await readObject("company")
  const member = await readObject("workspaceMember")
  for (const [name, target] of [
    ["owner", member.id],
    ["firm", company.id],
  ]) {
    const relation = { type: "MANY_TO_ONE", targetObjectMetadataId: target, targetFieldLabel: `Things of ${name}` }
    const field = { objectMetadataId: body.id, type: "RELATION", name, label: name, relationCreationPayload: relation }
    expect((await me.rest("POST", "/metadata/fields", field)).status).toBe(201)
  }
  thing = await readObject("thing")
  expect((await me.rest("POST", "/batch/things", records())).status).toBe(201)
})

afterAll(() => app.close())

async function readObject(nameSingular: string) {
  const { body } = await me.rest("GET", "/metadata/objects?limit=1000")
  const object = body.data.find((each: { nameSingular: string }) => each.nameSingular === nameSingular)
  return {
    id: object.id as string,
    fields: new Map<string, string>(object.fields.map((each: { id: string; name: string }) => [each.name, each.id])),
  }
}

interface Given {
  field?: string
  operand: string
  value?: unknown
  sub?: string
  /** name of a field of the related company */
  related?: string
  group?: string
}

async function createView(more: Record<string, unknown> = {}, who = me): Promise<string> {
  const { body } = await who.rest("POST", "/metadata/views", {
    name: "V",
    icon: "I",
    objectMetadataId: thing.id,
    ...more,
  })
  return body.id
}

async function addFilter(viewId: string, { field, operand, value = "", sub, related, group }: Given) {
  const made = await me.rest("POST", "/metadata/viewFilters", {
    viewId,
    fieldMetadataId: thing.fields.get(field!),
    operand,
    value,
    subFieldName: sub,
    viewFilterGroupId: group,
    relationTargetFieldMetadataId: related && company.fields.get(related),
  })
  expect(made.status).toBe(201)
}

async function namesIn(viewId: string, filter: unknown = null, who = me) {
  return who.graphql<{ thingsGroupBy: { groupByDimensionValues: [string] }[] }>(
    `query ($viewId: UUID, $filter: ThingFilterInput) { thingsGroupBy(groupBy: [{ name: true }], viewId: $viewId, filter: $filter) { groupByDimensionValues } }`,
    { viewId, filter },
  )
}

async function namesAsSaved(viewId: string, filter: unknown = null): Promise<string[]> {
  const { data, errors } = await namesIn(viewId, filter)
  expect(errors).toBeUndefined()
  return data.thingsGroupBy.map(({ groupByDimensionValues }) => groupByDimensionValues[0])
}

async function names(viewId: string, filter: unknown = null): Promise<string[]> {
  const found = await namesAsSaved(viewId, filter)
  await sameUnsaved(viewId, filter, found)
  return found
}

/** What a saved view shows, its parts show as well that are only sent along: in groups, and as a list. */
async function sameUnsaved(viewId: string, filter: unknown, expected: string[]): Promise<void> {
  const view = await me.metadata<{ getView: Record<string, unknown> }>(
    `query ($id: String!) { getView(id: $id) {
      anyFieldFilterValue
      viewFilters { fieldMetadataId operand value subFieldName viewFilterGroupId relationTargetFieldMetadataId }
      viewFilterGroups { id parentViewFilterGroupId logicalOperator }
    } }`,
    { id: viewId },
  )
  const { data, errors } = await me.graphql<{
    groups: { groupByDimensionValues: [string] }[]
    list: { totalCount: number; edges: { node: { name: string } }[] }
  }>(
    `query ($parts: JSON, $filter: ThingFilterInput) {
      groups: thingsGroupBy(groupBy: [{ name: true }], viewFilter: $parts, filter: $filter) { groupByDimensionValues }
      list: things(orderBy: [{ name: AscNullsLast }], viewFilter: $parts, filter: $filter) { totalCount edges { node { name } } }
    }`,
    { parts: view.data.getView, filter },
  )
  expect(errors).toBeUndefined()
  expect(data.groups.map(({ groupByDimensionValues }) => groupByDimensionValues[0])).toEqual(expected)
  expect(data.list.edges.map(({ node }) => node.name)).toEqual(expected)
  expect(data.list.totalCount).toBe(expected.length)
}

async function shown(...filters: Given[]): Promise<string[]> {
  const viewId = await createView()
  for (const filter of filters) await addFilter(viewId, filter)
  return names(viewId)
}

const all = ["bare", "full", "other"]
const filled = ["full", "other"]

/** field, operand, value, what it shows, subfield */
const cases: [string, string, unknown, string[], string?][] = [
  ["note", "CONTAINS", "50% ü", ["full"]],
  ["note", "CONTAINS", "e_t", ["full"]],
  ["note", "CONTAINS", "p%n", []],
  ["note", "DOES_NOT_CONTAIN", "plain", ["bare", "full"]],
  ["mails", "CONTAINS", "ACME", ["full"]],
  ["mails", "CONTAINS", "second@", ["full"]],
  ["mails", "CONTAINS", "second@", [], "primaryEmail"],
  ["mails", "DOES_NOT_CONTAIN", "acme", ["bare", "other"]],
  ["person", "CONTAINS", "ada love", ["full"]],
  ["person", "CONTAINS", "ada", filled],
  ["person", "CONTAINS", "ada", ["other"], "lastName"],
  ["person", "DOES_NOT_CONTAIN", "bob", ["bare", "full"]],
  ["place", "CONTAINS", "par", ["full"]],
  ["place", "CONTAINS", "par", [], "addressCountry"],
  ["place", "CONTAINS", ["Italy"], ["other"], "addressCountry"],
  ["place", "DOES_NOT_CONTAIN", "rom", ["bare", "full"]],
  ["web", "CONTAINS", "acme", ["full"]],
  ["web", "CONTAINS", "else", [], "primaryLinkLabel"],
  ["web", "DOES_NOT_CONTAIN", "else", ["bare", "full"]],
  ["calls", "CONTAINS", "6123", ["full"]],
  ["calls", "DOES_NOT_CONTAIN", "6123", ["bare", "other"]],
  ["size", "IS", "10", ["full"]],
  ["size", "IS_NOT", "10", ["bare", "other"]],
  ["size", "GREATER_THAN_OR_EQUAL", "20", ["other"]],
  ["size", "LESS_THAN_OR_EQUAL", "10", ["full"]],
  ["price", "IS", "5", ["full"]],
  ["price", "IS_NOT", "5", ["bare", "other"], "amountMicros"],
  ["price", "GREATER_THAN_OR_EQUAL", "6", ["other"]],
  ["price", "LESS_THAN_OR_EQUAL", "6", ["full"]],
  ["price", "IS", ["EUR", "GBP"], ["other"], "currencyCode"],
  ["price", "IS_NOT", ["EUR"], ["bare", "full"], "currencyCode"],
  ["born", "IS", "2020-02-10", ["full"]],
  ["born", "IS_BEFORE", "2021-05-05", ["full"]],
  ["born", "IS_AFTER", "2020-02-10", ["other"]],
  ["born", "IS_IN_PAST", "", filled],
  ["born", "IS_IN_FUTURE", "", []],
  ["born", "IS_TODAY", "", []],
  ["seen", "IS", "2020-02-10", ["full"]],
  ["seen", "IS", "2020-02-10T12:30:00Z", ["full"]],
  ["seen", "IS", "2020-02-10T12:31:00Z", []],
  ["seen", "IS_BEFORE", "2020-02-11T00:00:00.000Z", ["full"]],
  ["seen", "IS_AFTER", "2020-02-10", ["other"]],
  ["seen", "IS_IN_PAST", "", filled],
  ["seen", "IS_IN_FUTURE", "", []],
  ["stars", "IS", "RATING_4", ["full"]],
  ["stars", "IS", "2", ["other"]],
  ["stars", "GREATER_THAN_OR_EQUAL", "3", ["full"]],
  ["stars", "LESS_THAN_OR_EQUAL", "RATING_3", ["other"]],
  ["stars", "GREATER_THAN_OR_EQUAL", "6", []],
  ["stage", "IS", ["NEW", "ODD"], ["full"]],
  ["stage", "IS", '["NEW"]', ["full"]],
  ["stage", "IS", ["NEW", ""], ["bare", "full"]],
  ["stage", "IS_NOT", ["NEW"], ["bare", "other"]],
  ["marks", "CONTAINS", ["ODD"], ["full"]],
  ["marks", "DOES_NOT_CONTAIN", ["ODD"], ["bare", "other"]],
  ["tags", "CONTAINS", "RE", ["full"]],
  ["tags", "DOES_NOT_CONTAIN", "blue", ["bare", "full"]],
  ["done", "IS", "true", ["full"]],
  ["done", "IS", "false", ["bare", "other"]],
  ["data", "CONTAINS", "value", ["full"]],
  ["data", "DOES_NOT_CONTAIN", "value", ["bare", "other"]],
  ["story", "CONTAINS", "once", ["full"]],
  ["story", "DOES_NOT_CONTAIN", "once", ["bare", "other"]],
  ["token", "IS", token, ["full"]],
  ["searchVector", "VECTOR_SEARCH", "plai", ["other"]],
  ["createdBy", "IS", ["API"], [], "source"],
  ["createdBy", "IS", ["MANUAL"], all, "source"],
  ["createdBy", "IS_NOT", ["MANUAL"], [], "source"],
  ["createdBy", "CONTAINS", "nobody", [], "name"],
  ["createdBy", "DOES_NOT_CONTAIN", "nobody", all],
  ["createdBy", "IS", { isCurrentWorkspaceMemberSelected: true }, all, "workspaceMemberId"],
  ["owner", "IS", { isCurrentWorkspaceMemberSelected: true, selectedRecordIds: [] }, ["full"]],
  ["owner", "IS", '{"isCurrentWorkspaceMemberSelected":true,"selectedRecordIds":[]}', ["full"]],
  ["owner", "IS_NOT", { isCurrentWorkspaceMemberSelected: true }, ["bare", "other"]],
  ["owner", "IS", { isCurrentWorkspaceMemberSelected: false, selectedRecordIds: [] }, all],
  // what is not filled in does not count
  ["note", "CONTAINS", "", all],
  ["size", "IS", "", all],
  ["stage", "IS", [], all],
]

/** Fields with their operands for emptiness: `bare` has none of them. */
const empties = Object.keys(fields).filter((name) => name !== "done")

describe("every operand of every type", () => {
  test.each(cases)("%s %s %p shows %p", async (field, operand, value, expected, ...[sub]) => {
    expect(await shown({ field, operand, value, sub })).toEqual(expected)
  })

  test.each([...empties, "firm"])("%s is empty, or not", async (field) => {
    expect(await shown({ field, operand: "IS_EMPTY" })).toEqual(["bare"])
    expect(await shown({ field, operand: "IS_NOT_EMPTY" })).toEqual(filled)
    expect(await shown({ field, operand: "IS_NOT_NULL" })).toEqual(filled)
  })

  test("a relation is one of several records, and may be looked into", async () => {
    expect(await shown({ field: "firm", operand: "IS", value: [companies.acme] })).toEqual(["full"])
    expect(await shown({ field: "firm", operand: "IS", value: JSON.stringify([companies.zeta]) })).toEqual(["other"])
    expect(await shown({ field: "firm", operand: "IS_NOT", value: [companies.zeta] })).toEqual(["bare", "full"])
    expect(await shown({ field: "firm", operand: "CONTAINS", value: "zet", related: "name" })).toEqual(["other"])
  })

  test.each([
    ["size", "CONTAINS", "1"],
    ["size", "IS", "many"],
    ["note", "IS_BEFORE", "2020-01-01"],
    ["born", "IS_RELATIVE", "SOMETIME"],
    ["born", "IS_RELATIVE", "PAST_7_MOON"],
    ["seen", "IS", "soon"],
    ["done", "CONTAINS", "true"],
    ["tags", "IS_RELATIVE", "PAST_1_DAY"],
  ])("%s %s %p is refused", async (field, operand, value) => {
    const viewId = await createView()
    await addFilter(viewId, { field, operand, value })
    const { errors } = await namesIn(viewId)
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", subCode: "INVALID_VIEW_DATA" })
  })
})

describe("relative dates", () => {
  const moments = { long: -40 * day, lately: -3 * day, just: -60_000, soon: 3_600_000 * 50, far: 40 * day }
  beforeAll(async () => {
    const data = Object.entries(moments).map(([name, offset]) => ({
      name,
      seen: at(offset),
      born: at(offset).slice(0, 10),
      note: "moment",
    }))
    expect((await me.rest("POST", "/batch/things", data)).status).toBe(201)
  })
  afterAll(async () => {
    expect((await me.rest("DELETE", `/things?filter=note[eq]:moment`)).status).toBe(200)
  })

  test.each<[string, string, unknown, string[]]>([
    ["seen", "IS_RELATIVE", "PAST_7_DAY", ["just", "lately"]],
    ["seen", "IS_RELATIVE", { direction: "PAST", amount: 2, unit: "MONTH" }, ["just", "lately", "long"]],
    ["seen", "IS_RELATIVE", '{"direction":"NEXT","amount":1,"unit":"WEEK"}', ["soon"]],
    ["seen", "IS_RELATIVE", "NEXT_2_MONTH;;Asia/Tokyo;;SUNDAY;;", ["far", "soon"]],
    ["seen", "IS_RELATIVE", "PAST_5_MINUTE", ["just"]],
    ["seen", "IS_RELATIVE", "NEXT_60_HOUR", ["soon"]],
    ["seen", "IS_IN_FUTURE", "", ["far", "soon"]],
    ["born", "IS_RELATIVE", "PAST_2_QUARTER", ["just", "lately", "long"]],
    [
      "born",
      "IS_RELATIVE",
      "NEXT_1_YEAR",
      at(-60_000).slice(0, 10) === today ? ["far", "just", "soon"] : ["far", "soon"],
    ],
    ["born", "IS_IN_FUTURE", "", ["far", "soon"]],
    ["born", "IS_TODAY", "", at(-60_000).slice(0, 10) === today ? ["just"] : []],
  ])("%s %s %p", async (field, operand, value, expected) => {
    const found = await shown({ field, operand, value }, { field: "note", operand: "CONTAINS", value: "moment" })
    expect(found).toEqual(expected)
  })

  const clock = { now: new Date("2024-03-31T00:30:00Z"), timeZone: "Europe/Paris", weekStart: 1 }

  // On that day the clocks of Paris go from two to three.
  test.each<[unknown, Record<string, unknown>, string, string]>([
    ["THIS_1_DAY", {}, "2024-03-30T23:00:00.000Z", "2024-03-31T22:00:00.000Z"],
    ["THIS_1_DAY", { timeZone: "America/New_York" }, "2024-03-30T04:00:00.000Z", "2024-03-31T04:00:00.000Z"],
    ["THIS_1_WEEK", {}, "2024-03-24T23:00:00.000Z", "2024-03-31T22:00:00.000Z"],
    ["THIS_1_WEEK;;Europe/Paris;;SUNDAY;;", {}, "2024-03-30T23:00:00.000Z", "2024-04-06T22:00:00.000Z"],
    ["THIS_1_WEEK", { weekStart: 6, timeZone: "UTC" }, "2024-03-30T00:00:00.000Z", "2024-04-06T00:00:00.000Z"],
    ["THIS_1_MONTH", {}, "2024-02-29T23:00:00.000Z", "2024-03-31T22:00:00.000Z"],
    ["THIS_1_QUARTER", {}, "2023-12-31T23:00:00.000Z", "2024-03-31T22:00:00.000Z"],
    ["THIS_1_YEAR", {}, "2023-12-31T23:00:00.000Z", "2024-12-31T23:00:00.000Z"],
    ["THIS_1_HOUR", {}, "2024-03-31T00:00:00.000Z", "2024-03-31T01:00:00.000Z"],
    ["PAST_1_MONTH", {}, "2024-02-28T23:00:00.000Z", "2024-03-31T00:30:00.000Z"],
    ["PAST_7_DAY", {}, "2024-03-23T23:00:00.000Z", "2024-03-31T00:30:00.000Z"],
    ["NEXT_1_DAY", {}, "2024-03-31T00:30:00.000Z", "2024-04-01T22:00:00.000Z"],
    ["NEXT_90_SECOND", {}, "2024-03-31T00:30:00.000Z", "2024-03-31T00:31:30.000Z"],
    // In Beirut the clocks skip midnight on that day.
    ["THIS_1_DAY", { timeZone: "Asia/Beirut" }, "2024-03-30T22:00:00.000Z", "2024-03-31T21:00:00.000Z"],
  ])("%p with %p is from %s to %s", (value, more, from, to) => {
    const span = relativeSpan(value, { ...clock, ...more })
    expect([span.from.toISOString(), span.to.toISOString()]).toEqual([from, to])
  })

  test("days are those of the member's own calendar", async () => {
    const viewId = await createView()
    await addFilter(viewId, { field: "seen", operand: "IS", value: "2021-05-04" })
    expect(await names(viewId)).toEqual([])
    await me.rest("PATCH", `/workspaceMembers/${memberId}`, { timeZone: "America/New_York" })
    expect(await names(viewId)).toEqual(["other"])
    await me.rest("PATCH", `/workspaceMembers/${memberId}`, { timeZone: "system" })
  })
})

describe("filters together", () => {
  const group = async (viewId: string, logicalOperator: string, parentViewFilterGroupId?: string): Promise<string> =>
    (await me.rest("POST", "/metadata/viewFilterGroups", { viewId, logicalOperator, parentViewFilterGroupId })).body.id

  const is = (field: string, value: unknown, within?: string): Given => ({ field, operand: "IS", value, group: within })

  test("groups nest: and, or, not", async () => {
    const viewId = await createView()
    const or = await group(viewId, "OR")
    await addFilter(viewId, is("size", "10", or))
    await addFilter(viewId, is("size", "20", or))
    expect(await names(viewId)).toEqual(filled)
    const none = await group(viewId, "NOT", await group(viewId, "AND"))
    await addFilter(viewId, is("stage", ["OLD"], none))
    expect(await names(viewId)).toEqual(["full"])
    await addFilter(viewId, is("size", "20"))
    expect(await names(viewId)).toEqual([])
    await group(viewId, "OR")
  })

  test("the text of the quick filter is somewhere, and the query's own filter counts too", async () => {
    expect(await names(await createView({ anyFieldFilterValue: "acme" }))).toEqual(["full"])
    expect(await names(await createView({ anyFieldFilterValue: "e" }), { size: { gt: 15 } })).toEqual(["other"])
    expect(await names(await createView(), { size: { gt: 15 } })).toEqual(["other"])
    // People type names whole.
    expect(await names(await createView({ anyFieldFilterValue: "ada love" }))).toEqual(["full"])
  })

  test("over REST", async () => {
    const viewId = await createView()
    await addFilter(viewId, is("stage", ["NEW"]))
    const groupBy = encodeURIComponent(JSON.stringify([{ name: true }]))
    const { body } = await me.rest("GET", `/things/groupBy?group_by=${groupBy}&view_id=${viewId}`)
    expect(body).toMatchObject([{ groupByDimensionValues: ["full"] }])
  })

  test.each([
    ["isNot", ["NEW"], "stage", ["bare", "other"]],
    ["greaterThan", "20", "size", ["other"]],
    ["isNotEmpty", "", "note", filled],
    ["IS", ["NEW"], "stage", ["full"]],
  ])("the operand %s as it was stored before 2025", async (operand, value, field, expected) => {
    const viewId = await createView()
    await addFilter(viewId, { field, operand: "IS", value })
    await app.services.db.query(`update core."viewFilter" set operand = '${operand}' where "viewId" = '${viewId}'`)
    expect(await namesAsSaved(viewId)).toEqual(expected)
  })

  test("a filter of a field that is switched off does not count", async () => {
    const viewId = await createView()
    await addFilter(viewId, is("token", token))
    const id = thing.fields.get("token")
    await me.rest("PATCH", `/metadata/fields/${id}`, { isActive: false })
    expect(await names(viewId)).toEqual(all)
    await me.rest("PATCH", `/metadata/fields/${id}`, { isActive: true })
    expect(await names(viewId)).toEqual(["full"])
  })
})

describe("which views", () => {
  test("none that is not there, of another object, in another's hands or in another workspace", async () => {
    const unlisted = await createView({ visibility: "UNLISTED" })
    expect(await names(unlisted)).toEqual(all)
    await app.services.db.query(
      `update core.view set "createdByUserWorkspaceId" = gen_random_uuid() where id = '${unlisted}'`,
    )
    const { body } = await me.rest("GET", `/metadata/views?objectMetadataId=${company.id}`)
    const stranger = await app.signUp()
    await stranger.rest("POST", "/metadata/objects", {
      nameSingular: "thing",
      namePlural: "things",
      labelSingular: "Thing",
      labelPlural: "Things",
    })
    for (const [viewId, who] of [
      [crypto.randomUUID(), me],
      [unlisted, me],
      [body[0].id, me],
      [await createView(), stranger],
    ] as const) {
      const { errors } = await namesIn(viewId, null, who)
      expect(errors?.[0]?.extensions).toMatchObject({ code: "NOT_FOUND", subCode: "VIEW_NOT_FOUND" })
    }
  })

  test("a program is nobody's me", async () => {
    const viewId = await createView()
    await addFilter(viewId, { field: "owner", operand: "IS", value: { isCurrentWorkspaceMemberSelected: true } })
    const { data } = await me.metadata<{ getRoles: { id: string; label: string }[] }>(`{ getRoles { id label } }`)
    const roleId = data.getRoles.find((role) => role.label === "Admin")!.id
    const made = await me.metadata<{ createApiKey: { id: string } }>(
      `mutation ($r: UUID!) { createApiKey(input: { name: "R", expiresAt: "2100-01-01", roleId: $r }) { id } }`,
      { r: roleId },
    )
    const key = await me.metadata<{ generateApiKeyToken: { token: string } }>(
      `mutation ($id: UUID!) { generateApiKeyToken(apiKeyId: $id, expiresAt: "2100-01-01") { token } }`,
      { id: made.data.createApiKey.id },
    )
    const robot = actAs(app.request, { ...me, token: key.data.generateApiKeyToken.token })
    expect((await namesIn(viewId, null, robot)).data.thingsGroupBy).toEqual([])
  })

  test("an answer about now is not kept for later", async () => {
    const viewId = await createView()
    await addFilter(viewId, { field: "seen", operand: "IS_IN_PAST" })
    const soon = await me.rest("POST", "/things", { name: "soon", seen: at(700) })
    expect(await names(viewId)).toEqual(filled)
    await Bun.sleep(800)
    expect(await names(viewId)).toEqual([...filled, "soon"])
    await me.rest("DELETE", `/things/${soon.body.data.createThing.id}`)
  })
})

describe("parts that are sent along", () => {
  test.each<[string, unknown]>([
    ["a text", "all"],
    ["a list", []],
    ["a name that is none", { filters: [] }],
    ["filters that are no list", { viewFilters: {} }],
    ["a filter without its field", { viewFilters: [{ operand: "IS", value: "x" }] }],
    ["a filter whose operand is no text", { viewFilters: [{ fieldMetadataId: "x", operand: 1 }] }],
    ["a group without its id", { viewFilterGroups: [{ logicalOperator: "OR" }] }],
    ["a quick filter that is no text", { anyFieldFilterValue: 1 }],
  ])("%s is refused, and told what is expected", async (_, parts) => {
    const { errors } = await me.graphql(`query ($parts: JSON) { things(viewFilter: $parts) { totalCount } }`, { parts })
    expect(errors?.[0]?.message).toContain("Expected { viewFilters:")
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", subCode: "INVALID_VIEW_DATA" })
  })

  test("only a list of its own takes them, not one within a record", async () => {
    const { errors } = await me.graphql(`{ companies { edges { node { people(viewFilter: {}) { totalCount } } } } }`)
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" })
  })
})
