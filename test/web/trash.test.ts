/** What was deleted: found again, brought back, or deleted for good after a question. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { createRole, memberWith, readModel, restrictObject } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

const address = "/objects/companies/trash"

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  page = await client.visit("/", { as: ada, viewport: { width: 1300, height: 800 } })
})

beforeEach(async () => {
  await empty()
  await deleteFirms(4)
  await page.goto(client.url + address)
  await label("Firm 0").waitFor()
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

async function empty(): Promise<void> {
  for (const filter of ["{ id: { is: NOT_NULL } }", "{ deletedAt: { is: NOT_NULL } }"])
    await ada.graphql(`mutation { destroyCompanies(filter: ${filter}) { id } }`)
}

async function deleteFirms(count: number): Promise<void> {
  for (let at = 0; at < count; at += 500)
    await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
      data: Array.from({ length: Math.min(500, count - at) }, (_, i) => ({ name: `Firm ${at + i}` })),
    })
  await ada.graphql(`mutation { deleteCompanies(filter: { name: { startsWith: "Firm" } }) { id } }`)
  await ada.graphql(`mutation { createCompany(data: { name: "Alive" }) { id } }`)
}

const button = (name: string) => page.getByRole("button", { name, exact: true })
const label = (name: string) => page.getByRole("rowheader", { name, exact: true })
const box = (name: string) => page.getByRole("checkbox", { name: `Select ${name}` })
const status = (text: string) => page.getByRole("status").filter({ hasText: text }).first().waitFor()
const gone = (name: string) => label(name).waitFor({ state: "detached" })

async function count(filter = ""): Promise<number> {
  const { data } = await ada.graphql<{ companies: { totalCount: number } }>(`{ companies${filter} { totalCount } }`)
  return data.companies.totalCount
}
const deleted = () => count("(filter: { deletedAt: { is: NOT_NULL } })")

test("it is reached from the views, and lists what was deleted, when and by whom", async () => {
  await page.goto(`${client.url}/objects/companies`)
  await page.getByRole("button", { name: /All Companies/ }).click()
  await page.getByRole("menuitem", { name: "Trash" }).click()
  await page.getByRole("heading", { name: "Companies in the trash" }).waitFor()
  await label("Firm 3").waitFor()
  expect(await label("Alive").count()).toBe(0)
  const row = page.getByRole("row").filter({ has: label("Firm 3") })
  await row
    .getByRole("gridcell")
    .getByText(/now|ago/)
    .waitFor()
  for (const name of ["Name", "Deleted", "Deleted by"])
    await page.getByRole("columnheader", { name, exact: true }).waitFor()
  await page.getByRole("searchbox", { name: "Search any field" }).fill("Firm 2")
  await gone("Firm 3")
  await label("Firm 2").waitFor()
  expect(new URL(page.url()).searchParams.get("q")).toBe("Firm 2")
})

test("what is restored leaves the trash, and undoing puts it back there", async () => {
  await box("Firm 1").click()
  await box("Firm 2").click()
  await button("Restore").click()
  await status("2 records are restored.")
  await gone("Firm 1")
  expect(await deleted()).toBe(2)
  expect(await count(`(filter: { name: { in: ["Firm 1", "Firm 2"] } })`)).toBe(2)
  await button("Undo").click()
  await label("Firm 1").waitFor()
  expect(await deleted()).toBe(4)
})

test("UI-025 deleting for good asks, with the focus on Cancel, so that Enter deletes nothing", async () => {
  await box("Firm 0").click()
  await button("Delete permanently").click()
  const dialog = page.getByRole("alertdialog", { name: "Delete 1 record permanently?" })
  await dialog.waitFor()
  await page.locator("button:focus", { hasText: "Cancel" }).waitFor()
  await page.keyboard.press("Enter")
  await dialog.waitFor({ state: "detached" })
  expect(await deleted()).toBe(4)
  await page.getByRole("checkbox", { name: "Select all records of the result" }).click()
  await box("Firm 3").click()
  await button("Delete permanently").click()
  await page
    .getByRole("alertdialog", { name: "Delete 3 records permanently?" })
    .getByRole("button", { name: "Delete permanently" })
    .click()
  await status("3 records are deleted for good.")
  await gone("Firm 0")
  expect(await deleted()).toBe(1)
})

test("more than a thousand are deleted for good only once their number is typed", async () => {
  await deleteFirms(1001)
  await page.reload()
  await page.getByRole("checkbox", { name: "Select all records of the result" }).click()
  await status("1,005 selected")
  await button("Delete permanently").click()
  const dialog = page.getByRole("alertdialog", { name: "Delete 1,005 records permanently?" })
  const confirm = dialog.getByRole("button", { name: "Delete permanently" })
  await confirm.waitFor()
  expect(await confirm.isDisabled()).toBe(true)
  await dialog.getByRole("textbox").fill("1005")
  await confirm.click()
  await status("1,005 records are deleted for good.")
  expect(await deleted()).toBe(0)
  expect(await count()).toBe(2)
  await page.getByRole("heading", { name: "The trash is empty" }).waitFor()
})

test("a role that may do neither is offered neither, and cells are not edited here", async () => {
  await page.getByRole("grid").getByRole("row").nth(1).focus()
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("F2")
  await status("You can view Name but not change it.")
  const model = await readModel(ada)
  const role = await createRole(ada)
  await restrictObject(ada, role, model.objectId("company"), {
    canReadObjectRecords: true,
    canUpdateObjectRecords: false,
    canSoftDeleteObjectRecords: false,
    canDestroyObjectRecords: false,
  })
  const bob = await memberWith(client.app, ada, role)
  const other = await client.visit(address, { as: bob })
  await other.getByRole("checkbox", { name: "Select Firm 0" }).click()
  await other.getByText("1 selected", { exact: true }).waitFor()
  expect(await other.getByRole("button", { name: /Restore|Delete permanently/ }).count()).toBe(0)
  await other.context().close()
})

test("assistive technology finds nothing serious, in both themes and on a phone", async () => {
  const problems: string[] = []
  for (const colorScheme of ["light", "dark"] as const) {
    const other = await client.visit(address, { as: ada, colorScheme })
    await other.getByRole("checkbox", { name: "Select Firm 0" }).click()
    problems.push(...(await seriousProblems(other)))
    await other.context().close()
  }
  const phone = await client.visit(address, { as: ada, viewport: { width: 390, height: 844 } })
  await phone.getByRole("rowheader", { name: "Firm 0" }).waitFor()
  problems.push(...(await seriousProblems(phone)))
  expect(problems).toEqual([])
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await phone.context().close()
})
