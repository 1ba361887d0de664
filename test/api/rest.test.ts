/** Every route of records over REST, with its envelope, its status and its refusals. */
import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test"
import { createApiKey, createApiKeyToken, revokeApiKey } from "../../src/accounts/api-keys.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
const ids: Record<string, string> = {}
const nobody = "11111111-1111-4111-8111-111111111111"

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  await seed()
})

afterAll(() => app.close())

async function seed() {
  const companies = await me.rest("POST", "/batch/companies", [
    { name: "Acme", employees: 10, address: { addressCity: "Berlin" }, position: 1 },
    { name: "Bolt, Inc.", employees: 200, address: { addressCity: "Paris" }, position: 2 },
    { name: "Cog", employees: 3000, position: 3, idealCustomerProfile: true },
    { name: "Dent", position: 4 },
    { name: "Egg (Farm)", employees: 5, address: { addressCity: "Berlin" }, position: 5 },
  ])
  for (const { id, name } of companies.body.data.createCompanies) ids[name] = id
  const people = await me.rest("POST", "/batch/people", [
    { name: { firstName: "Ada", lastName: "L" }, emails: { primaryEmail: "ada@acme.com" }, companyId: ids.Acme },
    { name: { firstName: "Bob", lastName: "M" }, companyId: ids.Acme },
    { name: { firstName: "Cy", lastName: "N" } },
  ])
  for (const { id, name } of people.body.data.createPeople) ids[name.firstName] = id
}

const names = (body: { data: { companies: { name: string }[] } }) => body.data.companies.map((each) => each.name)

// --- reading --------------------------------------------------------------------------------------------------------

describe("a list", () => {
  test("has its envelope, in the order that clients know", async () => {
    const { status, body } = await me.rest("GET", "/companies?limit=2&order_by=position")
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(["data", "totalCount", "pageInfo"])
    expect(Object.keys(body.pageInfo)).toEqual(["startCursor", "endCursor", "hasNextPage", "hasPreviousPage"])
    expect(body.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    expect(body.totalCount).toBe(5)
    expect(names(body)).toEqual(["Acme", "Bolt, Inc."])
  })

  test("shows values and join columns at depth 0", async () => {
    const { body } = await me.rest("GET", `/companies/${ids.Acme}`)
    const { company } = body.data
    expect(Object.keys(company).slice(0, 4)).toEqual(["id", "createdAt", "updatedAt", "deletedAt"])
    expect(company).toMatchObject({
      name: "Acme",
      employees: 10,
      deletedAt: null,
      address: { addressCity: "Berlin", addressStreet1: "", addressLat: null },
      domainName: { primaryLinkLabel: "", primaryLinkUrl: "", secondaryLinks: [] },
      searchVector: expect.stringContaining("'acme'"),
      accountOwnerId: null,
      createdBy: { source: "MANUAL", context: {} },
    })
    expect(company).not.toHaveProperty("people")
    expect(company).not.toHaveProperty("accountOwner")
  })

  test("shows related records at depth 1: one as an object, many as a plain list", async () => {
    const { body } = await me.rest("GET", `/companies/${ids.Acme}?depth=1`)
    const { company } = body.data
    expect(company.people.map((each: { name: unknown }) => each.name)).toEqual(
      expect.arrayContaining([
        { firstName: "Ada", lastName: "L" },
        { firstName: "Bob", lastName: "M" },
      ]),
    )
    expect(company.people[0].companyId).toBe(ids.Acme)
    expect(company.people[0]).not.toHaveProperty("company")
    expect(company).toMatchObject({ accountOwner: null, accountOwnerId: null, opportunities: [] })
    const person = (await me.rest("GET", `/people/${ids.Ada}?depth=1`)).body.data.person
    expect(person).toMatchObject({ companyId: ids.Acme, company: { id: ids.Acme, name: "Acme" } })
    const lone = (await me.rest("GET", `/people/${ids.Cy}?depth=1`)).body.data.person
    expect(lone).toMatchObject({ companyId: null, company: null })
  })

  test("is paged forward and backward without gaps", async () => {
    const pages: string[][] = []
    let after = ""
    for (;;) {
      const { body } = await me.rest("GET", `/companies?limit=2&order_by=name&starting_after=${after}`)
      pages.push(names(body))
      expect(body.pageInfo.hasPreviousPage).toBe(after !== "")
      if (!body.pageInfo.hasNextPage) break
      after = encodeURIComponent(body.pageInfo.endCursor)
    }
    expect(pages).toEqual([["Acme", "Bolt, Inc."], ["Cog", "Dent"], ["Egg (Farm)"]])
    const back = await me.rest("GET", `/companies?limit=2&order_by=name&ending_before=${after}`)
    expect(names(back.body)).toEqual(["Bolt, Inc.", "Cog"])
    expect(back.body.pageInfo).toMatchObject({ hasPreviousPage: true })
  })

  const questions: [string, string[]][] = [
    ["filter=name[eq]:Acme", ["Acme"]],
    ['filter=name[eq]:"Bolt, Inc."', ["Bolt, Inc."]],
    ["filter=name[ilike]:%25o%25", ["Bolt, Inc.", "Cog"]],
    ['filter=name[startsWith]:"Egg ("', ["Egg (Farm)"]],
    ["filter=name[in]:[Acme,Cog]", ["Acme", "Cog"]],
    ["filter=employees[gte]:200", ["Bolt, Inc.", "Cog"]],
    ["filter=employees[gte]:10,employees[lt]:300", ["Acme", "Bolt, Inc."]],
    ["filter=employees[gte]:10&filter=employees[lt]:300", ["Acme", "Bolt, Inc."]],
    ["filter=employees[is]:NULL", ["Dent"]],
    ["filter=idealCustomerProfile[eq]:true", ["Cog"]],
    ["filter=address.addressCity[eq]:Berlin", ["Acme", "Egg (Farm)"]],
    ["filter=or(employees[is]:NULL,and(address.addressCity[eq]:Berlin,not(name[eq]:Acme)))", ["Dent", "Egg (Farm)"]],
    ["filter=people.name.firstName[eq]:Ada", ["Acme"]],
    ["filter=createdAt[lt]:2020-01-01T00:00:00.000Z", []],
    ["filter=createdBy.source[eq]:MANUAL", ["Acme", "Bolt, Inc.", "Cog", "Dent", "Egg (Farm)"]],
    ["filter=deletedAt[is]:NOT_NULL", []],
    ["limit=0", []],
    ["limit=1.5&order_by=name", ["Acme"]],
    ["limit=500", ["Acme", "Bolt, Inc.", "Cog", "Dent", "Egg (Farm)"]],
    ["limit:3", ["Acme", "Bolt, Inc.", "Cog", "Dent", "Egg (Farm)"]],
    ["foo=bar&filter=&depth=", ["Acme", "Bolt, Inc.", "Cog", "Dent", "Egg (Farm)"]],
  ]

  test.each(questions)("answers ?%s", async (query, expected) => {
    const { status, body } = await me.rest("GET", `/companies?${query}`)
    expect([status, names(body).toSorted()]).toEqual([200, expected])
  })

  const orders: [string, string[]][] = [
    ["name[DescNullsLast]", ["Egg (Farm)", "Dent", "Cog", "Bolt, Inc.", "Acme"]],
    ["employees", ["Dent", "Egg (Farm)", "Acme", "Bolt, Inc.", "Cog"]],
    ["employees[DescNullsLast]", ["Cog", "Bolt, Inc.", "Acme", "Egg (Farm)", "Dent"]],
    ["address.addressCity[AscNullsLast],name[DescNullsLast]", ["Egg (Farm)", "Acme", "Bolt, Inc.", "Dent", "Cog"]],
  ]

  test.each(orders)("is ordered by %s", async (order, expected) => {
    expect(names((await me.rest("GET", `/companies?order_by=${order}`)).body)).toEqual(expected)
  })

  test("is ordered by a related record", async () => {
    const { body } = await me.rest("GET", `/people?order_by=company.name[AscNullsLast],name.firstName[DescNullsLast]`)
    expect(body.data.people.map((each: { name: { firstName: string } }) => each.name.firstName)).toEqual([
      "Bob",
      "Ada",
      "Cy",
    ])
  })

  test("shows the fields asked for, and always the id", async () => {
    const one = (query: string) => me.rest("GET", `/people/${ids.Ada}?${query}`)
    expect(Object.keys((await one("fields=name,company")).body.data.person)).toEqual(["id", "name", "companyId"])
    expect(Object.keys((await one("fields=company&fields=emails&depth=1")).body.data.person)).toEqual([
      "id",
      "emails",
      "company",
    ])
    expect((await one("fields=name.firstName")).body.data.person.name).toEqual({ firstName: "Ada", lastName: "L" })
  })

  test("is one statement, at any depth, and so is one record", async () => {
    const query = spyOn(app.services.db, "query")
    for (const path of ["/companies", "/companies?depth=1&limit=2&order_by=name", `/people/${ids.Ada}?depth=1`]) {
      query.mockClear()
      expect((await me.rest("GET", path)).status).toBe(200)
      expect([path, query.mock.calls.length]).toEqual([path, 1])
    }
    query.mockRestore()
  })

  test("is served under /rest/core too", async () => {
    const plain = await me.rest("GET", "/companies?order_by=name")
    expect(await me.rest("GET", "/core/companies?order_by=name")).toEqual(plain)
  })
})

// --- writing --------------------------------------------------------------------------------------------------------

describe("writing", () => {
  test("one record from creation to destruction", async () => {
    const created = await me.rest("POST", "/companies?depth=1", { name: "Temp", employees: 1 })
    expect(created).toMatchObject({ status: 201, body: { data: { createCompany: { name: "Temp", people: [] } } } })
    const { id } = created.body.data.createCompany
    const patched = await me.rest("PATCH", `/companies/${id}`, { employees: 2 })
    expect(patched).toMatchObject({
      status: 200,
      body: { data: { updateCompany: { id, name: "Temp", employees: 2 } } },
    })
    const put = await me.rest("PUT", `/companies/${id}?fields=name`, { name: "Temporary" })
    expect(put).toEqual({ status: 200, body: { data: { updateCompany: { id, name: "Temporary" } } } })
    const soft = await me.rest("DELETE", `/companies/${id}?soft_delete=true`)
    expect(soft).toMatchObject({ status: 200, body: { data: { deleteCompany: { id, name: "Temporary" } } } })
    expect(soft.body.data.deleteCompany.deletedAt).toBeString()
    expect((await me.rest("GET", `/companies/${id}`)).status).toBe(404)
    expect((await me.rest("GET", `/companies?filter=deletedAt[is]:NOT_NULL`)).body.totalCount).toBe(1)
    for (const path of [`/companies/${id}/restore`, `/restore/companies/${id}`]) {
      const restored = await me.rest("PATCH", path)
      expect(restored).toMatchObject({ status: 200, body: { data: { restoreCompany: { id, deletedAt: null } } } })
    }
    const hard = await me.rest("DELETE", `/companies/${id}`)
    expect(hard).toEqual({ status: 200, body: { data: { deleteCompany: { id } } } })
    expect((await me.rest("DELETE", `/companies/${id}`)).status).toBe(404)
  })

  test("many records by filter", async () => {
    const batch = await me.rest("POST", "/batch/companies?fields=name", [
      { name: "T1" },
      { name: "T2" },
      { name: "U3" },
    ])
    expect(batch.status).toBe(201)
    expect(batch.body.data.createCompanies.map((each: { name: string }) => each.name)).toEqual(["T1", "T2", "U3"])
    const filter = "filter=or(name[in]:[T1,T2],name[eq]:U3)"
    const updated = await me.rest("PATCH", `/companies?${filter}&fields=employees`, { employees: 7 })
    expect(updated.status).toBe(200)
    expect(updated.body.data.updateCompanies.map((each: { employees: number }) => each.employees)).toEqual([7, 7, 7])
    const soft = await me.rest("DELETE", `/companies?${filter}&soft_delete=true`)
    expect(soft.body.data.deleteCompanies.map((each: { deletedAt: string }) => typeof each.deletedAt)).toEqual([
      "string",
      "string",
      "string",
    ])
    for (const path of ["/restore/companies", "/companies/restore"]) {
      const restored = await me.rest("PATCH", `${path}?${filter}`)
      expect(restored.status).toBe(200)
      expect(restored.body.data.restoreCompanies.map((each: { deletedAt: null }) => each.deletedAt)).toEqual([
        null,
        null,
        null,
      ])
    }
    const hard = await me.rest("DELETE", `/companies?${filter}`)
    expect(hard.body.data.deleteCompanies.map(Object.keys)).toEqual([["id"], ["id"], ["id"]])
    expect((await me.rest("DELETE", `/companies?${filter}`)).body).toEqual({ data: { deleteCompanies: [] } })
  })

  test("an empty batch writes nothing", async () => {
    expect(await me.rest("POST", "/batch/companies", [])).toEqual({
      status: 201,
      body: { data: { createCompanies: [] } },
    })
  })

  test("one bad record of a batch refuses them all, and is named", async () => {
    const { status, body } = await me.rest("POST", "/batch/companies", [{ name: "Good" }, { name: 5 }])
    expect([status, body.messages]).toEqual([400, ['Invalid string value 5 for text field "name" (record 1)']])
    expect((await me.rest("GET", "/companies?filter=name[eq]:Good")).body.totalCount).toBe(0)
  })
})

// --- refusals -------------------------------------------------------------------------------------------------------

const bad = "BadRequestException"
const badPath = (path: string) =>
  `Query path '${path}' invalid. Valid examples: /rest/companies/id or /rest/companies or /rest/batch/companies`
const mandatory = (verb: string, noun: string) =>
  `Filters are mandatory for bulk ${verb} operations. Please provide at least one filter to prevent accidental ${noun} of all records.`

const refusals: [string, string, unknown, Record<string, unknown>][] = [
  ["GET", "/foos", undefined, { statusCode: 400, error: bad, messages: ["object 'foos' not found. eg: companies"] }],
  [
    "GET",
    "/company",
    undefined,
    { statusCode: 400, error: bad, messages: ["object 'company' not found. Did you mean 'companies'?"] },
  ],
  ["GET", "/companies/abc", undefined, { statusCode: 400, error: bad, messages: ["'abc' is not a valid UUID"] }],
  [
    "GET",
    `/companies/${nobody}`,
    undefined,
    { statusCode: 404, error: "NotFoundException", messages: ["Record not found"] },
  ],
  [
    "PATCH",
    `/companies/${nobody}`,
    {},
    { statusCode: 404, error: "NotFoundException", messages: ["Record not found"] },
  ],
  [
    "DELETE",
    `/companies/${nobody}?soft_delete=true`,
    undefined,
    { statusCode: 404, error: "NotFoundException", messages: ["Record not found"] },
  ],
  [
    "PATCH",
    `/companies/${nobody}/restore`,
    undefined,
    { statusCode: 404, error: "NotFoundException", messages: ["Record not found"] },
  ],
  ["GET", "/companies/x/y", undefined, { statusCode: 400, error: bad, messages: [badPath("/rest/companies/x/y")] }],
  ["GET", "/", undefined, { statusCode: 400, error: bad, messages: [badPath("/rest/")] }],
  [
    "POST",
    `/companies/${nobody}`,
    {},
    { statusCode: 400, error: bad, messages: [badPath(`/rest/companies/${nobody}`)] },
  ],
  ["PATCH", "/batch/companies", {}, { statusCode: 400, messages: ["object 'batch' not found. eg: companies"] }],
  ["PATCH", "/companies", { name: "x" }, { statusCode: 400, messages: [mandatory("update", "update")] }],
  ["PATCH", "/companies?filter=", { name: "x" }, { statusCode: 400, messages: [mandatory("update", "update")] }],
  ["DELETE", "/companies", undefined, { statusCode: 400, messages: [mandatory("destroy", "deletion")] }],
  [
    "DELETE",
    "/companies?soft_delete=true",
    undefined,
    { statusCode: 400, messages: [mandatory("delete", "deletion")] },
  ],
  ["PATCH", "/restore/companies", undefined, { statusCode: 400, messages: [mandatory("restore", "restoration")] }],
  [
    "DELETE",
    `/companies/${nobody}?soft_delete=ture`,
    undefined,
    { statusCode: 400, messages: ["'soft_delete=ture' parameter invalid. Allowed values are true, false"] },
  ],
  [
    "GET",
    "/companies?limit=x",
    undefined,
    { statusCode: 400, messages: ["limit 'x' is invalid. Should be an integer"] },
  ],
  [
    "GET",
    "/companies?limit=-1",
    undefined,
    { statusCode: 400, messages: ["limit '-1' is invalid. Should be an integer"] },
  ],
  [
    "GET",
    "/companies?depth=2",
    undefined,
    { statusCode: 400, messages: ["'depth=2' parameter invalid. Allowed values are 0, 1"] },
  ],
  ["GET", "/companies?starting_after=zzz", undefined, { statusCode: 400, messages: ["Invalid cursor: zzz"] }],
  [
    "GET",
    "/companies?starting_after=a&ending_before=b",
    undefined,
    { statusCode: 400, messages: ["Cannot provide both before and after"] },
  ],
  [
    "GET",
    "/companies?order_by=foo",
    undefined,
    {
      statusCode: 400,
      error: "Error",
      messages: ['Field "foo" does not exist or is not sortable'],
      code: "FIELD_NOT_FOUND",
    },
  ],
  [
    "GET",
    "/people?order_by=name",
    undefined,
    { statusCode: 400, messages: ['Field "name" is ordered by one of its parts: name.firstName, name.lastName'] },
  ],
  [
    "GET",
    "/companies?order_by=name[Up]",
    undefined,
    {
      statusCode: 400,
      error: bad,
      messages: [
        "'order_by' direction 'Up' invalid. Allowed values are 'AscNullsFirst', 'AscNullsLast', 'DescNullsFirst', 'DescNullsLast'",
      ],
    },
  ],
  [
    "GET",
    "/companies?fields=foo",
    undefined,
    { statusCode: 400, messages: [`Object company doesn't have any "foo" field.`] },
  ],
  ["GET", "/companies?fields=", undefined, { statusCode: 400, messages: ["'fields' parameter is empty"] }],
  [
    "GET",
    "/companies?fields=people",
    undefined,
    { statusCode: 400, messages: ['Field "people" lists related records; it is shown at depth=1'] },
  ],
  [
    "GET",
    "/companies?filter=foo[eq]:1",
    undefined,
    { statusCode: 400, messages: [`Object company doesn't have any "foo" field.`] },
  ],
  [
    "GET",
    "/companies?filter=name[is]:x",
    undefined,
    { statusCode: 400, messages: ['Invalid filter value for "is" operator. Expected "NULL" or "NOT_NULL"'] },
  ],
  [
    "GET",
    "/companies?filter=employees[eq]:many",
    undefined,
    { statusCode: 400, messages: [`Invalid number value 'many' for field "employees"`] },
  ],
  [
    "GET",
    "/companies?filter=id[eq]:abc",
    undefined,
    { statusCode: 400, messages: [`Invalid UUID value 'abc' for field "id"`] },
  ],
  [
    "GET",
    "/companies?filter=name[eq",
    undefined,
    { statusCode: 400, messages: ["'filter' invalid for 'name[eq'. eg: price[gte]:10"] },
  ],
  [
    "POST",
    "/companies",
    { foo: 1 },
    { statusCode: 400, error: bad, messages: [`Object company doesn't have any "foo" field.`] },
  ],
  ["POST", "/companies", [{}], { statusCode: 400, error: bad }],
  [
    "POST",
    "/batch/companies",
    { name: "x" },
    { statusCode: 400, error: bad, messages: ["The body of a batch must be a list of records"] },
  ],
  [
    "POST",
    "/companies?upsert=maybe",
    { name: "x" },
    { statusCode: 400, messages: ["'upsert=maybe' parameter invalid. Allowed values are true, false"] },
  ],
  [
    "GET",
    "/companies/groupBy",
    undefined,
    {
      statusCode: 400,
      messages: [
        expect.stringContaining("Invalid group_by query parameter - should be a valid array of objects - ex: ["),
      ],
    },
  ],
  [
    "POST",
    "/companies/duplicates",
    {},
    { statusCode: 400, messages: ['You have to provide either "data" or "ids" argument'] },
  ],
  ["PATCH", "/companies/merge", {}, { statusCode: 400, messages: ["At least 2 record IDs are required for merge"] }],
]

describe("refused", () => {
  test.each(refusals)("%s %s", async (method, path, body, expected) => {
    const answer = await me.rest(method, path, body)
    expect(answer.body).toMatchObject(expected)
    expect(answer.status).toBe(expected.statusCode as number)
    expect(Object.keys(answer.body).slice(0, 3)).toEqual(["statusCode", "error", "messages"])
  })

  test("a body that is no JSON, in the shape of the framework", async () => {
    const headers = { authorization: `Bearer ${me.token}`, "content-type": "application/json" }
    const response = await app.request("/rest/companies", { method: "POST", headers, body: "{no" })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      message: expect.stringContaining("not valid JSON"),
      error: "Bad Request",
      statusCode: 400,
    })
  })

  test("a duplicate id", async () => {
    const { status, body } = await me.rest("POST", "/companies", { id: ids.Acme, name: "Again" })
    expect([status, body.messages]).toEqual([400, ["A duplicate entry was detected"]])
  })
})

// --- who may --------------------------------------------------------------------------------------------------------

describe("a token", () => {
  const tokens: [string, HeadersInit, Record<string, unknown>][] = [
    ["none", {}, { statusCode: 403, error: "FORBIDDEN_EXCEPTION", messages: ["Missing authentication token"] }],
    [
      "bad",
      { authorization: "Bearer nonsense" },
      { statusCode: 401, error: "UNAUTHENTICATED", messages: ["Token invalid."] },
    ],
  ]

  test.each(tokens)("%s is answered before anything else is looked at", async (_, headers, expected) => {
    for (const path of [
      "/companies",
      "/nonsense",
      "/a/b/c/d",
      "/metadata/objects",
      "/metadata/foo",
      "/open-api/core",
    ]) {
      const response = await app.request(`/rest${path}`, { headers })
      expect([path, response.status, await response.json()]).toEqual([path, expected.statusCode, expected])
    }
  })

  test("in the URL counts for nothing", async () => {
    expect((await app.request(`/rest/companies?token=${me.token}`)).status).toBe(403)
  })

  test("of an API key writes in the key's name, until it is revoked", async () => {
    const { services } = app
    const principal = await services.principals.get(await services.tokens.verify(me.token, ["ACCESS"]))
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const key = await createApiKey(services, principal, { name: "Zap", expiresAt, roleId: principal.role.id })
    const { token } = await createApiKeyToken(services, principal, key.id, expiresAt)
    const zap = actAs(app.request, { userId: "", workspaceId: me.workspaceId, token })
    const { status, body } = await zap.rest("POST", "/companies", { name: "By key" })
    expect([status, body.data.createCompany.createdBy]).toEqual([
      201,
      { source: "API", workspaceMemberId: null, name: "Zap", context: {} },
    ])
    await zap.rest("DELETE", `/companies/${body.data.createCompany.id}`)
    await revokeApiKey(services, principal, key.id)
    const refused = { statusCode: 403, error: "FORBIDDEN_EXCEPTION", messages: ["This API Key is revoked"] }
    for (const path of ["/companies", "/foos", "/metadata/objects", "/open-api/core", "/open-api/metadata"]) {
      expect([path, (await zap.rest("GET", path)).body]).toEqual([path, refused])
    }
  })

  test("of a role without the right is refused", async () => {
    const other = await app.signUp()
    await app.services.db.query(
      `update core.role set "canDestroyAllObjectRecords" = false, "canUpdateAllSettings" = false where "workspaceId" = $1::uuid`,
      [other.workspaceId],
    )
    await app.services.db.query(
      `update core.workspace set "rightsRevision" = "rightsRevision" + 1 where id = $1::uuid`,
      [other.workspaceId],
    )
    const denied = {
      error: "Error",
      messages: ["Entity performing the request does not have permission"],
      code: "PERMISSION_DENIED",
    }
    expect(await other.rest("DELETE", `/companies/${nobody}`)).toEqual({
      status: 400,
      body: { statusCode: 400, ...denied },
    })
    expect(await other.rest("GET", "/metadata/fields")).toEqual({ status: 403, body: { statusCode: 403, ...denied } })
  })

  test("of another workspace sees nothing of this one", async () => {
    const other = await app.signUp()
    expect((await other.rest("GET", "/companies?filter=name[eq]:Acme")).body.totalCount).toBe(0)
    expect((await other.rest("GET", `/companies/${ids.Acme}`)).status).toBe(404)
  })
})
