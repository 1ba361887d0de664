/** What people see and touch: large enough and with contrast enough, on the pages where most of the work is done. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { BrowserContextOptions, Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member
let person: string

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  const { data } = await ada.graphql<{ createPeople: { id: string }[] }>(
    `mutation ($company: UUID!, $people: [PersonCreateInput!]!) {
      createCompany(data: { id: $company, name: "Acme" }) { id }
      createPeople(data: $people) { id }
    }`,
    peopleOf(crypto.randomUUID()),
  )
  person = data.createPeople[0]!.id
})

function peopleOf(company: string) {
  const people = ["Ana", "Bob", "Cid"].map((firstName) => ({
    name: { firstName, lastName: "Stone" },
    emails: { primaryEmail: `${firstName.toLowerCase()}@example.com` },
    jobTitle: "Builder",
    city: "Lisboa",
    linkedinLink: { primaryLinkUrl: "https://example.com/x", primaryLinkLabel: "Profile" },
    companyId: company,
  }))
  return { company, people }
}

afterAll(() => client.close())

afterEach(() => {
  expect(client.complaints.splice(0)).toEqual([])
})

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

async function people(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await client.visit("/objects/people", { as: ada, ...options })
  await page.getByRole("rowheader", { name: "Ana Stone" }).waitFor()
  await page.waitForTimeout(700)
  return page
}

/** What can be pressed and is smaller than a size, in pixels, as "name: width × height". */
function smaller(page: Page, selector: string, least: number): Promise<string[]> {
  return page.locator(selector).evaluateAll(
    (all, size) =>
      all.flatMap((node) => {
        // What names a box can be pressed in its place.
        const target = node.matches("[type=checkbox], [type=radio]") ? (node.closest("label, .cell") ?? node) : node
        const { width, height } = target.getBoundingClientRect()
        if (!node.checkVisibility({ visibilityProperty: true }) || node.closest(".sr-only, .skip")) return []
        if (Math.round(width) >= size && Math.round(height) >= size) return []
        const name = node.getAttribute("aria-label") ?? node.textContent ?? ""
        return [`${node.tagName} ${node.className} ${name.trim()}: ${width} × ${height}`]
      }),
    least,
  )
}

const pressable = "button, a[href], input, select, [role=button], [role=tab], [role=option]"

test("UI-006 whatever can be pressed is at least 24 pixels wide and high", async () => {
  const page = await people({ viewport: { width: 1500, height: 900 } })
  expect(await page.locator(pressable).count()).toBeGreaterThan(20)
  expect(await smaller(page, pressable, 24)).toEqual([])
  for (const density of ["Compact", "Comfortable"]) {
    await page.getByRole("button", { name: /, account/ }).click()
    await page.getByRole("menuitemradio", { name: density, exact: true }).click()
    await page.locator(`html[data-density=${density.toLowerCase()}]`).waitFor()
    expect(await smaller(page, pressable, 24)).toEqual([])
  }
  await page.context().close()
})

test("UI-006 with a finger everything that is primary is at least 44 pixels wide and high", async () => {
  const page = await people(phone)
  expect(await smaller(page, pressable, 24)).toEqual([])
  const primary = "header button, .view-bar button, .view-bar input, nav a, nav button, .phone-bar a, .phone-bar button"
  expect(await page.locator(primary).count()).toBeGreaterThan(7)
  expect(await smaller(page, primary, 44)).toEqual([])
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Ana Stone" }) })
  expect((await row.boundingBox())!.height).toBeGreaterThanOrEqual(44)
  await page.getByRole("button", { name: "Menu", exact: true }).click()
  const sheet = page.getByRole("dialog", { name: "Menu" })
  await sheet.waitFor()
  expect(await smaller(page, "dialog[open] a, dialog[open] button", 44)).toEqual([])
  await page.context().close()
})

/** Texts whose colour is too near to that behind them, as "text: colour on colour = ratio". What is disabled may be faint. */
function faint(page: Page): Promise<{ looked: number; found: string[] }> {
  return page.evaluate(() => {
    type Color = [number, number, number, number]
    const read = (text: string): Color => {
      const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!
      context.fillStyle = text
      context.fillRect(0, 0, 1, 1)
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data
      return [r!, g!, b!, a! / 255]
    }
    const over = (top: Color, below: Color): Color => [
      ...([0, 1, 2].map((i) => top[i]! * top[3] + below[i]! * (1 - top[3])) as [number, number, number]),
      1,
    ]
    const behind = (node: Element): Color => {
      const own = read(getComputedStyle(node).backgroundColor)
      if (own[3] === 1) return own
      const parent = node.parentElement
      return over(own, parent ? behind(parent) : [255, 255, 255, 1])
    }
    const light = (color: Color) => {
      const [r, g, b] = color.slice(0, 3).map((each) => {
        const part = each / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
    }
    const opacity = (node: Element | null): number =>
      node ? Number(getComputedStyle(node).opacity) * opacity(node.parentElement) : 1
    const found = new Set<string>()
    let looked = 0
    const look = (node: Element, text: string, colored: string) => {
      if (
        !node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ||
        node.closest(".sr-only, :disabled")
      )
        return
      const back = behind(node)
      const ink = read(colored)
      const front = over([ink[0], ink[1], ink[2], ink[3] * opacity(node)], back)
      const [more, less] = [light(front), light(back)].toSorted((a, b) => b - a)
      const ratio = (more! + 0.05) / (less! + 0.05)
      looked++
      if (ratio < 4.5)
        found.add(
          `${text.trim().slice(0, 40)}: ${front.map(Math.round)} on ${back.map(Math.round)} = ${ratio.toFixed(2)}`,
        )
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode
      if (parentElement && textContent?.trim() && !parentElement.closest("option"))
        look(parentElement, textContent, getComputedStyle(parentElement).color)
    }
    for (const input of document.querySelectorAll("input:not([type=checkbox], [type=radio]), textarea"))
      look(
        input,
        input.getAttribute("placeholder") ?? "typed",
        getComputedStyle(input, input.matches(":placeholder-shown") ? "::placeholder" : "").color,
      )
    return { looked, found: [...found] }
  })
}

const places: [string, () => string, (page: Page) => Promise<unknown>][] = [
  ["the table", () => "/objects/people", (page) => page.getByRole("rowheader", { name: "Ana Stone" }).waitFor()],
  [
    "a chosen row, and the panel beside it",
    () => `/objects/people?panel=person:${person}`,
    async (page) => {
      await page.getByRole("complementary", { name: "Ana Stone" }).waitFor()
      await page.getByRole("checkbox", { name: "Select Bob Stone" }).check()
    },
  ],
  [
    "the page of a record",
    () => `/object/person/${person}`,
    (page) => page.getByText("ana@example.com").first().waitFor(),
  ],
  ...[
    "profile",
    "experience",
    "general",
    "members",
    "invitations",
    "roles",
    "objects",
    "audit-log",
    "api-keys",
    "playground",
  ].map((name): [string, () => string, (page: Page) => Promise<unknown>] => [
    `settings: ${name}`,
    () => `/settings/${name}`,
    (page) => page.locator("main .section").first().waitFor(),
  ]),
]

test.each(["light", "dark"] as const)("UI-004 text has a contrast of 4.5 at least in %s", async (colorScheme) => {
  const page = await client.visit("/", {
    as: ada,
    colorScheme,
    reducedMotion: "reduce",
    viewport: { width: 1500, height: 900 },
  })
  const faults: Record<string, string[]> = {}
  let sum = 0
  for (const [name, path, isThere] of places) {
    await page.goto(client.url + path())
    await isThere(page)
    await page.waitForTimeout(500)
    const { looked, found } = await faint(page)
    expect(looked).toBeGreaterThan(10)
    sum += looked
    if (found.length > 0) faults[name] = found
  }
  expect(faults).toEqual({})
  expect(sum).toBeGreaterThan(400)
  await page.context().close()
})
