import { afterAll, beforeAll, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
})

afterAll(() => app.close())

test("a record is created and read back with its relations", async () => {
  const created = await me.graphql<{ createCompany: { id: string } }>(
    `mutation ($data: CompanyCreateInput!) { createCompany(data: $data) { id name } }`,
    { data: { name: "Acme", domainName: { primaryLinkUrl: "https://acme.test" } } },
  )
  expect(created.errors).toBeUndefined()
  const companyId = created.data.createCompany.id
  const person = await me.graphql(
    `mutation ($id: ID) { createPerson(data: { name: { firstName: "Ada", lastName: "L" }, companyId: $id }) { name { firstName } company { name } companyId } }`,
    { id: companyId },
  )
  expect(person).toEqual({
    data: { createPerson: { name: { firstName: "Ada" }, company: { name: "Acme" }, companyId } },
  })
  const list = await me.graphql(
    `query ($f: Whatever) { all: companies(filter: $f, first: 5) { totalCount edges { node { n: name people { totalCount edges { node { name { lastName } } } } } } pageInfo { hasNextPage hasPreviousPage } } __typename }`,
    { f: { name: { ilike: "ac%" } } },
  )
  expect(list).toEqual({
    data: {
      all: {
        totalCount: 1,
        edges: [{ node: { n: "Acme", people: { totalCount: 1, edges: [{ node: { name: { lastName: "L" } } }] } } }],
        pageInfo: { hasNextPage: false, hasPreviousPage: false },
      },
      __typename: "Query",
    },
  })
})

test("the schema describes itself", async () => {
  const answer = await me.graphql<{ __schema: { types: { name: string }[] } }>(`{ __schema { types { name } } }`)
  expect(answer.errors).toBeUndefined()
  expect(answer.data.__schema.types.map((type) => type.name)).toContain("CompanyFilterInput")
})

test("the root and the playgrounds are pages that load nothing from elsewhere", async () => {
  for (const path of ["/", "/graphql", "/metadata"]) {
    const response = await app.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get("content-security-policy")).toStartWith("default-src 'none'")
    expect(await response.text()).not.toMatch(/(src|href)="https?:/)
  }
})
