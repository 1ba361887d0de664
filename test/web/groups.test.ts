/** Tables whose records stand under heads: by options, flags, records and dates; counted right, and moved between. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  page = await client.visit("/", { as: ada, viewport: { width: 1500, height: 1000 } })
})

beforeEach(async () => {
  await ada.graphql(`mutation { destroyOpportunities(filter: { id: { is: NOT_NULL } }) { id } }`)
  await create(
    Array.from({ length: 12 }, (_, i) => ({
      name: `Deal ${i}`,
      stage: ["WON", "NEW", "NEW"][i % 3],
      amount: { amountMicros: (i + 1) * 1_000_000, currencyCode: "EUR" },
      closeDate: `2026-0${1 + (i % 4)}-15T12:00:00Z`,
      position: i,
    })),
  )
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const create = (data: Record<string, unknown>[]) =>
  ada.graphql(`mutation ($data: [OpportunityCreateInput!]!) { createOpportunities(data: $data) { id } }`, { data })

const open = async (search: string) => {
  await page.goto(`${client.url}/objects/opportunities${search}`)
  await page.locator(".group-head").first().waitFor()
}
const head = (name: string) => page.getByRole("row", { name, exact: true })
const label = (name: string) => page.getByRole("rowheader", { name, exact: true })
/** Puts the focus on a row. */
async function stand(name: string): Promise<void> {
  await page
    .getByRole("row")
    .filter({ has: label(name) })
    .getByRole("gridcell")
    .nth(2)
    .click()
  await page.keyboard.press("Escape")
}
const heads = () =>
  page.locator(".group-head").evaluateAll((all) =>
    all
      .map((each) => [Number(each.getAttribute("aria-rowindex")), each.getAttribute("aria-label")!] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, name]) => name),
  )
const counted = (text: string) => page.getByRole("status").getByText(text, { exact: true }).waitFor()

async function saved(): Promise<void> {
  await page.waitForTimeout(30)
  await page.locator("html[data-sync=idle]").waitFor()
}

async function stages(): Promise<Record<string, string | null>> {
  const { data } = await ada.graphql<{ opportunities: { edges: { node: { name: string; stage: string | null } }[] } }>(
    `{ opportunities(first: 100) { edges { node { name stage } } } }`,
  )
  return Object.fromEntries(data.opportunities.edges.map(({ node }) => [node.name, node.stage]))
}

describe("heads", () => {
  test("UI-064 there is one for each option in its order, whose counts and sums add up to the result's", async () => {
    await open("?group=stage&columns=name:220,amount:160:SUM")
    await head("New, 8").waitFor()
    const names = await heads()
    const { data } = await ada.metadata<{
      objects: {
        edges: {
          node: {
            nameSingular: string
            fieldsList: { name: string; options: { label: string; position: number }[] | null }[]
          }
        }[]
      }
    }>(`{ objects(paging: { first: 1000 }) { edges { node { nameSingular fieldsList { name options } } } } }`)
    const { node } = data.objects.edges.find((each) => each.node.nameSingular === "opportunity")!
    const options = node.fieldsList
      .find(({ name }) => name === "stage")!
      .options!.toSorted((a, b) => a.position - b.position)
      .map((option) => option.label)
    const shown = names.map((name) => name.split(", ")[0]!)
    expect(shown.slice(0, options.length)).toEqual(options)
    const sum = names.reduce((total, name) => total + Number(name.split(", ")[1]), 0)
    expect(sum).toBe(12)
    await counted("12")
    await head("New, 8").getByText("56.00").waitFor()
    await page.getByRole("button", { name: "Amount: Sum 78.00" }).waitFor()
    await page.getByRole("searchbox", { name: "Search any field" }).fill("Deal 1")
    await head("New, 3").waitFor()
    await head("Won, 0").waitFor()
    await counted("3 of 12")
  })

  test("one is collapsed by press or key, all of them from the tool, and rows under them come back", async () => {
    await open("?group=stage")
    await label("Deal 1").waitFor()
    await page.getByRole("button", { name: "Collapse New" }).click()
    await label("Deal 1").waitFor({ state: "detached" })
    await label("Deal 0").waitFor()
    await page.keyboard.press("ArrowRight")
    await label("Deal 1").waitFor()
    await page.getByRole("grid").focus()
    await page.keyboard.press("Shift+G")
    await page.getByRole("dialog", { name: "Group" }).getByRole("button", { name: "Collapse all" }).click()
    await label("Deal 0").waitFor({ state: "detached" })
    await page.getByRole("dialog", { name: "Group" }).getByRole("button", { name: "Expand all" }).click()
    await label("Deal 0").waitFor()
  })

  test("the tool groups by a date in units of choice; the address says so, and a saved view keeps it", async () => {
    await page.goto(`${client.url}/objects/opportunities`)
    await label("Deal 1").waitFor()
    await page.getByRole("grid").focus()
    await page.keyboard.press("Shift+G")
    const tool = page.getByRole("dialog", { name: "Group" })
    await tool.getByRole("combobox").fill("close")
    await page.keyboard.press("Enter")
    await head("January 2026, 3").waitFor()
    expect(await heads()).toEqual(["January 2026, 3", "February 2026, 3", "March 2026, 3", "April 2026, 3"])
    await tool.getByRole("combobox", { name: "Unit" }).selectOption({ label: "By quarter" })
    await head("Q1 2026, 9").waitFor()
    await head("Q2 2026, 3").waitFor()
    expect(new URL(page.url()).searchParams.get("group")).toBe("closeDate:QUARTER")
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Save as new view" }).click()
    await page.getByRole("textbox", { name: "Name of the view" }).fill("By quarter")
    await page.keyboard.press("Enter")
    await page.getByRole("status").getByText("By quarter is saved.").waitFor()
    await page.reload()
    await head("Q1 2026, 9").waitFor()
    expect(new URL(page.url()).searchParams.get("group")).toBe(null)
  })

  test.each([
    ["DAY", ["15 Jan 2026, 3", "15 Feb 2026, 3", "15 Mar 2026, 3", "15 Apr 2026, 3"]],
    [
      "WEEK",
      [
        "12 Jan 2026 – 18 Jan 2026, 3",
        "9 Feb 2026 – 15 Feb 2026, 3",
        "9 Mar 2026 – 15 Mar 2026, 3",
        "13 Apr 2026 – 19 Apr 2026, 3",
      ],
    ],
    ["YEAR", ["2026, 12"]],
  ])("dates stand under the %s that they are in", async (unit, names) => {
    await open(`?group=closeDate:${unit}`)
    await head(names[0]!).waitFor()
    expect(await heads()).toEqual(names)
    await label("Deal 11").waitFor()
  })

  test("records stand under what they are linked to, by its name, those without last", async () => {
    const { data } = await ada.graphql<{ createCompanies: { id: string }[] }>(
      `mutation { createCompanies(data: [{ name: "Zeta" }, { name: "Acme" }]) { id } }`,
    )
    const [zeta, acme] = data.createCompanies.map(({ id }) => id)
    await create([
      { name: "Of Zeta", companyId: zeta },
      { name: "Of Acme", companyId: acme },
    ])
    await open("?group=company")
    await head("Acme, 1").waitFor()
    expect(await heads()).toEqual(["Acme, 1", "Zeta, 1", "No Company, 12"])
    for (const name of ["Of Acme", "Of Zeta"]) await label(name).waitFor()
    const rows = await page.getByRole("grid").getByRole("row").allInnerTexts()
    expect(rows.join("\n")).toMatch(/Of Acme[\s\S]*Of Zeta/)
  })

  test("fifty groups: of their rows only those are there that are seen, and only their lists are asked for", async () => {
    await create(
      Array.from({ length: 500 }, (_, i) => ({
        name: `Day ${i}`,
        closeDate: new Date(Date.UTC(2027, 0, 1 + Math.floor(i / 10), 12)).toISOString(),
      })),
    )
    const asked: string[] = []
    page.on("request", (request) => {
      if (/page: opportunities/.test(request.postData() ?? "")) asked.push(request.postData()!)
    })
    await open("?group=closeDate:DAY")
    await label("Deal 0").waitFor()
    await page.waitForTimeout(200)
    expect(asked.length).toBeLessThan(12)
    expect(await page.getByRole("grid").getByRole("row").count()).toBeLessThanOrEqual(70)
    await page.getByRole("grid").evaluate((grid) => grid.scrollTo({ top: grid.scrollHeight }))
    await label("Day 499").waitFor()
    expect(await page.getByRole("grid").getByRole("row").count()).toBeLessThanOrEqual(70)
    expect(asked.length).toBeLessThan(25)
    page.removeAllListeners("request")
  })
})

describe("going to another group", () => {
  test("UI-065 a row that is drawn there changes its field, and undoing brings it back", async () => {
    await open("?group=stage")
    await label("Deal 0").waitFor()
    const source = page.getByRole("row").filter({ has: label("Deal 1") })
    await source
      .getByRole("gridcell")
      .nth(2)
      .dragTo(
        page
          .getByRole("row")
          .filter({ has: label("Deal 0") })
          .getByRole("gridcell")
          .nth(2),
      )
    await head("New, 7").waitFor()
    await head("Won, 5").waitFor()
    await saved()
    expect((await stages())["Deal 1"]).toBe("WON")
    await page.keyboard.press("Control+z")
    await head("New, 8").waitFor()
    await saved()
    expect((await stages())["Deal 1"]).toBe("NEW")
  })

  test("UI-065 the menu of a row has Move to group, and m leads there at once", async () => {
    await open("?group=stage")
    await label("Deal 2").click({ button: "right" })
    await page.getByRole("menuitem", { name: "Move to group" }).click()
    await page.getByRole("combobox", { name: "Move to group" }).fill("meet")
    await page.keyboard.press("Enter")
    await head("Meeting, 1").waitFor()
    await saved()
    expect((await stages())["Deal 2"]).toBe("MEETING")
    await stand("Deal 4")
    await page.keyboard.press("m")
    await page.getByRole("combobox", { name: "Move to group" }).fill("meet")
    await page.keyboard.press("Enter")
    await head("Meeting, 2").waitFor()
    await saved()
    expect((await stages())["Deal 4"]).toBe("MEETING")
  })

  test("chosen rows go together, and come back in one step", async () => {
    await open("?group=stage")
    for (const name of ["Deal 1", "Deal 2", "Deal 4"])
      await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).click()
    await stand("Deal 2")
    await page.keyboard.press("m")
    await page.getByRole("combobox", { name: "Move to group" }).fill("won")
    await page.keyboard.press("Enter")
    await head("Won, 7").waitFor()
    await head("New, 5").waitFor()
    await saved()
    await page.getByRole("button", { name: "Undo" }).click()
    await head("New, 8").waitFor()
    await saved()
    expect(Object.values(await stages()).filter((stage) => stage === "WON").length).toBe(4)
  })

  test("a record that is begun under a head has its value", async () => {
    await open("?group=stage")
    await page.getByRole("button", { name: "New in Won" }).click()
    await page.getByRole("textbox", { name: "Name" }).fill("Fresh")
    await page.keyboard.press("Enter")
    await page.getByRole("status").getByText("Fresh is created.").waitFor()
    await head("Won, 5").waitFor()
    expect((await stages()).Fresh).toBe("WON")
  })
})

test("what is pasted ends with its group", async () => {
  await open("?group=stage&columns=name:220,amount:160")
  const context = page.context()
  await context.grantPermissions(["clipboard-read", "clipboard-write"])
  await label("Deal 11").waitFor()
  const row = page.getByRole("row").filter({ has: label("Deal 11") })
  const column = await page.getByRole("columnheader", { name: "Amount", exact: true }).getAttribute("aria-colindex")
  await row.locator(`[aria-colindex="${column}"]`).click()
  await page.evaluate(() => navigator.clipboard.writeText("EUR 100\nEUR 200\nEUR 300"))
  await page.keyboard.press("Control+v")
  await saved()
  const { data } = await ada.graphql<{ opportunities: { edges: { node: { amount: { amountMicros: number } } }[] } }>(
    `{ opportunities(filter: { amount: { amountMicros: { gte: 100000000 } } }) { edges { node { amount { amountMicros } } } } }`,
  )
  expect(data.opportunities.edges.map(({ node }) => Number(node.amount.amountMicros))).toEqual([100_000_000])
})

test("assistive technology finds nothing serious, in both themes and on a phone", async () => {
  const problems: string[] = []
  const ways = [
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  ] as const
  for (const way of ways) {
    const other = await client.visit("/objects/opportunities?group=stage", { as: ada, ...way })
    await other.getByRole("rowheader", { name: "Deal 1", exact: true }).waitFor()
    problems.push(...(await seriousProblems(other)))
    expect(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await other.context().close()
  }
  expect(problems).toEqual([])
})
