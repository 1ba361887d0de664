/** The settings' frame, and the pages that everybody has: profile and experience. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { scan } from "../support/authenticator-app.ts"
import { seriousProblems } from "../support/axe.ts"
import { createRole, memberWith } from "../support/roles.ts"
import { emailOf, signIns } from "../support/sign-in.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

async function open(path: string, title: string, options: Parameters<WebClient["visit"]>[1] = {}): Promise<Page> {
  const page = await client.visit(`/settings/${path}`, { as: ada, ...options })
  await page.getByRole("heading", { level: 1, name: title }).waitFor()
  return page
}

const drawer = (page: Page) => page.getByRole("navigation", { name: "Settings" })

const pages = ["Profile", "Experience", "General", "Members", "Invitations"]

test.each(["light", "dark"] as const)(
  "UI-015 axe has nothing serious to say of the settings in %s",
  async (colorScheme) => {
    const page = await open("profile", "Profile", { colorScheme })
    const found: [string, string[]][] = []
    for (const title of pages) {
      await drawer(page).getByRole("link", { name: title }).click()
      await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor()
      await page.locator("main .section").first().waitFor()
      found.push([title, await seriousProblems(page)])
    }
    expect(found).toEqual(pages.map((title) => [title, []]))
    await page.context().close()
  },
)

test("UI-012 no page of the settings is wider than 320 pixels", async () => {
  const page = await open("", "Settings", { viewport: { width: 320, height: 640 } })
  const wide: string[] = []
  for (const title of pages) {
    await page.getByRole("main").getByRole("link", { name: title }).click()
    await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor()
    await page.locator("main .section").first().waitFor()
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(title)
    await page.getByRole("banner").getByRole("link", { name: "Settings" }).click()
  }
  expect(wide).toEqual([])
  await page.context().close()
})

test("UI-127 what a role may not do is not in the drawer, and its address says so", async () => {
  const bob = await memberWith(client.app, ada, await createRole(ada))
  const page = await open("profile", "Profile", { as: bob })
  expect(await drawer(page).getByRole("link").allTextContents()).toEqual(["Back to the app", "Profile", "Experience"])
  for (const name of [
    "general",
    "members",
    "invitations",
    "roles",
    "objects",
    "audit-log",
    "api-keys",
    "sql-logins",
    "playground",
  ]) {
    await page.goto(`${client.url}/settings/${name}`)
    await page.getByRole("heading", { level: 1, name: "You have no access to this" }).waitFor()
  }
  await page.goto(`${client.url}/settings/nothing`)
  await page.getByRole("heading", { level: 1, name: "There is nothing at this address" }).waitFor()
  await page.context().close()
})

test("the settings are reached from the drawer and by Mod+comma, and Escape leads back", async () => {
  const page = await client.visit("/objects/companies", { as: ada })
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click()
  await page.getByRole("heading", { level: 1, name: "Profile" }).waitFor()
  await page.keyboard.press("Escape")
  await page.getByRole("heading", { level: 1, name: "Companies" }).waitFor()
  await page.keyboard.press("Control+,")
  await page.getByRole("heading", { level: 1, name: "Profile" }).waitFor()
  await page.getByRole("searchbox", { name: "Search settings" }).fill("time zone")
  expect(await drawer(page).getByRole("list").getByRole("link").allTextContents()).toEqual(["Experience"])
  await page.context().close()
})

test("on a phone the list of pages is a page of its own", async () => {
  const page = await client.visit("/settings", { as: ada, ...phone })
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor()
  await page.getByRole("main").getByRole("link", { name: "Members" }).click()
  await page.getByRole("heading", { level: 1, name: "Members" }).waitFor()
  await page.getByRole("link", { name: "Settings" }).first().click()
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor()
  await page.context().close()
})

test("a name is written to the member, and the drawer knows it at once", async () => {
  const page = await open("profile", "Profile")
  await page.getByLabel("First name").fill("")
  await page.getByRole("button", { name: "Save" }).click()
  expect(await page.getByLabel("First name").getAttribute("aria-invalid")).toBe("true")
  await page.getByLabel("First name").fill("Ada")
  await page.getByLabel("Last name").fill("Lovelace")
  await page.getByRole("button", { name: "Save" }).click()
  await page.getByText("Saved.").waitFor()
  const { data } = await ada.metadata<{ currentUser: { workspaceMember: { name: object } } }>(
    "{ currentUser { workspaceMember { name { firstName lastName } } } }",
  )
  expect(data.currentUser.workspaceMember.name).toEqual({ firstName: "Ada", lastName: "Lovelace" })
  await page.getByRole("link", { name: "Back to the app" }).click()
  await page.getByRole("button", { name: /Ada Lovelace.*account/ }).waitFor()
  await page.context().close()
})

test("an authenticator app and a passkey are added and removed, with recovery codes for the first", async () => {
  const grace = await client.app.signUp()
  const page = await open("profile", "Profile", { as: grace })
  const methods = async () => {
    const { data } = await grace.metadata<{
      currentUser: { currentUserWorkspace: { twoFactorAuthenticationMethodSummary: { strategy: string }[] } }
    }>("{ currentUser { currentUserWorkspace { twoFactorAuthenticationMethodSummary { strategy } } } }")
    return data.currentUser.currentUserWorkspace.twoFactorAuthenticationMethodSummary.map(({ strategy }) => strategy)
  }
  await page.getByRole("button", { name: "Add an authenticator app" }).click()
  const dialog = page.getByRole("dialog")
  const secret = await dialog.locator("code").textContent()
  await dialog.getByLabel("Code").fill("000000")
  await dialog.getByRole("button", { name: "Verify" }).click()
  await dialog.getByText("That code is not right.").waitFor()
  await dialog
    .getByLabel("Code")
    .fill(await scan(`otpauth://totp/Kith?secret=${secret}&period=30&digits=6`).code(Date.now()))
  await dialog.getByRole("button", { name: "Verify" }).click()
  await page.getByRole("dialog", { name: "Keep your recovery codes" }).waitFor()
  expect(await page.getByRole("dialog", { name: "Keep your recovery codes" }).getByRole("listitem").count()).toBe(10)
  await page.getByRole("button", { name: "I have kept these codes" }).click()
  expect(await methods()).toEqual(["TOTP"])
  // A passkey is named for its place in the list.
  await page.getByRole("button", { name: /^Remove / }).waitFor()

  const devtools = await page.context().newCDPSession(page)
  await devtools.send("WebAuthn.enable")
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.getByRole("button", { name: "Add a passkey" }).click()
  await page.getByRole("button", { name: "Remove Passkey 2" }).waitFor()
  expect((await methods()).toSorted()).toEqual(["PASSKEY", "TOTP"])

  await page.getByRole("button", { name: "Remove Passkey 2" }).click()
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click()
  await page.getByRole("button", { name: "Remove Passkey 2" }).waitFor({ state: "detached" })
  expect(await methods()).toEqual(["TOTP"])
  await page.context().close()
})

test("sessions are listed, and one that is revoked is over", async () => {
  const { data } = await ada.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
  const page = await client.visit("/sign-in")
  await page.getByLabel("E-mail").fill(data.currentUser.email)
  await page.getByRole("button", { name: "Continue", exact: true }).click()
  await page.getByLabel("Password", { exact: true }).fill("correct horse")
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByRole("heading", { level: 1, name: "Welcome to Test" }).waitFor()
  await page.goto(`${client.url}/settings/profile`)
  await page.getByText("This device").waitFor()
  await page.getByRole("button", { name: "Revoke Unknown device" }).first().click()
  await page.getByText("Signed out there.").waitFor()
  const after = await ada.metadata("{ currentUser { email } }")
  expect(after.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
  await page.context().close()
  ada = await client.app.signUp()
})

describe("a password", () => {
  const first = (page: Page) => page.getByLabel("Present password", { exact: true })
  const second = (page: Page) => page.getByLabel("New password", { exact: true })
  const save = (page: Page) => page.getByRole("button", { name: "Change password" }).click()

  test("is changed with the present one, and the others are signed out", async () => {
    const { enter } = signIns(client.app.request)
    const grace = await client.app.signUp()
    const email = await emailOf(grace)
    const elsewhere = await enter(email)
    const page = await open("profile", "Profile", { as: grace })
    await page.getByText("At least 8 characters").waitFor()
    await first(page).fill("wrong horse")
    await second(page).fill("short")
    await save(page)
    await page.getByText("Use 8 to 1000 characters.").waitFor()
    await second(page).fill("battery staple")
    await save(page)
    await page.getByText("This is not your present password.").waitFor()
    await page.locator("input:focus[autocomplete=current-password]").waitFor()
    expect(await second(page).inputValue()).toBe("battery staple")
    await first(page).fill("correct horse")
    await save(page)
    await page.getByText("Your password is changed, and you are signed out everywhere else.").waitFor()
    expect(await first(page).inputValue()).toBe("")
    expect((await elsewhere.metadata("{ currentUser { id } }")).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
    expect((await grace.metadata("{ currentUser { id } }")).errors).toBeUndefined()
    await page.context().close()
  })

  test("is set by a link where there is none", async () => {
    const grace = await client.app.signUp()
    const page = await open("profile", "Profile", { as: grace })
    await first(page).waitFor()
    await client.app.services.db.query(`update core."user" set "passwordHash" = null where id = $1`, [grace.userId])
    await page.reload()
    await page.getByText("You have none, because you sign in elsewhere.").waitFor()
    expect(await first(page).count()).toBe(0)
    await page.getByRole("button", { name: "Mail me a link" }).click()
    await page.getByText(/A link is on its way to/).waitFor()
    await page.context().close()
  })
})

test("an account is deleted once its address is typed", async () => {
  const eve = await client.app.signUp()
  const { data } = await eve.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
  const page = await open("profile", "Profile", { as: eve })
  await page.getByRole("button", { name: "Delete account" }).click()
  const dialog = page.getByRole("alertdialog")
  const button = dialog.getByRole("button", { name: "Delete account" })
  expect(await button.isDisabled()).toBe(true)
  await dialog.getByRole("textbox").fill(data.currentUser.email)
  await button.click()
  await page.waitForURL("**/sign-in")
  expect((await eve.metadata("{ currentUser { email } }")).errors).toBeDefined()
  await page.context().close()
})

test("how somebody likes things is kept on the server, so that another device follows", async () => {
  const page = await open("experience", "Experience", { colorScheme: "light" })
  await page.getByRole("radio", { name: "Dark" }).check()
  await page.getByLabel("Dates").selectOption({ label: "Year first: 2026-12-31" })
  await page.getByText("2026-12-31 14:05").waitFor()
  await page.getByLabel("Numbers").selectOption("DOTS_AND_COMMA")
  await page.getByText("1.234.567,89").waitFor()
  await page.getByLabel("First day of the week").selectOption("1")
  await page.getByLabel("Language").selectOption("de-DE")
  await page.getByRole("heading", { level: 1, name: "Darstellung" }).waitFor()
  const { data } = await ada.metadata<{ currentUser: { workspaceMember: object } }>(
    "{ currentUser { workspaceMember { colorScheme dateFormat numberFormat calendarStartDay locale } } }",
  )
  expect(data.currentUser.workspaceMember).toEqual({
    colorScheme: "Dark",
    dateFormat: "YEAR_FIRST",
    numberFormat: "DOTS_AND_COMMA",
    calendarStartDay: 1,
    locale: "de-DE",
  })
  await page.context().close()
  const other = await client.visit("/settings/experience", { as: ada, colorScheme: "light" })
  await other.getByRole("heading", { level: 1, name: "Darstellung" }).waitFor()
  expect(await other.locator("html").getAttribute("data-theme")).toBe("dark")
  await other.context().close()
  ada = await client.app.signUp()
})

test("UI-119 single-key shortcuts are off where somebody wants them off", async () => {
  const page = await open("experience", "Experience")
  await page.getByRole("switch", { name: "Single-key shortcuts" }).uncheck()
  await page.getByRole("link", { name: "Back to the app" }).click()
  const main = page.getByRole("navigation", { name: "Main" })
  await main.waitFor()
  const goTo = (name: string) => main.getByRole("link", { name, exact: true }).click()
  const draft = page.getByRole("row", { name: "New Company" })
  await goTo("Companies")
  await page.getByRole("grid").waitFor()
  await page.keyboard.press("[")
  await page.keyboard.press("c")
  await page.waitForTimeout(300)
  expect((await main.boundingBox())?.width).toBe(220)
  expect(await draft.count()).toBe(0)
  await page.keyboard.press("Control+k")
  await page.getByRole("dialog", { name: "Search, or type a command" }).waitFor()
  await page.keyboard.press("Escape")
  await page.keyboard.press("Control+,")
  await page.getByRole("heading", { level: 1, name: "Profile" }).waitFor()
  // The same keys, once they are wanted again.
  await page.goto(`${client.url}/settings/experience`)
  await page.getByRole("switch", { name: "Single-key shortcuts" }).check()
  await page.getByRole("link", { name: "Back to the app" }).click()
  await goTo("Companies")
  await page.getByRole("grid").waitFor()
  await page.keyboard.press("c")
  await draft.waitFor()
  await page.context().close()
})
