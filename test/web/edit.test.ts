/** Changing cells of the table: keys, what is written, what is taken back, what is undone. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { delayed, openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: ["Acme", "Bolt", "Crate", "Dune"].map((name, i) => ({ name, position: i, employees: 10 * (i + 1) })),
  })
  page = await client.visit("/objects/companies", { as: ada, viewport: { width: 1600, height: 900 } })
  await page.getByRole("rowheader", { name: "Acme" }).waitFor()
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const inMode = (mode: string) => page.locator(`[role=grid][data-grid-mode=${mode}]`).waitFor()
const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) })
async function cell(name: string, column: string) {
  const index = await page.getByRole("columnheader", { name: column, exact: true }).getAttribute("aria-colindex")
  return row(name).locator(`[aria-colindex="${index}"]`)
}
async function onServer(field: string): Promise<unknown[]> {
  const { data } = await ada.graphql<{ companies: { edges: { node: Record<string, unknown> }[] } }>(
    `{ companies(orderBy: [{ position: AscNullsLast }], first: 4) { edges { node { ${field} } } } }`,
  )
  return data.companies.edges.map(({ node }) => node[field])
}
/** Everything that was changed has been written. */
async function saved(): Promise<void> {
  await page.waitForTimeout(30)
  await page.locator("html[data-sync=idle]").waitFor()
}

test("UI-045 Enter goes inward, Escape goes outward", async () => {
  await page.getByRole("rowheader", { name: "Acme" }).click()
  await page.keyboard.press("Escape")
  await inMode("row")
  await page.keyboard.press("Enter")
  await inMode("cell")
  await page.keyboard.press("Enter")
  await page.getByRole("textbox", { name: "Name" }).waitFor()
  await inMode("edit")
  await page.keyboard.press("Escape")
  await inMode("cell")
  await page.keyboard.press("Escape")
  await inMode("row")
})

test("UI-046 typing replaces what a cell holds, and Escape has it back", async () => {
  await page.getByRole("rowheader", { name: "Acme" }).click()
  await page.keyboard.press("Z")
  const input = page.getByRole("textbox", { name: "Name" })
  await input.waitFor()
  expect(await input.inputValue()).toBe("Z")
  await page.keyboard.press("Escape")
  await inMode("cell")
  await page.keyboard.press("Escape")
  await inMode("row")
  expect(await onServer("name")).toEqual(["Acme", "Bolt", "Crate", "Dune"])
})

test("UI-047 Enter writes and goes down, Tab writes and goes to the next cell that can be changed", async () => {
  await page.getByRole("rowheader", { name: "Acme" }).click()
  await page.keyboard.press("Enter")
  await page.keyboard.type("Acme Rockets")
  await page.keyboard.press("Enter")
  await page.locator("[role=rowheader]:focus").filter({ hasText: "Bolt" }).waitFor()
  await page.keyboard.type("Bolts")
  await page.keyboard.press("Tab")
  await inMode("cell")
  await page.locator("[role=gridcell]:focus").waitFor()
  await saved()
  expect(await onServer("name")).toEqual(["Acme Rockets", "Bolts", "Crate", "Dune"])
  // From the last cell of a row on to the first of the next one.
  await page.keyboard.press("End")
  await page.keyboard.press("Home")
  await page.keyboard.press("F2")
  await page.keyboard.press("Shift+Tab")
  expect(await page.evaluate(() => document.activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex"))).toBe(
    "1",
  )
})

test("UI-023 what was changed is undone on the screen and on the server, and done again", async () => {
  const employees = await cell("Crate", "Employees")
  await employees.click()
  await page.keyboard.type("1250")
  await page.keyboard.press("Enter")
  await saved()
  expect(await onServer("employees")).toEqual([10, 20, 1250, 40])
  await page.keyboard.press("Control+z")
  await employees.getByText("30", { exact: true }).waitFor()
  await page.getByRole("status").filter({ hasText: "Undone: Employees of Crate" }).waitFor()
  await saved()
  expect(await onServer("employees")).toEqual([10, 20, 30, 40])
  await page.keyboard.press("Control+Shift+z")
  await employees.getByText("1,250", { exact: true }).waitFor()
  await saved()
  expect(await onServer("employees")).toEqual([10, 20, 1250, 40])
})

test("what somebody else has changed since is not undone unasked", async () => {
  const employees = await cell("Dune", "Employees")
  await employees.click()
  await page.keyboard.type("41")
  await page.keyboard.press("Enter")
  await saved()
  await ada.graphql(`mutation { updateCompanies(filter: { name: { eq: "Dune" } }, data: { employees: 99 }) { id } }`)
  await page.evaluate(() => window.dispatchEvent(new Event("focus")))
  await employees.getByText("99", { exact: true }).waitFor()
  await page.keyboard.press("Control+z")
  await page.getByRole("button", { name: "Undo anyway" }).click()
  await employees.getByText("40", { exact: true }).waitFor()
  await saved()
  expect(await onServer("employees")).toEqual([10, 20, 1250, 40])
})

test("a number that is none is told, and nothing typed is lost", async () => {
  const employees = await cell("Dune", "Employees")
  await employees.click()
  await page.keyboard.type("4o")
  await page.keyboard.press("Enter")
  await page.getByRole("alert").filter({ hasText: "Enter a number" }).waitFor()
  expect(await page.getByRole("textbox", { name: "Employees" }).inputValue()).toBe("4o")
  await page.keyboard.press("Escape")
})

test("UI-027 a write that takes long is marked until it is done; what is shown is the new value at once", async () => {
  await page.route("**/graphql", delayed(1200))
  const employees = await cell("Dune", "Employees")
  await employees.click()
  await page.keyboard.type("44")
  await page.keyboard.press("Enter")
  await employees.getByText("44", { exact: true }).waitFor({ timeout: 300 })
  const mark = employees.locator("[data-sync=pending]")
  await mark.waitFor()
  expect(await onServer("employees")).toEqual([10, 20, 1250, 40])
  await mark.waitFor({ state: "detached" })
  await page.unroute("**/graphql")
  expect(await onServer("employees")).toEqual([10, 20, 1250, 44])
})

test("UI-053 what the server refuses is taken back, marked, and told with its reason", async () => {
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("mutation")) return route.continue()
    const errors = [
      { message: "No", path: ["m0"], extensions: { code: "BAD_USER_INPUT", userFriendlyMessage: "Too many people." } },
    ]
    await route.fulfill({ json: { data: { m0: null }, errors } })
  })
  const employees = await cell("Dune", "Employees")
  await employees.click()
  await page.keyboard.type("45")
  await page.keyboard.press("Enter")
  const alert = page.getByRole("alert").filter({ hasText: "Employees was not changed. Too many people." })
  await alert.waitFor()
  await employees.getByText("44", { exact: true }).waitFor()
  await employees.locator("[data-sync=error]").waitFor()
  await page.unroute("**/graphql")
  await alert.getByRole("button", { name: "Retry" }).click()
  await employees.getByText("45", { exact: true }).waitFor()
  await saved()
  expect(await onServer("employees")).toEqual([10, 20, 1250, 45])
})

test("while the server cannot be reached a change waits, and arrives", async () => {
  await page.context().setOffline(true)
  const employees = await cell("Dune", "Employees")
  await employees.click()
  await page.keyboard.type("46")
  await page.keyboard.press("Enter")
  await employees.locator("[data-sync=pending]").waitFor()
  await employees.getByText("46", { exact: true }).waitFor()
  await page.context().setOffline(false)
  await saved()
  expect(await onServer("employees")).toEqual([10, 20, 1250, 46])
  // The browser complains of requests that found nobody.
  client.complaints.splice(0)
})

test("a value of a select is chosen by typing", async () => {
  await ada.graphql(`mutation { createOpportunity(data: { name: "Deal", stage: NEW }) { id } }`)
  await page.goto(`${client.url}/objects/opportunities`)
  await page.getByRole("rowheader", { name: "Deal" }).waitFor()
  const stage = await cell("Deal", "Stage")
  await stage.click()
  await stage.click()
  await page.getByRole("combobox", { name: "Stage" }).fill("prop")
  await page.keyboard.press("Enter")
  await stage.getByText("Proposal").waitFor()
  await saved()
  const { data } = await ada.graphql<{ opportunities: { edges: { node: { stage: string } }[] } }>(
    `{ opportunities { edges { node { stage } } } }`,
  )
  expect(data.opportunities.edges[0]!.node.stage).toBe("PROPOSAL")
})

test("UI-059 a row that does not match any more stays until the focus leaves it, and the focus stays with its record", async () => {
  const names = () => page.locator("[role=rowheader] .record bdi").allInnerTexts()
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: ["Keep 1", "Keep 2", "Keep 3"].map((name, i) => ({ name, position: 10 + i, employees: 7 })),
  })
  await page.goto(`${client.url}/objects/companies?filter=${encodeURIComponent('[["name","CONTAINS","keep"]]')}`)
  await row("Keep 1").waitFor()
  await page.getByRole("rowheader", { name: "Keep 1" }).click()
  await page.keyboard.type("Gone")
  await page.keyboard.press("Control+Enter")
  await saved()
  await page.waitForTimeout(3500)
  expect(await names()).toEqual(["Gone", "Keep 2", "Keep 3"])
  await page.keyboard.press("ArrowDown")
  await row("Gone").waitFor({ state: "detached" })
  await page.locator("[role=rowheader]:focus").filter({ hasText: "Keep 2" }).waitFor()
  // An editor that is open meanwhile keeps the rows where they are as well.
  await page.keyboard.type("Gone too")
  await page.keyboard.press("Enter")
  await page.keyboard.press("Enter")
  await page.getByRole("textbox", { name: "Name" }).waitFor()
  await page.keyboard.type("Keep last")
  await saved()
  await page.waitForTimeout(600)
  expect(await names()).toEqual(["Gone too", "Keep 3"])
  await page.keyboard.press("Control+Enter")
  await page.keyboard.press("F6")
  await row("Gone too").waitFor({ state: "detached" })
  expect(await names()).toEqual(["Keep last"])
})
