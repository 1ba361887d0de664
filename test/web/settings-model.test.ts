/** Settings of the data model: objects, fields, options, and what happens before they go. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
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
  page = await client.visit("/settings/objects", { as: ada })
  await heading("Data model")
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
const press = (name: string) => page.getByRole("button", { name, exact: true }).click()
const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)

async function go(path: string, title: string): Promise<void> {
  await page.goto(`${client.url}/settings/objects${path}`)
  await heading(title)
}

interface WireField {
  name: string
  type: string
  isActive: boolean
  isUnique: boolean
  defaultValue: unknown
  options: { label: string; value: string; color: string }[] | null
  settings: Record<string, unknown> | null
  relation: { type: string; targetObjectMetadata: { namePlural: string } } | null
}

async function readObject(plural: string) {
  const { data } = await ada.metadata<{
    objects: { edges: { node: { id: string; namePlural: string; isActive: boolean; fieldsList: WireField[] } }[] }
  }>(`{ objects(paging: { first: 1000 }) { edges { node { id namePlural isActive fieldsList {
    name type isActive isUnique defaultValue options settings relation { type targetObjectMetadata { namePlural } }
  } } } } }`)
  return data.objects.edges.find(({ node }) => node.namePlural === plural)?.node
}

async function readField(plural: string, name: string): Promise<WireField | undefined> {
  return (await readObject(plural))?.fieldsList.find((field) => field.name === name)
}

/** What the view of all records shows. */
async function shownColumns(plural: string): Promise<string[]> {
  const { data } = await ada.metadata<{
    objects: { edges: { node: { id: string; namePlural: string; fieldsList: { id: string; name: string }[] } }[] }
    getViews: { key: string; objectMetadataId: string; viewFields: { fieldMetadataId: string; isVisible: boolean }[] }[]
  }>(`{
    objects(paging: { first: 1000 }) { edges { node { id namePlural fieldsList { id name } } } }
    getViews { key objectMetadataId viewFields { fieldMetadataId isVisible } }
  }`)
  const { node } = data.objects.edges.find((each) => each.node.namePlural === plural)!
  const view = data.getViews.find(({ key, objectMetadataId }) => key === "INDEX" && objectMetadataId === node.id)!
  return view.viewFields.flatMap(({ fieldMetadataId, isVisible }) =>
    isVisible ? node.fieldsList.filter(({ id }) => id === fieldMetadataId).map(({ name }) => name) : [],
  )
}

test("a new object is checked, made, and in the drawer at once", async () => {
  await page.getByRole("link", { name: "New object" }).click()
  await heading("New object")
  await fill("Singular", "Company")
  await fill("Plural", "Company")
  await press("Create")
  await page.getByText("Singular and plural have to differ.").waitFor()
  await fill("Plural", "Companies")
  await page.getByText("“company” is taken.").waitFor()
  await fill("Singular", "Space rocket")
  await fill("Plural", "Space rockets")
  await page.getByRole("radio", { name: "Rocket" }).check()
  await press("Create")
  await heading("Space rockets")
  expect((await readObject("spaceRockets"))?.isActive).toBe(true)
  await page.keyboard.press("Escape")
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Space rockets" }).waitFor()
})

test("UI-128 a select with five options is in the table at once, in another tab as well", async () => {
  const other = await page.context().newPage()
  await other.goto(`${client.url}/objects/spaceRockets`)
  await other.getByRole("columnheader", { name: "Name" }).waitFor()
  await page.bringToFront()
  await go("/spaceRockets", "Space rockets")
  await page.getByRole("link", { name: "New field" }).click()
  await page.getByRole("searchbox", { name: "Search types" }).fill("option")
  await page.getByRole("link", { name: /^Select/ }).click()
  await fill("Name", "Phase")
  await fill("Option 1", "Sketch")
  await page.getByLabel("Colour of option 1").selectOption("blue")
  await press("Paste many")
  await page.getByLabel("One option a line").fill("Assembled\nFuelled\nIn flight\nLost")
  await press("Add 4 options")
  await press("Move option 5 up")
  expect(await page.locator(".field-preview").textContent()).toContain("Sketch")
  await press("Create")
  await heading("Space rockets")
  const field = await readField("spaceRockets", "phase")
  expect(field?.options?.map(({ value, label }) => [value, label])).toEqual([
    ["SKETCH", "Sketch"],
    ["ASSEMBLED", "Assembled"],
    ["FUELLED", "Fuelled"],
    ["LOST", "Lost"],
    ["IN_FLIGHT", "In flight"],
  ])
  expect(field?.options?.[0]?.color).toBe("blue")
  await other.getByRole("columnheader", { name: "Phase" }).waitFor()
  await other.close()
})

test("UI-129 an option in use goes only once it is said what records get instead", async () => {
  await ada.graphql(
    `mutation { createSpaceRockets(data: [{ name: "a", phase: LOST }, { name: "b", phase: LOST }, { name: "c", phase: FUELLED }]) { id } }`,
  )
  await go("/spaceRockets/fields/phase", "Phase")
  await press("Remove Lost")
  await press("Remove Assembled")
  await press("Save")
  const dialog = page.getByRole("alertdialog", { name: "Remove an option that is in use?" })
  await dialog.getByLabel("Instead of Lost (2 records)").selectOption({ label: "In flight" })
  await dialog.getByRole("button", { name: "Remove and replace" }).click()
  await page.getByText("Saved.").waitFor()
  const { data } = await ada.graphql<{ spaceRockets: { edges: { node: { phase: string } }[] } }>(
    "{ spaceRockets(orderBy: [{ name: AscNullsLast }]) { edges { node { phase } } } }",
  )
  expect(data.spaceRockets.edges.map(({ node }) => node.phase)).toEqual(["IN_FLIGHT", "IN_FLIGHT", "FUELLED"])
  expect((await readField("spaceRockets", "phase"))?.options?.map(({ value }) => value)).toEqual([
    "SKETCH",
    "FUELLED",
    "IN_FLIGHT",
  ])
})

test("types have settings of their own", async () => {
  const create = async (type: string, label: string, more: () => Promise<unknown> = async () => {}) => {
    await go(`/spaceRockets/fields/new?type=${type}`, "New field")
    await fill("Name", label)
    await more()
    await press("Create")
    await heading("Space rockets")
  }
  await create("NUMBER", "Load", async () => {
    await page.getByLabel("Decimals").selectOption("1")
    await page.getByRole("switch", { name: "Percentage" }).check()
    await fill("Default", "much")
    await press("Create")
    await page.getByText("This is not a number.").waitFor()
    await fill("Default", "0.5")
    expect(await page.locator(".field-preview").textContent()).toContain("12.5%")
  })
  expect(await readField("spaceRockets", "load")).toMatchObject({
    defaultValue: 0.5,
    settings: { decimals: 1, type: "percentage" },
  })
  await create("TEXT", "Serial number", async () => {
    await page.getByRole("switch", { name: "Unique" }).check()
    await page.getByRole("switch", { name: "Show it in the table" }).uncheck()
  })
  expect(await page.getByRole("alert").filter({ hasText: /./ }).allInnerTexts()).toEqual([])
  expect(await shownColumns("spaceRockets")).toEqual(expect.arrayContaining(["load"]))
  expect(await shownColumns("spaceRockets")).not.toContain("serialNumber")
  expect(await readField("spaceRockets", "serialNumber")).toMatchObject({ isUnique: true })
  await create("BOOLEAN", "Crewed", async () => {
    await page.getByRole("switch", { name: "Never empty" }).check()
    await press("Create")
    await page.getByText("What is never empty needs a default.").waitFor()
    await page.getByLabel("Default").selectOption("false")
  })
  expect(await readField("spaceRockets", "crewed")).toMatchObject({ defaultValue: false })
  await create("CURRENCY", "Cost", () => page.getByLabel("Default currency").selectOption("EUR"))
  expect(await readField("spaceRockets", "cost")).toMatchObject({ defaultValue: { currencyCode: "'EUR'" } })
  await create("RELATION", "Builder", async () => {
    await page.getByLabel("Related object").selectOption({ label: "Companies" })
    await fill("Name on the other side", "Rockets")
  })
  expect(await readField("spaceRockets", "builder")).toMatchObject({
    relation: { type: "MANY_TO_ONE", targetObjectMetadata: { namePlural: "companies" } },
  })
  expect(await readField("companies", "rockets")).toMatchObject({ relation: { type: "ONE_TO_MANY" } })
})

test("what the server refuses is said, and nothing typed is lost", async () => {
  await go("/spaceRockets/fields/new?type=TEXT", "New field")
  await fill("Name", "Cost amount micros")
  await press("Create")
  await page.getByText('Name "costAmountMicros" is reserved').waitFor()
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Cost amount micros")
})

test("a field is renamed, deactivated, and deleted once its name is typed and said what hangs on it", async () => {
  await go("/spaceRockets/fields/builder", "Builder")
  await fill("Name", "Maker")
  await press("Save")
  await heading("Maker")
  await press("Deactivate")
  await press("Delete field")
  const dialog = page.getByRole("alertdialog", { name: "Delete Maker?" })
  await dialog.getByText("These go with it: “Rockets” of Companies.").waitFor()
  await dialog.getByText("These views use it: All Space rockets.").waitFor()
  const button = dialog.getByRole("button", { name: "Delete" })
  expect(await button.isDisabled()).toBe(true)
  await dialog.getByRole("textbox").fill("Maker")
  await button.click()
  await heading("Space rockets")
  expect(await readField("spaceRockets", "builder")).toBeUndefined()
  expect(await readField("companies", "rockets")).toBeUndefined()
})

test("UI-026 an object is deleted only after it was deactivated and its name is typed", async () => {
  await go("/spaceRockets?tab=settings", "Space rockets")
  expect(await page.getByRole("button", { name: "Delete object" }).count()).toBe(0)
  await press("Deactivate")
  await press("Delete object")
  const dialog = page.getByRole("alertdialog", { name: "Delete Space rockets?" })
  const button = dialog.getByRole("button", { name: "Delete" })
  await dialog.getByRole("textbox").fill("Space")
  expect(await button.isDisabled()).toBe(true)
  await dialog.getByRole("textbox").fill("Space rockets")
  await button.click()
  await heading("Data model")
  expect(await readObject("spaceRockets")).toBeUndefined()
})

test("UI-015 axe has nothing serious to say of the data model in either theme, and it fits a phone", async () => {
  const found: unknown[] = []
  for (const [path, title] of [
    ["", "Data model"],
    ["/new", "New object"],
    ["/companies", "Companies"],
    ["/companies?tab=settings", "Companies"],
    ["/companies/fields/new", "New field"],
    ["/opportunities/fields/stage", "Stage"],
  ] as const) {
    await go(path, title)
    await page.locator("main .section").first().waitFor()
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      found.push(...(await seriousProblems(page)))
    }
    await page.setViewportSize({ width: 320, height: 640 })
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push(`${path} is too wide`)
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  expect(found).toEqual([])
})
