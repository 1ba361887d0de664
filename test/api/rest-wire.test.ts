/** The wire of records over REST, fact by fact: what is asked, and exactly what comes of it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
const ids: Record<string, string> = {}
const nobody = "11111111-1111-4111-8111-111111111111"

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const companies = await me.rest("POST", "/batch/companies", [
    {
      name: "Acme",
      employees: 10,
      idealCustomerProfile: true,
      domainName: { primaryLinkUrl: "https://acme.test", primaryLinkLabel: "Acme" },
      annualRecurringRevenue: { amountMicros: 5_000_000, currencyCode: "EUR" },
      address: { addressCity: "Aachen", addressLat: 50.77 },
      position: 1,
    },
    { name: "Bolt, Inc. (EU)", employees: 200, address: { addressCity: "Bonn" }, position: 2 },
    { name: "Cog", position: 3 },
  ])
  for (const { id, name } of companies.body.data.createCompanies) ids[name[0]] = id
  const people = await me.rest("POST", "/batch/people", [
    {
      name: { firstName: "Ada" },
      emails: { primaryEmail: "ada@acme.com", additionalEmails: ["a@x.com"] },
      companyId: ids.A,
    },
    { name: { firstName: "Bob" }, phones: { primaryPhoneNumber: "+33612345678" } },
  ])
  for (const { id, name } of people.body.data.createPeople) ids[name.firstName] = id
  await me.rest("POST", "/batch/opportunities", [
    {
      name: "One",
      stage: "NEW",
      amount: { amountMicros: 1_000_000, currencyCode: "EUR" },
      closeDate: "2026-03-01",
      companyId: ids.A,
    },
    { name: "Two", stage: "PROPOSAL", amount: { amountMicros: 2_000_000, currencyCode: "USD" } },
    { name: "Three", stage: "NEW" },
  ])
})

afterAll(() => app.close())

const get = (path: string) => me.rest("GET", path)

async function found(plural: string, query: string): Promise<string[]> {
  const { status, body } = await get(`/${plural}?order_by=position&fields=name&${query}`)
  expect([query, status, body.messages]).toEqual([query, 200, undefined])
  return body.data[plural].map(({ name }: { name: string | { firstName: string } }) =>
    typeof name === "string" ? name.slice(0, 4) : name.firstName,
  )
}

const encoded = (filter: string) => `filter=${encodeURIComponent(filter)}`

// --- the filter grammar ---------------------------------------------------------------------------------------------

describe("comparators", () => {
  const [acme, bolt, cog] = ["Acme", "Bolt", "Cog"]
  const companies: [filter: string, names: string[]][] = [
    ["name[eq]:Acme", [acme]],
    ["name[neq]:Acme", [bolt, cog]],
    ["name[in]:[Acme,Cog]", [acme, cog]],
    ["name[in]:[\"Acme\", 'Cog']", [acme, cog]],
    ['name[in]:["Bolt, Inc. (EU)"]', [bolt]],
    ['name[eq]:"Bolt, Inc. (EU)"', [bolt]],
    ["name[eq]:'Bolt, Inc. (EU)'", [bolt]],
    ["name[startsWith]:Bo", [bolt]],
    ["name[endsWith]:og", [cog]],
    ["name[like]:%c%", [acme, bolt]],
    ["name[ilike]:%C%", [acme, bolt, cog]],
    ["name[ilike]:_og", [cog]],
    ['name[eq]:""', []],
    ["name[is]:NOT_NULL", [acme, bolt, cog]],
    ["employees[eq]:10", [acme]],
    ["employees[gt]:10", [bolt]],
    ["employees[gte]:10", [acme, bolt]],
    ["employees[lt]:200", [acme]],
    ["employees[lte]:200", [acme, bolt]],
    ["employees[in]:[10,200]", [acme, bolt]],
    ["employees[is]:NULL", [cog]],
    ["idealCustomerProfile[eq]:true", [acme]],
    ["address.addressCity[eq]:Bonn", [bolt]],
    ["address.addressLat[gt]:50", [acme]],
    ["annualRecurringRevenue.amountMicros[gte]:5000000", [acme]],
    ["annualRecurringRevenue.currencyCode[eq]:EUR", [acme]],
    ["domainName.primaryLinkUrl[eq]:https://acme.test", [acme]],
    ["createdBy.source[eq]:MANUAL", [acme, bolt, cog]],
    ["createdBy.source[in]:[API,IMPORT]", []],
    ["createdAt[gte]:2020-01-01T00:00:00.000Z", [acme, bolt, cog]],
    ["createdAt[lt]:2020-01-01", []],
    [`id[in]:[${nobody}]`, []],
    ["accountOwnerId[is]:NULL", [acme, bolt, cog]],
    ["people.emails.primaryEmail[ilike]:%@acme.com", [acme]],
    ["opportunities.stage[eq]:NEW", [acme]],
    // conjunctions
    ["employees[gte]:10,employees[lt]:200", [acme]],
    ["and(employees[gte]:10,employees[lt]:200)", [acme]],
    ["or(name[eq]:Cog,employees[eq]:10)", [acme, cog]],
    ["not(name[eq]:Cog)", [acme, bolt]],
    ["or(name[eq]:Cog,and(employees[gte]:10,not(address.addressCity[eq]:Bonn)))", [acme, cog]],
    ["or(and(name[eq]:Acme),and(or(name[eq]:Cog)))", [acme, cog]],
  ]
  test.each(companies)("companies %s", async (filter, names) => {
    expect(await found("companies", encoded(filter))).toEqual(names)
  })

  const others: [plural: string, filter: string, names: string[]][] = [
    ["people", "emails.primaryEmail[ilike]:%@acme.com", ["Ada"]],
    ["people", "emails.additionalEmails[like]:%x.com%", ["Ada"]],
    ["people", "phones.primaryPhoneCallingCode[eq]:+33", ["Bob"]],
    ["people", "company.name[eq]:Acme", ["Ada"]],
    ["people", "company.address.addressCity[eq]:Aachen", ["Ada"]],
    ["people", "companyId[is]:NULL", ["Bob"]],
    ["opportunities", "stage[eq]:NEW", ["One", "Thre"]],
    ["opportunities", 'stage[in]:["NEW","PROPOSAL"]', ["One", "Two", "Thre"]],
    ["opportunities", "closeDate[gte]:2026-01-01", ["One"]],
    ["opportunities", "amount.amountMicros[gt]:1000000", ["Two"]],
  ]
  test.each(others)("%s %s", async (plural, filter, names) => {
    expect((await found(plural, encoded(filter))).toSorted()).toEqual(names.toSorted())
  })
})

describe("filters that are refused", () => {
  const comparators = "eq, neq, in, containsAny, is, gt, gte, lt, lte, startsWith, endsWith, like, ilike"
  const cases: [filter: string, message: string][] = [
    ["name[eq]:", "'filter' invalid for 'name[eq]:'. eg: price[gte]:10"],
    ["name", "'filter' invalid for 'name'. eg: price[gte]:10"],
    ["name[foo]:x", `'filter' invalid for 'name[foo]:x', comparator foo not in ${comparators}`],
    ["or(name[eq]:x", "'filter' invalid. 1 close bracket is missing in the query"],
    ["name[eq]:x)", "'filter' invalid. 1 open bracket is missing in the query"],
    [
      "not(name[eq]:a,name[eq]:b)",
      "'filter' invalid. 'not' conjunction should contain only 1 condition. eg: not(field[eq]:1)",
    ],
    ["AND(name[eq]:x)", "'filter' invalid for 'AND(name[eq]:x'. eg: price[gte]:10"],
    ["name[is]:MAYBE", 'Invalid filter value for "is" operator. Expected "NULL" or "NOT_NULL"'],
    [
      "name[in]:x",
      "'filter' invalid for 'in' operator. Received 'x' but array value expected eg: 'field[in]:[value_1,value_2]'",
    ],
    ["name[in]:[]", "Invalid filter value for field name. Expected non-empty array"],
    ["foo[eq]:x", `Object company doesn't have any "foo" field.`],
    ["address.foo[eq]:x", 'Sub field "foo" not found for composite type: ADDRESS'],
    ["id[eq]:abc", `Invalid UUID value 'abc' for field "id"`],
    ["employees[eq]:x", `Invalid number value 'x' for field "employees"`],
    [
      "idealCustomerProfile[gt]:true",
      'Operator "gt" is not valid for field "idealCustomerProfile" of type BOOLEAN - Allowed operators: eq, is',
    ],
    [
      "createdAt[gt]:soon",
      `Invalid value 'soon' for date-time field "createdAt". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'`,
    ],
  ]
  test.each(cases)("%s", async (filter, message) => {
    for (const [method, path] of [
      ["GET", "/companies"],
      ["GET", '/companies/groupBy?group_by=[{"name":true}]'],
      ["PATCH", "/companies"],
      ["DELETE", "/companies"],
    ] as const) {
      const answer = await me.rest(
        method,
        `${path}${path.includes("?") ? "&" : "?"}${encoded(filter)}`,
        method === "PATCH" ? {} : undefined,
      )
      expect([method, path, answer.body]).toEqual([
        method,
        path,
        expect.objectContaining({ statusCode: 400, error: "BadRequestException", messages: [message] }),
      ])
      expect(answer.status).toBe(400)
    }
  })
})

// --- parameters -----------------------------------------------------------------------------------------------------

describe("parameters", () => {
  const good: [query: string, names: string[]][] = [
    ["limit=1", ["Acme"]],
    ["limit=0", []],
    ["limit=1.5", ["Acme"]],
    ["limit=999999", ["Acme", "Bolt", "Cog"]],
    ["limit=", ["Acme", "Bolt", "Cog"]],
    ["depth=0", ["Acme", "Bolt", "Cog"]],
    ["depth=1", ["Acme", "Bolt", "Cog"]],
    ["filter=", ["Acme", "Bolt", "Cog"]],
    ["unknown=1", ["Acme", "Bolt", "Cog"]],
    ["limit:3", ["Acme", "Bolt", "Cog"]],
  ]
  test.each(good)("?%s", async (query, names) => {
    expect(await found("companies", query)).toEqual(names)
  })

  const bad: [query: string, body: Record<string, unknown>][] = [
    ["limit=x", { error: "BadRequestException", messages: ["limit 'x' is invalid. Should be an integer"] }],
    ["limit=-1", { error: "BadRequestException", messages: ["limit '-1' is invalid. Should be an integer"] }],
    ["depth=2", { error: "BadRequestException", messages: ["'depth=2' parameter invalid. Allowed values are 0, 1"] }],
    ["depth=x", { error: "BadRequestException", messages: ["'depth=x' parameter invalid. Allowed values are 0, 1"] }],
    ["starting_after=zzz", { error: "BadRequestException", messages: ["Invalid cursor: zzz"] }],
    ["ending_before=zzz", { error: "BadRequestException", messages: ["Invalid cursor: zzz"] }],
    [
      "starting_after=a&ending_before=b",
      { error: "BadRequestException", messages: ["Cannot provide both before and after"] },
    ],
    [
      "order_by=foo",
      { error: "Error", messages: ['Field "foo" does not exist or is not sortable'], code: "FIELD_NOT_FOUND" },
    ],
    [
      "order_by=name[Up]",
      {
        error: "BadRequestException",
        messages: [
          "'order_by' direction 'Up' invalid. Allowed values are 'AscNullsFirst', 'AscNullsLast', 'DescNullsFirst', 'DescNullsLast'",
        ],
      },
    ],
    ["fields=", { error: "BadRequestException", messages: ["'fields' parameter is empty"] }],
  ]
  test.each(bad)("?%s is refused", async (query, expected) => {
    const { status, body } = await get(`/companies?${query}`)
    const { details: _, ...shown } = body
    expect([status, shown]).toEqual([400, { statusCode: 400, ...expected }])
  })

  const orders: [order: string, names: string[]][] = [
    ["name", ["Acme", "Bolt", "Cog"]],
    ["name[DescNullsFirst]", ["Cog", "Bolt", "Acme"]],
    ["employees", ["Cog", "Acme", "Bolt"]],
    ["employees[AscNullsLast]", ["Acme", "Bolt", "Cog"]],
    ["employees[DescNullsFirst]", ["Cog", "Bolt", "Acme"]],
    ["employees[DescNullsLast]", ["Bolt", "Acme", "Cog"]],
    ["address.addressCity[DescNullsLast],id", ["Bolt", "Acme", "Cog"]],
    ["idealCustomerProfile[DescNullsLast],name[DescNullsLast]", ["Acme", "Cog", "Bolt"]],
  ]
  test.each(orders)("order_by=%s", async (order, names) => {
    const { body } = await get(`/companies?order_by=${order}`)
    expect(body.data.companies.map(({ name }: { name: string }) => name.slice(0, 4))).toEqual(names)
  })

  test("pages are told in pageInfo, forward and backward", async () => {
    const page = async (query: string) => {
      const { body } = await get(`/companies?order_by=position&fields=name&${query}`)
      const { startCursor, endCursor, hasNextPage, hasPreviousPage } = body.pageInfo
      return {
        names: body.data.companies.map(({ name }: { name: string }) => name[0]).join(""),
        startCursor,
        endCursor,
        hasNextPage,
        hasPreviousPage,
      }
    }
    const first = await page("limit=2")
    expect(first).toMatchObject({ names: "AB", hasNextPage: true, hasPreviousPage: false })
    expect(JSON.parse(atob(first.endCursor))).toEqual({ position: 2, id: ids.B })
    const second = await page(`limit=2&starting_after=${encodeURIComponent(first.endCursor)}`)
    expect(second).toMatchObject({ names: "C", hasNextPage: false, hasPreviousPage: true })
    expect(second.startCursor).toBe(second.endCursor)
    expect(await page(`limit=1&ending_before=${encodeURIComponent(second.startCursor)}`)).toMatchObject({
      names: "B",
      hasNextPage: true,
      hasPreviousPage: true,
    })
    expect(await page("limit=0")).toEqual({
      names: "",
      startCursor: null,
      endCursor: null,
      hasNextPage: true,
      hasPreviousPage: false,
    })
  })
})

// --- envelopes ------------------------------------------------------------------------------------------------------

describe("a record", () => {
  test("reads exactly so at depth 0", async () => {
    const { body } = await get(`/companies/${ids.C}`)
    const { createdAt, updatedAt, createdBy, updatedBy, ...rest } = body.data.company
    for (const instant of [createdAt, updatedAt]) expect(instant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(createdBy).toEqual({
      source: "MANUAL",
      workspaceMemberId: expect.any(String),
      name: expect.any(String),
      context: {},
    })
    expect(updatedBy).toEqual(createdBy)
    const link = { primaryLinkLabel: "", primaryLinkUrl: "", secondaryLinks: [] }
    expect(rest).toMatchObject({
      id: ids.C,
      deletedAt: null,
      name: "Cog",
      domainName: link,
      linkedinLink: link,
      employees: null,
      annualRecurringRevenue: { amountMicros: null, currencyCode: null },
      address: {
        addressStreet1: "",
        addressStreet2: "",
        addressCity: "",
        addressPostcode: "",
        addressState: "",
        addressCountry: "",
        addressLat: null,
        addressLng: null,
      },
      position: 3,
      searchVector: "'cog':1",
      accountOwnerId: null,
    })
    expect(Object.keys(body.data.company).slice(0, 4)).toEqual(["id", "createdAt", "updatedAt", "deletedAt"])
    expect(Object.values(rest).some((value) => Array.isArray(value))).toBe(false)
  })

  test("has related records at depth 1, and those have none", async () => {
    const { body } = await get(`/companies/${ids.A}?depth=1`)
    const { company } = body.data
    expect(company.people).toEqual([expect.objectContaining({ id: ids.Ada, companyId: ids.A })])
    expect(company.people[0]).not.toHaveProperty("company")
    expect(company).toMatchObject({ accountOwner: null, accountOwnerId: null, taskTargets: [] })
  })
})

describe("envelopes", () => {
  const make = async () => (await me.rest("POST", "/notes", { title: "Envelope" })).body.data.createNote.id as string
  const title = { title: "x" }
  type Call = [
    method: string,
    path: (id: string) => string,
    status: number,
    key: string,
    kind: "one" | "many",
    body: unknown,
  ]
  const calls: Call[] = [
    ["GET", (id) => `/notes/${id}`, 200, "note", "one", undefined],
    ["GET", (id) => `/notes?filter=id[eq]:${id}`, 200, "notes", "many", undefined],
    ["POST", () => "/notes", 201, "createNote", "one", title],
    ["POST", () => "/batch/notes", 201, "createNotes", "many", [title]],
    ["PATCH", (id) => `/notes/${id}`, 200, "updateNote", "one", title],
    ["PUT", (id) => `/notes/${id}`, 200, "updateNote", "one", title],
    ["PATCH", (id) => `/notes?filter=id[eq]:${id}`, 200, "updateNotes", "many", title],
    ["DELETE", (id) => `/notes/${id}?soft_delete=true`, 200, "deleteNote", "one", undefined],
    ["DELETE", (id) => `/notes?filter=id[eq]:${id}&soft_delete=true`, 200, "deleteNotes", "many", undefined],
    ["PATCH", (id) => `/notes/${id}/restore`, 200, "restoreNote", "one", undefined],
    ["PATCH", (id) => `/restore/notes/${id}`, 200, "restoreNote", "one", undefined],
    ["PATCH", (id) => `/restore/notes?filter=id[eq]:${id}`, 200, "restoreNotes", "many", undefined],
    ["PATCH", (id) => `/notes/restore?filter=id[eq]:${id}`, 200, "restoreNotes", "many", undefined],
  ]

  test.each(calls)("%s %p answers %i with %s, %s", async (method, path, status, key, kind, body) => {
    const answer = await me.rest(method, path(await make()), body)
    const whole = expect.objectContaining({
      id: expect.any(String),
      title: expect.any(String),
      createdBy: expect.any(Object),
    })
    expect([answer.status, answer.body.data]).toEqual([status, { [key]: kind === "one" ? whole : [whole] }])
    expect(Object.keys(answer.body)).toEqual(key === "notes" ? ["data", "totalCount", "pageInfo"] : ["data"])
  })

  test("what is destroyed is told by its id alone", async () => {
    const [one, other] = [await make(), await make()]
    expect((await me.rest("DELETE", `/notes/${one}`)).body).toEqual({ data: { deleteNote: { id: one } } })
    expect((await me.rest("DELETE", `/notes?filter=id[eq]:${other}`)).body).toEqual({
      data: { deleteNotes: [{ id: other }] },
    })
  })

  test("duplicates have a block for each input", async () => {
    await me.rest("POST", "/people", { name: { firstName: "Ada" }, emails: { primaryEmail: "ada2@acme.com" } })
    const { status, body } = await me.rest("POST", "/people/duplicates", {
      data: [{ emails: { primaryEmail: "ada@acme.com" } }, { emails: { primaryEmail: "nobody@acme.com" } }],
    })
    expect(status).toBe(200)
    expect(body.data.map(Object.keys)).toEqual([
      ["personDuplicates", "totalCount", "pageInfo"],
      ["personDuplicates", "totalCount", "pageInfo"],
    ])
    expect(body.data.map(({ totalCount }: { totalCount: number }) => totalCount)).toEqual([1, 0])
    expect(body.data[0].personDuplicates[0].id).toBe(ids.Ada!)
  })

  test("merging answers with the survivor", async () => {
    const [one, other] = [await make(), await make()]
    const { status, body } = await me.rest("PATCH", "/notes/merge", { ids: [one, other], conflictPriorityIndex: 1 })
    expect([status, Object.keys(body.data), body.data.mergeNote.id]).toEqual([200, ["mergeNote"], other])
  })
})

describe("groups", () => {
  const groups: [query: string, answer: unknown][] = [
    ['group_by=[{"stage":true}]', [{ groupByDimensionValues: ["NEW"] }, { groupByDimensionValues: ["PROPOSAL"] }]],
    [
      'group_by=[{"stage":true}]&aggregate=["totalCount","sumAmountAmountMicros"]',
      [
        { totalCount: "2", sumAmountAmountMicros: "1000000", groupByDimensionValues: ["NEW"] },
        { totalCount: "1", sumAmountAmountMicros: "2000000", groupByDimensionValues: ["PROPOSAL"] },
      ],
    ],
    [
      'group_by=[{"amount":{"currencyCode":true}}]&aggregate=["totalCount"]&omit_null_values=true',
      [
        { totalCount: "1", groupByDimensionValues: ["EUR"] },
        { totalCount: "1", groupByDimensionValues: ["USD"] },
      ],
    ],
    ['group_by=[{"stage":true}]&limit=1', [{ groupByDimensionValues: ["NEW"] }]],
    [
      'group_by=[{"stage":true}]&aggregate=["totalCount"]&order_by=[{"aggregate":{"totalCount":"AscNullsFirst"}}]',
      [
        { totalCount: "1", groupByDimensionValues: ["PROPOSAL"] },
        { totalCount: "2", groupByDimensionValues: ["NEW"] },
      ],
    ],
    [
      'group_by=[{"stage":true}]&include_records_sample=true&fields=name&filter=stage[eq]:PROPOSAL',
      [{ groupByDimensionValues: ["PROPOSAL"], records: [{ id: expect.any(String), name: "Two" }] }],
    ],
    [
      'group_by=[{"closeDate":{"granularity":"MONTH","timeZone":"UTC"}}]&omit_null_values=true',
      [{ groupByDimensionValues: ["2026-03-01"] }],
    ],
  ]
  test.each(groups)("?%s", async (query, answer) => {
    expect(await get(`/opportunities/groupBy?${query}`)).toEqual({ status: 200, body: answer })
  })

  const refused: [query: string, message: unknown][] = [
    ["", expect.stringMatching(/^Invalid group_by query parameter - should be a valid array of objects - ex: \[/)],
    ["group_by=stage", expect.stringMatching(/^Invalid group_by query parameter/)],
    ["group_by={}", expect.stringMatching(/^Invalid group_by query parameter/)],
    ['group_by=["stage"]', expect.stringMatching(/^Invalid group_by query parameter/)],
    [
      'group_by=[{"stage":true}]&aggregate=x',
      expect.stringMatching(/^Invalid aggregate query parameter - should be a valid array of strings - ex: \[/),
    ],
    [
      'group_by=[{"createdAt":{"granularity":"WEEK"}}]',
      "Time zone should be specified for a group by date on Day, Week, Month, Quarter or Year",
    ],
  ]
  test.each(refused)("?%s is refused", async (query, message) => {
    const { status, body } = await get(`/opportunities/groupBy?${query}`)
    expect([status, body.messages]).toEqual([400, [message]])
  })
})

// --- failures -------------------------------------------------------------------------------------------------------

describe("failures have exactly this shape", () => {
  const bad = (message: string) => ({ statusCode: 400, error: "BadRequestException", messages: [message] })
  const missing = { statusCode: 404, error: "NotFoundException", messages: ["Record not found"] }
  const path = (of: string) =>
    bad(`Query path '${of}' invalid. Valid examples: /rest/companies/id or /rest/companies or /rest/batch/companies`)
  const cases: [method: string, path: string, body: unknown, answer: { statusCode: number }][] = [
    ["GET", "/foos", undefined, bad("object 'foos' not found. eg: companies")],
    ["GET", "/company", undefined, bad("object 'company' not found. Did you mean 'companies'?")],
    ["GET", "/companies/abc", undefined, bad("'abc' is not a valid UUID")],
    ["GET", "/companies/a/b", undefined, path("/rest/companies/a/b")],
    ["GET", `/companies/${nobody}`, undefined, missing],
    ["PATCH", `/companies/${nobody}`, {}, missing],
    ["PUT", `/companies/${nobody}`, {}, missing],
    ["DELETE", `/companies/${nobody}`, undefined, missing],
    ["DELETE", `/companies/${nobody}?soft_delete=true`, undefined, missing],
    ["PATCH", `/companies/${nobody}/restore`, undefined, missing],
    ["PATCH", `/restore/companies/${nobody}`, undefined, missing],
    [
      "PATCH",
      "/companies/merge",
      { ids: [nobody, ids.A ?? "22222222-2222-4222-8222-222222222222"], conflictPriorityIndex: 0 },
      { statusCode: 404, error: "NotFoundException", messages: ["One or more records not found"] } as never,
    ],
    [
      "PATCH",
      "/companies/merge",
      { ids: [nobody], conflictPriorityIndex: 0 },
      bad("At least 2 record IDs are required for merge"),
    ],
    [
      "PATCH",
      "/companies/merge",
      { ids: Array.from({ length: 10 }, (_, i) => nobody.slice(0, -1) + i), conflictPriorityIndex: 0 },
      bad("Maximum 9 records can be merged at once"),
    ],
    ["POST", "/companies", [], bad("Invalid record []: expected an object")],
    ["POST", "/batch/companies", {}, bad("The body of a batch must be a list of records")],
    ["POST", "/companies/duplicates", {}, bad('You have to provide either "data" or "ids" argument')],
  ]
  test.each(cases)("%s %s", async (method, at, body, answer) => {
    expect(await me.rest(method, at, body)).toEqual({ status: answer.statusCode, body: answer })
  })

  test("nothing is asked of a path before it is known who asks", async () => {
    for (const at of ["/companies", "/a/b/c", "/foos"]) {
      const response = await app.request(`/rest${at}`)
      expect([response.status, await response.json()]).toEqual([
        403,
        { statusCode: 403, error: "FORBIDDEN_EXCEPTION", messages: ["Missing authentication token"] },
      ])
    }
  })
})
