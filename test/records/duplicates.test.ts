/** Records that are judged the same. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let me: Member
const ids: Record<string, string> = {}

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  const add = async (plural: string, key: string, data: unknown) => {
    const { status, body } = await me.rest("POST", `/${plural}`, data)
    expect(status).toBe(201)
    ids[key] = (Object.values(body.data)[0] as { id: string }).id
  }
  await add("companies", "acme", { name: "Acme", domainName: { primaryLinkUrl: "https://acme.test" } })
  await add("companies", "acme2", { name: "Acme" })
  await add("companies", "other", { name: "Other" })
  await add("companies", "nameless", {})
  await add("companies", "nameless2", {})
  await add("companies", "binned", { name: "Acme" })
  await me.rest("DELETE", `/companies/${ids.binned}?soft_delete=true`)
  await add("people", "ada", {
    name: { firstName: "Ada", lastName: "Lovelace" },
    emails: { primaryEmail: "ada@x.test" },
  })
  await add("people", "ada2", { name: { firstName: "Ada", lastName: "Lovelace" } })
  await add("people", "ada3", { name: { firstName: "Ada" } })
  await add("people", "ada4", { name: { firstName: "Ada" } })
  await add("notes", "note", { title: "Acme" })
})

afterAll(() => app.close())

async function find(singular: string, args: string): Promise<string[][]> {
  const name = `${singular}Duplicates`
  const { data, errors } = await me.graphql<Record<string, { edges: { node: { id: string } }[] }[]>>(
    `{ ${name}(${args}) { totalCount pageInfo { hasNextPage } edges { cursor node { id } } } }`,
  )
  expect(errors).toBeUndefined()
  const known = new Map(Object.entries(ids).map(([key, id]) => [id, key]))
  return data[name]!.map((each) => each.edges.map(({ node }) => known.get(node.id)!).toSorted())
}

describe("found", () => {
  test.each<[string, string, () => string, string[][]]>([
    ["by id, without the record itself or deleted ones", "company", () => `ids: ["${ids.acme}"]`, [["acme2"]]],
    ["each in its place", "company", () => `ids: ["${ids.other}", "${ids.acme2}"]`, [[], ["acme"]]],
    [
      "unknown and deleted ids have no block",
      "company",
      () => `ids: ["${crypto.randomUUID()}", "${ids.binned}", "${ids.other}"]`,
      [[]],
    ],
    ["empty values are like no others", "company", () => `ids: ["${ids.nameless}"]`, [[]]],
    ["by data", "company", () => `data: [{ name: "Acme" }, { name: "Nope" }]`, [["acme", "acme2"], []]],
    [
      "by a link in another spelling",
      "company",
      () => `data: [{ domainName: { primaryLinkUrl: "HTTPS://Acme.test/" } }]`,
      [["acme"]],
    ],
    ["by the whole name", "person", () => `ids: ["${ids.ada}", "${ids.ada3}"]`, [["ada2"], []]],
    ["by e-mail", "person", () => `data: [{ emails: { primaryEmail: "ADA@x.test" } }]`, [["ada"]]],
    ["for an object without criteria: nothing", "note", () => `ids: ["${ids.note}"]`, [[]]],
    ["no ids, no blocks", "company", () => `ids: []`, []],
  ])("%s", async (_, singular, args, expected) => {
    expect(await find(singular, args())).toEqual(expected)
  })

  test("next to other queries, under an alias", async () => {
    const { data } = await me.graphql(
      `{ same: companyDuplicates(ids: ["${ids.acme}"]) { edges { node { name } } } company(filter: { id: { eq: "${ids.other}" } }) { name } }`,
    )
    expect(data).toEqual({ same: [{ edges: [{ node: { name: "Acme" } }] }], company: { name: "Other" } })
  })

  test("over REST", async () => {
    const { status, body } = await me.rest("POST", "/companies/duplicates", { ids: [ids.acme, ids.other] })
    expect(status).toBe(200)
    expect(body.data).toMatchObject([
      { companyDuplicates: [{ id: ids.acme2, name: "Acme" }], totalCount: 1, pageInfo: { hasNextPage: false } },
      { companyDuplicates: [], totalCount: 0, pageInfo: { startCursor: null } },
    ])
    expect(Object.keys(body)).toEqual(["data"])
  })
})

describe("refused", () => {
  test.each<[string, string, string]>([
    ["neither", "", 'You have to provide either "data" or "ids" argument'],
    ["both", `(ids: [], data: [])`, 'You cannot provide both "data" and "ids" arguments'],
    ["no data", `(data: [])`, 'The "data" condition can not be empty when "ids" input not provided'],
    ["a bad id", `(ids: ["abc"])`, 'Value "abc" is not a valid UUID'],
    ["another argument", `(first: 1, ids: [])`, "Argument not allowed: first"],
    ["an unknown field", `(data: [{ foo: 1 }])`, `Object company doesn't have any "foo" field.`],
  ])("%s", async (_, args, message) => {
    const { errors } = await me.graphql(`{ companyDuplicates${args} { totalCount } }`)
    expect(errors?.[0]?.message).toBe(message)
  })
})

test("introspection shows them where there are criteria", async () => {
  const { data } = await me.graphql<Record<string, { fields: { name: string }[] }>>(
    `{ query: __type(name: "Query") { fields { name } } mutation: __type(name: "Mutation") { fields { name } } }`,
  )
  const names = [...data.query!.fields, ...data.mutation!.fields].map(({ name }) => name)
  expect(names.filter((name) => name.endsWith("Duplicates") || name.startsWith("merge"))).toEqual([
    "companyDuplicates",
    "personDuplicates",
    "mergeCompanies",
    "mergePeople",
  ])
})
