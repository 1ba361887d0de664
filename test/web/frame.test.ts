/** What holds on every page: tokens, themes, keys, regions, budgets, assistive technology. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import axe from "axe-core"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { createRole, memberWith, readModel, restrictObject } from "../support/roles.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  await ada.graphql(`mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`, {
    data: Array.from({ length: 60 }, (_, i) => ({ name: `Company ${i}`, employees: i })),
  })
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

async function companies(options: Parameters<WebClient["visit"]>[1] = {}): Promise<Page> {
  const page = await client.visit("/objects/companies", { as: ada, ...options })
  await page.getByRole("rowheader", { name: "Company 59" }).waitFor()
  return page
}

const style = (page: Page, selector: string, name: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((node, wanted) => getComputedStyle(node).getPropertyValue(wanted), name)

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /, account/ }).click()
  await page.getByRole("menuitemradio", { name, exact: true }).click()
}

describe("appearance", () => {
  test("UI-001 the dark theme comes without a reload", async () => {
    const page = await companies()
    expect(await style(page, ".frame", "background-color")).toBe("rgb(255, 255, 255)")
    await choose(page, "Dark")
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark")
    expect(await style(page, ".frame", "background-color")).toBe("rgb(19, 23, 22)")
    await page.context().close()
  })

  test("UI-002 the theme of the system is followed live", async () => {
    const page = await companies({ colorScheme: "light" })
    expect(await page.locator("html").getAttribute("data-theme")).toBe("light")
    await page.emulateMedia({ colorScheme: "dark" })
    await page.locator("html[data-theme=dark]").waitFor()
    await page.context().close()
  })

  test("UI-003 the theme that was chosen is there before the first paint", async () => {
    const page = await companies({ colorScheme: "light" })
    await choose(page, "Dark")
    // Without the client itself, only what runs before the paint has a say.
    await page.route(/\/assets\/main-.*\.js$/, (route) => route.abort())
    await page.reload()
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark")
    expect(await style(page, "body", "background-color")).toBe("rgb(24, 29, 27)")
    client.complaints.length = 0
    await page.context().close()
  })

  test("UI-005 rows are as high as the density says, and stay so", async () => {
    const page = await companies()
    for (const [density, height] of [
      ["Compact", 28],
      ["Default", 32],
      ["Comfortable", 40],
    ] as const) {
      await choose(page, density)
      await page.locator(`html[data-density=${density.toLowerCase()}]`).waitFor()
      const row = page.getByRole("row").nth(3)
      expect((await row.boundingBox())?.height).toBe(height)
    }
    await page.reload()
    await page.getByRole("rowheader", { name: "Company 59" }).waitFor()
    expect(await page.locator("html").getAttribute("data-density")).toBe("comfortable")
    await page.context().close()
  })

  test("UI-011 with reduced motion nothing moves", async () => {
    const page = await companies({ reducedMotion: "reduce" })
    const moving = await page.evaluate(
      () => document.getAnimations().filter((each) => each.playState === "running").length,
    )
    expect(moving).toBe(0)
    await page.context().close()
  })

  test("the language is that of the browser, and of the page", async () => {
    const page = await client.visit("/sign-in", { locale: "de-DE" })
    await page.getByRole("heading", { name: "Bei Test anmelden" }).waitFor()
    expect(await page.locator("html").getAttribute("lang")).toBe("de")
    await page.context().close()
  })
})

describe("keys", () => {
  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement: node } = document
      return node?.getAttribute("aria-label") ?? node?.textContent ?? ""
    })

  test.each([
    ["/sign-in", "Sign in to Test"],
    ["/", "Welcome to Test"],
    ["/objects/companies", "Companies"],
  ])("UI-008 the first Tab on %s leads past everything", async (path, title) => {
    const page = await client.visit(path, path === "/sign-in" ? {} : { as: ada })
    await page.getByRole("heading", { level: 1, name: title }).waitFor()
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("Skip to content")
    await page.keyboard.press("Enter")
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN")
    await page.context().close()
  })

  test("UI-007 whatever Tab leads to shows that it has the focus", async () => {
    const page = await companies()
    const color = await page.evaluate(() => {
      const probe = document.createElement("i")
      probe.style.color = "var(--focus)"
      document.body.append(probe)
      const value = getComputedStyle(probe).color
      probe.remove()
      return value
    })
    const seen = new Set<string>()
    for (let i = 0; i < 16; i++) {
      await page.keyboard.press("Tab")
      const outline = await page.evaluate(() => {
        const node = document.activeElement
        if (!node || node === document.body) return null
        const { outlineWidth, outlineColor, outlineStyle } = getComputedStyle(node)
        const name = node.getAttribute("aria-label") ?? node.textContent ?? ""
        return { name, width: Number.parseFloat(outlineWidth), color: outlineColor, style: outlineStyle }
      })
      if (!outline) continue
      seen.add(outline.name)
      expect({ ...outline, width: outline.width >= 2 }).toEqual({
        name: outline.name,
        width: true,
        color,
        style: "solid",
      })
    }
    expect(seen.size).toBeGreaterThan(8)
    await page.context().close()
  })

  test("UI-009 F6 goes round the regions, and back", async () => {
    const page = await companies()
    const tags: (string | undefined)[] = []
    for (const key of ["F6", "F6", "F6", "Shift+F6", "Shift+F6"]) {
      await page.keyboard.press(key)
      tags.push(await page.evaluate(() => document.activeElement?.tagName))
    }
    expect(tags).toEqual(["NAV", "HEADER", "MAIN", "HEADER", "NAV"])
    await page.context().close()
  })

  test("UI-010 the drawer collapses and is drawn wider, by keys and by the pointer, and stays so", async () => {
    const page = await companies({ viewport: { width: 1280, height: 800 } })
    const width = async () => (await page.getByRole("navigation", { name: "Main" }).boundingBox())?.width
    const edge = page.getByRole("separator", { name: "Width of the drawer" })
    expect(await width()).toBe(220)
    await edge.focus()
    await page.keyboard.press("ArrowRight")
    expect(await width()).toBe(236)
    const box = (await edge.boundingBox())!
    await page.mouse.move(box.x + 3, 400)
    await page.mouse.down()
    await page.mouse.move(900, 400)
    await page.mouse.up()
    expect(await width()).toBe(320)
    await page.keyboard.press("[")
    expect(await width()).toBe(48)
    await page.reload()
    await page.getByRole("rowheader", { name: "Company 59" }).waitFor()
    expect(await width()).toBe(48)
    await page.getByRole("button", { name: "Expand the drawer" }).click()
    expect(await width()).toBe(320)
    await page.context().close()
  })

  test("a menu is moved in by arrows and letters, and gives the focus back", async () => {
    const page = await companies()
    const button = page.getByRole("button", { name: /, account/ })
    await button.focus()
    await page.keyboard.press("ArrowDown")
    await page.getByRole("menu").waitFor()
    expect(await focused(page)).toBe("System")
    await page.keyboard.press("ArrowUp")
    expect(await focused(page)).toBe("Sign out")
    await page.keyboard.press("c")
    expect(await focused(page)).toBe("Compact")
    await page.keyboard.press("Escape")
    expect(await button.evaluate((node) => node === document.activeElement)).toBe(true)
    await page.context().close()
  })
})

const pages: [string, string, boolean][] = [
  ["/sign-in", "Sign in to Test", false],
  ["/sign-up", "Create your account", false],
  ["/reset-password", "Reset your password", false],
  ["/reset-password/none", "This link does not work any more", false],
  ["/verify-email?email=a@example.com", "Confirm your address", false],
  ["/invite/none", "This invitation does not work any more", false],
  ["/", "Welcome to Test", true],
  ["/objects/companies", "Companies", true],
  ["/objects/opportunities", "Opportunities", true],
  ["/objects/nothings", "There is nothing at this address", true],
]

describe.each(pages)("%s", (path, title, isInside) => {
  test.each(["light", "dark"] as const)("UI-015 has nothing serious for axe to say in %s", async (colorScheme) => {
    const page = await client.visit(path, { colorScheme, ...(isInside && { as: ada }) })
    await page.getByRole("heading", { level: 1, name: title }).waitFor()
    await page.waitForTimeout(150)
    await page.evaluate(axe.source)
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document)
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)
    })
    expect(found).toEqual([])
    await page.context().close()
  })

  test("UI-012 fits 320 pixels, but for the grid", async () => {
    const page = await client.visit(path, { viewport: { width: 320, height: 640 }, ...(isInside && { as: ada }) })
    await page.getByRole("heading", { level: 1, name: title }).waitFor()
    const [wide, narrow] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return [scrollWidth, clientWidth]
    })
    expect(wide).toBeLessThanOrEqual(narrow!)
    await page.context().close()
  })
})

test("UI-014 on a phone the first column stays while the others go", async () => {
  const page = await companies({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const label = page.getByRole("rowheader", { name: "Company 59" })
  const before = await label.boundingBox()
  await page.getByRole("grid").evaluate((node) => (node.scrollLeft = 400))
  await page.waitForTimeout(100)
  expect(await label.boundingBox()).toEqual(before)
  expect(before!.width).toBeLessThanOrEqual(140)
  await page.context().close()
})

test("on a phone the objects are in a sheet, which closes when one is chosen", async () => {
  const page = await companies({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  expect(await page.getByRole("navigation", { name: "Main" }).count()).toBe(0)
  await page.getByRole("button", { name: "Menu", exact: true }).click()
  await page.getByRole("dialog", { name: "Menu" }).getByRole("link", { name: "People" }).click()
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor()
  expect(await page.getByRole("dialog").count()).toBe(0)
  await page.context().close()
})

describe("budgets", () => {
  /** Bytes that a page loads before it shows what it is for, compressed as budgets are counted. */
  async function weigh(visit: () => Promise<Page>) {
    const files: { path: string; size: number }[] = []
    const page = await visit()
    const entries = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name))
    for (const name of new Set(entries.filter((each) => each.includes("/assets/")))) {
      const { pathname } = new URL(name)
      const bytes = await (await client.app.request(pathname)).bytes()
      files.push({ path: pathname, size: Bun.gzipSync(bytes, { level: 9 }).length })
    }
    await page.context().close()
    const sum = (ending: string) =>
      files.filter(({ path }) => path.endsWith(ending)).reduce((total, { size }) => total + size, 0)
    return { js: sum(".js"), css: sum(".css") }
  }

  test("UI-159 sign-in takes 35 kB of JavaScript at most, the first rows 95 kB; all styles 22 kB", async () => {
    const signIn = await weigh(async () => {
      const page = await client.visit("/sign-in", { savesData: true })
      await page.getByLabel("E-mail").waitFor()
      return page
    })
    const rows = await weigh(() => companies({ savesData: true }))
    expect(signIn.js).toBeGreaterThan(1000)
    expect(signIn.js).toBeLessThanOrEqual(35_000)
    expect(rows.js).toBeLessThanOrEqual(95_000)
    expect(rows.css).toBeLessThanOrEqual(22_000)
  })
})

test("UI-164 no request goes to another host", async () => {
  const page = await companies()
  // Any that had would stand among the complaints.
  expect(await page.evaluate(() => performance.getEntriesByType("resource").length)).toBeGreaterThan(3)
  await page.context().close()
})

test("UI-156 offline is said, what is there stays to be read, and what is changed arrives once there is a way", async () => {
  const page = await companies({ viewport: { width: 1500, height: 700 } })
  await pressBeside(page, "Company 59")
  await page.keyboard.press("Enter")
  await page.getByRole("textbox", { name: "Name" }).waitFor()
  await page.keyboard.press("Escape")
  await page.context().setOffline(true)
  await page.getByText("You are offline.").waitFor()
  await page.getByRole("grid").evaluate((node) => node.scrollTo(0, node.scrollHeight))
  await pressBeside(page, "Company 1")
  await page.keyboard.type("Changed offline")
  await page.keyboard.press("Enter")
  await page.getByRole("rowheader", { name: "Changed offline" }).waitFor()
  await page.locator("html[data-sync=pending]").waitFor()
  await page.waitForTimeout(1500)
  expect(await changedOffline()).toBe(0)
  await page.getByRole("grid").evaluate((node) => node.scrollTo(0, 0))
  await page.getByRole("rowheader", { name: "Company 59" }).waitFor()
  await page.context().setOffline(false)
  await page.getByText("You are offline.").waitFor({ state: "detached" })
  await page.locator("html[data-sync=idle]").waitFor()
  expect(await changedOffline()).toBe(1)
  await page.context().close()
  client.complaints.length = 0
})

test("what is fetched when it is needed, and cannot be, is told; once there is a way it comes", async () => {
  const page = await companies({ savesData: true })
  await page.context().setOffline(true)
  await page.getByText("You are offline.").waitFor()
  await pressBeside(page, "Company 59")
  await page.keyboard.press("Enter")
  await page.getByText("Kith cannot be reached.").waitFor()
  await page.context().setOffline(false)
  await page.getByText("You are offline.").waitFor({ state: "detached" })
  await page.keyboard.press("Enter")
  await page.getByRole("textbox", { name: "Name" }).waitFor()
  await page.context().close()
  client.complaints.length = 0
})

/** On the cell, not on the link in it. */
const pressBeside = (page: Page, name: string) => cell(page, name).click({ position: { x: 4, y: 16 } })

const cell = (page: Page, name: string) => page.getByRole("rowheader", { name, exact: true })

async function changedOffline(): Promise<number> {
  const { data } = await ada.graphql<{ companies: { totalCount: number } }>(
    `{ companies(filter: { name: { eq: "Changed offline" } }) { totalCount } }`,
  )
  return data.companies.totalCount
}

test("what is there, but not for one's role, says who can help", async () => {
  const role = await createRole(ada)
  const model = await readModel(ada)
  await restrictObject(ada, role, model.objectId("note"), { canReadObjectRecords: false })
  const bob = await memberWith(client.app, ada, role)
  const page = await client.visit("/objects/notes", { as: bob })
  await page.getByRole("heading", { level: 1, name: "You have no access to this" }).waitFor()
  expect(await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Notes" }).count()).toBe(0)
  await page.context().close()
})
