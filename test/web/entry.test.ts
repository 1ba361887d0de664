/** Getting in: P-01 to P-04, as people do it. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { scan } from "../support/authenticator-app.ts"
import { mailed } from "../support/mailbox.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
const password = "correct horse"
/** A founded workspace, after which the installation is no new one. */
let ada: { email: string; member: Member }

beforeAll(async () => {
  client = await openWebClient()
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value)
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor()

async function signIn(page: Page, email: string, secret = password): Promise<void> {
  await fill(page, "E-mail", email)
  await press(page, "Continue")
  await fill(page, "Password", secret)
  await press(page, "Sign in")
}

async function newMember(): Promise<{ email: string; member: Member }> {
  const member = await client.app.signUp()
  const { data } = await member.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
  return { email: data.currentUser.email, member }
}

test("the first visitor founds the workspace, and is called by their name", async () => {
  const page = await client.visit("/")
  await heading(page, "Welcome to Kith")
  expect(new URL(page.url()).pathname).toBe("/sign-up")
  await fill(page, "First name", "Ada")
  await fill(page, "Last name", "Lovelace")
  await fill(page, "Workspace name", "Analytical Engines")
  await fill(page, "E-mail", "first@example.com")
  await fill(page, "Password", password)
  await press(page, "Create account")
  await heading(page, "Set up Analytical Engines")
  expect(new URL(page.url()).pathname).toBe("/welcome/workspace")
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click()
  await heading(page, "Welcome to Analytical Engines")
  await page
    .getByRole("button", { name: /Analytical Engines.*account/ })
    .getByText("Ada Lovelace")
    .waitFor()
  expect(await page.title()).toBe("Home – Analytical Engines – Kith")
  await page.context().close()
  ada = await newMember()
})

test("UI-028 an invalid form focuses its first invalid field, and says what is wrong with each", async () => {
  const page = await client.visit("/sign-up")
  await fill(page, "E-mail", "nobody")
  await press(page, "Create account")
  const first = page.getByLabel("First name")
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true")
  expect(await first.evaluate((node) => node === document.activeElement)).toBe(true)
  const email = page.getByLabel("E-mail")
  expect(await email.getAttribute("aria-invalid")).toBe("true")
  const described = (await email.getAttribute("aria-describedby"))!
  expect(await page.locator(`[id="${described}"]`).textContent()).toBe("‘nobody’ is not an e-mail address.")
  expect(await email.inputValue()).toBe("nobody")
  await page.getByRole("alert").filter({ hasText: "4 fields need your attention." }).waitFor()
  await page.context().close()
})

describe("signing in", () => {
  test("UI-029 a wrong password is told in one sentence; the e-mail stays, the password has the focus", async () => {
    const page = await client.visit("/sign-in")
    await signIn(page, ada.email, "wrong password")
    await page.getByRole("alert").filter({ hasText: "E-mail or password is not right." }).waitFor()
    expect(await page.getByLabel("E-mail").inputValue()).toBe(ada.email)
    await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "password")
    expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe("wrong password")
    await page.context().close()
  })

  test("UI-030 an address that nobody has is answered alike", async () => {
    const seen: string[] = []
    for (const email of [ada.email, "nobody-at-all@example.com"]) {
      const page = await client.visit("/sign-in")
      await signIn(page, email, "wrong password")
      await page.getByRole("alert").waitFor()
      seen.push((await page.getByRole("main").innerText()).replaceAll(email, ""))
      await page.context().close()
    }
    expect(seen[0]).toBe(seen[1]!)
  })

  test("UI-032 whoever wanted to see a page sees it after signing in", async () => {
    const page = await client.visit("/objects/people?sort=-name")
    await heading(page, "Sign in")
    await signIn(page, ada.email)
    await heading(page, "People")
    expect(new URL(page.url()).search).toBe("?sort=-name")
    await page.context().close()
  })

  test("a destination on another site is none", async () => {
    const page = await client.visit("/sign-in")
    await page.evaluate("sessionStorage.setItem('kith.destination', '//evil.example.com')")
    await signIn(page, ada.email)
    await heading(page, "Welcome to Test")
    expect(page.url()).toBe(`${client.url}/`)
    await page.context().close()
  })

  test("signing out ends the session, here and on the server", async () => {
    const page = await client.visit("/sign-in")
    await signIn(page, ada.email)
    await heading(page, "Welcome to Test")
    const { access } = JSON.parse((await page.evaluate("localStorage.getItem('kith.session')")) as string)
    await page.getByRole("button", { name: /, account/ }).click()
    await page.getByRole("menuitem", { name: "Sign out" }).click()
    await heading(page, "Sign in")
    const answer = await client.app.request("/metadata", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${access}` },
      body: JSON.stringify({ query: "{ currentUser { id } }" }),
    })
    expect(await answer.text()).toContain("UNAUTHENTICATED")
    await page.context().close()
  })

  test("an expired session is renewed once, for all that asks at the same time", async () => {
    const page = await client.visit("/sign-in")
    await signIn(page, ada.email)
    await heading(page, "Welcome to Test")
    await page.evaluate(`localStorage.setItem("kith.session", JSON.stringify({
      ...JSON.parse(localStorage.getItem("kith.session")), access: "expired" }))`)
    let renewals = 0
    page.on("request", (request) => (renewals += request.postData()?.includes("renewToken") ? 1 : 0))
    await page.goto(`${client.url}/objects/people`)
    await page.getByText("There are no People yet.").waitFor()
    expect(renewals).toBe(1)
    await page.context().close()
  })

  test("somebody of two workspaces chooses, and changes over", async () => {
    const { email, member } = await newMember()
    await member.metadata(`mutation { updateWorkspace(data: { displayName: "One" }) { id } }`)
    const page = await client.visit("/sign-in")
    await signIn(page, email)
    await heading(page, "Welcome to One")
    const { data } = await member.metadata<{ signUpInNewWorkspace: { workspace: { id: string } } }>(
      `mutation { signUpInNewWorkspace(input: { displayName: "Two" }) { workspace { id } } }`,
    )
    expect(data.signUpInNewWorkspace.workspace.id).toBeString()
    const other = await client.visit("/sign-in")
    await signIn(other, email)
    await heading(other, "Choose a workspace")
    await press(other, "Two")
    await heading(other, "Welcome to Two")
    await other.getByRole("button", { name: /Two.*account/ }).click()
    await other.getByRole("menuitemradio", { name: "One" }).click()
    await heading(other, "Welcome to One")
    await page.context().close()
    await other.context().close()
  })
})

test("UI-031 passwords can be pasted and filled in, and what is switched off is not shown", async () => {
  const page = await client.visit("/sign-in", { permissions: ["clipboard-read", "clipboard-write"] })
  await fill(page, "E-mail", "a@example.com")
  await press(page, "Continue")
  expect(await page.getByLabel("E-mail").getAttribute("autocomplete")).toBe("username")
  const field = page.getByLabel("Password", { exact: true })
  expect(await field.getAttribute("autocomplete")).toBe("current-password")
  await page.evaluate((text) => navigator.clipboard.writeText(text), "pasted")
  await field.focus()
  await page.keyboard.press("ControlOrMeta+v")
  expect(await field.inputValue()).toBe("pasted")
  await press(page, "Show password")
  expect(await field.getAttribute("type")).toBe("text")
  expect(await page.getByRole("button", { name: /Google|Microsoft/ }).count()).toBe(0)
  await page.context().close()
})

test("UI-031 Google and Microsoft are begun with state and a PKCE challenge", async () => {
  const other = await openWebClient({
    AUTH_GOOGLE_CLIENT_ID: "google",
    AUTH_GOOGLE_CLIENT_SECRET: "secret",
    AUTH_MICROSOFT_CLIENT_ID: "microsoft",
    AUTH_MICROSOFT_CLIENT_SECRET: "secret",
  })
  await other.app.signUp()
  for (const provider of ["Google", "Microsoft"]) {
    const page = await other.visit("/sign-in")
    await page.route("**/auth/**", (route) => route.abort())
    const begun = page.waitForRequest(/\/auth\//)
    await press(page, `Continue with ${provider}`)
    const { pathname, search } = new URL((await begun).url())
    const { searchParams } = new URL((await other.app.request(pathname + search)).headers.get("location")!)
    expect(searchParams.get("state")!.length).toBeGreaterThan(20)
    expect(searchParams.get("code_challenge_method")).toBe("S256")
    expect(searchParams.get("code_challenge")!.length).toBeGreaterThan(40)
    await page.context().close()
  }
  await other.close()
})

test("a forgotten password is set anew by a mailed link, once", async () => {
  const { email } = await newMember()
  const page = await client.visit("/sign-in")
  await page.getByRole("link", { name: "Forgot password?" }).click()
  // Both pages have such a field.
  await page.getByRole("button", { name: "Send the link" }).waitFor()
  await fill(page, "E-mail", email)
  await press(page, "Send the link")
  await page.getByText("If that address exists, a link is on its way.").waitFor()
  const link = await mailed(client.app, email, /(\/reset-password\/[0-9a-f]+)/)
  await page.goto(client.url + link!)
  await fill(page, "New password", "battery staple")
  await fill(page, "New password, again", "battery")
  await press(page, "Set the new password")
  await page.getByRole("alert").filter({ hasText: "The two passwords differ." }).waitFor()
  await fill(page, "New password, again", "battery staple")
  await press(page, "Set the new password")
  await page.getByText("Your password is changed").waitFor()
  await signIn(page, email, "battery staple")
  await heading(page, "Welcome to Test")
  await page.goto(client.url + link!)
  await heading(page, "This link does not work any more")
  await page.getByRole("link", { name: "Request a new link" }).waitFor()
  await page.context().close()
})

describe("an invitation", () => {
  test("lets its address join, and UI-035 once used it explains itself", async () => {
    await ada.member.metadata(`mutation { sendInvitations(emails: ["bob@example.com"]) { success } }`)
    const link = await mailed(client.app, "bob@example.com", /(\/invite\/[^\s"<]+)/)
    const page = await client.visit(link!)
    await heading(page, "Join Test")
    expect(await page.getByLabel("E-mail").getAttribute("readonly")).not.toBeNull()
    expect(await page.getByLabel("E-mail").inputValue()).toBe("bob@example.com")
    await fill(page, "First name", "Bob")
    await fill(page, "Password", password)
    await press(page, "Join")
    await heading(page, "Welcome to Test")
    const other = await client.visit(link!)
    await fill(other, "Password", password)
    await press(other, "Join")
    await heading(other, "This invitation does not work any more")
    await other.getByRole("link", { name: "Request a new invite" }).waitFor()
    await page.context().close()
    await other.context().close()
  })

  test("that never was explains itself", async () => {
    const page = await client.visit("/invite/00000000-0000-0000-0000-000000000000")
    await heading(page, "This invitation does not work any more")
    await page.context().close()
  })
})

/** A security key inside Chromium: it makes real passkeys and signs with them. */
async function virtualAuthenticator(page: Page): Promise<void> {
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
}

describe("a second factor", () => {
  test("UI-034 where it is asked for it is set up, and its recovery codes are kept first; UI-033 then a code lets in", async () => {
    const { email, member } = await newMember()
    await member.metadata(`mutation { updateWorkspace(data: { isTwoFactorAuthenticationEnforced: true }) { id } }`)
    const page = await client.visit("/sign-in")
    await signIn(page, email)
    await heading(page, "Set up a second step")
    await page.getByRole("img", { name: "Open in an authenticator app" }).waitFor()
    const secret = (await page.locator("code.secret").textContent())!
    const authenticator = scan(`otpauth://totp/Kith?secret=${secret}&period=30&digits=6`)
    const code = await authenticator.code(Date.now())
    await fill(page, "Code", code)
    await heading(page, "Keep your recovery codes")
    const codes = await page.getByRole("listitem").allTextContents()
    expect(codes.length).toBe(10)
    expect(await page.getByRole("button", { name: "Continue" }).isDisabled()).toBe(true)
    await page.getByLabel("I have kept these codes").check()
    await press(page, "Continue")
    await heading(page, "Welcome to Test")

    const other = await client.visit("/sign-in")
    await signIn(other, email)
    await heading(other, "Second step")
    const field = other.getByLabel("Code", { exact: true })
    expect(await field.getAttribute("autocomplete")).toBe("one-time-code")
    expect(await field.getAttribute("inputmode")).toBe("numeric")
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0")
    await field.fill(`${wrong.slice(0, 3)} ${wrong.slice(3)}`)
    await other.getByRole("alert").filter({ hasText: "That code is not right." }).waitFor()
    expect(await field.inputValue()).toBe("")
    expect(await field.evaluate((node) => node === document.activeElement)).toBe(true)
    await press(other, "Use a recovery code")
    await fill(other, "Recovery code", codes[0]!)
    await press(other, "Verify")
    await heading(other, "Welcome to Test")
    await page.context().close()
    await other.context().close()
  })

  test("a passkey of the browser's own lets in; once it is removed nothing is asked for", async () => {
    const { email, member } = await newMember()
    const page = await client.visit("/sign-in")
    await virtualAuthenticator(page)
    const creation = await member.metadata<{ initiatePasskeyRegistration: { options: unknown } }>(
      "mutation ($origin: String) { initiatePasskeyRegistration(origin: $origin) { options } }",
      { origin: client.url },
    )
    const credential = await page.evaluate(async (options) => {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
        options as PublicKeyCredentialCreationOptionsJSON,
      )
      return ((await navigator.credentials.create({ publicKey })) as PublicKeyCredential).toJSON() as unknown
    }, creation.data.initiatePasskeyRegistration.options)
    const { data } = await member.metadata<{
      verifyPasskeyRegistration: { method: { twoFactorAuthenticationMethodId: string } }
    }>(
      `mutation ($credential: JSON!, $origin: String) {
        verifyPasskeyRegistration(credential: $credential, name: "Laptop", origin: $origin) { method { twoFactorAuthenticationMethodId } }
      }`,
      { credential, origin: client.url },
    )
    await signIn(page, email)
    await heading(page, "Second step")
    await press(page, "Use a passkey")
    await heading(page, "Welcome to Test")

    // Another browser has no passkey of theirs, and says so.
    const other = await client.visit("/sign-in")
    await virtualAuthenticator(other)
    await signIn(other, email)
    await press(other, "Use a passkey")
    await other.getByRole("alert").filter({ hasText: "No passkey was used." }).waitFor()
    await other.context().close()

    const { method } = data.verifyPasskeyRegistration
    await member.metadata(
      `mutation ($id: UUID!) { deleteTwoFactorAuthenticationMethod(twoFactorAuthenticationMethodId: $id) { success } }`,
      { id: method.twoFactorAuthenticationMethodId },
    )
    await page.evaluate(() => localStorage.clear())
    await page.goto(`${client.url}/sign-in`)
    await signIn(page, email)
    await heading(page, "Welcome to Test")
    await page.context().close()
  })
})

test("a login token in the address signs in and is gone from the address; a used one explains itself", async () => {
  const { data } = await ada.member.metadata<{
    currentUser: { availableWorkspaces: { availableWorkspacesForSignIn: { loginToken: string }[] } }
  }>("{ currentUser { availableWorkspaces { availableWorkspacesForSignIn { loginToken } } } }")
  const { loginToken } = data.currentUser.availableWorkspaces.availableWorkspacesForSignIn[0]!
  const page = await client.visit(`/verify?loginToken=${loginToken}`)
  await heading(page, "Welcome to Test")
  expect(page.url()).toBe(`${client.url}/`)
  const other = await client.visit(`/verify?loginToken=${loginToken}`)
  await heading(other, "You could not be signed in")
  expect(other.url()).toBe(`${client.url}/verify`)
  await page.context().close()
  await other.context().close()
})
