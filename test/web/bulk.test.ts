/** Many records at once: choosing, changing, deleting, copying and pasting; and a new one in its row. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"
import { readTable, writeTable } from "../../web/pages/table/clipboard.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

const count = 60

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  page = await client.visit("/", {
    as: ada,
    viewport: { width: 1500, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  })
})

beforeEach(async () => {
  await ada.graphql(`mutation { destroyCompanies(filter: { id: { is: NOT_NULL } }) { id } }`)
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: Array.from({ length: count }, (_, i) => ({
      name: `Firm ${String(i).padStart(2, "0")}`,
      position: i,
      employees: i,
    })),
  })
  await open()
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

async function open(address = "/objects/companies"): Promise<void> {
  await page.goto(client.url + address)
  await page.getByRole("grid").waitFor()
  await page.locator("[aria-rowindex='1'] [role=rowheader]").getByText("Firm").waitFor()
}

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const status = (text: string) => page.getByRole("status").filter({ hasText: text }).first().waitFor()
const counted = (text: string) => page.getByRole("status").getByText(text, { exact: true }).waitFor()
const label = (name: string) => page.getByRole("rowheader", { name, exact: true })
const rowOf = (name: string) => page.getByRole("row").filter({ has: label(name) })
const box = (name: string) => page.getByRole("checkbox", { name: `Select ${name}` })

async function cell(name: string, column: string) {
  const index = await page.getByRole("columnheader", { name: column, exact: true }).getAttribute("aria-colindex")
  return rowOf(name).locator(`[aria-colindex="${index}"]`)
}

/** Everything that was changed has been written. */
async function saved(): Promise<void> {
  await page.waitForTimeout(30)
  await page.locator("html[data-sync=idle]").waitFor()
}

async function employees(): Promise<number[]> {
  const { data } = await ada.graphql<{ companies: { edges: { node: { employees: number } }[] } }>(
    `{ companies(orderBy: [{ position: AscNullsLast }], first: 1000) { edges { node { employees } } } }`,
  )
  return data.companies.edges.map(({ node }) => node.employees)
}

async function total(filter = ""): Promise<number> {
  const { data } = await ada.graphql<{ companies: { totalCount: number } }>(`{ companies${filter} { totalCount } }`)
  return data.companies.totalCount
}

describe("choosing", () => {
  test("UI-060 ranges by Shift, the whole result by the box above it, and all but one", async () => {
    await box("Firm 02").click()
    await box("Firm 05").click({ modifiers: ["Shift"] })
    await counted("4 selected")
    await label("Firm 08").click()
    await page.keyboard.press("Escape")
    await page.keyboard.press("x")
    await counted("5 selected")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Shift+X")
    await counted("7 selected")
    await page.keyboard.press("Escape")
    await page.getByText("7 selected").waitFor({ state: "detached" })
    await page.getByRole("checkbox", { name: "Select all records of the result" }).click()
    await counted("60 selected")
    await box("Firm 03").click()
    await counted("59 selected")
    await button("Clear selection").click()
    await page.getByRole("searchbox", { name: "Search any field" }).fill("firm 1")
    await counted("10 of 60")
    await page.getByRole("grid").focus()
    await page.keyboard.press("Control+a")
    await counted("10 selected")
  })

  test("UI-063 with records chosen, what is calculated is calculated over them", async () => {
    await open("/objects/companies?columns=name:200,employees:160:SUM")
    await button("Employees: Sum 1,770").waitFor()
    await box("Firm 10").click()
    await box("Firm 20").click()
    await button("Employees: Sum 30").waitFor()
    await page.getByText("of 2 selected").waitFor()
    await button("Clear selection").click()
    await page.getByRole("checkbox", { name: "Select all records of the result" }).click()
    await box("Firm 10").click()
    await button("Employees: Sum 1,760").waitFor()
  })
})

describe("deleting", () => {
  test("UI-022 one record goes without a question, and Undo has it back where it was", async () => {
    await label("Firm 03").click()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+Backspace")
    await label("Firm 03").waitFor({ state: "detached" })
    expect(await page.getByRole("alertdialog").count()).toBe(0)
    await status("Firm 03 is in the trash.")
    await counted("59")
    await button("Undo").click()
    await page.locator("[aria-rowindex='4']").getByText("Firm 03").waitFor()
    await counted("60")
    expect(await total()).toBe(60)
  })

  test("UI-020 a success goes after five seconds, and not under the pointer or with the focus in it", async () => {
    await page.clock.install()
    const toast = page.getByRole("status").filter({ hasText: "copied" })
    const copy = async (name: string) => {
      await label(name).click()
      await page.keyboard.press("Control+c")
      await toast.waitFor()
    }
    await copy("Firm 05")
    await page.clock.runFor(4500)
    expect(await toast.count()).toBe(1)
    await page.clock.runFor(1000)
    await toast.waitFor({ state: "detached" })
    for (const [name, hold] of [
      ["Firm 06", () => toast.hover()],
      ["Firm 07", () => toast.getByRole("button").focus()],
    ] as const) {
      await copy(name)
      await hold()
      await page.clock.runFor(20_000)
      expect(await toast.count()).toBe(1)
      await label("Firm 08").click()
      await page.clock.runFor(5500)
      await toast.waitFor({ state: "detached" })
      await page.keyboard.press("Escape")
    }
    await page.clock.resume()
  })

  test("several go at once, and one step has them all back", async () => {
    await box("Firm 00").click()
    await box("Firm 09").click({ modifiers: ["Shift"] })
    await page
      .getByRole("toolbar", { name: "What to do with the selection" })
      .getByRole("button", { name: "Delete" })
      .click()
    await status("10 records are in the trash.")
    await counted("50")
    expect(await total()).toBe(50)
    await page.getByRole("grid").focus()
    await page.keyboard.press("Control+z")
    await counted("60")
    expect(await total()).toBe(60)
  })
})

describe("changing", () => {
  test("UI-024 one field of many records is changed, and undone in one step", async () => {
    await page.getByRole("checkbox", { name: "Select all records of the result" }).click()
    for (const name of Array.from({ length: 10 }, (_, i) => `Firm 0${i}`)) await box(name).click()
    await counted("50 selected")
    await button("Edit field").click()
    const dialog = page.getByRole("dialog", { name: "Edit 50 records" })
    await dialog.getByRole("combobox", { name: "Field to change" }).selectOption({ label: "Employees" })
    await dialog.getByRole("button", { name: "Set the value" }).click()
    await page.getByRole("textbox", { name: "Employees" }).fill("7")
    await page.keyboard.press("Enter")
    await dialog.getByRole("button", { name: "Change 50 records" }).click()
    await status("Employees of 50 records")
    const before = Array.from({ length: count }, (_, i) => i)
    expect(await employees()).toEqual(before.map((i) => (i < 10 ? i : 7)))
    await button("Undo").click()
    await status("Undone: Employees of 50 records")
    expect(await employees()).toEqual(before)
  })

  test("UI-061 thousands show how far it is, can be stopped, and what was changed is right", async () => {
    const { schemaName } = await client.app.services.schemas.get(ada.workspaceId)
    await client.app.services.db.script(
      `insert into "${schemaName}"."company" (name, position, employees) select 'Many ' || i, 100 + i, 1 from generate_series(1, 5000) i`,
    )
    await open()
    await page.route("**/graphql", async (route) => {
      if (route.request().postData()?.includes("mutation")) await Bun.sleep(250)
      await route.continue()
    })
    await page.getByRole("checkbox", { name: "Select all records of the result" }).click()
    await counted("5,060 selected")
    await button("Edit field").click()
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("combobox", { name: "Field to change" }).selectOption({ label: "Employees" })
    await dialog.getByRole("button", { name: "Set the value" }).click()
    await page.getByRole("textbox", { name: "Employees" }).fill("5")
    await page.keyboard.press("Enter")
    await dialog.getByRole("button", { name: "Change 5,060 records" }).click()
    const bar = page.getByRole("progressbar", { name: "Changing Employees" })
    await bar.waitFor()
    await page.waitForFunction(() => document.querySelector("progress")!.value >= 1000)
    await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Cancel" }).click()
    await bar.waitFor({ state: "detached" })
    await page.getByRole("status").filter({ hasText: "Stopped after" }).waitFor()
    const said = (await page.getByText(/Stopped after/).innerText()).match(/after ([\d,]+) of 5,060/)![1]!
    const changed = await total("(filter: { employees: { eq: 5 } })")
    // One of them had 5 already.
    expect([Number(said.replace(",", "")), Number(said.replace(",", "")) + 1]).toContain(changed)
    expect(changed).toBeLessThan(5060)
    await page.unroute("**/graphql")
  })
})

describe("copying", () => {
  test("UI-049 a range is copied as spreadsheets read it, and fills the cells where it is pasted", async () => {
    await open("/objects/companies?columns=name:200,employees:120,domainName:150")
    await label("Firm 00").click()
    for (const key of ["Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight"]) await page.keyboard.press(key)
    expect(
      await page.locator("[role=gridcell][aria-selected=true], [role=rowheader][aria-selected=true]").count(),
    ).toBe(6)
    await page.keyboard.press("Control+c")
    await status("6 cells are copied.")
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("Firm 00\t0\nFirm 01\t1\nFirm 02\t2")
    await label("Firm 10").click()
    await page.keyboard.press("Control+v")
    await status("6 pasted values")
    await saved()
    const { data } = await ada.graphql<{ companies: { edges: { node: { name: string; employees: number } }[] } }>(
      `{ companies(orderBy: [{ position: AscNullsLast }], offset: 10, first: 4) { edges { node { name employees } } } }`,
    )
    expect(data.companies.edges.map(({ node }) => `${node.name} ${node.employees}`)).toEqual([
      "Firm 00 0",
      "Firm 01 1",
      "Firm 02 2",
      "Firm 13 13",
    ])
    await page.keyboard.press("Control+z")
    await status("Undone: 6 pasted values")
    await saved()
    expect((await employees()).slice(9, 14)).toEqual([9, 10, 11, 12, 13])
  })

  test("UI-050 of what is pasted the valid values count, and the others are told", async () => {
    const target = await cell("Firm 05", "Employees")
    await target.click()
    await page.evaluate(() => navigator.clipboard.writeText("100\nmany\n300"))
    await page.keyboard.press("Control+v")
    await status("1 of 3 cells were not valid and stay as they were. Employees: Enter a number")
    await saved()
    expect((await employees()).slice(4, 9)).toEqual([4, 100, 6, 300, 8])
  })

  test("one value fills a range, Mod+D fills down, Delete clears", async () => {
    const target = await cell("Firm 05", "Employees")
    await target.click()
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Shift+ArrowDown")
    await page.evaluate(() => navigator.clipboard.writeText("9"))
    await page.keyboard.press("Control+v")
    await saved()
    expect((await employees()).slice(4, 9)).toEqual([4, 9, 9, 9, 8])
    await page.keyboard.press("Delete")
    await saved()
    expect((await employees()).slice(4, 9)).toEqual([4, null, null, null, 8] as number[])
    const first = await cell("Firm 20", "Employees")
    await first.click()
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Control+d")
    await saved()
    expect((await employees()).slice(19, 23)).toEqual([19, 20, 20, 22])
  })

  test.each([
    [
      [
        ["a", "b"],
        ["c", "d"],
      ],
      "a\tb\nc\td",
    ],
    [[['say "hi"', "x"]], '"say ""hi"""\tx'],
    [[["two\nlines"], ["tab\there"]], '"two\nlines"\n"tab\there"'],
    [
      [
        ["", ""],
        ["x", ""],
      ],
      "\t\nx\t",
    ],
  ])("a table is written and read: %j", (rows, text) => {
    expect(writeTable(rows)).toBe(text)
    expect(readTable(text)).toEqual(rows)
  })

  test("what spreadsheets add is passed over", () => {
    expect(readTable("a\tb\r\nc\td\r\n")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ])
  })
})

describe("a new record", () => {
  test("UI-057 is a row above the others, created in one request when the focus leaves it, and not when it is empty", async () => {
    const creations: string[] = []
    page.on("request", (request) => {
      if (/createCompan/.test(request.postData() ?? "")) creations.push(request.postData()!)
    })
    await button("New").click()
    await page.getByRole("textbox", { name: "Name" }).waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("row", { name: "New Company" }).waitFor({ state: "detached" })
    expect(creations).toEqual([])
    await label("Firm 00").click()
    await page.keyboard.press("Escape")
    await page.keyboard.press("c")
    await page.getByRole("textbox", { name: "Name" }).fill("Nova")
    await page.keyboard.press("Tab")
    const row = page.getByRole("row", { name: "New Company" })
    await row
      .getByRole("gridcell")
      .filter({ has: page.getByRole("textbox") })
      .waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("searchbox", { name: "Search any field" }).click()
    await status("Nova is created.")
    expect(creations.length).toBe(1)
    expect(creations[0]).toContain("Nova")
    await page.locator("[aria-rowindex='1']").getByText("Nova").waitFor()
    await counted("61")
    await button("Undo").click()
    await counted("60")
    page.removeAllListeners("request")
  })

  test("has the focus once it is created by Enter; without one the focus is where it was", async () => {
    const focused = (text: string) => page.locator("[role=row]:focus").filter({ hasText: text }).waitFor()
    await label("Firm 02").click()
    await page.keyboard.press("Escape")
    await focused("Firm 02")
    await page.keyboard.press("c")
    await page.getByRole("textbox", { name: "Name" }).fill("Zenith")
    await page.keyboard.press("Enter")
    await status("Zenith is created.")
    await focused("Zenith")
    // Where the order of the table puts it, once that is asked for again.
    await page.evaluate(() => window.dispatchEvent(new Event("focus")))
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await focused("Zenith")
    await page.keyboard.press("c")
    await page.getByRole("textbox", { name: "Name" }).waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("row", { name: "New Company" }).waitFor({ state: "detached" })
    await focused("Zenith")
    await page.keyboard.press("Control+z")
    await counted("60")
  })

  test("UI-058 under a filter it has what the filter asks for", async () => {
    const filter = encodeURIComponent('[["stage","IS",["WON"]]]')
    await ada.graphql(`mutation { createOpportunity(data: { name: "Old", stage: WON }) { id } }`)
    await page.goto(`${client.url}/objects/opportunities?filter=${filter}`)
    await label("Old").waitFor()
    await button("New").click()
    await page.getByRole("textbox", { name: "Name" }).fill("Young")
    const row = page.getByRole("row", { name: "New Opportunity" })
    await row.getByText("Won").waitFor()
    await page.keyboard.press("Enter")
    await status("Young is created.")
    const { data } = await ada.graphql<{ opportunities: { totalCount: number } }>(
      `{ opportunities(filter: { name: { eq: "Young" }, stage: { eq: WON } }) { totalCount } }`,
    )
    expect(data.opportunities.totalCount).toBe(1)
  })
})
