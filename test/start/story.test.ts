/**
 * The first hour of a small company, from `bun start`: an account, fields of its own, a list of companies pasted in, a board,
 * an object of its own with a relation, and a role that hides a field. All of it in the browser.
 * With STORY_PICTURES=<folder> each step is kept as a picture in light and dark (`bun run pictures`).
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type { Browser, Page } from "playwright-core"
import { openChromium } from "../support/chromium.ts"

setDefaultTimeout(240_000)

const root = resolve(import.meta.dirname, "../..")
const folder = mkdtempSync(join(tmpdir(), "kith-story-"))
const pictures = process.env.STORY_PICTURES
const csv = readFileSync(join(root, "test/data/sp500.csv"), "utf8")

let kith: Bun.Subprocess<"ignore", "pipe", "inherit">
let url: string
let browser: Browser

beforeAll(async () => {
  const env = {
    ...process.env,
    DATA_DIR: join(folder, "data"),
    PORT: "0",
    DATABASE_URL: "",
    REDIS_URL: "",
    LOG_LEVEL: "warn",
  }
  kith = Bun.spawn([process.execPath, "bin/start.ts"], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] })
  url = await readyAt(kith.stdout)
  browser = await openChromium()
  if (pictures) mkdirSync(pictures, { recursive: true })
})

async function readyAt(output: (typeof kith)["stdout"]): Promise<string> {
  let shown = ""
  for await (const chunk of output.pipeThrough(new TextDecoderStream())) {
    shown += chunk
    const ready = /Kith is ready at (\S+)/.exec(shown)
    if (ready) return ready[1]!
  }
  throw new Error(`Kith did not start: ${shown}`)
}

afterAll(async () => {
  await browser.close()
  kith.kill("SIGTERM")
  expect(await kith.exited).toBe(0)
  rmSync(folder, { recursive: true, force: true })
})

async function visitor(): Promise<Page> {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1360, height: 800 },
    colorScheme: "light",
  })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

/** Both themes, without what comes and goes. */
async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.waitForTimeout(300)
    await page.screenshot({ path: join(pictures, `story-${name}-${scheme}.png`), animations: "disabled" })
  }
  await page.emulateMedia({ colorScheme: "light" })
}

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click()
const fill = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)

/** A field of an object, made in the settings. */
async function makeField(page: Page, plural: string, type: string, label: string, more?: () => Promise<unknown>) {
  await page.goto(`${url}/settings/objects/${plural}/fields/new?type=${type}`)
  await heading(page, "New field")
  await fill(page, "Name", label)
  await more?.()
  await press(page, "Create")
  await page.getByRole("heading", { level: 1 }).filter({ hasNotText: "New field" }).waitFor()
}

test("a newcomer keeps their customers in Kith within the hour", async () => {
  const page = await visitor()

  // An account, and a workspace with it.
  await page.goto(url)
  await heading(page, "Welcome to Kith")
  await picture(page, "1-welcome")
  await fill(page, "First name", "Ana")
  await fill(page, "Last name", "Silva")
  await fill(page, "Workspace name", "Harbour")
  await fill(page, "E-mail", "ana@harbour.test")
  await fill(page, "Password", "correct horse battery")
  await press(page, "Create account")
  await page.getByText("Step 1 of 4").waitFor()
  await press(page, "Continue")
  for (const step of [2, 3]) {
    await page.getByText(`Step ${step} of 4`).waitFor()
    await press(page, "Skip")
  }
  await page.getByText("Step 4 of 4").waitFor()
  await picture(page, "2-first-steps")
  await page.getByLabel(/Start empty/).check()
  await press(page, "Finish")
  await heading(page, "Welcome to Harbour")

  // Fields that their list has.
  const sectors = [
    ...new Set(
      csv
        .split("\n")
        .slice(1)
        .map((line) => line.match(/^[^,]*,(?:"[^"]*"|[^,]*),([^,]*),/)?.[1]),
    ),
  ]
  const known = sectors.filter((each): each is string => Boolean(each))
  expect(known.length).toBe(11)
  await makeField(page, "companies", "SELECT", "GICS Sector", async () => {
    await press(page, "Paste many")
    await page.getByLabel("One option a line").fill(known.join("\n"))
    await press(page, `Add ${known.length} options`)
  })
  await makeField(page, "companies", "TEXT", "Symbol")
  await makeField(page, "companies", "DATE", "Date added")

  await importCompanies(page)

  // A board of them, by the sector.
  const industrials = csv.split("\n").filter((line) => line.includes(",Industrials,")).length
  await page.goto(`${url}/objects/companies`)
  await press(page, "All Companies")
  await page.getByRole("menuitem", { name: "New board by GICS Sector" }).click()
  await page.getByRole("status", { name: `Industrials, ${industrials}`, exact: true }).waitFor()
  await page.getByRole("region", { name: "Industrials", exact: true }).getByRole("article").first().waitFor()
  await picture(page, "4-board")
  const board = page.url()

  // Something of their own, that leads to a company.
  await page.goto(`${url}/settings/objects/new`)
  await heading(page, "New object")
  await fill(page, "Singular", "Visit")
  await fill(page, "Plural", "Visits")
  await press(page, "Create")
  await heading(page, "Visits")
  await makeField(page, "visits", "RELATION", "Host", async () => {
    await page.getByLabel("Related object").selectOption({ label: "Companies" })
    await fill(page, "Name on the other side", "Visits")
  })
  await page.goto(`${url}/objects/visits`)
  await page.getByRole("columnheader", { name: "Host" }).waitFor()
  await press(page, "New")
  await page.getByRole("textbox", { name: "Name" }).fill("Harbour tour")
  await page.keyboard.press("Tab")
  await page.getByRole("combobox", { name: "Host" }).fill("3m")
  await page.getByRole("option", { name: /^3M/ }).click()
  await page.getByRole("row", { name: "New Visit" }).getByText("3M").waitFor()
  await page.keyboard.press("Enter")
  const visit = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Harbour tour" }) })
  await visit.getByRole("link", { name: "3M" }).click()
  await page.getByRole("complementary", { name: "3M" }).getByText("Harbour tour").first().waitFor()
  await picture(page, "5-relation")

  // A role that does not see the sector.
  await page.goto(`${url}/settings/roles`)
  await heading(page, "Roles")
  await press(page, "New role")
  await fill(page, "Name", "Sales")
  await press(page, "Create")
  await heading(page, "Sales")
  await press(page, "Companies")
  await page.getByRole("checkbox", { name: "See GICS Sector", exact: true }).uncheck()
  await picture(page, "6-role")
  await press(page, "Save")
  await page.getByRole("region", { name: /unsaved/ }).waitFor({ state: "detached" })

  // Somebody with that role.
  await page.goto(`${url}/settings/invitations`)
  await heading(page, "Invitations")
  const link = await page.getByLabel("Address", { exact: true }).inputValue()
  const other = await visitor()
  await other.goto(link)
  await fill(other, "First name", "Bo")
  await fill(other, "Last name", "Lind")
  await fill(other, "E-mail", "bo@harbour.test")
  await fill(other, "Password", "correct horse battery")
  await press(other, "Join")
  await other.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Companies" }).waitFor()
  await page.goto(`${url}/settings/members`)
  await page.getByLabel("Role of Bo Lind").selectOption({ label: "Sales" })
  await page.getByText("Bo Lind has another role now.").waitFor()
  // The same address shows Ana the sector.
  const columns = `${url}/objects/companies?columns=name:220,gicsSector:200,symbol:100,dateAdded:160`
  await page.goto(columns)
  await page.getByRole("columnheader", { name: "GICS Sector" }).waitFor()
  await other.goto(columns)
  await other.getByRole("rowheader", { name: "Zoetis" }).waitFor()
  await other.getByRole("columnheader", { name: "Symbol" }).waitFor()
  expect(await other.getByRole("columnheader", { name: "GICS Sector" }).count()).toBe(0)
  await picture(other, "7-seen-by-sales")
  await other.goto(board)
  await other.getByText("This board has no field to make columns of.").waitFor()
})

/** The whole list, pasted; columns that are called like a field go there by themselves. */
async function importCompanies(page: Page): Promise<void> {
  await page.goto(`${url}/import/companies`)
  await page.getByLabel("Paste rows").evaluate((node, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/plain", pasted)
    node.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
  }, csv)
  await page.getByText("503 rows, 8 columns").waitFor()
  await page.getByLabel("Where Security goes to", { exact: true }).selectOption({ label: "Name" })
  await page.getByLabel("With errors (0)").waitFor()
  await picture(page, "3-import")
  await press(page, "Import 503 rows")
  await page.getByRole("heading", { name: "The import is done" }).waitFor({ timeout: 60_000 })
  await page.getByRole("link", { name: "Show Companies" }).click()
  await page.getByRole("status").getByText("503", { exact: true }).waitFor()
}
