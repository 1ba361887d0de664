/** Several records become one: what differs is chosen, lists are put together, and nothing that hung on them is lost. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page
let ids: string[]

const people = [
  {
    name: { firstName: "Ana", lastName: "Silva" },
    emails: { primaryEmail: "ana@acme.test", additionalEmails: [] },
    jobTitle: "Buyer",
    city: "Porto",
  },
  {
    name: { firstName: "Ana", lastName: "Silva" },
    emails: { primaryEmail: "silva@acme.test", additionalEmails: ["a.silva@home.test"] },
    jobTitle: "Head of buying",
    city: "Porto",
  },
  {
    name: { firstName: "A.", lastName: "Silva" },
    emails: { primaryEmail: "as@old.test" },
    jobTitle: "",
    city: "Porto",
  },
]

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  page = await client.visit("/", { as: ada, viewport: { width: 1400, height: 800 } })
})

beforeEach(async () => {
  await ada.graphql(`mutation { destroyPeople(filter: { id: { is: NOT_NULL } }) { id } }`)
  const { data } = await ada.graphql<{ createPeople: { id: string }[] }>(
    `mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data) { id } }`,
    { data: people },
  )
  ids = data.createPeople.map(({ id }) => id)
  for (const [i, id] of ids.entries()) {
    const { data: note } = await ada.graphql<{ createNote: { id: string } }>(
      `mutation ($title: String) { createNote(data: { title: $title }) { id } }`,
      { title: `Note ${i}` },
    )
    await ada.graphql(
      `mutation ($note: UUID, $person: UUID) { createNoteTarget(data: { noteId: $note, targetPersonId: $person }) { id } }`,
      { note: note.createNote.id, person: id },
    )
  }
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const address = (some = ids) => `/objects/people/merge?ids=${some.join(",")}`
const open = async (some = ids) => {
  await page.goto(client.url + address(some))
  await page.getByRole("rowheader", { name: "Job title" }).waitFor()
  await page.getByRole("button", { name: /^Merge \d records$/, disabled: false }).waitFor()
}
const radio = (name: string) => page.getByRole("radio", { name, exact: true })
const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) })
const result = (name: string) => row(name).getByRole("cell").last()

interface Person {
  id: string
  jobTitle: string
  city: string
  emails: { primaryEmail: string; additionalEmails: string[] | null }
  noteTargets: { edges: { node: { note: { title: string } } }[] }
}

async function readPeople(): Promise<Person[]> {
  const { data } = await ada.graphql<{ people: { edges: { node: Person }[] } }>(
    `{ people { edges { node { id jobTitle city emails { primaryEmail additionalEmails } noteTargets { edges { node { note { title } } } } } } } }`,
  )
  return data.people.edges.map(({ node }) => node)
}

async function confirm(): Promise<void> {
  await page.getByRole("button", { name: /^Merge \d records$/ }).click()
  const dialog = page.getByRole("alertdialog")
  await dialog.getByText("This cannot be undone").waitFor()
  await page.locator("button:focus", { hasText: "Cancel" }).waitFor()
  await dialog.getByRole("button", { name: "Merge", exact: true }).click()
}

test("UI-102 what differs comes first, e-mails are put together, and the kept record has the notes of all", async () => {
  await open()
  expect(await page.getByRole("rowheader", { name: "City" }).count()).toBe(0)
  await page.getByRole("button", { name: "Show 1 field that is the same" }).click()
  const names = await page.getByRole("rowheader").allInnerTexts()
  expect(names.at(-1)).toBe("City")
  for (const email of ["ana@acme.test", "silva@acme.test"]) await result("Emails").getByText(email).waitFor()
  await page.getByText("2 × Notes").waitFor()
  await page.getByRole("radio", { name: "Keep this record" }).first().click()
  await page.getByRole("row").getByRole("radio", { name: "Kept" }).waitFor()
  await row("Job title").getByRole("cell").nth(0).click()
  await result("Job title").getByText("Buyer", { exact: true }).waitFor()
  await confirm()
  await page.getByRole("status").getByText("3 records are merged into Ana Silva.").waitFor()
  const [person, ...rest] = await readPeople()
  expect(rest).toEqual([])
  expect(person!.id).toBe(ids[1]!)
  expect(new URL(page.url()).pathname).toBe(`/object/person/${person!.id}`)
  expect(person!.jobTitle).toBe("Buyer")
  expect([person!.emails.primaryEmail, ...(person!.emails.additionalEmails ?? [])].toSorted()).toEqual([
    "a.silva@home.test",
    "ana@acme.test",
    "as@old.test",
    "silva@acme.test",
  ])
  expect(person!.noteTargets.edges.map(({ node }) => node.note.title).toSorted()).toEqual([
    "Note 0",
    "Note 1",
    "Note 2",
  ])
})

test("of a list one record's values can be taken alone, and a record can be left out", async () => {
  await open()
  await page.getByRole("button", { name: "Leave A. Silva out" }).click()
  await page.getByRole("button", { name: "Merge 2 records", disabled: false }).waitFor()
  await row("Emails").getByRole("radio", { name: "Emails: Ana Silva" }).nth(1).click()
  await result("Emails").getByText("ana@acme.test").waitFor({ state: "detached" })
  await confirm()
  await page.getByRole("status").getByText("2 records are merged into Ana Silva.").waitFor()
  const left = await readPeople()
  expect(left.length).toBe(2)
  expect(left.find(({ id }) => id === ids[0])!.emails).toEqual({
    primaryEmail: "silva@acme.test",
    additionalEmails: ["a.silva@home.test"],
  })
})

test("two chosen rows of a table are merged from the bar below, or by Shift+M; Cancel changes nothing", async () => {
  await page.goto(`${client.url}/objects/people`)
  const boxes = page.getByRole("checkbox", { name: "Select Ana Silva" })
  await boxes.nth(0).click()
  await page.getByText("1 selected", { exact: true }).waitFor()
  expect(await page.getByRole("button", { name: "Merge", exact: true }).count()).toBe(0)
  await boxes.nth(1).click()
  await page.getByRole("button", { name: "Merge", exact: true }).waitFor()
  await page.getByRole("grid").focus()
  await page.keyboard.press("Shift+M")
  await radio("Kept").waitFor()
  await page.getByRole("link", { name: "Cancel" }).click()
  await page.getByRole("grid").waitFor()
  expect((await readPeople()).length).toBe(3)
})

test("what cannot be merged says why", async () => {
  await page.goto(client.url + address(ids.slice(0, 1)))
  await page.getByRole("heading", { name: "Choose 2 to 9 records" }).waitFor()
  await page.goto(client.url + address([ids[0]!, crypto.randomUUID()]))
  await page.getByRole("heading", { name: "Some of these records are gone" }).waitFor()
  await page.goto(`${client.url}/objects/notes/merge?ids=${ids.join(",")}`)
  await page.getByRole("heading", { name: "Notes cannot be merged here" }).waitFor()
})

test("the keyboard chooses, and assistive technology finds nothing serious in both themes and on a phone", async () => {
  await open()
  await row("Job title").getByRole("radio").first().focus()
  await page.keyboard.press("ArrowRight")
  await result("Job title").getByText("Head of buying").waitFor()
  const problems: string[] = []
  const ways = [
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  ] as const
  for (const way of ways) {
    const other = await client.visit(address(), { as: ada, ...way })
    await other.getByRole("rowheader", { name: "Job title" }).waitFor()
    problems.push(...(await seriousProblems(other)))
    expect(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await other.context().close()
  }
  expect(problems).toEqual([])
})
