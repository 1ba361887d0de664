/** One function for each thing that is measured; each opens a page of its own. */
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { CDPSession, Page } from "playwright-core"
import type { Member } from "../../support/app.ts"
import { delayed, type WebClient } from "../../support/web-client.ts"
import {
  emptyPage,
  firstRowAt,
  noteChange,
  notedChange,
  notedInteractions,
  noteFirstRow,
  noteInteractions,
  noteLongTasks,
  notedLongTasks,
  scrollFrames,
  type Interaction,
  type Scrolled,
} from "./page-times.ts"

const viewport = { width: 1440, height: 900 }
/** Pixels a second. */
const speed = 3000
const rocket = (page: Page, number: number) => page.getByRole("rowheader", { name: `Rocket ${number}`, exact: true })

export interface Bench {
  client: WebClient
  ada: Member
  rows: number
  seconds: number
  /** where to write what the browser did meanwhile */
  trace: string | undefined
}

async function open({ client, ada }: Bench, isSlow = false): Promise<Page> {
  const page = await client.visit("/objects/rockets", { as: ada, viewport })
  await rocket(page, 0).waitFor()
  // Until all that is fetched for later is there.
  await page.waitForTimeout(2500)
  if (isSlow) await slowDown(page)
  return page
}

/** Lab B. */
async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 })
  await session.send("Network.enable")
  const bytes = 1_600_000 / 8
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: bytes,
    uploadThroughput: bytes,
  })
  return session
}

export async function emptyTimes({ client, seconds }: Bench): Promise<Scrolled & { interactions: Interaction[] }> {
  const page = await (await client.browser.newContext({ viewport })).newPage()
  await page.setContent(emptyPage)
  const scrolled = await page.evaluate(scrollFrames, { selector: "#scroller", seconds, speed })
  await page.evaluate(noteInteractions)
  await page.locator("#field").click()
  for (let i = 0; i < 60; i++) await press(page, i % 2 ? "a" : "Backspace")
  const interactions = await page.evaluate(notedInteractions)
  await page.context().close()
  return { ...scrolled, interactions }
}

export async function scrolling(bench: Bench): Promise<Scrolled> {
  const page = await open(bench)
  const scrolled = await page.evaluate(scrollFrames, { selector: "[role=grid]", seconds: bench.seconds, speed })
  await page.context().close()
  return scrolled
}

/** Milliseconds until there is a row where somebody who drags the scroll bar lets it go. */
export async function landing(bench: Bench): Promise<number> {
  const page = await open(bench)
  const times: number[] = []
  for (const share of [0.25, 0.5, 0.75, 1]) {
    const time = await page.getByRole("grid").evaluate(async (node, to) => {
      const since = performance.now()
      node.scrollTop = to * node.scrollHeight
      const isThere = () => {
        const rows = [...node.querySelectorAll(".grid-body > [role=row]")]
        const { top, bottom } = node.getBoundingClientRect()
        const seen = rows.filter((row) => {
          const box = row.getBoundingClientRect()
          return box.top >= top && box.bottom <= bottom
        })
        return seen.length > 10 && seen.every((row) => row.querySelector(".record"))
      }
      do await new Promise(requestAnimationFrame)
      while (!isThere())
      return performance.now() - since
    }, share)
    times.push(time)
  }
  await page.context().close()
  return quantile(times, 0.95)
}

/** Megabytes by which the page has grown once somebody has gone through all rows. */
export async function growth(bench: Bench): Promise<number> {
  const page = await open(bench)
  const session = await page.context().newCDPSession(page)
  const used = async () => {
    for (let i = 0; i < 3; i++) await session.send("HeapProfiler.collectGarbage")
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6
  }
  const before = await used()
  await page.getByRole("grid").evaluate(async (node) => {
    for (let top = 0; top < node.scrollHeight; top += 1600) {
      node.scrollTop = top
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })
  await rocket(page, bench.rows - 1).waitFor()
  const after = await used()
  await page.context().close()
  return after - before
}

/** Milliseconds of several first visits. */
export async function firstRows({ client, ada }: Bench, isSlow = false): Promise<number[]> {
  const times: number[] = []
  // The first visit of all builds the bundle.
  for (let i = 0; i < (isSlow ? 4 : 6); i++) {
    const page = await client.visit("/", { as: ada, viewport })
    const session = await page.context().newCDPSession(page)
    await session.send("Network.clearBrowserCache")
    if (isSlow) await slowDown(page)
    await page.addInitScript(noteFirstRow)
    await page.goto(`${client.url}/objects/rockets`)
    await rocket(page, 0).waitFor()
    await page.waitForTimeout(100)
    const at = await page.evaluate(firstRowAt)
    if (i > 0 && at !== null) times.push(at)
    await page.context().close()
  }
  return times
}

/** Milliseconds from Enter in an editor to the cell that shows what was typed, while the request is under way. */
export async function committing(bench: Bench): Promise<number[]> {
  const page = await open(bench)
  await page.route("**/graphql", delayed(1000))
  await page.getByRole("grid").focus()
  await press(page, "Enter")
  const times: number[] = []
  for (let i = 1; i <= 10; i++) {
    await press(page, "Enter")
    await page.getByRole("textbox", { name: "Name" }).fill(`Renamed ${i}`)
    const selector = `[aria-rowindex="${i}"] [role=rowheader] .record bdi`
    await page.evaluate(noteChange, { selector, wanted: `Renamed ${i}` })
    await page.keyboard.press("Enter")
    times.push(await page.evaluate(notedChange))
  }
  await page.context().close()
  return times
}

/** Milliseconds from the press that completes a filter to the rows that fit it. */
export async function filtering(bench: Bench): Promise<number[]> {
  const page = await open(bench)
  const times: number[] = []
  const selector = "[role=rowheader] .record bdi"
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press("Escape")
    await page.goto(`${bench.client.url}/objects/rockets`)
    await rocket(page, 0).waitFor()
    await page.waitForTimeout(1000)
    await page.getByRole("button", { name: "Filter", exact: true }).click()
    await page.getByRole("combobox", { name: "Find a field" }).fill("field4")
    await page.keyboard.press("Enter")
    const option = page.getByRole("option", { name: i % 2 ? "BLUE" : "GREEN" })
    await option.waitFor()
    await page.evaluate(noteChange, { selector })
    await option.click()
    times.push(await page.evaluate(notedChange))
  }
  await page.context().close()
  return times
}

/** Milliseconds of the page's longest task while a file of 100,000 rows is read; 0 where none takes more than 50. */
export async function importing({ client, ada }: Bench): Promise<number> {
  const page = await client.visit("/import/rockets", { as: ada, viewport })
  const input = page.locator("input[type=file]")
  await input.waitFor({ state: "attached" })
  await page.waitForTimeout(2500)
  await page.evaluate(noteLongTasks)
  const rows = Array.from({ length: 100_000 }, (_, i) => `Row ${i},${i},Some text ${i},2026-01-01,RED`)
  const text = `Name,field0,field1,field3,field4\n${rows.join("\n")}\n`
  // From the disk: what is handed over as bytes takes the page half a second, as a message of the developer tools.
  const folder = await mkdtemp(join(tmpdir(), "kith-bench-"))
  const path = join(folder, "rows.csv")
  await writeFile(path, text)
  await input.setInputFiles(path)
  await page.getByText("100,000 rows").waitFor()
  await page.waitForTimeout(3000)
  const tasks = await page.evaluate(notedLongTasks)
  await page.context().close()
  await rm(folder, { recursive: true })
  return Math.max(0, ...tasks)
}

/** A while of work: through the table, changing cells, choosing rows, opening what opens. */
export async function interactions(bench: Bench, isSlow = false): Promise<Interaction[]> {
  const page = await open(bench, isSlow)
  await page.evaluate(noteInteractions)
  if (bench.trace) await bench.client.browser.startTracing(page, { path: bench.trace })
  await work(page)
  if (bench.trace) await bench.client.browser.stopTracing()
  const noted = await page.evaluate(notedInteractions)
  await page.context().close()
  return noted
}

async function work(page: Page): Promise<void> {
  const column = await page.getByRole("columnheader", { name: "field0" }).getAttribute("aria-colindex")
  await page.locator(`[aria-rowindex='1'] [aria-colindex='${column}']`).click()
  for (let i = 0; i < 20; i++) await press(page, "ArrowDown")
  for (let i = 0; i < 10; i++) {
    for (const key of ["1", "2", "Enter"]) await press(page, key)
  }
  await press(page, "Escape")
  for (let i = 0; i < 10; i++) {
    await press(page, "x")
    await press(page, "j")
  }
  await press(page, "Escape")
  for (let i = 0; i < 5; i++) {
    await page.getByRole("button", { name: "Filter", exact: true }).click()
    await page.waitForTimeout(100)
    await press(page, "Escape")
  }
  await page.getByRole("grid").focus()
  for (let i = 0; i < 10; i++) await press(page, "PageDown")
  // Until its record is there, there is nothing to open.
  await page.locator("[data-place]:not([aria-busy])").waitFor()
  for (let i = 0; i < 5; i++) {
    await press(page, "Shift+Enter")
    await page.locator("[data-panel] h2").waitFor()
    await press(page, "Escape")
    await press(page, "ArrowDown")
  }
  for (let i = 0; i < 5; i++) {
    await press(page, "Control+k")
    await page.getByRole("dialog").waitFor()
    await press(page, "a")
    await press(page, "Escape")
  }
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  await page.waitForTimeout(60)
}

export function quantile(all: readonly number[], share: number): number {
  const sorted = all.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
