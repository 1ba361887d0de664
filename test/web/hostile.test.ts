/** Values that nobody means well: they are shown as the text they are, nothing of them runs, and pages stay usable. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(120_000)

let client: WebClient
let ada: Member
let ids: string[]
let board: string

const script = `<script>globalThis.ran=1</script><img src=x onerror="globalThis.ran=1">`
const values = [
  script,
  `<style>body{display:none}</style>"><svg onload=globalThis.ran=1>`,
  "\u202Egnp.exe\u202C \u2066\u200F reversed",
  "z\u0351\u0352\u0353".repeat(300),
  "w".repeat(1_000_000),
  "\u0000".replace("\u0000", "\u0007\u001b[31m"),
]
const many = 10_000

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  const made = await ada.metadata<{ createOneObject: { id: string } }>(
    `mutation { createOneObject(input: { object: { nameSingular: "trap", namePlural: "traps", labelSingular: "<b>Trap</b>", labelPlural: "<i>Traps</i>" } }) { id } }`,
  )
  const objectMetadataId = made.data.createOneObject.id
  const options = Array.from({ length: many }, (_, i) => ({
    value: `O_${i}`,
    label: i === 0 ? script.slice(0, 60) : `Option ${i}`,
    color: "blue",
    position: i,
  }))
  await field({ objectMetadataId, type: "SELECT", name: "many", label: "Many", options })
  await field({ objectMetadataId, type: "SELECT", name: "few", label: "Few", options: options.slice(0, 3) })
  await field({ objectMetadataId, type: "LINKS", name: "site", label: script.slice(0, 60) })
  const { data } = await ada.graphql<{ createTraps: { id: string }[] }>(
    "mutation ($data: [TrapCreateInput!]!) { createTraps(data: $data) { id } }",
    { data: values.map((name, position) => ({ name, position, many: "O_0", few: "O_0" })) },
  )
  ids = data.createTraps.map(({ id }) => id)
  const few = await fieldId("few")
  const view = await ada.metadata<{ createView: { id: string } }>(
    `mutation ($input: CreateViewInput!) { createView(input: $input) { id } }`,
    { input: { name: script, objectMetadataId, type: "KANBAN", icon: "x", mainGroupByFieldMetadataId: few } },
  )
  board = view.data.createView.id
})

async function field(input: Record<string, unknown>): Promise<void> {
  const { errors } = await ada.metadata(
    "mutation ($field: CreateFieldInput!) { createOneField(input: { field: $field }) { id } }",
    { field: input },
  )
  expect(errors).toBeUndefined()
}

async function fieldId(name: string): Promise<string> {
  const { data } = await ada.metadata<{
    objects: { edges: { node: { nameSingular: string; fieldsList: { id: string; name: string }[] } }[] }
  }>("{ objects(paging: { first: 1000 }) { edges { node { nameSingular fieldsList { id name } } } } }")
  const { node } = data.objects.edges.find((each) => each.node.nameSingular === "trap")!
  return node.fieldsList.find((each) => each.name === name)!.id
}

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

/** Nothing ran, nothing was made of it, and the page has not grown wider than the window. */
async function isUnharmed(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: "ran" in globalThis,
    made: document.querySelectorAll("img[src=x], svg[onload], main script, main style, main b, main i").length,
    isShown: getComputedStyle(document.body).display !== "none",
    outside: [...document.querySelectorAll(".view-bar button")].filter(
      (node) => node.getBoundingClientRect().right > innerWidth,
    ).length,
    isWide: document.documentElement.scrollWidth > innerWidth,
  }))
  expect(found).toEqual({ ran: false, made: 0, isShown: true, outside: 0, isWide: false })
}

const visit = (path: string, width = 1500) => client.visit(path, { as: ada, viewport: { width, height: 900 } })

test.each([1500, 390])("records are shown as the text they are, %p pixels wide", async (width) => {
  for (const [path, isThere] of [
    ["/objects/traps", (page: Page) => page.getByRole("rowheader").first().waitFor()],
    [`/objects/traps?view=${board}`, (page: Page) => page.getByRole("article").first().waitFor()],
    ...ids.map(
      (id) => [`/object/trap/${id}`, (page: Page) => page.getByRole("heading", { level: 1 }).waitFor()] as const,
    ),
    [
      `/objects/traps?panel=trap:${ids[4]}`,
      (page: Page) => page.getByRole(width < 600 ? "dialog" : "complementary").waitFor(),
    ],
    ["/objects/traps?panel=create:trap", (page: Page) => page.getByRole("textbox", { name: "Name" }).waitFor()],
    ["/settings/objects/traps", (page: Page) => page.locator("main .section").first().waitFor()],
  ] as const) {
    const page = await visit(path, width)
    await isThere(page)
    await page.waitForTimeout(300)
    await isUnharmed(page)
    await page.context().close()
  }
})

/** Of so many choices only some are on the page, or it would stand still. */
async function isLean(page: Page): Promise<void> {
  expect(await page.locator("[role=option], [role=menuitem]").count()).toBeLessThan(500)
}

test("ten thousand options are looked through, chosen and filtered by", async () => {
  const page = await visit("/objects/traps")
  await page.getByRole("rowheader").first().waitFor()
  const index = await page.getByRole("columnheader", { name: "Many" }).getAttribute("aria-colindex")
  const cell = page.locator(`[role=row][aria-rowindex="1"] [aria-colindex="${index}"]`)
  await cell.click()
  await page.keyboard.press("Enter")
  await page.locator(".editor [role=option]").first().waitFor()
  await isLean(page)
  await page.keyboard.type("Option 9999")
  await page.locator(".editor [role=option]", { hasText: "Option 9999" }).waitFor()
  await page.keyboard.press("Enter")
  await cell.getByText("Option 9999").waitFor()
  await page.getByRole("button", { name: "Filter", exact: true }).click()
  await page.getByRole("combobox", { name: "Find a field" }).fill("Many")
  await page.getByRole("option", { name: "Many", exact: true }).click()
  await page.getByRole("dialog").locator("[role=option]").first().waitFor()
  await isLean(page)
  await isUnharmed(page)
  await page.keyboard.press("Escape")
  await page.keyboard.press("Control+k")
  await page.keyboard.type("script")
  await page.waitForTimeout(500)
  await isUnharmed(page)
  await page.goto(`${client.url}/settings/objects/traps/fields/many`)
  await page.getByLabel("Option 1", { exact: true }).waitFor()
  expect(await page.getByLabel(/^Option \d+$/).count()).toBeLessThan(500)
  await page.getByRole("button", { name: "Show more (9,900 hidden)" }).click()
  await page.getByLabel("Option 200", { exact: true }).waitFor()
  await isUnharmed(page)
  await page.context().close()
})
