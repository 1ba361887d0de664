/** The table of P-20 and P-21, to be looked at: any object, any size, any value. */
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import type { Member } from "../support/app.ts"
import { readModel } from "../support/roles.ts"
import { delayed, openWebClient, type WebClient } from "../support/web-client.ts"

setDefaultTimeout(60_000)

let client: WebClient
let ada: Member

beforeAll(async () => {
  client = await openWebClient()
  ada = await client.app.signUp()
  await ada.graphql(`mutation ($data: [PersonCreateInput!]!) { createPeople(data: $data) { id } }`, {
    data: Array.from({ length: 230 }, (_, i) => ({
      name: { firstName: i % 2 ? "Ana" : "Bob", lastName: String(i).padStart(3, "0") },
      position: i,
      emails: { primaryEmail: `p${i}@example.com` },
      jobTitle: `Job ${i}`,
    })),
  })
})

afterAll(() => client.close())

afterEach(() => {
  const complaints = client.complaints.splice(0)
  expect(complaints).toEqual([])
})

async function open(path: string, options: Parameters<WebClient["visit"]>[1] = {}): Promise<Page> {
  const page = await client.visit(path, { as: ada, viewport: { width: 1280, height: 800 }, ...options })
  await page.getByRole("grid").waitFor()
  return page
}

const label = (page: Page, name: string) => page.getByRole("rowheader", { name, exact: true })
const firstLabel = (page: Page) => page.locator("[aria-rowindex='1'] [role=rowheader]").innerText()
const scrollTo = (page: Page, share: number) =>
  page
    .getByRole("grid")
    .evaluate((node, part) => (node.scrollTop = part * (node.scrollHeight - node.clientHeight)), share)

test("UI-039 the grid says how many rows there are and which one each is", async () => {
  const page = await open("/objects/people")
  await label(page, "Bob 000").waitFor()
  const grid = page.getByRole("grid", { name: "People" })
  expect(await grid.getAttribute("aria-rowcount")).toBe("230")
  const columns = await page.getByRole("columnheader").count()
  expect(columns).toBeGreaterThan(5)
  expect(Number(await grid.getAttribute("aria-colcount"))).toBeGreaterThanOrEqual(columns)
  await scrollTo(page, 1)
  await label(page, "Ana 229").waitFor()
  expect(await page.getByRole("row").filter({ hasText: "Ana 229" }).getAttribute("aria-rowindex")).toBe("230")
  expect(await label(page, "Bob 000").count()).toBe(0)
  await page.locator("footer").getByText("230 records").first().waitFor()
  await page.context().close()
})

describe("100,000 records of a custom object with 20 fields", () => {
  const names = Array.from({ length: 19 }, (_, i) => `number${i}`)

  beforeAll(async () => {
    const { data } = await ada.metadata<{ createOneObject: { id: string } }>(
      `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id } }`,
    )
    for (const name of names) {
      await ada.metadata(`mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`, {
        input: { field: { objectMetadataId: data.createOneObject.id, type: "NUMBER", name, label: name } },
      })
    }
    const { schemaName } = await client.app.services.schemas.get(ada.workspaceId)
    await client.app.services.db.script(
      `insert into "${schemaName}"."_rocket" (name, position, "number0") select 'Rocket ' || i, i, i from generate_series(0, 99999) i`,
    )
  })

  test("UI-040 never are more than 70 row elements there, wherever one looks", async () => {
    const page = await open("/objects/rockets", { viewport: { width: 1440, height: 900 } })
    await label(page, "Rocket 0").waitFor()
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe("100000")
    for (const share of [0, 0.1, 0.25, 0.5, 0.75, 0.999, 1, 0.3]) {
      await scrollTo(page, share)
      await page.waitForTimeout(60)
      const [rows, all] = await page
        .getByRole("grid")
        .evaluate((node) => [node.querySelectorAll("[role=row]").length, node.querySelectorAll("*").length])
      expect(rows).toBeGreaterThan(20)
      expect(rows).toBeLessThanOrEqual(70)
      expect(all).toBeLessThanOrEqual(3500)
    }
    await scrollTo(page, 1)
    await label(page, "Rocket 99999").waitFor()
    await page.context().close()
  })

  test("UI-041 a jump asks for the place where it lands, and for nothing on the way", async () => {
    const page = await open("/objects/rockets")
    await label(page, "Rocket 0").waitFor()
    const offsets: number[] = []
    page.on("request", (request) => {
      const { variables } = (request.postDataJSON() ?? {}) as { variables?: { offset?: number } }
      if (variables?.offset !== undefined) offsets.push(variables.offset)
    })
    // A clock of its own: on a busy machine somebody would rest on the way without meaning to.
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 1000)
    for (const share of [0.2, 0.4, 0.6, 0.75]) {
      await page.getByRole("grid").evaluate(
        (node, to) =>
          new Promise((resolve) => {
            node.addEventListener("scroll", resolve, { once: true })
            node.scrollTop = to * (node.scrollHeight - node.clientHeight)
          }),
        share,
      )
      await page.clock.runFor(16)
    }
    expect(offsets).toEqual([])
    await page.clock.resume()
    await label(page, "Rocket 75000").waitFor()
    expect(offsets.length).toBeGreaterThan(0)
    expect(offsets.length).toBeLessThanOrEqual(2)
    for (const offset of offsets) expect(Math.abs(offset - 75_000)).toBeLessThanOrEqual(100)
    await page.context().close()
  })
})

test("UI-044 arrows move the focused cell and stop at the edges; the focus follows through the whole result", async () => {
  const page = await open("/objects/people")
  await label(page, "Bob 000").waitFor()
  const place = () =>
    page.evaluate(() => {
      const node = document.activeElement
      const row = node?.closest("[role=row]")
      return `${row?.getAttribute("aria-rowindex") ?? "head"}:${node?.getAttribute("aria-colindex") ?? "row"}`
    })
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
    await page.waitForTimeout(80)
    return place()
  }
  await label(page, "Bob 000").click()
  expect(await page.getByRole("grid").getAttribute("data-grid-mode")).toBe("cell")
  expect(await place()).toBe("1:1")
  expect(await press("ArrowLeft")).toBe("1:1")
  expect(await press("ArrowRight", "ArrowDown")).toBe("2:2")
  expect(await press("Home")).toBe("2:1")
  const columns = await page.getByRole("grid").getAttribute("aria-colcount")
  expect(await press("End")).toBe(`2:${columns}`)
  expect(await press("ArrowRight")).toBe(`2:${columns}`)
  expect(await press("Control+End")).toBe(`230:${columns}`)
  expect(await press("ArrowDown")).toBe(`230:${columns}`)
  expect(await press("Control+Home")).toBe("1:1")
  expect(await press("ArrowUp")).toBe("head:1")
  expect(await press("ArrowUp")).toBe("head:1")
  expect(await press("ArrowDown", "PageDown")).toMatch(/^(1\d|2\d):1$/)
  const before = await place()
  expect(await press("Escape")).toBe(before.replace(":1", ":row"))
  expect(await press("j")).toBe(`${Number.parseInt(before) + 1}:row`)
  expect(await press("k", "Enter")).toBe(before)
  // What has the focus is scrolled away and back, and Tab leaves the grid at once.
  await scrollTo(page, 1)
  await page.waitForTimeout(80)
  await press("ArrowDown")
  expect(await place()).toBe(`${Number.parseInt(before) + 1}:1`)
  await page.keyboard.press("Tab")
  expect(await page.evaluate(() => document.activeElement?.closest("[role=grid]"))).toBeNull()
  await page.context().close()
})

test("a click on a header sorts, in the address too; Enter on it does the same", async () => {
  const page = await open("/objects/people")
  await label(page, "Bob 000").waitFor()
  const header = page.getByRole("columnheader", { name: "Name" })
  await header.click()
  await label(page, "Ana 001").waitFor()
  expect(await header.getAttribute("aria-sort")).toBe("ascending")
  expect(new URL(page.url()).search).toBe("?sort=name")
  await header.click()
  await label(page, "Bob 228").waitFor()
  expect(await header.getAttribute("aria-sort")).toBe("descending")
  await page.reload()
  await label(page, "Bob 228").waitFor()
  expect(await firstLabel(page)).toContain("Bob 228")
  await header.focus()
  await page.keyboard.press("Enter")
  await label(page, "Bob 000").waitFor()
  expect(new URL(page.url()).search).toBe("")
  await page.context().close()
})

test("UI-067 a select sorts by the order of its options, the empty ones last", async () => {
  const model = await readModel(ada)
  const options = ["Zebra", "Mule", "Ant"].map((name, position) => ({
    label: name,
    value: name.toUpperCase(),
    color: "blue",
    position,
  }))
  await ada.metadata(`mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`, {
    input: {
      field: { objectMetadataId: model.objectId("task"), type: "SELECT", name: "animal", label: "Animal", options },
    },
  })
  const created = await ada.graphql(`mutation ($data: [TaskCreateInput!]!) { createTasks(data: $data) { id } }`, {
    data: [
      { title: "none" },
      { title: "a", animal: "ANT" },
      { title: "m", animal: "MULE" },
      { title: "z", animal: "ZEBRA" },
    ],
  })
  expect(created.errors).toBeUndefined()
  const page = await open("/objects/tasks?sort=animal")
  await label(page, "z").waitFor()
  expect(await page.getByRole("rowheader").allInnerTexts()).toEqual(["Z\nz", "M\nm", "A\na", "N\nnone"])
  await page.context().close()
})

test("a search in any field counts, stands in the address and outlives a reload", async () => {
  const page = await open("/objects/people")
  await page.getByRole("searchbox", { name: "Search any field" }).fill("ana 0")
  await page.getByText("60 of 230").waitFor()
  expect(new URL(page.url()).searchParams.get("q")).toBe("ana 0")
  await page.reload()
  await page.getByText("60 of 230").waitFor()
  await page.context().close()
})

test("UI-019 when nothing matches, the count without the search is named, and clearing it brings the rows back", async () => {
  const page = await open("/objects/people?q=nobody%25_%5C")
  await page.getByRole("heading", { name: "No records match" }).waitFor()
  await page.getByText("Without filters there are 230 People.").waitFor()
  await page.getByRole("button", { name: "Clear filters" }).click()
  await label(page, "Bob 000").waitFor()
  await page.context().close()
})

test("UI-081 while it is asked again the old rows stay", async () => {
  const page = await open("/objects/people")
  await label(page, "Bob 000").waitFor()
  await page.route("**/graphql", delayed(700))
  await page.getByRole("columnheader", { name: "Name" }).click()
  await page.waitForTimeout(300)
  expect(await page.getByRole("grid").getAttribute("data-stale")).not.toBeNull()
  expect(await label(page, "Bob 000").isVisible()).toBe(true)
  await label(page, "Ana 001").waitFor()
  await page.context().close()
})

test("UI-016 rows to come are shown when it takes long, as high as they will be, and not when it does not", async () => {
  const shown = (page: Page) =>
    page.evaluate(
      () => [...document.querySelectorAll(".skeleton")].filter((node) => getComputedStyle(node).opacity === "1").length,
    )
  for (const [delay, isShown] of [
    [0, false],
    [800, true],
  ] as const) {
    const page = await client.visit("/", { as: ada, viewport: { width: 1280, height: 800 } })
    await page.getByRole("heading", { level: 1, name: "Welcome to Test" }).waitFor()
    await page.route("**/graphql", delayed(delay))
    await page.getByRole("link", { name: "People" }).first().click()
    await page.locator(".grid-body .grid-row").first().waitFor()
    const pause = () =>
      page
        .locator(".skeleton")
        .first()
        .evaluate((node) => getComputedStyle(node).animationDelay)
    if (isShown) {
      expect(await pause()).toBe("0.12s")
      await page.waitForTimeout(300)
      expect(await shown(page)).toBeGreaterThan(20)
      expect((await page.locator(".grid-body .grid-row").first().boundingBox())?.height).toBe(32)
    }
    await label(page, "Bob 000").waitFor()
    expect(await shown(page)).toBe(0)
    await page.context().close()
  }
})

test("UI-017 nothing jumps about while the rows come", async () => {
  const page = await client.visit("/sign-in", { as: ada, viewport: { width: 1280, height: 800 } })
  await page.addInitScript(() => {
    const shifts = globalThis as unknown as { shifted: number }
    shifts.shifted = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.shifted += (entry as unknown as { value: number }).value
    }).observe({ type: "layout-shift", buffered: true })
  })
  await page.goto(`${client.url}/objects/people`)
  await label(page, "Bob 000").waitFor()
  await page.waitForTimeout(300)
  expect(await page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted)).toBeLessThanOrEqual(0.02)
  await page.context().close()
})

test("what cannot be read says so, and can be tried again", async () => {
  const page = await client.visit("/", { as: ada })
  await page.getByRole("heading", { level: 1, name: "Welcome to Test" }).waitFor()
  await page.route("**/graphql", (route) => route.abort())
  await page.getByRole("link", { name: "People" }).first().click()
  await page.getByRole("heading", { name: "The records could not be read" }).waitFor()
  await page.unroute("**/graphql")
  await page.getByRole("button", { name: "Retry" }).click()
  await label(page, "Bob 000").waitFor()
  client.complaints.length = 0
  await page.context().close()
})

test("UI-021 an error on top of rows is an alert that stays and can be tried again", async () => {
  const page = await open("/objects/people")
  await label(page, "Bob 000").waitFor()
  await page.route("**/graphql", (route) => route.abort())
  for (let i = 0; i < 2; i++) {
    await page.evaluate(() => window.dispatchEvent(new Event("focus")))
    await page.waitForTimeout(300)
  }
  const toast = page.getByRole("region", { name: "Notifications" }).getByRole("alert")
  await toast.filter({ hasText: "Kith cannot be reached." }).waitFor()
  expect(await toast.count()).toBe(1)
  await page.unroute("**/graphql")
  await toast.getByRole("button", { name: "Retry" }).click()
  await toast.waitFor({ state: "detached" })
  client.complaints.length = 0
  await page.context().close()
})

describe("hostile values", () => {
  const values = [
    ["script", "<script>globalThis.hacked = 1</script><img src=x onerror='globalThis.hacked = 1'>"],
    ["styles", "</style><style>*{display:none}</style>"],
    ["direction", "\u202Egnirts desrever\u202D \u2067isolated"],
    ["combining", "Z̷̡̛͔".repeat(200)],
    ["megabyte", "x".repeat(1_000_000)],
  ] as const

  test("break neither page nor layout, and run nowhere; UI-126 an address that is a script is no link", async () => {
    const created = await ada.graphql(
      `mutation ($data: [CompanyCreateInput!]!) { createCompanies(data: $data) { id } }`,
      {
        data: values.map(([name, value], position) => ({
          name: value,
          position,
          address: { addressCity: value.slice(0, 5000), addressCountry: name },
          linkedinLink: { primaryLinkUrl: `https://${name}.example.com`, primaryLinkLabel: value.slice(0, 1000) },
        })),
      },
    )
    expect(created.errors).toBeUndefined()
    const { schemaName } = await client.app.services.schemas.get(ada.workspaceId)
    // What the APIs refuse may still be there: whoever has SQL can write it.
    await client.app.services.db.script(
      `update "${schemaName}".company set "linkedinLink" = '{"primaryLinkUrl": "javascript:globalThis.hacked=1", "primaryLinkLabel": "click me", "secondaryLinks": null}' where position = 0`,
    )
    const refused = await ada.graphql(
      `mutation { createCompany(data: { linkedinLink: { primaryLinkUrl: "javascript:alert(1)" } }) { id } }`,
    )
    expect(refused.errors).toHaveLength(1)
    const page = await open("/objects/companies")
    await page.getByRole("rowheader").filter({ hasText: "<script>" }).waitFor()
    expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined()
    expect(await page.locator("a[href^='javascript']").count()).toBe(0)
    await page.getByText("click me").click()
    expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined()
    for (const row of await page.locator(".grid-body .grid-row").all())
      expect((await row.boundingBox())?.height).toBe(32)
    const [wide, narrow] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(wide).toBeLessThanOrEqual(narrow!)
    // A megabyte is not in the page, neither as text nor as a hint.
    expect((await page.content()).length).toBeLessThan(500_000)
    await page.context().close()
  })
})

test("every field type of every object is shown without a word of complaint", async () => {
  const model = await ada.metadata<{ objects: { edges: { node: { namePlural: string; isSystem: boolean } }[] } }>(
    `{ objects(paging: { first: 100 }) { edges { node { namePlural isSystem } } } }`,
  )
  const page = await open("/objects/people")
  for (const { node } of model.data.objects.edges) {
    await page.goto(`${client.url}/objects/${node.namePlural}`)
    await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-busy") === "false")
    expect(await page.getByRole("alert").count()).toBe(0)
  }
  await page.context().close()
})
