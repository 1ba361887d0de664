/** The command menu, the search and the keys. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { createRole, memberWith } from "../support/roles.ts"
import { delayed, openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: ["Ácme Rockets", "Bolt", "Crate"].map((name, position) => ({ name, position })),
  })
  await ada.graphql(`mutation { createPerson(data: { name: { firstName: "Ana", lastName: "Acmeson" } }) { id } }`)
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

async function companies(options: Parameters<WebClient["visit"]>[1] = {}): Promise<Page> {
  const page = await client.visit("/objects/companies", { as: ada, viewport: { width: 1600, height: 900 }, ...options })
  await page.getByRole("rowheader", { name: "Bolt" }).waitFor()
  return page
}
const menu = (page: Page) => page.getByRole("dialog", { name: "Search, or type a command" })
const options = (page: Page) => page.getByRole("option")

test("UI-113 Mod+K opens it with the focus in its field, and Escape gives the focus back", async () => {
  const page = await companies()
  const before = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" })
  await before.focus()
  await page.keyboard.press("Control+k")
  const field = menu(page).getByRole("combobox")
  await field.waitFor()
  expect(await field.evaluate((node) => node === document.activeElement)).toBe(true)
  await page.keyboard.press("Escape")
  await menu(page).waitFor({ state: "detached" })
  expect(await before.evaluate((node) => node === document.activeElement)).toBe(true)
  expect(await page.evaluate(() => performance.getEntriesByName("cmdk-open").length)).toBe(1)
  await page.context().close()
})

test("UI-114 part of a name finds the record, accents or not; Enter opens it beside the page, Mod+Enter as a page", async () => {
  const page = await companies()
  await page.keyboard.press("Control+k")
  await page.keyboard.type("acme ro")
  const found = menu(page).getByRole("group", { name: "Records" }).getByRole("option").first()
  await found.filter({ hasText: "Ácme Rockets" }).waitFor()
  expect(await found.locator("mark").allInnerTexts()).toEqual(["Ácme", "Ro"])
  await page.keyboard.press("Enter")
  await page.getByRole("complementary", { name: "Ácme Rockets" }).waitFor()
  await page.keyboard.press("Control+k")
  await page.keyboard.type("bolt")
  await found.filter({ has: page.locator("mark", { hasText: "Bolt" }) }).waitFor()
  await page.keyboard.press("Control+Enter")
  await page.getByRole("heading", { level: 1, name: "Bolt" }).waitFor()
  await page.context().close()
})

test("Mod+C copies the link of the record that is looked at, and of what is marked the text", async () => {
  const page = await companies()
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await page.keyboard.press("Control+k")
  await page.keyboard.type("acme ro")
  const found = menu(page).getByRole("group", { name: "Records" }).getByRole("option").first()
  await found.filter({ hasText: "Ácme Rockets" }).waitFor()
  await page.keyboard.press("Control+a")
  await page.keyboard.press("Control+c")
  expect(await copied()).toBe("acme ro")
  await page.keyboard.press("End")
  while ((await found.getAttribute("aria-selected")) !== "true") await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Control+c")
  await menu(page).waitFor({ state: "detached" })
  await page.getByText("The link is copied.").waitFor()
  await page.goto(await copied())
  await page.getByRole("heading", { level: 1, name: "Ácme Rockets" }).waitFor()
  await page.context().close()
})

test("an answer that comes late does not take the place of a later one", async () => {
  const page = await companies()
  let asked = 0
  await page.route("**/graphql", async (route) => {
    const isSearch = route.request().postData()?.includes("search(")
    if (isSearch && asked++ === 0) await delayed(800)(route).catch(() => {})
    else await route.continue()
  })
  await page.keyboard.press("Control+k")
  await page.keyboard.type("crate")
  await page.waitForTimeout(200)
  await page.getByRole("combobox").fill("bolt")
  const records = menu(page).getByRole("group", { name: "Records" })
  await records.getByRole("option", { name: "Bolt" }).waitFor()
  await page.waitForTimeout(900)
  expect(await records.getByRole("option", { name: "Crate" }).count()).toBe(0)
  await page.context().close()
})

test("UI-115 what can be done with what is open comes first, with its keys", async () => {
  const page = await companies()
  await page.getByRole("rowheader", { name: "Bolt" }).getByRole("link").click()
  await page.getByRole("complementary", { name: "Bolt" }).getByRole("heading", { name: "Bolt" }).waitFor()
  await page.keyboard.press("Control+k")
  await menu(page).waitFor()
  const first = menu(page).getByRole("group").first()
  expect(await first.getAttribute("aria-label")).toBe("Actions here")
  expect(await first.getByRole("option").first().innerText()).toStartWith("Open as a page")
  expect(await first.getByRole("option").first().locator("kbd").allInnerTexts()).toEqual(["Ctrl", "↵"])
  await first.getByRole("option", { name: "New Company" }).locator("kbd").getByText("c", { exact: true }).waitFor()
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { level: 1, name: "Bolt" }).waitFor()
  await page.context().close()
})

test("UI-119 ? lists the keys that mean something here, and they do", async () => {
  const page = await companies()
  await page.keyboard.press("?")
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" })
  await dialog.getByText("New Company").waitFor()
  await dialog.getByText("Row or cell above").waitFor()
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "detached" })
  await page.keyboard.press("g")
  await page.keyboard.press("p")
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor()
  await page.keyboard.press("g")
  await page.keyboard.press("h")
  await page.getByRole("heading", { level: 1, name: "Welcome to Test" }).waitFor()
  await page.keyboard.press("?")
  await dialog.getByText("Go to Companies").waitFor()
  expect(await dialog.getByText("New Company").count()).toBe(0)
  await page.context().close()
})

test("/ searches records alone, and what is chosen under New is made", async () => {
  const page = await companies()
  await page.keyboard.press("/")
  const search = page.getByRole("dialog", { name: "Search records" })
  await search.waitFor()
  expect(await options(page).count()).toBe(0)
  await page.keyboard.press("Escape")
  await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "New record" }).click()
  await page.getByRole("combobox", { name: "What should it be?" }).fill("opp")
  await page.keyboard.press("Enter")
  await page.getByRole("complementary", { name: "New Opportunity" }).waitFor()
  await page.context().close()
})

test("the page of a search lists everything by kind, and its address says what for", async () => {
  const page = await companies()
  await page.keyboard.press("Control+k")
  await page.keyboard.type("acme")
  await menu(page).getByRole("option", { name: "Search everything for “acme”" }).click()
  await page.getByRole("heading", { level: 1, name: "Search" }).waitFor()
  const found = page.getByRole("list", { name: "Results" }).getByRole("listitem")
  await found.nth(1).waitFor()
  expect(await found.count()).toBe(2)
  await page.getByRole("button", { name: "People 1" }).click()
  await found.filter({ hasText: "Ácme Rockets" }).waitFor({ state: "detached" })
  expect(new URL(page.url()).search).toBe("?q=acme&kind=person")
  await found.getByRole("link", { name: "Ana Acmeson" }).click()
  await page.getByRole("complementary", { name: "Ana Acmeson" }).waitFor()
  await page.getByRole("searchbox", { name: "Search records" }).fill("zzzzqq")
  await page.getByRole("heading", { name: "Nothing fits “zzzzqq”" }).waitFor()
  await page.context().close()
})

test("the pages of the settings are found by name, those that the role may see", async () => {
  const page = await companies()
  await page.keyboard.press("Control+k")
  await page.keyboard.type("api keys")
  await menu(page).getByRole("option", { name: "Settings: API keys" }).click()
  await page.waitForURL("**/settings/api-keys")
  await page.keyboard.press("Control+k")
  await menu(page).getByRole("option", { name: "Settings: Roles" }).waitFor()
  await page.context().close()

  const clerk = await memberWith(client.app, ada, await createRole(ada))
  const other = await companies({ as: clerk })
  await other.keyboard.press("Control+k")
  await menu(other).getByRole("option", { name: "Settings: Profile" }).waitFor()
  expect(
    await menu(other)
      .getByRole("option", { name: /^Settings: (API keys|Roles|Members)/ })
      .count(),
  ).toBe(0)
  await other.context().close()
})

test("new records are offered where the role can make them, and nowhere else", async () => {
  const reader = await memberWith(client.app, ada, await createRole(ada, { canUpdateAllObjectRecords: false }))
  const page = await companies({ as: reader })
  expect(await page.getByRole("button", { name: /^New/ }).count()).toBe(0)
  await page.keyboard.press("c")
  await page.keyboard.press("Control+k")
  await page.keyboard.type("new")
  await menu(page).getByRole("combobox").waitFor()
  await menu(page)
    .getByRole("option", { name: /Search/ })
    .waitFor()
  expect(await menu(page).getByRole("option", { name: /^New/ }).count()).toBe(0)
  expect(await page.getByRole("row", { name: /^New/ }).count()).toBe(0)
  await page.context().close()
  const phone = await client.visit("/", { as: reader, viewport: { width: 390, height: 844 } })
  await phone.getByRole("button", { name: "Menu", exact: true }).waitFor()
  expect(await phone.getByRole("button", { name: "New", exact: true }).count()).toBe(0)
  await phone.context().close()
})
