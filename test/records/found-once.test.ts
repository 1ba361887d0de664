/** Where a page and an exact count share one scan, both are what they are when each has its own. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"

let app: TestApp
let ada: Member
const names = Array.from(
  { length: 90 },
  (_, i) => `${i % 3 === 0 ? "Apple" : "Pear"} ${String((i * 37) % 90).padStart(2, "0")}`,
)

beforeAll(async () => {
  app = await createTestApp()
  ada = await app.signUp()
  const data = names.map((name, i) => ({ name, employees: i }))
  await ada.graphql("mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }", { data })
})

afterAll(() => app.close())

interface Page {
  companies: {
    edges: { node: { name: string } }[]
    totalCount: number
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string }
  }
}

const wanted = names.filter((name) => name.toLowerCase().includes("apple")).toSorted()

test.each([
  ["the first page", `first: 7`, wanted.slice(0, 7), true],
  ["a page further on", `first: 7, offset: 14`, wanted.slice(14, 21), true],
  ["the last page, as far as it goes", `first: 7, offset: 28`, wanted.slice(28), false],
  ["the end, read backward", `last: 4`, wanted.slice(-4), false],
  ["nothing of what there is", `first: 0`, [], true],
  ["more than there is", `first: 500`, wanted, false],
])("%s", async (_, window, expected, hasNext) => {
  const { data, errors } = await ada.graphql<Page>(`{
    companies(${window}, filter: { name: { ilike: "%APPLE%" } }, orderBy: [{ name: AscNullsLast }]) {
      edges { node { name } } totalCount pageInfo { hasNextPage }
    }
  }`)
  expect(errors).toBeUndefined()
  expect(data.companies.edges.map(({ node }) => node.name)).toEqual(expected)
  expect(data.companies.totalCount).toBe(wanted.length)
  expect(data.companies.pageInfo.hasNextPage).toBe(hasNext)
})

test("a cursor of such a page goes on where it ended, in an order that nulls and ties are part of", async () => {
  const seen: string[] = []
  let after = ""
  do {
    const { data } = await ada.graphql<Page>(`{
      companies(first: 8 ${after}, filter: { name: { ilike: "%e%" } }, orderBy: [{ linkedinLink: { primaryLinkUrl: DescNullsFirst } }, { employees: DescNullsLast }]) {
        edges { node { name } } totalCount pageInfo { hasNextPage endCursor }
      }
    }`)
    expect(data.companies.totalCount).toBe(names.length)
    seen.push(...data.companies.edges.map(({ node }) => node.name))
    after = data.companies.pageInfo.hasNextPage ? `, after: "${data.companies.pageInfo.endCursor}"` : ""
  } while (after)
  expect(seen).toEqual(names.toReversed())
})

test("over REST, and with nothing found", async () => {
  const { body } = await ada.rest(
    "GET",
    `/companies?filter=name[ilike]:${encodeURIComponent("%pear%")}&limit=5&order_by=name`,
  )
  expect(body.totalCount).toBe(60)
  expect(body.data.companies).toHaveLength(5)
  const none = await ada.rest("GET", `/companies?filter=name[ilike]:${encodeURIComponent("%plum%")}`)
  expect([none.body.totalCount, none.body.data.companies, none.body.pageInfo.endCursor]).toEqual([0, [], null])
})
