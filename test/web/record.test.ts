/** A record beside the table and on a page of its own: what is shown, changed, tied, deleted, and the ways between them. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { createRole, memberWith, readModel, restrictObject } from "../support/roles.ts"
import { delayed, openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let acme: string
let ana: string

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  const { data } = await ada.graphql<{ createCompanies: { id: string }[] }>(
    `mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`,
    { data: Array.from({ length: 230 }, (_, i) => ({ name: i === 0 ? "Acme" : `Company ${i}`, position: i })) },
  )
  acme = data.createCompanies[0]!.id
  const { data: people } = await ada.graphql<{ createPeople: { id: string }[] }>(
    `mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data) { id } }`,
    {
      data: ["Ana", "Ben", "Cleo"].map((firstName, i) => ({
        name: { firstName, lastName: "Silva" },
        position: i,
        ...(firstName !== "Cleo" && { companyId: acme }),
      })),
    },
  )
  ana = people.createPeople[0]!.id
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const wide = { width: 1600, height: 900 }
const visit = (path: string, options: Parameters<WebClient["visit"]>[1] = {}) =>
  client.visit(path, { as: ada, viewport: wide, ...options })
const label = (page: Page, name: string) => page.getByRole("rowheader", { name, exact: true })
const panel = (page: Page, name: string) => page.getByRole("complementary", { name, exact: true })
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true })
const companyOf = async (id: string, fields: string) =>
  (
    await ada.graphql<{ company: Record<string, unknown> | null }>(
      `{ company(filter: { id: { eq: "${id}" } }) { ${fields} } }`,
    )
  ).data?.company
async function saved(page: Page): Promise<void> {
  await page.waitForTimeout(30)
  await page.locator("html[data-sync=idle]").waitFor()
}

describe("the panel", () => {
  test("UI-093 a record's name opens it beside the grid, which stays usable", async () => {
    const page = await visit("/objects/people")
    await label(page, "Ana Silva").waitFor()
    await page.getByRole("gridcell").getByRole("link", { name: "Acme" }).first().click()
    await panel(page, "Acme").getByRole("heading", { name: "Acme" }).waitFor()
    expect(new URL(page.url()).searchParams.get("panel")).toBe(`company:${acme}`)
    expect(await page.evaluate(() => performance.getEntriesByName("panel-open").length)).toBeGreaterThan(0)
    // The grid behind it goes on as ever.
    await label(page, "Ben Silva").click({ position: { x: 150, y: 10 } })
    await page.keyboard.press("ArrowDown")
    await page.locator("[role=rowheader]:focus").filter({ hasText: "Cleo Silva" }).waitFor()
    // A related record comes on top, and Back leads down again.
    await panel(page, "Acme").getByRole("link", { name: "Ana Silva" }).click()
    await panel(page, "Ana Silva").waitFor()
    await page.goBack()
    await panel(page, "Acme").waitFor()
    await page.goBack()
    await page.getByRole("complementary").waitFor({ state: "detached" })
    expect(new URL(page.url()).pathname).toBe("/objects/people")
    await page.context().close()
  })

  test("UI-094 Mod+Enter opens it as a page, and Back returns to the list with the panel", async () => {
    const page = await visit("/objects/companies")
    await label(page, "Company 3").getByRole("link").click()
    await panel(page, "Company 3").getByRole("heading", { name: "Company 3" }).waitFor()
    await page.keyboard.press("Control+Enter")
    await heading(page, "Company 3").waitFor()
    expect(page.url()).toContain("/object/company/")
    await page.goBack()
    await panel(page, "Company 3").waitFor()
    await page.getByRole("grid").waitFor()
    await page.context().close()
  })

  test("Escape goes back one, then closes, and the focus is where it was", async () => {
    const page = await visit("/objects/companies")
    await label(page, "Acme").click({ position: { x: 150, y: 10 } })
    await page.keyboard.press("Shift+Enter")
    await panel(page, "Acme").getByRole("link", { name: "Ana Silva" }).click()
    await panel(page, "Ana Silva").getByRole("button", { name: "Back" }).waitFor()
    await page.keyboard.press("Escape")
    await panel(page, "Acme").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("complementary").waitFor({ state: "detached" })
    await page.locator("[role=rowheader]:focus").filter({ hasText: "Acme" }).waitFor()
    await page.context().close()
  })

  test("closing a stack leaves nothing of it in the history", async () => {
    const page = await visit("/")
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Companies" }).click()
    await label(page, "Acme").getByRole("link").click()
    await panel(page, "Acme").getByRole("link", { name: "Ana Silva" }).click()
    await panel(page, "Ana Silva").getByRole("button", { name: "Close the panel" }).click()
    await page.getByRole("complementary").waitFor({ state: "detached" })
    await page.goBack()
    await heading(page, "Welcome to Test").waitFor()
    await page.context().close()
  })

  test("UI-051 Space peeks: the panel follows the rows, and the focus stays with them", async () => {
    const page = await visit("/objects/companies")
    await label(page, "Acme").click({ position: { x: 150, y: 10 } })
    await page.keyboard.press("Escape")
    await page.keyboard.press(" ")
    await panel(page, "Acme").waitFor()
    await page.keyboard.press("ArrowDown")
    await panel(page, "Company 1").waitFor()
    await page.locator("[role=row]:focus").filter({ hasText: "Company 1" }).waitFor()
    await page.keyboard.press(" ")
    await page.getByRole("complementary").waitFor({ state: "detached" })
    await page.context().close()
  })

  test("its edge is drawn by keys, and stays where it is", async () => {
    const page = await visit(`/objects/companies?panel=company:${acme}`)
    const edge = page.getByRole("separator", { name: "Width of the panel" })
    await edge.focus()
    await page.keyboard.press("ArrowLeft")
    expect((await panel(page, "Acme").boundingBox())?.width).toBe(496)
    await page.reload()
    await panel(page, "Acme").waitFor()
    expect((await panel(page, "Acme").boundingBox())?.width).toBe(496)
    await page.context().close()
  })

  test("what is in the row is shown before the server has answered", async () => {
    const page = await visit("/objects/companies")
    await label(page, "Company 7").waitFor()
    await page.waitForTimeout(2000)
    await page.route("**/graphql", delayed(1500))
    await label(page, "Company 7").getByRole("link").click()
    await panel(page, "Company 7").getByRole("heading", { name: "Company 7" }).waitFor({ timeout: 1000 })
    await page.context().close()
  })

  test("whoever is at work in it stays where they are when the rest of the record comes", async () => {
    const page = await visit("/objects/companies")
    await label(page, "Company 3").waitFor()
    const { promise: isAllowed, resolve: allow } = Promise.withResolvers<void>()
    await page.route("**/graphql", async (route) => {
      await isAllowed
      await route.continue()
    })
    await label(page, "Company 3").getByRole("link").click()
    const beside = page.getByRole("complementary")
    await beside.getByRole("button", { name: /empty fields/ }).click()
    const change = beside.getByRole("button", { name: "Edit Employees" })
    await change.focus()
    const answered = page.waitForResponse(/graphql/)
    allow()
    await answered
    // Something that only the whole record has.
    await beside.locator(".created time").waitFor()
    await change.and(page.locator(":focus")).waitFor()
    await page.context().close()
  })

  test("a field is changed where it stands, from the keyboard alone", async () => {
    const page = await visit(`/objects/companies?panel=company:${acme}`)
    await panel(page, "Acme")
      .getByRole("button", { name: /^Show \d+ empty fields$/ })
      .click()
    const change = panel(page, "Acme").getByRole("button", { name: "Edit Employees" })
    await change.focus()
    await page.keyboard.press("Enter")
    await page.getByRole("textbox", { name: "Employees" }).waitFor()
    await page.keyboard.type("42")
    await page.keyboard.press("Enter")
    await panel(page, "Acme").locator("dd").getByText("42", { exact: true }).waitFor()
    await saved(page)
    expect(await companyOf(acme, "employees")).toEqual({ employees: 42 })
    expect(await change.evaluate((node) => node === document.activeElement)).toBe(true)
    await page.context().close()
  })

  test("a related record is taken away, brought back, and another one added", async () => {
    const page = await visit(`/objects/companies?panel=company:${acme}`)
    const people = panel(page, "Acme").getByRole("region", { name: /^People/ })
    await people.getByRole("link", { name: "Ben Silva" }).hover()
    await people.getByRole("button", { name: "Remove Ben Silva" }).click()
    await people.getByRole("link", { name: "Ben Silva" }).waitFor({ state: "detached" })
    await page
      .getByRole("status")
      .filter({ hasText: "Ben Silva was removed from People." })
      .getByRole("button", { name: "Undo" })
      .click()
    await people.getByRole("link", { name: "Ben Silva" }).waitFor()
    await people.getByRole("button", { name: "Add to People" }).click()
    await page.getByRole("combobox", { name: "Add to People" }).fill("cleo")
    await page.getByRole("option", { name: "Cleo Silva" }).click()
    await people.getByRole("link", { name: "Cleo Silva" }).waitFor()
    await page.getByRole("region", { name: "People: 3" }).waitFor()
    await saved(page)
    expect(await companyOf(acme, "people { totalCount }")).toEqual({ people: { totalCount: 3 } })
    await page.context().close()
  })

  test("UI-013 on a phone five targets are at the thumb, and the panel is a dialog of the whole screen", async () => {
    const page = await visit("/objects/companies", {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    })
    const bar = page.getByRole("navigation", { name: "Menu" })
    await bar.waitFor()
    expect(await bar.locator("> a, > button").allInnerTexts()).toEqual(["Home", "Objects", "Search", "New", "Menu"])
    await label(page, "Acme").getByRole("link").tap()
    const dialog = page.getByRole("dialog", { name: "Acme" })
    await dialog.getByRole("heading", { name: "Acme" }).waitFor()
    expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
    await dialog.getByRole("button", { name: "Close the panel" }).tap()
    await dialog.waitFor({ state: "detached" })
    await page.context().close()
  })
})

describe("the page", () => {
  test("UI-095 j and k walk the list one came from, beyond what of it was loaded", async () => {
    const page = await visit("/objects/companies")
    await page.getByRole("grid").evaluate((node) => (node.scrollTop = 97 * 32))
    await label(page, "Company 98").click({ position: { x: 150, y: 10 } })
    await page.keyboard.press("Control+Enter")
    await heading(page, "Company 98").waitFor()
    await page.getByText("99 of 230").waitFor()
    for (const [key, name, place] of [
      ["j", "Company 99", "100 of 230"],
      ["j", "Company 100", "101 of 230"],
      ["j", "Company 101", "102 of 230"],
      ["k", "Company 100", "101 of 230"],
    ] as const) {
      await page.keyboard.press(key)
      await heading(page, name).waitFor()
      await page.getByText(place).waitFor()
    }
    await page.getByRole("button", { name: "Previous record" }).click()
    await heading(page, "Company 99").waitFor()
    await page.context().close()
  })

  test("UI-068 back in the table one stands where one stood", async () => {
    const page = await visit("/objects/companies")
    await label(page, "Acme").waitFor()
    await page.getByRole("grid").evaluate((node) => (node.scrollTop = 180 * 32))
    await label(page, "Company 185").click({ position: { x: 150, y: 10 } })
    await page.keyboard.press("Escape")
    const top = await page.getByRole("grid").evaluate((node) => node.scrollTop)
    await page.keyboard.press("o")
    await heading(page, "Company 185").waitFor()
    await page.goBack()
    await page.locator("[role=row]:focus").filter({ hasText: "Company 185" }).waitFor()
    expect(await page.getByRole("grid").evaluate((node) => node.scrollTop)).toBe(top)
    await page.context().close()
  })

  test("UI-096 its title is changed where it stands, and told wherever the name stands", async () => {
    const page = await visit(`/object/company/${acme}`)
    await heading(page, "Acme").waitFor()
    await page.keyboard.press("Shift+F")
    const favourites = page.getByRole("navigation", { name: "Main" }).getByRole("list", { name: "Favourites" })
    await favourites.getByRole("link", { name: "Acme" }).waitFor()
    await page.getByRole("button", { name: "Edit name" }).waitFor()
    await page.keyboard.press("e")
    await page.getByRole("textbox", { name: "Name" }).fill("Acme Rockets")
    await page.keyboard.press("Enter")
    await heading(page, "Acme Rockets").waitFor()
    await page.getByRole("navigation", { name: "Where this is" }).getByText("Acme Rockets").waitFor()
    await favourites.getByRole("link", { name: "Acme Rockets" }).waitFor()
    expect(await page.title()).toStartWith("Acme Rockets – Companies")
    await saved(page)
    expect(await companyOf(acme, "name")).toEqual({ name: "Acme Rockets" })
    await page.keyboard.press("Control+z")
    await heading(page, "Acme").waitFor()
    await saved(page)
    await page.context().close()
  })

  test("a favourite stays one, leads to its record, and is one no longer when somebody says so", async () => {
    const page = await visit("/")
    const favourites = page.getByRole("navigation", { name: "Main" }).getByRole("list", { name: "Favourites" })
    await favourites.getByRole("link", { name: "Acme" }).click()
    await heading(page, "Acme").waitFor()
    // Late, so that it is undone before the server has answered.
    await page.route("**/metadata", async (route) => {
      await Bun.sleep(300)
      await route.continue()
    })
    await page.getByRole("button", { name: "Remove from favourites" }).click()
    await favourites.waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Add to favourites" }).waitFor()
    await page.keyboard.press("Control+z")
    await favourites.getByRole("link", { name: "Acme" }).waitFor()
    await page.context().close()
  })

  test("a record is deleted without a question, and brought back", async () => {
    const { data } = await ada.graphql<{ createCompany: { id: string } }>(
      `mutation { createCompany(data: { name: "Gone", position: 999 }) { id } }`,
    )
    const { id } = data.createCompany
    const page = await visit(`/object/company/${id}`)
    await heading(page, "Gone").waitFor()
    await page.getByRole("button", { name: "Delete" }).click()
    await page.getByRole("grid").waitFor()
    expect(await companyOf(id, "id")).toBeFalsy()
    await page.goto(`${client.url}/object/company/${id}`)
    await page.getByText("This record was deleted.").waitFor()
    expect(await page.getByRole("button", { name: "Edit Employees" }).count()).toBe(0)
    await page.getByRole("button", { name: "Restore" }).click()
    await page.getByText("This record was deleted.").waitFor({ state: "detached" })
    expect(await companyOf(id, "name")).toEqual({ name: "Gone" })
    await page.context().close()
  })

  test("UI-158 what is not there says so with ways on, and what is not for one's role says who can help", async () => {
    const nowhere = await visit("/nowhere")
    await heading(nowhere, "There is nothing at this address").waitFor()
    await nowhere.getByRole("main").getByRole("link", { name: "Home" }).waitFor()
    await nowhere.getByRole("main").getByRole("link", { name: "Search" }).waitFor()
    await nowhere.goto(`${client.url}/object/company/${crypto.randomUUID()}`)
    await heading(nowhere, "This record is not there").waitFor()
    await nowhere.context().close()
    const role = await createRole(ada)
    const model = await readModel(ada)
    await restrictObject(ada, role, model.objectId("company"), { canReadObjectRecords: false })
    const bob = await memberWith(client.app, ada, role)
    const page = await visit(`/object/company/${acme}`, { as: bob })
    await heading(page, "You have no access to this").waitFor()
    await page.getByText("Somebody who manages roles can change that.").waitFor()
    await page.context().close()
  })

  test("a person's page leads to the company beside it", async () => {
    const page = await visit(`/object/person/${ana}`)
    await heading(page, "Ana Silva").waitFor()
    await page.getByRole("main").getByRole("link", { name: "Acme" }).focus()
    await page.keyboard.press("Enter")
    await panel(page, "Acme").waitFor()
    await page.context().close()
  })
})

const narrow = { width: 390, height: 844 }
const screens: [string, () => string, (page: Page) => Promise<unknown>][] = [
  ["the panel", () => `/objects/companies?panel=company:${acme}`, (page) => page.locator("[data-panel] h2").waitFor()],
  ["the page", () => `/object/company/${acme}`, (page) => heading(page, "Acme").waitFor()],
  [
    "a new record",
    () => "/objects/companies?panel=create:company",
    (page) => page.locator(".draft-row").first().waitFor(),
  ],
  [
    "the command menu",
    () => "/objects/companies",
    async (page) => {
      await label(page, "Acme").waitFor()
      await page.keyboard.press("Control+k")
      await page.getByRole("option").first().waitFor()
    },
  ],
  [
    "the shortcuts",
    () => "/objects/companies",
    async (page) => {
      await label(page, "Acme").waitFor()
      await page.keyboard.press("?")
      await page.getByRole("dialog").waitFor()
    },
  ],
  ["the search", () => "/search?q=acme", (page) => page.getByRole("listitem").filter({ hasText: "Acme" }).waitFor()],
  ["the timeline", () => `/object/company/${acme}`, (page) => page.getByRole("tab", { name: "Timeline" }).click()],
  ["the tasks", () => `/object/company/${acme}`, (page) => page.getByRole("tab", { name: "Tasks" }).click()],
  ["the files", () => `/object/company/${acme}`, (page) => page.getByRole("tab", { name: "Files" }).click()],
]

describe.each(screens)("%s", (_, path, ready) => {
  test.each([
    ["light", "wide"],
    ["dark", "wide"],
    ["light", "narrow"],
  ] as const)(
    "UI-015 has nothing serious for axe to say in %s, %s, and is no wider than the window",
    async (colorScheme, size) => {
      const page = await visit(path(), { colorScheme, viewport: size === "wide" ? wide : narrow })
      await ready(page)
      await page.waitForTimeout(300)
      expect(await seriousProblems(page)).toEqual([])
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
      expect(content).toBeLessThanOrEqual(window!)
      await page.context().close()
    },
  )
})
