/** Records that look the same are found, told apart or merged. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

const address = "/objects/companies/duplicates"

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  await ada.graphql(`mutation { destroyCompanies(filter: { id: { is: NOT_NULL } }) { id } }`)
  const link = (url: string) => ({ domainName: { primaryLinkUrl: url } })
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: [
      { name: "Acme", ...link("https://acme.test") },
      { name: "Acme", ...link("https://acme.example") },
      { name: "Globex", ...link("https://globex.test") },
      { name: "Globex" },
      { name: "Globex" },
      ...Array.from({ length: 250 }, (_, i) => ({ name: `Firm ${i}` })),
    ],
  })
  page = await client.visit(address, { as: ada, viewport: { width: 1300, height: 800 } })
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const card = (name: string) => page.getByRole("article").filter({ has: page.getByRole("rowheader", { name }) })
const status = (text: string) => page.getByRole("status").filter({ hasText: text }).first().waitFor()

test("groups are found among all records, each with what its records have in common", async () => {
  await status("255 of 255 records looked at")
  expect(await page.getByRole("article").count()).toBe(2)
  await card("Globex").getByRole("heading", { name: "3 records that look the same" }).waitFor()
  await card("Acme").getByText("Same: Name").waitFor()
  await card("Acme").getByRole("link", { name: "acme.example" }).waitFor()
})

test("j goes from one to the next", async () => {
  await page.getByRole("heading", { level: 1 }).focus()
  await page.keyboard.press("j")
  const first = await page.locator("article:focus").innerText()
  await page.keyboard.press("j")
  await page.locator("article:focus").waitFor()
  expect(await page.locator("article:focus").innerText()).not.toBe(first)
})

test("assistive technology finds nothing serious, in both themes and on a phone", async () => {
  const problems: string[] = []
  const ways = [
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  ] as const
  for (const way of ways) {
    const other = await client.visit(address, { as: ada, ...way })
    await other.getByRole("article").first().waitFor()
    problems.push(...(await seriousProblems(other)))
    expect(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await other.context().close()
  }
  expect(problems).toEqual([])
})

test("what was told apart is not suggested again, unless that is undone", async () => {
  await card("Acme").getByRole("button", { name: "Not duplicates" }).click()
  await status("They will not be suggested again on this device.")
  await card("Acme").waitFor({ state: "detached" })
  await page.reload()
  await card("Globex").waitFor()
  await status("255 of 255 records looked at")
  expect(await card("Acme").count()).toBe(0)
  await card("Globex").getByRole("button", { name: "Not duplicates" }).click()
  await page.getByRole("heading", { name: "No duplicates found" }).waitFor()
  await page.getByRole("button", { name: "Undo" }).click()
  await card("Globex").waitFor()
})

test("a group is merged, from the table's menu of views to the kept record", async () => {
  await page.goto(`${client.url}/objects/companies`)
  await page.getByRole("button", { name: /All Companies/ }).click()
  await page.getByRole("menuitem", { name: "Duplicates" }).click()
  await card("Globex").getByRole("link", { name: "Merge" }).click()
  await page.getByRole("button", { name: "Merge 3 records", disabled: false }).click()
  await page.getByRole("alertdialog").getByRole("button", { name: "Merge", exact: true }).click()
  await status("3 records are merged into Globex.")
  const { data } = await ada.graphql<{
    companies: { edges: { node: { domainName: { primaryLinkUrl: string } } }[] }
  }>(`{ companies(filter: { name: { eq: "Globex" } }) { edges { node { domainName { primaryLinkUrl } } } } }`)
  expect(data.companies.edges.map(({ node }) => node.domainName.primaryLinkUrl)).toEqual(["https://globex.test"])
})
