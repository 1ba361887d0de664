/** A whole piece of work by keyboard alone: no test in this file touches a pointer. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Locator, Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { openWebClient } from "../support/web-client.ts"

setDefaultTimeout(120_000)

const client = await openWebClient()

afterAll(() => client.close())

test("by keyboard alone: an object, a field, records, a filter, a view, its board, a card moved, and undone", async () => {
  const ada = await client.app.signUp()
  const page = await client.visit("/", { as: ada, viewport: { width: 1500, height: 900 } })
  await page.getByRole("navigation", { name: "Main" }).waitFor()

  // An object, by the command menu and its form.
  await command(page, "Settings")
  await tabTo(page, page.getByRole("link", { name: "Data model" }))
  await page.keyboard.press("Enter")
  await heading(page, "Data model")
  await tabTo(page, page.getByRole("link", { name: "New object" }))
  await page.keyboard.press("Enter")
  await heading(page, "New object")
  await tabTo(page, page.getByLabel("Singular", { exact: true }))
  await page.keyboard.type("Voyage")
  await tabTo(page, page.getByLabel("Plural", { exact: true }))
  await page.keyboard.type("Voyages")
  await page.keyboard.press("Enter")
  await heading(page, "Voyages")

  // A field with options: Enter in one begins the next.
  await tabTo(page, page.getByRole("link", { name: "New field" }))
  await page.keyboard.press("Enter")
  await tabTo(page, page.getByRole("searchbox", { name: "Search types" }))
  await page.keyboard.type("option")
  await tabTo(page, page.getByRole("link", { name: /^Select/ }))
  await page.keyboard.press("Enter")
  await tabTo(page, page.getByLabel("Name", { exact: true }))
  await page.keyboard.type("Phase")
  await tabTo(page, page.getByLabel("Option 1", { exact: true }))
  await page.keyboard.type("Planned")
  for (const [i, option] of ["At sea", "Home"].entries()) {
    await page.keyboard.press("Enter")
    await focused(page.getByLabel(`Option ${i + 2}`, { exact: true }))
    await page.keyboard.type(option)
  }
  await tabTo(page, page.getByRole("button", { name: "Create", exact: true }))
  await page.keyboard.press("Enter")
  await heading(page, "Voyages")

  expect(await page.getByRole("alert").filter({ hasText: /./ }).allInnerTexts()).toEqual([])

  // Records, each with an option.
  await command(page, "Voyages")
  await page.getByRole("columnheader", { name: "Phase" }).waitFor()
  for (const [name, phase] of [
    ["Ithaca", "Planned"],
    ["Colchis", "Planned"],
    ["Troy", "Home"],
  ]) {
    await page.keyboard.press("c")
    await focused(page.getByRole("textbox", { name: "Name" }))
    await page.keyboard.type(name!)
    await tabUntil(page, page.getByRole("combobox", { name: "Phase" }))
    await page.keyboard.type(phase!)
    await page.keyboard.press("Enter")
    await focused(page.getByRole("row", { name: "New Voyage" }))
    await page.keyboard.press("Enter")
    await page.getByText(`${name} is created.`).waitFor()
  }

  // A filter, kept as a view.
  await page.keyboard.press("f")
  await focused(page.getByRole("combobox", { name: "Find a field" }))
  await page.keyboard.type("Name")
  await page.keyboard.press("Enter")
  await focused(page.getByRole("dialog").getByRole("textbox", { name: "Value" }))
  await page.keyboard.type("o")
  await page.keyboard.press("Escape")
  await page.getByRole("status").getByText("2 of 3").waitFor()
  await page.keyboard.press("Control+Shift+s")
  await focused(page.getByRole("textbox", { name: "Name of the view" }))
  await page.keyboard.type("Ahead")
  await page.keyboard.press("Enter")
  const views = page.getByRole("button", { name: "Ahead", exact: true })
  await views.waitFor()
  await page.waitForFunction(() => location.search.includes("view=") && !location.search.includes("filter="))

  // Its board; a card goes on, and comes back.
  await tabTo(page, views)
  await page.keyboard.press("Enter")
  await arrowTo(page, page.getByRole("menuitem", { name: "New board by Phase" }))
  await page.keyboard.press("Enter")
  const column = (name: string) => page.getByRole("region", { name, exact: true })
  await tabTo(page, column("Planned").getByRole("article", { name: "Colchis" }))
  await page.keyboard.press("m")
  await arrowTo(page, page.getByRole("menuitem", { name: "At sea" }))
  await page.keyboard.press("Enter")
  await column("At sea").getByRole("article", { name: "Colchis" }).waitFor()
  await page.locator("html[data-sync=idle]").waitFor()
  expect((await phases(ada)).Colchis).toBe("AT_SEA")
  await page.keyboard.press("Control+z")
  await column("Planned").getByRole("article", { name: "Colchis" }).waitFor()
  await page.locator("html[data-sync=idle]").waitFor()
  expect(await phases(ada)).toEqual({ Ithaca: "PLANNED", Colchis: "PLANNED", Troy: "HOME" })
  expect(client.complaints).toEqual([])
})

async function phases(ada: Member): Promise<Record<string, string>> {
  const { data } = await ada.graphql<{ voyages: { edges: { node: { name: string; phase: string } }[] } }>(
    "{ voyages { edges { node { name phase } } } }",
  )
  return Object.fromEntries(data.voyages.edges.map(({ node }) => [node.name, node.phase]))
}

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()

/** What the command menu offers first for some words. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k")
  await focused(page.getByRole("dialog").getByRole("combobox"))
  await page.keyboard.type(words)
  await page.getByRole("option", { name: words }).first().waitFor()
  await page.keyboard.press("Enter")
}

const hasFocus = (target: Locator) =>
  target.evaluateAll(
    (all) =>
      all.length > 0 && all[0]!.contains(document.activeElement) && all.includes(document.activeElement as never),
  )

async function focused(target: Locator): Promise<void> {
  for (let tries = 0; !(await hasFocus(target)); tries++) {
    if (tries === 100) throw new Error(`${String(target)} never got the focus`)
    await Bun.sleep(50)
  }
}

const tabTo = (page: Page, target: Locator) => pressTo(page, target, "Tab")
const arrowTo = (page: Page, target: Locator) => pressTo(page, target, "ArrowDown")

/** As somebody would go there who cannot point: a key at a time. */
async function pressTo(page: Page, target: Locator, key: string): Promise<void> {
  await target.first().waitFor()
  for (let presses = 0; !(await hasFocus(target)); presses++) {
    if (presses === 80) throw new Error(`${key} does not lead to ${String(target)}`)
    await page.keyboard.press(key)
  }
}

/** The same where each stop opens something that comes a moment later. */
async function tabUntil(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; !(await hasFocus(target)); presses++) {
    if (presses === 20) throw new Error(`Tab does not lead to ${String(target)}`)
    await page.keyboard.press("Tab")
    await Bun.sleep(150)
  }
}
