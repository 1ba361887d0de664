/** What is typed before its editor is there, over a connection on which that takes a while. */
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
    `mutation { createCompany(data: { name: "Acme", employees: 1 }) { id } }`,
  )
  acme = data.createCompany.id
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

/** A page that has what it shows and nothing else; `release` lets in the scripts that are asked for from now on. */
async function slowly(path: string, isThere: (page: Page) => Promise<unknown>) {
  const page = await client.visit(path, { as: ada, savesData: true, viewport: { width: 1600, height: 900 } })
  await isThere(page)
  const { promise: gate, resolve: release } = Promise.withResolvers<void>()
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  await page.route("**/*.js", async (route) => {
    ask()
    await gate
    await route.continue()
  })
  return { page, asked, release }
}
const recordPage = () =>
  slowly(`/object/company/${acme}`, (page) => page.getByRole("heading", { level: 1, name: "Acme" }).waitFor())
const table = () =>
  slowly("/objects/companies", (page) => page.getByRole("rowheader", { name: "Acme", exact: true }).waitFor())

interface Case {
  where: string
  open(): ReturnType<typeof slowly>
  begin(page: Page): Promise<void>
  field: string
  /** and what the editor holds then */
  keys: readonly string[]
  holds: string
}

const cases: Case[] = [
  {
    where: "a field of the record page",
    open: recordPage,
    begin: (page) => page.getByRole("button", { name: "Edit Employees" }).press("Enter"),
    field: "Employees",
    keys: ["3", "2", "9", "Backspace", "1"],
    holds: "321",
  },
  {
    where: "the name on the record page, by its key",
    open: recordPage,
    begin: (page) => page.keyboard.press("e"),
    field: "Name",
    // Each is a shortcut of the page as well.
    keys: ["t", "n", "?", "c"],
    holds: "tn?c",
  },
  {
    where: "a cell that Enter opens",
    open: table,
    async begin(page) {
      await page.getByRole("rowheader", { name: "Acme", exact: true }).click({ position: { x: 4, y: 16 } })
      await page.keyboard.press("Enter")
    },
    field: "Name",
    keys: ["Z", "e", "ArrowDown", "d"],
    holds: "Zed",
  },
  {
    where: "a cell that the first letter opens",
    open: table,
    async begin(page) {
      await page.getByRole("rowheader", { name: "Acme", exact: true }).click({ position: { x: 4, y: 16 } })
      await page.keyboard.press("Z")
    },
    field: "Name",
    keys: ["e", "d"],
    holds: "Zed",
  },
]

test.each(cases)("what is typed before the editor is there stands in it: $where", async (each) => {
  const { page, asked, release } = await each.open()
  await each.begin(page)
  await asked
  for (const key of each.keys) await page.keyboard.press(key)
  const input = page.getByRole("textbox", { name: each.field, exact: true })
  expect(await input.count()).toBe(0)
  release()
  await input.waitFor()
  expect(await input.inputValue()).toBe(each.holds)
  // From now on keys are the editor's.
  await page.keyboard.type("7")
  expect(await input.inputValue()).toBe(`${each.holds}7`)
  await page.context().close()
})

test.each(cases.slice(0, 2))("Escape lets go of it, and keys are the page's again: $where", async (each) => {
  const { page, asked, release } = await each.open()
  await each.begin(page)
  await asked
  await page.keyboard.press("x")
  await page.keyboard.press("Escape")
  release()
  await page.keyboard.press("?")
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor()
  expect(await page.getByRole("textbox", { name: each.field, exact: true }).count()).toBe(0)
  await page.context().close()
})

test("what is typed before the editor of a text is there is written in it, lines and all", async () => {
  const { data } = await ada.graphql<{ createNote: { id: string } }>(
    `mutation { createNote(data: { title: "Minutes" }) { id } }`,
  )
  const { page, asked, release } = await slowly(`/object/note/${data.createNote.id}`, (note) =>
    note.getByRole("button", { name: "Edit Body" }).waitFor(),
  )
  await page.getByRole("button", { name: "Edit Body" }).press("Enter")
  await asked
  for (const key of ["-", " ", "N", "o", "Enter", "n"]) await page.keyboard.press(key)
  release()
  const text = page.getByRole("textbox", { name: "Body" })
  await text.getByRole("listitem").nth(1).waitFor()
  await page.keyboard.type("!")
  await text.getByRole("listitem").nth(1).filter({ hasText: "n!" }).waitFor()
  expect(await text.getByRole("listitem").allInnerTexts()).toEqual(["No", "n!"])
  await page.context().close()
})
