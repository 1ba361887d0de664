/** Importing: files and pasted rows, matched to fields, mended, and written. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { createRole, memberWith } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

async function open(plural: string, options: Parameters<WebClient["visit"]>[1] = {}): Promise<Page> {
  const page = await client.visit(`/import/${plural}`, { as: ada, ...options })
  await page.getByRole("heading", { name: "Where is your data?" }).waitFor()
  return page
}

async function give(page: Page, text: string | Buffer, name = "rows.csv"): Promise<void> {
  await page.getByLabel(/Choose a file/).setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) })
  await page.getByRole("heading", { name: "Match the columns" }).waitFor()
}

const goesTo = (page: Page, column: string) => page.getByLabel(`Where ${column} goes to`, { exact: true })
const chosen = (page: Page, column: string) =>
  goesTo(page, column).evaluate((node) => (node as HTMLSelectElement).selectedOptions[0]!.label)
const cell = (page: Page, column: string, row: number) => page.getByLabel(`${column}, row ${row}`, { exact: true })
const withErrors = (page: Page, count: number) => page.getByLabel(`With errors (${count})`).waitFor()
const start = (page: Page, count: number | string) =>
  page.getByRole("button", { name: new RegExp(`^Import ${count} rows?$`) }).click()
const isDone = (page: Page) => page.getByRole("heading", { name: "The import is done" }).waitFor()
const says = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text }).waitFor()

async function find<T>(plural: string, selection: string, filter = "{}"): Promise<T[]> {
  const query = `{ ${plural}(filter: ${filter}, orderBy: [{ createdAt: AscNullsLast }, { position: AscNullsLast }]) { edges { node { ${selection} } } } }`
  const { data } = await ada.graphql<Record<string, { edges: { node: T }[] }>>(query)
  return data[plural]!.edges.map(({ node }) => node)
}

test("UI-106 headers equal to labels are matched, parts of names as well, and each can be changed or left out", async () => {
  const page = await open("people")
  await give(page, "First name,Last name,Emails,City,JOB TITLE,Shoe size\nAda,Lovelace,ada@a.test,London,Analyst,38\n")
  expect(await chosen(page, "First name")).toBe("Name › First name")
  expect(await chosen(page, "Last name")).toBe("Name › Last name")
  expect(await chosen(page, "Emails")).toBe("Emails")
  expect(await chosen(page, "JOB TITLE")).toBe("Job title")
  expect(await chosen(page, "Shoe size")).toBe("Do not import")
  await goesTo(page, "City").selectOption({ label: "Do not import" })
  await goesTo(page, "Shoe size").selectOption({ label: "City" })
  await start(page, 1)
  await isDone(page)
  await says(page, "1 created")
  expect(
    await find("people", "name { firstName lastName } emails { primaryEmail } jobTitle city createdBy { source }"),
  ).toEqual([
    {
      name: { firstName: "Ada", lastName: "Lovelace" },
      emails: { primaryEmail: "ada@a.test" },
      jobTitle: "Analyst",
      city: "38",
      createdBy: { source: "MANUAL" },
    },
  ])
  await page.getByRole("link", { name: "Show People" }).click()
  await page.getByRole("rowheader", { name: "Ada Lovelace" }).waitFor()
  await page.context().close()
})

test.each([
  ["Latin-1 with semicolons", Buffer.from("Name;City\nM\u00fcller;K\u00f6ln\n", "latin1"), "M\u00fcller"],
  ["a mark and quoted line breaks", Buffer.from('\ufeffName,City\r\n"Two\nlines",Bonn\r\n'), "Two\nlines"],
  ["tabs", Buffer.from("Name\tCity\nTabbed, Inc\tPorto\n"), "Tabbed, Inc"],
])("UI-105 a file of %s is read as it was meant", async (_, bytes, name) => {
  const page = await open("companies")
  await give(page, bytes)
  expect(await cell(page, "Name", 1).inputValue()).toBe(name.replace("\n", ""))
  await page.context().close()
})

test("UI-108 a wrong cell says why, is mended where it stands, and the count drops", async () => {
  const page = await open("people")
  await give(page, "Emails,City\nbob@b.test,Bonn\nnot an address,Ulm\ncy@c,Rome\n")
  await withErrors(page, 2)
  await page.getByLabel("With errors (2)").check()
  expect(await cell(page, "Emails", 1).count()).toBe(0)
  const wrong = page.getByRole("cell").filter({ has: cell(page, "Emails", 3) })
  await wrong.getByText("cy@c").waitFor()
  await cell(page, "Emails", 3).fill("cy@c.test")
  await cell(page, "Emails", 3).press("Tab")
  await withErrors(page, 1)
  await says(page, "2 to create · 1 row with errors left out")
  await start(page, 2)
  await isDone(page)
  await says(page, "2 created · 1 not imported")
  const download = page.waitForEvent("download")
  await page.getByRole("button", { name: "Download what was not imported" }).click()
  const text = await Bun.file((await (await download).path())!).text()
  expect(text.split("\r\n")).toEqual(["Emails,City,Reason", expect.stringMatching(/^not an address,Ulm,./)])
  await page.context().close()
})

test("UI-107 the values of a select column are listed; each is an option, nothing, or a new option", async () => {
  const page = await open("opportunities")
  await give(page, "Name,Stage\nOne,new\nTwo,Negotiation\nThree,Closed\nFour,Old\nFive,Negotiation\n")
  await withErrors(page, 4)
  const stands = (value: string) => page.getByLabel(`What ${value} stands for`, { exact: true })
  expect(await stands("new").evaluate((node) => (node as HTMLSelectElement).selectedOptions[0]!.label)).toBe("New")
  await stands("Closed").selectOption({ label: "Won" })
  await withErrors(page, 3)
  await stands("Old").selectOption({ label: "Leave empty" })
  await withErrors(page, 2)
  await stands("Negotiation").selectOption({ label: "Create this option" })
  await withErrors(page, 0)
  await start(page, 5)
  await isDone(page)
  const found = await find<{ name: string; stage: string }>("opportunities", "name stage")
  expect(Object.fromEntries(found.map(({ name, stage }) => [name, stage]))).toMatchObject({
    One: "NEW",
    Two: "NEGOTIATION",
    Three: "WON",
    Five: "NEGOTIATION",
  })
  await page.context().close()
})

test("UI-109 with a key, known records are updated and the rest is created, as was said before", async () => {
  const data = ["dora@d.test", "eve@e.test"].map((primaryEmail) => ({ emails: { primaryEmail }, jobTitle: "Old" }))
  await ada.graphql(`mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data) { id } }`, { data })
  const page = await open("people")
  await give(
    page,
    "Emails,Job title,City\nDora@d.test,New,Oslo\nfay@f.test,New,Rome\ngil@g.test,,Bern\nFAY@f.test,Twice,Rome\n",
  )
  await page.getByLabel("Records that are there already").selectOption({ label: "Update by Emails, create the rest" })
  await says(page, "2 to create · 1 to update · 1 row with errors left out")
  await start(page, 3)
  await isDone(page)
  await says(page, "2 created · 1 updated · 1 not imported")
  const found = await find<{ emails: { primaryEmail: string }; jobTitle: string; city: string }>(
    "people",
    "emails { primaryEmail } jobTitle city",
    `{ emails: { primaryEmail: { in: ["dora@d.test", "eve@e.test", "fay@f.test", "gil@g.test"] } } }`,
  )
  expect(found.map(({ emails, jobTitle, city }) => [emails.primaryEmail, jobTitle, city]).toSorted()).toEqual([
    ["dora@d.test", "New", "Oslo"],
    ["eve@e.test", "Old", ""],
    ["fay@f.test", "New", "Rome"],
    ["gil@g.test", "", "Bern"],
  ])
  await page.context().close()
})

test("what the server refuses is told row by row, and the rest is written", async () => {
  const page = await open("people")
  await give(page, "Emails,City\ndora@d.test,Again\nhal@h.test,Fresh\n")
  await start(page, 2)
  await isDone(page)
  await says(page, "1 created · 1 not imported")
  expect(await find("people", "city", `{ city: { in: ["Again", "Fresh"] } }`)).toEqual([{ city: "Fresh" }])
  await page.context().close()
})

test("a relation is found by what tells its records apart", async () => {
  await ada.graphql(
    `mutation { createCompany(data: { name: "Acme", domainName: { primaryLinkUrl: "https://acme.test" } }) { id } }`,
  )
  const page = await open("people")
  await give(page, "First name,Company\nIda,https://acme.test\nJon,https://nowhere.test\n")
  expect(await chosen(page, "Company")).toMatch(/^Company › Domain/)
  await start(page, 2)
  await isDone(page)
  await says(page, "1 created · 1 not imported")
  expect(await find("people", "company { name }", `{ name: { firstName: { in: ["Ida", "Jon"] } } }`)).toEqual([
    { company: { name: "Acme" } },
  ])
  await page.context().close()
})

test("a run that is cut off goes on where it stopped, and writes nothing twice", async () => {
  const page = await open("companies")
  const rows = Array.from({ length: 600 }, (_, i) => `Cut ${i}`)
  await give(page, ["Name", ...rows].join("\n"))
  let requests = 0
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("written:")) return route.continue()
    requests++
    if (requests !== 2) return route.continue()
    // The server has written it; nobody hears so.
    await route.fetch()
    return route.abort()
  })
  await start(page, 600)
  await page.getByRole("button", { name: "Go on" }).waitFor()
  client.complaints.length = 0
  await says(page, "250 of 600")
  await page.getByRole("button", { name: "Go on" }).click()
  await isDone(page)
  await says(page, "600 created")
  const { data } = await ada.graphql(`{ companies(filter: { name: { like: "Cut %" } }) { totalCount } }`)
  expect(data).toEqual({ companies: { totalCount: 600 } })
  await page.context().close()
})

test("503 companies out of a spreadsheet: pasted, matched or made into fields, imported", async () => {
  const text = await Bun.file(join(import.meta.dirname, "../data/sp500.csv")).text()
  const page = await open("companies")
  await page.getByLabel("Paste rows").evaluate((node, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/plain", pasted)
    node.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
  }, text)
  await page.getByText("503 rows, 8 columns").waitFor()
  await goesTo(page, "Security").selectOption({ label: "Name" })
  await page.getByRole("button", { name: "Create 7 fields for the rest" }).click()
  await page.waitForFunction(() =>
    [...document.querySelectorAll("select[aria-label^=Where]")].every(
      (node) => (node as HTMLSelectElement).value !== "",
    ),
  )
  await withErrors(page, 0)
  await start(page, 503)
  await isDone(page)
  await says(page, "503 created")
  expect(await find("companies", "name symbol gicsSector dateAdded cik founded", `{ symbol: { eq: "MMM" } }`)).toEqual([
    { name: "3M", symbol: "MMM", gicsSector: "INDUSTRIALS", dateAdded: "1957-03-04", cik: 66740, founded: "1902" },
  ])
  await page.context().close()
})

test("100,000 rows are read beside the page, and counted right", async () => {
  const page = await open("companies")
  const worker = page.waitForEvent("worker")
  const head = Array.from({ length: 10 }, (_, i) => `Column ${i}`).join(",")
  const row = Array.from({ length: 10 }, (_, i) => `value ${i}`).join(",")
  await give(page, `${head}\n${`${row}\n`.repeat(100_000)}`)
  await page.getByText("100,000 rows, 10 columns").waitFor()
  expect(new URL((await worker).url()).pathname).toMatch(/^\/assets\/csv\.worker-\w+\.js$/)
  await page.context().close()
})

test("whoever may not create records is told so, and whoever may not change the model is offered no fields", async () => {
  const reader = await memberWith(client.app, ada, await createRole(ada, { canUpdateAllObjectRecords: false }))
  const page = await client.visit("/import/companies", { as: reader })
  await page.getByRole("heading", { name: "You have no access to this" }).waitFor()
  await page.context().close()
  const writer = await memberWith(client.app, ada, await createRole(ada))
  const other = await open("companies", { as: writer })
  await give(other, "Name,Unheard of\nKai,1\n")
  expect(await other.getByRole("button", { name: /Create .* field/ }).count()).toBe(0)
  expect(await goesTo(other, "Unheard of").locator("option", { hasText: "Create a field" }).count()).toBe(0)
  await other.context().close()
})

test.each([
  ["light", {}],
  ["dark", { colorScheme: "dark" as const }],
  ["a phone", phone],
])("UI-015 axe has nothing serious to say of an import in %s, and nothing is too wide", async (_, options) => {
  const page = await open("people", options)
  const found = [await seriousProblems(page)]
  await give(page, "First name,Emails,Nothing\nAda,wrong,1\nBob,bob2@b.test,2\n")
  await withErrors(page, 1)
  found.push(await seriousProblems(page))
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false)
  expect(found).toEqual([[], []])
  await page.context().close()
})
