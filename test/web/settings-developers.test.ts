/** Settings for developers and auditors: API keys, the playground, the audit log. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { SQL } from "bun"
import type { Page } from "playwright-core"
import { auditEvents } from "../../src/auth/audit.ts"
import { auditEvents as knownEvents } from "../../web/pages/settings/audit-log/events.ts"
import { actAs, type Member } from "../support/app.ts"
import { seriousProblems } from "../support/axe.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let page: Page

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  await ada.graphql(`mutation { createCompany(data: { name: "Analytical Engines" }) { id } }`)
  page = await client.visit("/settings/api-keys", { as: ada })
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  await heading("API keys")
})

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
const press = (name: string) => page.getByRole("button", { name, exact: true }).click()

const holderOf = (token: string) => actAs(client.app.request, { userId: "", workspaceId: ada.workspaceId, token })

/** Does the server let it in? */
async function works(token: string): Promise<boolean> {
  const { errors } = await holderOf(token).graphql("{ companies { totalCount } }")
  return errors === undefined
}

test("a login for direct SQL says that it stands above roles, lets in what it says, and ends when it is revoked", async () => {
  await page.goto(`${client.url}/settings/sql-logins`)
  await heading("SQL logins")
  await page.getByRole("note").filter({ hasText: "A login stands above roles and row rules" }).waitFor()
  await press("New login")
  await page.getByLabel("Name", { exact: true }).fill("Reporting")
  await press("Create")
  const address = await page.getByLabel("Address", { exact: true }).inputValue()
  const schema = await page.getByLabel("Schema", { exact: true }).inputValue()
  const names = async () => {
    // Where the database is from here: its public address is the operator's to say.
    const { hostname, port, pathname } = new URL(client.app.url)
    const login = Object.assign(new URL(address), { hostname, port, pathname })
    const sql = new SQL(login.href)
    try {
      return (await sql.unsafe(`select name from "${schema}".company`)) as { name: string }[]
    } finally {
      await sql.close()
    }
  }
  expect((await names()).map(({ name }) => name)).toEqual(["Analytical Engines"])
  await press("I have kept it")
  const password = new URL(address).password
  expect(await page.content()).not.toContain(password)
  await press("Revoke Reporting")
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click()
  await page.getByRole("row").filter({ hasText: "Reporting" }).getByText("Ended").waitFor()
  await expect(names()).rejects.toThrow()
  await page.goto(`${client.url}/settings/api-keys`)
  await heading("API keys")
})

test("UI-134 a key is shown once, works, and is never shown again", async () => {
  await press("New key")
  await press("Create")
  await page.getByText("Name is needed.").waitFor()
  const dialog = page.getByRole("dialog", { name: "New key" })
  await dialog.getByLabel("Name", { exact: true }).fill("Website")
  await dialog.getByLabel("Role").selectOption({ label: "Admin" })
  await dialog.getByLabel("Expires after").selectOption("90")
  await press("Create")
  const token = await page.getByLabel("Key", { exact: true }).inputValue()
  expect(await works(token)).toBe(true)
  await page.getByRole("link", { name: "Profile" }).click()
  await heading("Profile")
  await page.getByRole("link", { name: "API keys" }).click()
  await page.getByRole("rowheader", { name: "Website" }).waitFor()
  expect(await page.getByLabel("Key", { exact: true }).count()).toBe(0)
  expect(await page.content()).not.toContain(token)
})

test("a key is rotated and revoked, and refused from then on", async () => {
  await press("Rotate Website")
  await page.getByRole("alertdialog", { name: "Rotate Website?" }).getByRole("button", { name: "Rotate" }).click()
  const token = await page.getByLabel("Key", { exact: true }).inputValue()
  expect(await works(token)).toBe(true)
  await page.getByText("Revoked", { exact: true }).waitFor()
  await press("Revoke Website")
  await page.getByRole("alertdialog", { name: "Revoke Website?" }).getByRole("button", { name: "Revoke" }).click()
  await page.getByRole("button", { name: "Revoke Website" }).waitFor({ state: "detached" })
  expect(await works(token)).toBe(false)
  const { data } = await ada.metadata<{ apiKeys: { revokedAt: string | null }[] }>("{ apiKeys { revokedAt } }")
  expect(data.apiKeys.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, true])
})

test("the playground lists the workspace's own operations and sends them", async () => {
  await page.getByRole("link", { name: "Playground" }).click()
  await page.getByRole("searchbox", { name: "Search operations" }).fill("companies")
  await page.getByRole("button", { name: "GET /companies", exact: true }).click()
  await page.getByLabel("GET address").fill("/rest/companies?limit=1")
  await press("Send")
  await page.getByText("200 OK").waitFor()
  expect(await page.getByLabel("Answer", { exact: true }).textContent()).toContain("Analytical Engines")
  await page.getByText(/^\d+ ms, [\d,]+ bytes$/).waitFor()
  await press("Copy as curl")
  await page.getByText("Copied").waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `curl -X GET '${client.url}/rest/companies?limit=1' \\\n  -H "Authorization: Bearer $TOKEN"`,
  )
  await page.getByRole("button", { name: "POST /companies", exact: true }).click()
  await page.getByLabel("Body").fill(`{ "name": "Difference Engines" }`)
  await press("Send")
  await page.getByText("201 Created").waitFor()
  expect((await ada.rest("GET", "/companies?limit=60")).body.totalCount).toBe(2)
  await page.getByLabel("Body").fill(`{ "nonsense": 1 }`)
  await press("Send")
  await page.getByText("400 Bad Request").waitFor()
  // The browser itself writes to its console that an answer was refused.
  expect(client.complaints.splice(0).join()).toContain("400")
})

test("the OpenAPI document is downloaded", async () => {
  const [file] = await Promise.all([page.waitForEvent("download"), press("Download OpenAPI")])
  expect(file.suggestedFilename()).toBe("openapi.json")
  const text = await new Response(Bun.file(await file.path())).text()
  expect((JSON.parse(text) as { paths: object }).paths).toHaveProperty("/companies")
})

test("a question in GraphQL is begun from the schema, and answered", async () => {
  await page.getByRole("tab", { name: "GraphQL" }).click()
  await page.getByRole("searchbox", { name: "Search the schema" }).fill("companies")
  await page.getByRole("button", { name: "query companies", exact: true }).click()
  expect(await page.getByLabel("Query").inputValue()).toContain("companies {")
  await page.getByLabel("Variables").fill("{")
  await press("Send")
  await page.getByText("This is not JSON.").waitFor()
  await page.getByLabel("Variables").fill("{}")
  await page.getByLabel("Query").fill("{ companies { totalCount } }")
  await page.keyboard.press("Control+Enter")
  await page.getByText("200 OK").waitFor()
  expect(await page.getByLabel("Answer", { exact: true }).textContent()).toContain('"totalCount": 2')
})

test("the client knows the events that the server knows", () => {
  expect([...knownEvents]).toEqual([...auditEvents])
})

test("the audit log is filtered, paged and exported", async () => {
  await page.getByRole("link", { name: "Audit log" }).click()
  await page
    .getByRole("cell", { name: /apiKey\.revoked/ })
    .first()
    .waitFor()
  await page.getByLabel("Event", { exact: true }).selectOption("apiKey.created")
  await page
    .getByRole("cell", { name: /apiKey\.revoked/ })
    .first()
    .waitFor({ state: "detached" })
  await page
    .getByRole("cell", { name: /apiKey\.created/ })
    .nth(1)
    .waitFor()
  expect(await page.getByRole("cell", { name: /apiKey\.created/ }).count()).toBe(2)
  await page.getByLabel("To", { exact: true }).fill("2020-01-01")
  await page.getByText("Nothing of that kind happened.").waitFor()
  await page.getByLabel("To", { exact: true }).fill("")
  await page.getByLabel("Who", { exact: true }).fill("nobody@example.com")
  await page.getByText("Nothing of that kind happened.").waitFor()
  await page.getByLabel("Who", { exact: true }).fill("")
  const [file] = await Promise.all([page.waitForEvent("download"), press("Export")])
  const lines = (await new Response(Bun.file(await file.path())).text()).trim().split("\n")
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
    "apiKey.created",
    "apiKey.created",
  ])
  await page.getByLabel("Entries are kept").selectOption("90")
  await page.getByText("Saved.").waitFor()
  const { data } = await ada.metadata<object>("{ currentWorkspace { auditLogRetentionDays } }")
  expect(data).toEqual({ currentWorkspace: { auditLogRetentionDays: 90 } })
})

test("of a long log there is always an older page", async () => {
  for (let i = 0; i < 60; i++)
    await ada.metadata(`mutation { updateWorkspace(data: { displayName: "Test ${i}" }) { id } }`)
  await page.getByLabel("Event", { exact: true }).selectOption("workspace.settingsChanged")
  await page.getByRole("button", { name: "Show older" }).waitFor()
  const rows = page.getByRole("main").getByRole("row")
  expect(await rows.count()).toBe(51)
  await press("Show older")
  await page.getByRole("button", { name: "Show older" }).waitFor({ state: "detached" })
  expect(await rows.count()).toBe(62)
})

test("UI-015 axe has nothing serious to say of these pages in either theme, and they fit a phone", async () => {
  const found: unknown[] = []
  for (const [path, title] of [
    ["api-keys", "API keys"],
    ["sql-logins", "SQL logins"],
    ["audit-log", "Audit log"],
    ["playground", "Playground"],
    ["playground?tab=graphql", "Playground"],
  ] as const) {
    await page.goto(`${client.url}/settings/${path}`)
    await heading(title)
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
