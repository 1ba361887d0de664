/** A session that ends while somebody is at work. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { scan } from "../support/authenticator-app.ts"
import { seriousProblems } from "../support/axe.ts"
import { delayed, openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let email: string
const password = "correct horse"

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  email = await addressOf(ada)
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: ["Acme", "Bolt", "Crate"].map((name, i) => ({ name, position: i })),
  })
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

async function addressOf(member: Member): Promise<string> {
  const { data } = await member.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
  return data.currentUser.email
}

/** Signs in as people do, so that the member's own token goes on working. */
async function visitSignedIn(path: string): Promise<Page> {
  const page = await client.visit(path)
  await page.getByLabel("E-mail").fill(email)
  await page.getByRole("button", { name: "Continue" }).click()
  await page.getByLabel("Password", { exact: true }).fill(password)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await page.getByRole("navigation", { name: "Main" }).waitFor()
  return page
}

const endSessions = () => ada.metadata("mutation { endOtherSessions { success } }")

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Sign in again" })

async function signInAgain(page: Page): Promise<void> {
  await dialogOf(page).getByLabel("Password", { exact: true }).fill(password)
  await dialogOf(page).getByRole("button", { name: "Sign in", exact: true }).click()
}

async function names(): Promise<string[]> {
  const { data } = await ada.graphql<{ companies: { edges: { node: { name: string } }[] } }>(
    "{ companies(orderBy: [{ position: AscNullsLast }]) { edges { node { name } } } }",
  )
  return data.companies.edges.map(({ node }) => node.name)
}

const saved = (page: Page) => page.locator("html[data-sync=idle]").waitFor()

test("UI-038 an ended session asks for the password over the page; what was typed stays, what was written arrives", async () => {
  const page = await visitSignedIn("/objects/companies")
  await page.getByRole("rowheader", { name: "Acme" }).waitFor()
  await endSessions()
  // So that there is time to type on.
  await page.route("**/metadata", delayed(700))
  await page.getByRole("rowheader", { name: "Acme" }).click({ position: { x: 4, y: 16 } })
  await page.keyboard.press("Enter")
  await page.getByRole("textbox", { name: "Name" }).fill("Acme Rockets")
  await page.keyboard.press("Enter")
  await page.locator("[role=rowheader]:focus").filter({ hasText: "Bolt" }).waitFor()
  await page.keyboard.type("Bolts and nuts")
  await dialogOf(page).waitFor()
  await page.unrouteAll({ behavior: "wait" })
  const editor = page.getByRole("textbox", { name: "Name", includeHidden: true })
  expect(await editor.inputValue()).toBe("Bolts and nuts")
  expect(await names()).toEqual(["Acme", "Bolt", "Crate"])

  const address = dialogOf(page).getByLabel("E-mail")
  expect(await address.inputValue()).toBe(email)
  expect(await address.getAttribute("readonly")).not.toBeNull()
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "password")
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForTimeout(150)
    expect(await seriousProblems(page)).toEqual([])
  }
  await page.keyboard.press("Escape")
  await page.keyboard.press("Escape")
  await page.keyboard.type("wrong password")
  await page.keyboard.press("Enter")
  await dialogOf(page).getByRole("alert").filter({ hasText: "E-mail or password is not right." }).waitFor()
  await signInAgain(page)
  await dialogOf(page).waitFor({ state: "detached" })

  expect(await editor.inputValue()).toBe("Bolts and nuts")
  expect(await editor.evaluate((node) => node === document.activeElement)).toBe(true)
  await page.keyboard.press("Enter")
  await saved(page)
  expect(await names()).toEqual(["Acme Rockets", "Bolts and nuts", "Crate"])
  expect(await page.getByRole("alert").count()).toBe(0)
  await page.context().close()
})

test("UI-038 what is read meanwhile is asked for again; the session is that of all tabs", async () => {
  const page = await visitSignedIn("/objects/companies")
  await page.getByRole("rowheader", { name: "Crate" }).waitFor()
  const other = await page.context().newPage()
  await other.goto(`${client.url}/objects/people`)
  await other.getByText("There are no People yet.").waitFor()
  await endSessions()
  await page.getByRole("link", { name: "Opportunities" }).click()
  await dialogOf(page).waitFor()
  await other.getByRole("link", { name: "Tasks" }).click()
  await dialogOf(other).waitFor()
  // A tab that is opened meanwhile has nothing to lose, and takes nothing away from the others.
  const third = await page.context().newPage()
  await third.goto(`${client.url}/objects/people`)
  await third.getByRole("heading", { level: 1, name: "Sign in" }).waitFor()
  await dialogOf(page).waitFor()
  await signInAgain(page)
  await page.getByText("There are no Opportunities yet.").waitFor()
  await other.getByText("There are no Tasks yet.").waitFor()
  expect(await dialogOf(other).count()).toBe(0)
  await page.context().close()
})

test("UI-038 somebody else goes to the page for signing in; whoever signs out does not have to sign in for it", async () => {
  const page = await visitSignedIn("/objects/companies")
  await page.getByRole("rowheader", { name: "Crate" }).waitFor()
  await endSessions()
  await page.getByRole("link", { name: "People" }).click()
  await dialogOf(page).getByRole("button", { name: "Sign in as someone else" }).click()
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor()
  await page.context().close()

  const other = await visitSignedIn("/objects/companies")
  await other.getByRole("rowheader", { name: "Crate" }).waitFor()
  await endSessions()
  await other.getByRole("button", { name: /, account/ }).click()
  await other.getByRole("menuitem", { name: "Sign out" }).click()
  await other.getByRole("heading", { level: 1, name: "Sign in" }).waitFor()
  await other.context().close()
})

test("UI-038 somebody else who signs in in another tab takes nothing from whoever has to sign in again", async () => {
  const page = await visitSignedIn("/objects/companies")
  await page.getByRole("rowheader", { name: "Crate" }).waitFor()
  const other = await page.context().newPage()
  await other.goto(`${client.url}/sign-in`)
  await endSessions()
  await page.getByRole("link", { name: "People" }).click()
  await dialogOf(page).waitFor()
  const bob = await client.app.signUp()
  await other.evaluate(
    (session) => localStorage.setItem("kith.session", session),
    JSON.stringify({ access: bob.token, refresh: "none" }),
  )
  await page.waitForTimeout(200)
  expect(await dialogOf(page).getByLabel("E-mail").inputValue()).toBe(email)
  await signInAgain(page)
  await page.getByText("There are no People yet.").waitFor()
  await page.context().close()
})

test("UI-038 a second step is asked for in the dialog, and set up beside the page", async () => {
  const page = await visitSignedIn("/objects/companies")
  await page.getByRole("rowheader", { name: "Crate" }).waitFor()
  await ada.metadata(`mutation { updateWorkspace(data: { isTwoFactorAuthenticationEnforced: true }) { id } }`)
  await endSessions()
  await page.getByRole("link", { name: "People" }).click()
  await signInAgain(page)
  await dialogOf(page).getByRole("link", { name: "Set it up in a new window" }).waitFor()
  const opened = page.context().waitForEvent("page")
  await dialogOf(page).getByRole("link", { name: "Set it up in a new window" }).click()
  const beside = await opened
  await beside.getByLabel("E-mail").fill(email)
  await beside.getByRole("button", { name: "Continue" }).click()
  await beside.getByLabel("Password", { exact: true }).fill(password)
  await beside.getByRole("button", { name: "Sign in", exact: true }).click()
  const secret = (await beside.locator("code.secret").textContent())!
  const authenticator = scan(`otpauth://totp/Kith?secret=${secret}&period=30&digits=6`)
  await beside.getByLabel("Code", { exact: true }).fill(await authenticator.code(Date.now()))
  await beside.getByRole("heading", { name: "Keep your recovery codes" }).waitFor()
  const recoveryCodes = await beside.getByRole("listitem").allTextContents()
  await beside.getByLabel("I have kept these codes").check()
  await beside.getByRole("button", { name: "Continue" }).click()
  await beside.getByRole("navigation", { name: "Main" }).waitFor()
  // The session of one window is that of all.
  await page.getByText("There are no People yet.").waitFor()
  expect(await dialogOf(page).count()).toBe(0)

  await endEverySession()
  await page.getByRole("link", { name: "Tasks" }).click()
  await signInAgain(page)
  await dialogOf(page).getByLabel("Code", { exact: true }).waitFor()
  await dialogOf(page).getByRole("button", { name: "Use a recovery code" }).click()
  await dialogOf(page).getByLabel("Recovery code").fill(recoveryCodes[0]!)
  await dialogOf(page).getByRole("button", { name: "Verify" }).click()
  await page.getByText("There are no Tasks yet.").waitFor()
  await page.context().close()
})

test("UI-038 whoever signs in with a provider does so in a window of its own", async () => {
  const other = await openWebClient({ AUTH_GOOGLE_CLIENT_ID: "google", AUTH_GOOGLE_CLIENT_SECRET: "secret" })
  const bob = await other.app.signUp()
  const page = await other.visit("/objects/companies", { as: bob })
  await page.getByText("There are no Companies yet.").waitFor()
  await page.context().route("**/auth/**", (route) => route.fulfill({ body: "elsewhere" }))
  await other.app.services.db.query(`update core.session set "revokedAt" = now() where "userId" = '${bob.userId}'`)
  await page.getByRole("link", { name: "People" }).click()
  const opened = page.context().waitForEvent("page")
  await dialogOf(page).getByRole("button", { name: "Continue with Google" }).click()
  const beside = await opened
  await beside.waitForURL("**/auth/google?**")
  expect(await beside.evaluate(() => window.opener)).toBeNull()
  await dialogOf(page).waitFor()
  expect(new URL(page.url()).pathname).toBe("/objects/people")
  expect(other.complaints).toEqual([])
  await other.close()
})

/** The member's own token has no second step, and ends nothing any more. */
async function endEverySession(): Promise<void> {
  await client.app.services.db.query(`update core.session set "revokedAt" = now() where "userId" = '${ada.userId}'`)
}
