/** Relations written by what tells their target apart. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
const ids: Record<string, string> = {}

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  for (const [name, primaryLinkUrl] of [
    ["Acme", "https://acme.test"],
    ["Binned", "https://binned.test"],
    ["Other", "https://other.test"],
  ] as const) {
    const { body } = await me.rest("POST", "/companies", { name, domainName: { primaryLinkUrl } })
    ids[name] = body.data.createCompany.id
  }
  await me.rest("DELETE", `/companies/${ids.Binned}?soft_delete=true`)
})

afterAll(() => app.close())

const byDomain = (primaryLinkUrl: string) => ({ connect: { where: { domainName: { primaryLinkUrl } } } })

async function createPeople(data: unknown[]) {
  return me.graphql<{ createPeople: { companyId: string | null; company: { name: string } | null }[] }>(
    `mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data) { companyId company { name } } }`,
    { data },
  )
}

describe("connect", () => {
  test.each([
    ["by id", () => ({ connect: { where: { id: ids.Acme } } })],
    ["by a unique subfield", () => byDomain("https://acme.test")],
    ["by a value in another spelling", () => byDomain("HTTPS://ACME.test/")],
    [
      "by two keys of the same record",
      () => ({
        connect: { where: { id: ids.Acme, domainName: { primaryLinkUrl: "https://acme.test" } } },
      }),
    ],
    ["with an empty disconnect beside it", () => ({ ...byDomain("https://acme.test"), disconnect: null })],
  ])("%s", async (_, company) => {
    const { data, errors } = await createPeople([{ company: company() }])
    expect(errors).toBeUndefined()
    expect(data.createPeople).toEqual([{ companyId: ids.Acme!, company: { name: "Acme" } }])
  })

  test("resolves a batch with different keys, and leaves the others alone", async () => {
    const { data } = await createPeople([
      { company: byDomain("https://other.test") },
      {},
      { company: { connect: { where: { id: ids.Acme } } } },
      { companyId: ids.Other },
      { company: { disconnect: true } },
    ])
    expect(data.createPeople.map((person) => person.company?.name ?? null)).toEqual([
      "Other",
      null,
      "Acme",
      "Other",
      null,
    ])
  })

  test("takes as many statements for three hundred records as for two", async () => {
    const { data } = await createPeople(
      Array.from({ length: 300 }, (_, i) => ({ company: byDomain(`https://${i % 2 ? "acme" : "other"}.test`) })),
    )
    expect(data.createPeople.map(({ companyId }) => companyId)).toEqual(
      Array.from({ length: 300 }, (_, i) => ids[i % 2 ? "Acme" : "Other"]!),
    )
  })

  test("works in update, for one and for many, and over REST", async () => {
    const { body } = await me.rest("POST", "/people", {
      name: { firstName: "Rest" },
      company: byDomain("https://acme.test"),
    })
    const { id, companyId } = body.data.createPerson
    expect(companyId).toBe(ids.Acme)
    const moved = await me.rest("PATCH", `/people/${id}`, { company: byDomain("https://other.test") })
    expect(moved.body.data.updatePerson.companyId).toBe(ids.Other)
    const many = await me.graphql(
      `mutation ($id: UUID!) { updatePeople(filter: { id: { eq: $id } }, data: { company: { connect: { where: { domainName: { primaryLinkUrl: "https://acme.test" } } } } }) { companyId } }`,
      { id },
    )
    expect(many.data).toEqual({ updatePeople: [{ companyId: ids.Acme }] })
    const gone = await me.graphql(
      `mutation ($id: UUID!) { updatePerson(id: $id, data: { company: { disconnect: true } }) { companyId } }`,
      { id },
    )
    expect(gone.data).toEqual({ updatePerson: { companyId: null } })
  })

  test("finds the target of a morph relation", async () => {
    const { body } = await me.rest("POST", "/tasks", { title: "Call" })
    const { data, errors } = await me.graphql(
      `mutation ($data: TaskTargetCreateInput!) { createTaskTarget(data: $data) { targetCompanyId targetPersonId } }`,
      { data: { taskId: body.data.createTask.id, targetCompany: byDomain("https://acme.test") } },
    )
    expect(errors).toBeUndefined()
    expect(data).toEqual({ createTaskTarget: { targetCompanyId: ids.Acme, targetPersonId: null } })
  })
})

describe("refused", () => {
  const missing = "https://nobody.test"
  const requires = 'Relation "company" requires connect or disconnect operation'
  const incomplete = "Missing required fields: at least one unique constraint have to be fully populated for 'company'."
  test.each<[string, unknown, string]>([
    [
      "no such record",
      byDomain(missing),
      `Expected 1 record to connect to company, but found 0 for domainNamePrimaryLinkUrl = ${missing}`,
    ],
    [
      "a deleted record",
      byDomain("https://binned.test"),
      "Expected 1 record to connect to company, but found 0 for domainNamePrimaryLinkUrl = https://binned.test",
    ],
    ["a field that is not unique", { connect: { where: { name: "Acme" } } }, incomplete],
    ["an empty key", byDomain(""), incomplete],
    ["nothing to go by", { connect: { where: {} } }, incomplete],
    ["an unknown field", { connect: { where: { foo: 1 } } }, `Object company doesn't have any "foo" field.`],
    ["a bad id", { connect: { where: { id: "abc" } } }, "Value 'abc' is not a valid UUID"],
    ["a plain object", { name: "Acme" }, requires],
    ["connect without where", { connect: { id: "x" } }, requires],
    ["both at once", { ...byDomain(missing), disconnect: true }, requires],
    ["null", null, requires],
  ])("%s", async (_, company, message) => {
    const { errors } = await createPeople([{ company }])
    expect(errors?.[0]?.message).toBe(message)
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "company" })
  })

  test("the relation and its join column together", async () => {
    const { errors } = await createPeople([{ companyId: ids.Acme, company: byDomain("https://acme.test") }])
    expect(errors?.[0]?.message).toBe("company and companyId cannot be both provided.")
  })

  test("a target that is missing for one record spoils the batch", async () => {
    const before = await me.graphql(`{ people { totalCount } }`)
    const { errors } = await createPeople([
      { company: byDomain("https://acme.test") },
      { company: byDomain(missing) },
      { company: { connect: { where: { id: crypto.randomUUID() } } } },
    ])
    expect(errors?.[0]?.extensions).toMatchObject({
      recordIndex: 1,
      errors: [
        { index: 1, field: "company" },
        { index: 2, field: "company" },
      ],
    })
    expect(await me.graphql(`{ people { totalCount } }`)).toEqual(before)
  })
})

test("introspection shows how a relation is written", async () => {
  const { data } = await me.graphql<{ input: { inputFields: { name: string; type: { name: string } }[] } }>(
    `{ input: __type(name: "PersonCreateInput") { inputFields { name type { name } } }
       relation: __type(name: "CompanyRelationInput") { inputFields { name } }
       where: __type(name: "CompanyWhereUniqueInput") { inputFields { name } } }`,
  )
  expect(data.input.inputFields).toContainEqual({ name: "company", type: { name: "CompanyRelationInput" } })
  expect(data).toMatchObject({
    relation: { inputFields: [{ name: "connect" }, { name: "disconnect" }] },
    where: { inputFields: [{ name: "id" }, { name: "domainName" }] },
  })
})
