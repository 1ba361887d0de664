/** What every page begins with is asked before the page's scripts are there, once, and only for somebody. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import { delayed, openWebClient, type WebClient } from "../support/web-client.ts"
import type { Member } from "../support/app.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
})

afterAll(() => client.close())

afterEach(async () => {
  await page.context().close()
  expect(client.complaints.splice(0)).toEqual([])
})

/** A page that has gone nowhere yet, and how often it asks for the model. */
async function newPage(session: object | null) {
  page = await client.browser.newPage()
  if (session) await page.addInitScript((text) => localStorage.setItem("kith.session", text), JSON.stringify(session))
  const asked = { count: 0 }
  page.on("request", (request) => {
    if (request.url().endsWith("/metadata") && /availableWorkspacesForSignIn/.test(request.postData() ?? ""))
      asked.count++
  })
  return asked
}

test("the model is asked for once, while the scripts of the page are still on their way", async () => {
  const asked = await newPage({ access: ada.token, refresh: "none" })
  const answered = page.waitForResponse((response) => response.url().endsWith("/metadata"))
  await page.route("**/assets/main-*.js", async (route) => {
    await answered
    await route.continue()
  })
  await page.goto(`${client.url}/objects/companies`)
  await page.getByRole("heading", { name: "Companies" }).first().waitFor()
  expect(asked.count).toBe(1)
})

test("where nobody is signed in nothing is asked", async () => {
  const asked = await newPage(null)
  await page.goto(`${client.url}/objects/companies`)
  await page.getByLabel("Email").or(page.getByLabel("E-mail")).first().waitFor()
  expect(asked.count).toBe(0)
})

test("with a session that has ended the way in is shown, as if nothing had been asked early", async () => {
  await newPage({ access: "ended", refresh: "none" })
  await page.goto(`${client.url}/objects/companies`)
  await page.getByLabel("Email").or(page.getByLabel("E-mail")).first().waitFor()
})

test("what comes late is waited for, and not asked again", async () => {
  const asked = await newPage({ access: ada.token, refresh: "none" })
  await page.route("**/metadata", delayed(1500))
  await page.goto(`${client.url}/objects/companies`)
  await page.getByRole("heading", { name: "Companies" }).first().waitFor()
  expect(asked.count).toBe(1)
})
