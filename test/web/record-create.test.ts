/** Making records beside a page: nothing is written too early, nothing is lost, nothing is made twice unnoticed. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let acme: string

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  const { data } = await ada.graphql<{ createCompany: { id: string } }>(
    `mutation { createCompany(data: { name: "Acme" }) { id } }`,
  )
  acme = data.createCompany.id
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const visit = (path: string, options: Parameters<WebClient["visit"]>[1] = {}) =>
  client.visit(path, { as: ada, viewport: { width: 1600, height: 900 }, ...options })
const panel = (page: Page, name: string) => page.getByRole("complementary", { name, exact: true })
async function namesOf(objects: string): Promise<string[]> {
  const { data } = await ada.graphql<Record<string, { edges: { node: { name: string } }[] }>>(
    `{ ${objects}(orderBy: [{ createdAt: AscNullsLast }]) { edges { node { name } } } }`,
  )
  return data[objects]!.edges.map(({ node }) => node.name)
}
/** Requests that create something. */
function creations(page: Page): string[] {
  const sent: string[] = []
  page.on("request", (request) => {
    const text = request.postData() ?? ""
    if (text.includes("mutation") && text.includes("create")) sent.push(text)
  })
  return sent
}

test("UI-100 nothing is written before Create, and then everything in one request", async () => {
  const page = await visit("/objects/companies")
  await page.getByRole("rowheader", { name: "Acme" }).waitFor()
  const sent = creations(page)
  await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "New record" }).click()
  await page.getByRole("option", { name: "New Company" }).click()
  const form = panel(page, "New Company")
  const name = form.getByRole("textbox", { name: "Name" })
  await name.waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Name")
  await page.keyboard.type("Bolt")
  await form.getByText("More fields").click()
  await form.getByRole("textbox", { name: "Employees" }).fill("12")
  expect(sent).toEqual([])
  await page.keyboard.press("Control+Enter")
  await panel(page, "Bolt").getByRole("heading", { name: "Bolt" }).waitFor()
  await page.getByRole("rowheader", { name: "Bolt" }).waitFor()
  expect(sent.length).toBe(1)
  expect((JSON.parse(sent[0]!) as { variables: { data: object } }).variables.data).toMatchObject({
    name: "Bolt",
    employees: 12,
  })
  await page.getByRole("status").filter({ hasText: "Bolt was created." }).getByRole("button", { name: "Undo" }).click()
  await panel(page, "Bolt").getByText("This record was deleted.").waitFor()
  expect(await namesOf("companies")).toEqual(["Acme"])
  await page.context().close()
})

test("one more can be made right after another", async () => {
  const page = await visit("/objects/companies?panel=create:company")
  const name = panel(page, "New Company").getByRole("textbox", { name: "Name" })
  for (const each of ["One", "Two"]) {
    await name.fill(each)
    await page.keyboard.press("Control+Shift+Enter")
    await page
      .getByRole("status")
      .filter({ hasText: `${each} was created.` })
      .waitFor()
    expect(await name.inputValue()).toBe("")
  }
  expect(await namesOf("companies")).toEqual(["Acme", "One", "Two"])
  await page.context().close()
})

test("what is there already is named while one types, with the way to it and back", async () => {
  const page = await visit("/objects/companies?panel=create:company")
  const form = panel(page, "New Company")
  await form.getByRole("textbox", { name: "Name" }).fill("Acme")
  await form.getByRole("status").filter({ hasText: "Looks like" }).getByRole("link", { name: "Acme" }).click()
  await panel(page, "Acme").getByRole("button", { name: "Back" }).click()
  await form.getByText("This is what you had begun.").waitFor()
  expect(await form.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Acme")
  await form.getByRole("button", { name: "Start over" }).click()
  await form.getByText("This is what you had begun.").waitFor({ state: "detached" })
  expect(await form.getByRole("textbox", { name: "Name" }).inputValue()).toBe("")
  await page.context().close()
})

test("UI-101 an address that somebody has is named while one types, with the way to whoever has it", async () => {
  await ada.graphql(
    `mutation { createPerson(data: { name: { firstName: "Ana", lastName: "Stone" }, emails: { primaryEmail: "ana@example.com" } }) { id } }`,
  )
  const page = await visit("/objects/people?panel=create:person")
  const form = panel(page, "New Person")
  const hint = form.getByRole("status").filter({ hasText: "Looks like" })
  const type = async (address: string) => {
    await form.getByRole("button", { name: /^Emails/ }).click()
    await page.locator(".popover.editor input:focus").waitFor()
    await page.keyboard.type(address)
    await page.keyboard.press("Control+Enter")
    await page.locator(".popover.editor").waitFor({ state: "detached" })
  }
  await type("nobody@example.com")
  await form.getByText("nobody@example.com").waitFor()
  await page.waitForTimeout(600)
  expect(await hint.count()).toBe(0)
  await type("Ana@example.com")
  await hint.getByRole("link", { name: "Ana Stone" }).click()
  await panel(page, "Ana Stone").waitFor()
  await page.context().close()
})

test("what was begun is still there after closing and loading again", async () => {
  const page = await visit("/objects/companies?panel=create:company")
  await panel(page, "New Company").getByRole("textbox", { name: "Name" }).fill("Half a na")
  await page.keyboard.press("Escape")
  await page.getByRole("complementary").waitFor({ state: "detached" })
  await page.reload()
  await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "New record" }).click()
  await page.getByRole("option", { name: "New Company" }).click()
  const name = panel(page, "New Company").getByRole("textbox", { name: "Name" })
  await name.waitFor()
  expect(await name.inputValue()).toBe("Half a na")
  await page.context().close()
})

test("a value that is none is told at its field, which gets the focus, and nothing is sent", async () => {
  const page = await visit("/objects/companies?panel=create:company")
  const form = panel(page, "New Company")
  await form.getByText("More fields").click()
  await form.getByRole("textbox", { name: "Employees" }).fill("many")
  const sent = creations(page)
  await form.getByRole("button", { name: "Create", exact: true }).click()
  await form.getByRole("alert").filter({ hasText: "Enter a number" }).waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Employees")
  expect(await form.getByRole("textbox", { name: "Employees" }).inputValue()).toBe("many")
  expect(sent).toEqual([])
  await page.context().close()
})

test("what the server refuses is said, and nothing typed is lost", async () => {
  const page = await visit("/objects/companies?panel=create:company")
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("mutation")) return route.continue()
    const errors = [{ message: "No", extensions: { code: "BAD_USER_INPUT", userFriendlyMessage: "Not today." } }]
    await route.fulfill({ json: { data: null, errors } })
  })
  const form = panel(page, "New Company")
  await form.getByRole("textbox", { name: "Name" }).fill("Refused")
  await page.keyboard.press("Control+Enter")
  await form.getByRole("alert").filter({ hasText: "Not today." }).waitFor()
  expect(await form.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Refused")
  await page.context().close()
})

test("made from a record, it leads to that record", async () => {
  const page = await visit(`/objects/companies?panel=company:${acme}`)
  await panel(page, "Acme").getByRole("button", { name: "New in Opportunities" }).click()
  const form = panel(page, "New Opportunity")
  await form.getByText("Acme").waitFor()
  await form.getByRole("textbox", { name: "Name" }).fill("Rockets for all")
  await page.keyboard.press("Control+Enter")
  await panel(page, "Rockets for all").getByRole("link", { name: "Acme" }).waitFor()
  await panel(page, "Rockets for all").getByRole("button", { name: "Back" }).click()
  await panel(page, "Acme").getByRole("link", { name: "Rockets for all" }).waitFor()
  await page.context().close()
})
