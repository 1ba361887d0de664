/** An object with five hundred fields: nobody means it well, and everything goes on. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(180_000)

let client: WebClient
let ada: Member
let id: string

const count = 500

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  const made = await ada.metadata<{ createOneObject: { id: string } }>(
    `mutation { createOneObject(input: { object: { nameSingular: "sheet", namePlural: "sheets", labelSingular: "Sheet", labelPlural: "Sheets" } }) { id } }`,
  )
  const objectMetadataId = made.data.createOneObject.id
  for (let i = 1; i <= count; i++) {
    const field = { objectMetadataId, type: i % 2 ? "TEXT" : "NUMBER", name: `column${i}`, label: `Column ${i}` }
    const { errors } = await ada.metadata(
      "mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id } }",
      { field },
    )
    expect(errors).toBeUndefined()
  }
  const { data, errors } = await ada.graphql<{ createSheets: { id: string }[] }>(
    "mutation ($data: [SheetCreateInput!]!) { createSheets(data: $data) { id } }",
    { data: Array.from({ length: 60 }, (_, i) => ({ name: `Sheet ${i}`, position: i, [`column${count}`]: i })) },
  )
  expect(errors).toBeUndefined()
  id = data.createSheets[0]!.id
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const visit = (path: string, width: number) => client.visit(path, { as: ada, viewport: { width, height: 900 } })

const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)

test.each([1500, 390])(
  "a table has what is seen of them alone, and its end is reached, %p pixels wide",
  async (width) => {
    const page = await visit("/objects/sheets", width)
    await page.getByRole("rowheader", { name: "Sheet 0", exact: true }).waitFor()
    const grid = page.getByRole("grid")
    expect(Number(await grid.getAttribute("aria-colcount"))).toBeGreaterThanOrEqual(count)
    for (const share of [0, 0.5, 1]) {
      await grid.evaluate((node, to) => (node.scrollLeft = to * node.scrollWidth), share)
      await page.waitForTimeout(200)
      expect(await grid.locator("*").count()).toBeLessThanOrEqual(3500)
    }
    await page.getByRole("columnheader", { name: `Column ${count}`, exact: true }).waitFor()
    expect(await isWide(page)).toBe(false)
    await page.context().close()
  },
)

test("the last of them is found, filtered by and changed", async () => {
  const page = await visit("/objects/sheets", 1500)
  await page.getByRole("rowheader", { name: "Sheet 0", exact: true }).waitFor()
  await page.getByRole("button", { name: "Filter", exact: true }).click()
  await page.getByRole("combobox", { name: "Find a field" }).fill(`Column ${count}`)
  await page.keyboard.press("Enter")
  await page.getByRole("dialog").getByRole("textbox", { name: "Value" }).fill("7")
  await page.getByRole("status").getByText("1 of 60").waitFor()
  await page.context().close()
})

test.each([1500, 390])("a record has a page with all of them, %p pixels wide", async (width) => {
  const page = await visit(`/object/sheet/${id}`, width)
  await page.getByRole("heading", { level: 1, name: "Sheet 0" }).waitFor()
  await page.getByText(`Column ${count}`, { exact: true }).first().waitFor()
  expect(await isWide(page)).toBe(false)
  await page.context().close()
})

test("the settings list them", async () => {
  const page = await visit("/settings/objects/sheets", 1500)
  await page
    .getByRole("link", { name: `Column ${count}`, exact: false })
    .first()
    .waitFor()
  expect(await isWide(page)).toBe(false)
  await page.context().close()
})
