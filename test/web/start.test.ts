/** The first minutes: the steps after signing up, home, and the way to the first records. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import { seriousProblems } from "../support/axe.ts"
import { createRole, memberWith } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient

beforeAll(async () => {
  client = await openWebClient()
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()
const step = (page: Page, number: number, title: string) =>
  Promise.all([
    page.getByText(`Step ${number} of 4`).waitFor(),
    page.getByRole("heading", { level: 2, name: title }).waitFor(),
  ])
const isHome = (page: Page) => page.getByRole("heading", { level: 1, name: "Welcome to Test" }).waitFor()

/** Somebody who has just founded a workspace. */
async function founder() {
  const member = await client.app.signUp()
  await member.metadata(`mutation { updateUserVars(update: { welcome: "workspace" }) }`)
  return member
}

test("UI-036 the first steps are counted, all but the first can be skipped, and a fresh browser goes on", async () => {
  const ada = await founder()
  const page = await client.visit("/welcome", { as: ada })
  await step(page, 1, "Your workspace")
  expect(await page.getByRole("button", { name: "Skip" }).count()).toBe(0)
  await page.getByLabel("Workspace name").fill("")
  await press(page, "Continue")
  await page.getByText("Workspace name is needed.").waitFor()
  await page.getByLabel("Workspace name").fill("Engines")
  await press(page, "Continue")
  await step(page, 2, "You")
  await page.getByRole("heading", { level: 1, name: "Set up Engines" }).waitFor()
  await press(page, "Skip")
  await step(page, 3, "Invite colleagues")
  await page.context().close()

  const fresh = await client.visit("/", { as: ada })
  await fresh.getByRole("link", { name: /Go on setting up/ }).click()
  await step(fresh, 3, "Invite colleagues")
  // What is done can be seen again; what is to come waits.
  await fresh.goto(`${client.url}/welcome/data`)
  await step(fresh, 3, "Invite colleagues")
  await fresh.goto(`${client.url}/welcome/profile`)
  await step(fresh, 2, "You")
  await fresh.getByLabel("First name").fill("Augusta")
  await press(fresh, "Continue")
  await step(fresh, 3, "Invite colleagues")
  await press(fresh, "Skip")
  await step(fresh, 4, "Your data")
  await fresh.getByLabel(/Start empty/).check()
  await press(fresh, "Finish")
  await fresh.getByRole("heading", { level: 1, name: "Welcome to Engines" }).waitFor()
  await fresh.goto(`${client.url}/welcome`)
  await fresh.getByRole("heading", { level: 1, name: "Welcome to Engines" }).waitFor()
  const { data } = await ada.metadata(`{ currentUser { userVars workspaceMember { name { firstName } } } }`)
  expect(data).toEqual({ currentUser: { userVars: {}, workspaceMember: { name: { firstName: "Augusta" } } } })
  await fresh.context().close()
})

test("colleagues are pasted together and looked at one by one", async () => {
  const ada = await founder()
  await ada.metadata(`mutation { updateUserVars(update: { welcome: "invite" }) }`)
  const page = await client.visit("/welcome", { as: ada })
  await step(page, 3, "Invite colleagues")
  const addresses = page.getByLabel("E-mail addresses")
  await addresses.fill("Bob <bob@b.test>, cy@c; dora@d.test\n")
  const chips = page.locator(".welcome-chips li")
  expect(await chips.allTextContents()).toEqual(["bob@b.test", "cy@c", "dora@d.test"])
  await press(page, "Send 3 invitations")
  await page.getByRole("alert").filter({ hasText: "‘cy@c’ is not an e-mail address." }).waitFor()
  await press(page, "Remove cy@c")
  await page.getByLabel("Role").selectOption({ label: "Admin" })
  await press(page, "Send 2 invitations")
  await step(page, 4, "Your data")
  const { data } = await ada.metadata<{ findWorkspaceInvitations: { email: string; roleId: string }[] }>(
    `{ findWorkspaceInvitations { email roleId } getRoles { id label } }`,
  )
  expect(data.findWorkspaceInvitations.map(({ email }) => email).toSorted()).toEqual(["bob@b.test", "dora@d.test"])
  await page.context().close()
})

test("UI-037 sample data is chosen in the last step, fills the objects, and goes from home again", async () => {
  const ada = await founder()
  await ada.metadata(`mutation { updateUserVars(update: { welcome: "data" }) }`)
  await ada.graphql(`mutation { createCompany(data: { name: "Mine" }) { id } }`)
  const page = await client.visit("/welcome", { as: ada })
  await step(page, 4, "Your data")
  await page.getByLabel(/Sample data/).check()
  await press(page, "Finish")
  await isHome(page)
  const tile = (name: string, count: string) =>
    page
      .getByRole("main")
      .getByRole("link", { name: new RegExp(`^${name} ?${count}$`) })
      .waitFor()
  await tile("Companies", "25 records")
  await tile("People", "60 records")
  await tile("Opportunities", "30 records")
  await press(page, "Remove sample data")
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove sample data" }).click()
  await tile("Companies", "1 record")
  await tile("People", "0 records")
  await tile("Opportunities", "0 records")
  expect(await page.getByRole("button", { name: "Remove sample data" }).count()).toBe(0)
  await page.context().close()
})

test("the last step leads into an import of what was chosen", async () => {
  const ada = await founder()
  await ada.metadata(`mutation { updateUserVars(update: { welcome: "data" }) }`)
  const page = await client.visit("/welcome", { as: ada })
  await page.getByLabel("What do you import?").selectOption({ label: "Opportunities" })
  await press(page, "Finish")
  await page.getByRole("heading", { level: 1, name: "Import Opportunities" }).waitFor()
  await page.context().close()
})

test("home offers what there is to begin with, and no longer once there are records", async () => {
  const ada = await client.app.signUp()
  const page = await client.visit("/", { as: ada })
  const toDo = page.getByRole("region", { name: "Getting started" })
  await toDo.getByRole("link", { name: /Import your data/ }).waitFor()
  await toDo.getByRole("link", { name: /Invite colleagues/ }).waitFor()
  await toDo.getByRole("button", { name: /Try it with sample data/ }).click()
  await page.getByRole("button", { name: "Remove sample data" }).waitFor()
  await toDo.waitFor({ state: "hidden" })
  await page.context().close()
})

test("whoever joins finds home, and nothing there that they may not do", async () => {
  const ada = await founder()
  await ada.metadata(`mutation { addSampleData { recordCount } }`)
  const bob = await memberWith(client.app, ada, await createRole(ada))
  const page = await client.visit("/welcome", { as: bob })
  await isHome(page)
  await page
    .getByRole("link", { name: /^Companies ?24 records/ })
    .first()
    .waitFor()
  expect(await page.getByRole("region", { name: "Getting started" }).count()).toBe(0)
  expect(await page.getByRole("button", { name: "Remove sample data" }).count()).toBe(0)
  await page.context().close()
})

test("UI-018 with no records the table says so in a sentence, and offers New and Import", async () => {
  const ada = await client.app.signUp()
  const page = await client.visit("/objects/companies", { as: ada })
  await page.getByText("There are no Companies yet.").waitFor()
  await page.getByRole("button", { name: "New Company" }).waitFor()
  await page.getByRole("main").getByRole("link", { name: "Import" }).click()
  await page.getByRole("heading", { level: 1, name: "Import Companies" }).waitFor()
  await page.context().close()
})

test.each([
  ["light", {}],
  ["dark", { colorScheme: "dark" as const }],
  ["a phone", phone],
])(
  "UI-015 axe has nothing serious to say of the first steps and home in %s, and nothing is too wide",
  async (_, options) => {
    const ada = await founder()
    const page = await client.visit("/welcome", { as: ada, ...options })
    const found: [string, string[], boolean][] = []
    const look = async (name: string) => {
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      found.push([name, await seriousProblems(page), isWide])
    }
    await step(page, 1, "Your workspace")
    await look("workspace")
    await press(page, "Continue")
    await step(page, 2, "You")
    await page.getByLabel("First name").waitFor()
    await look("profile")
    await press(page, "Skip")
    await step(page, 3, "Invite colleagues")
    await page.getByLabel("E-mail addresses").fill("bob@b.test, wrong\n")
    await look("invite")
    await press(page, "Skip")
    await step(page, 4, "Your data")
    await look("data")
    await page.goto(client.url)
    await page.getByRole("region", { name: "Getting started" }).waitFor()
    await look("home")
    expect(found).toEqual(["workspace", "profile", "invite", "data", "home"].map((name) => [name, [], false]))
    await page.context().close()
  },
)
