/** What hangs on a record: its timeline, tasks, notes and files. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { createRole, memberWith } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"
import { startWorker, type TestWorker } from "../support/worker.ts"

setDefaultTimeout(60_000)

let client: WebClient
let worker: TestWorker
let ada: Member
let bob: Member
let acme: string

beforeAll(async () => {
  client = await openWebClient({ REFUSED_FILE_TYPES: "exe", MAX_FILE_SIZE: "4" })
  worker = await startWorker({ databaseUrl: client.app.url })
  ada = await client.app.signUp()
  await named(ada, "Ada", "Lovelace")
  bob = await memberWith(client.app, ada, await createRole(ada))
  await named(bob, "Bob", "Ross")
  const { data } = await ada.graphql<{ createCompany: { id: string } }>(
    `mutation { createCompany(data: { name: "Acme", employees: 1 }) { id } }`,
  )
  acme = data.createCompany.id
})

afterAll(async () => {
  await client.close()
  await worker.stop()
})

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

/** Before the first request, with which the server learns who it is. */
async function named(member: Member, firstName: string, lastName: string): Promise<void> {
  await client.app.services.db.script(
    `update core."user" set "firstName" = '${firstName}', "lastName" = '${lastName}' where id = '${member.userId}'`,
  )
}
const write = (member: Member, data: Record<string, unknown>) =>
  member.graphql(`mutation ($data: CompanyUpdateInput!) { updateCompany(id: "${acme}", data: $data) { id } }`, { data })
async function open(tab: string): Promise<Page> {
  const page = await client.visit(`/object/company/${acme}`, { as: ada, viewport: { width: 1600, height: 900 } })
  await page.getByRole("tab", { name: tab }).click()
  return page
}
const titlesOf = async (objects: string, fields = "title") =>
  (
    await ada.graphql<Record<string, { edges: { node: Record<string, unknown> }[] }>>(
      `{ ${objects} { edges { node { ${fields} } } } }`,
    )
  ).data[objects]!.edges.map(({ node }) => node)

test("UI-097 what one person changed within minutes is one entry, what another did is another", async () => {
  await write(ada, { employees: 2 })
  await write(ada, { employees: 30, name: "Acme Rockets" })
  await write(bob, { employees: 40 })
  await write(ada, { name: "Acme" })
  const page = await open("Timeline")
  const entries = page.getByRole("tabpanel").locator("ol > li")
  await page.waitForFunction(
    () => {
      window.dispatchEvent(new Event("focus"))
      return document.querySelectorAll("[role=tabpanel] ol > li").length === 4
    },
    undefined,
    { polling: 500 },
  )
  const told = (await entries.locator("p").allInnerTexts()).map((text) => text.replace(/ (now|\d+ seconds? ago)$/, ""))
  expect(told).toEqual([
    "Ada Lovelace changed Name",
    "Bob Ross changed Employees",
    "Ada Lovelace changed Employees and Name",
    "Ada Lovelace created this record",
  ])
  expect(await entries.nth(2).getByRole("listitem").allInnerTexts()).toEqual([
    "Employees 1 → 30",
    "Name Acme → Acme Rockets",
  ])
  await page.context().close()
})

test("UI-099 a task is made with t, and done with a tick: struck, moved to Done, and undone", async () => {
  const page = await client.visit(`/object/company/${acme}`, { as: ada, viewport: { width: 1600, height: 900 } })
  await page.getByRole("tab", { name: "Tasks" }).waitFor()
  await page.keyboard.press("t")
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Title of the new Task")
  await page.keyboard.type("Call them")
  await page.keyboard.press("Enter")
  const open = page.getByRole("list", { name: "No date" })
  await open.getByRole("link", { name: "Call them" }).waitFor()
  await open.getByRole("checkbox", { name: "Done: Call them" }).click()
  const done = page.getByRole("list", { name: "Done" }).getByRole("listitem")
  await done.getByText("Call them").waitFor()
  expect(await done.getByText("Call them").evaluate((node) => getComputedStyle(node).textDecorationLine)).toBe(
    "line-through",
  )
  await page.locator("html[data-sync=idle]").waitFor()
  expect(await titlesOf("tasks", "title status")).toEqual([{ title: "Call them", status: "DONE" }])
  await page.getByRole("status").filter({ hasText: "Call them is done." }).getByRole("button", { name: "Undo" }).click()
  await open.getByRole("link", { name: "Call them" }).waitFor()
  await page.context().close()
})

test("a note is made with n and written where it stands; its title opens it beside the page", async () => {
  const page = await client.visit(`/object/company/${acme}`, { as: ada, viewport: { width: 1600, height: 900 } })
  await page.getByRole("tab", { name: "Notes" }).waitFor()
  await page.keyboard.press("n")
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Title of the new Note")
  await page.keyboard.type("First call")
  await page.keyboard.press("Enter")
  const notes = page.getByRole("list", { name: "Notes" }).getByRole("listitem")
  await notes.getByRole("button", { name: "Edit First call: Text" }).click()
  await page.getByRole("textbox", { name: "First call: Text" }).and(page.locator(":focus")).waitFor()
  await page.keyboard.type("They want **rockets**.")
  await page.keyboard.press("Tab")
  await notes.getByText("They want rockets.").waitFor()
  await page.locator("html[data-sync=idle]").waitFor()
  expect(await titlesOf("notes", "title bodyV2 { markdown }")).toEqual([
    { title: "First call", bodyV2: { markdown: expect.stringContaining("rockets") as string } },
  ])
  await notes.getByRole("link", { name: "First call" }).click()
  await page.getByRole("complementary", { name: "First call" }).waitFor()
  await page.context().close()
})

test("files are uploaded, downloaded, deleted and brought back", async () => {
  const page = await open("Files")
  await page.getByText("No files yet.").waitFor()
  await page.getByLabel("Upload files").setInputFiles([
    { name: "offer.txt", mimeType: "text/plain", buffer: Buffer.from("Ten rockets") },
    { name: "terms.txt", mimeType: "text/plain", buffer: Buffer.from("Cash") },
  ])
  const files = page.getByRole("list", { name: "Files" }).getByRole("listitem")
  await files.nth(1).waitFor()
  const link = page.getByRole("link", { name: "Download offer.txt" })
  expect(await (await client.app.request((await link.getAttribute("href"))!)).text()).toBe("Ten rockets")
  await page.getByRole("button", { name: "Delete offer.txt" }).click()
  await link.waitFor({ state: "detached" })
  expect(await titlesOf("attachments", "name")).toEqual([{ name: "terms.txt" }])
  await page
    .getByRole("status")
    .filter({ hasText: "offer.txt was deleted." })
    .getByRole("button", { name: "Undo" })
    .click()
  await link.waitFor()
  await page.context().close()
})

test("UI-148 two files that are dropped say how far each is; one is stopped, and the other one arrives", async () => {
  const page = await open("Files")
  await page.getByText("Upload files").waitFor()
  const network = await page.context().newCDPSession(page)
  const slowly = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 150_000 }
  await network.send("Network.emulateNetworkConditions", slowly)
  const dropped = await page.evaluateHandle(() => {
    const files = new DataTransfer()
    files.items.add(new File([new Uint8Array(3_000_000)], "long.bin"))
    files.items.add(new File([new Uint8Array(300_000)], "short.bin"))
    return files
  })
  await page.getByText("Upload files").dispatchEvent("drop", { dataTransfer: dropped })
  const progress = (name: string) => page.getByRole("progressbar", { name: `Uploading ${name}…` })
  await progress("long.bin").waitFor()
  await progress("short.bin").waitFor()
  await page.waitForFunction(() => {
    const shares = [...document.querySelectorAll("progress")].map(({ value }) => value)
    return shares.length === 2 && shares.every((share) => share > 0 && share < 1)
  })
  await page.getByRole("button", { name: "Stop uploading long.bin" }).click()
  await progress("long.bin").waitFor({ state: "detached" })
  await page.getByRole("link", { name: "Download short.bin" }).waitFor()
  expect(await page.getByRole("progressbar").count()).toBe(0)
  expect(await page.getByRole("alert").count()).toBe(0)
  expect(await titlesOf("attachments", "name")).not.toContainEqual({ name: "long.bin" })
  expect(await titlesOf("attachments", "name")).toContainEqual({ name: "short.bin" })
  await page.context().close()
})

test("UI-148 of what is dropped, a forbidden type and what is too big are named and not sent; the others arrive", async () => {
  const page = await open("Files")
  await page.getByText("Upload files").waitFor()
  const sent: (string | null)[] = []
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (pathname === "/rest/files") sent.push(searchParams.get("filename"))
  })
  const dropped = await page.evaluateHandle(() => {
    const files = new DataTransfer()
    files.items.add(new File(["One"], "one.txt"))
    files.items.add(new File(["MZ"], "Setup.EXE"))
    files.items.add(new File([new Uint8Array(4_000_001)], "film.bin"))
    files.items.add(new File(["Two"], "two.txt"))
    return files
  })
  await page.getByText("Upload files").dispatchEvent("drop", { dataTransfer: dropped })
  const alert = page.getByRole("alert")
  await alert.filter({ hasText: "Setup.EXE was not uploaded. Files of type .exe are not taken here." }).waitFor()
  await alert.filter({ hasText: "film.bin was not uploaded. Files may be up to 4 MB." }).waitFor()
  expect(await page.getByRole("button", { name: "Retry" }).count()).toBe(0)
  await page.getByRole("link", { name: "Download one.txt" }).waitFor()
  await page.getByRole("link", { name: "Download two.txt" }).waitFor()
  expect(sent.toSorted()).toEqual(["one.txt", "two.txt"])
  await page.context().close()
})

test("UI-157 what breaks in one part of a page leaves the others working, and is loaded again on its own", async () => {
  await write(ada, { employees: 3 })
  const page = await client.visit(`/object/company/${acme}`, { as: ada, viewport: { width: 1600, height: 900 } })
  await page.getByRole("tab", { name: "Timeline" }).waitFor()
  // Of this page the timeline alone makes lists of words.
  await page.evaluate(() => {
    const { ListFormat } = Intl
    const broken = () => {
      throw new Error("broken on purpose")
    }
    Object.assign(Intl, { ListFormat: broken })
    Object.assign(globalThis, { mend: () => Object.assign(Intl, { ListFormat }) })
  })
  await page.getByRole("tab", { name: "Timeline" }).click()
  const broken = page.getByRole("tabpanel").getByRole("alert")
  await broken.getByRole("button", { name: "Reload section" }).waitFor()
  // The fields beside it are changed as ever.
  await page.getByRole("button", { name: "Edit Employees" }).click()
  await page.getByRole("textbox", { name: "Employees" }).fill("12")
  await page.keyboard.press("Enter")
  await page.locator(".field-row").filter({ hasText: "Employees" }).getByText("12", { exact: true }).waitFor()
  await page.getByRole("tab", { name: "Files" }).click()
  await page.getByRole("tab", { name: "Timeline" }).click()
  await broken.waitFor()
  await page.evaluate(() => (globalThis as unknown as { mend(): void }).mend())
  await broken.getByRole("button", { name: "Reload section" }).click()
  await page.getByRole("tabpanel").locator("ol > li").first().waitFor()
  expect(await broken.count()).toBe(0)
  await page.context().close()
})
