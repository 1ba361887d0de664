/**
 * `bun run bench:web`: the web client in Chromium against an empty page in the same run. Frames while 100,000 rows scroll,
 * what people do until it is painted, and the first rows of a first visit.
 */
import { parseArgs } from "node:util"
import type { Page } from "playwright-core"
import { openWebClient, type WebClient } from "../../support/web-client.ts"
import type { Member } from "../../support/app.ts"
import {
  emptyPage,
  firstRowAt,
  noteFirstRow,
  noteInteractions,
  notedInteractions,
  scrollFrames,
  type Interaction,
} from "./page-times.ts"

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    seconds: { type: "string", default: "10" },
    trace: { type: "string" },
    help: { type: "boolean" },
  },
})

const viewport = { width: 1440, height: 900 }
/** Pixels a second, as a wheel turned fast. */
const speed = 3000

if (values.help)
  process.stdout.write(
    "Usage: bun run bench:web [--rows 100000] [--seconds 10] [--trace <file>]\n\n" +
      "Run it on a machine that does nothing else. A trace of the interactions is for Chromium's developer tools.\n",
  )
else await run()

async function run(): Promise<void> {
  const client = await openWebClient()
  try {
    const ada = await client.app.signUp()
    await fill(client, ada, Number(values.rows))
    const empty = await measureEmpty(client)
    const own = await measureClient(client, ada)
    print(empty, own)
  } finally {
    await client.close()
  }
}

interface Measured {
  frames: number[]
  interactions: Interaction[]
  /** milliseconds of several first visits */
  firstRows: number[]
}

/** A custom object with 20 fields of several types. */
async function fill(client: WebClient, ada: Member, rows: number): Promise<void> {
  const { data } = await ada.metadata<{ createOneObject: { id: string } }>(
    `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id } }`,
  )
  const options = ["RED", "GREEN", "BLUE"].map((value, position) => ({
    value,
    label: value,
    color: value.toLowerCase(),
    position,
  }))
  const kinds = ["NUMBER", "TEXT", "BOOLEAN", "DATE", "SELECT"]
  const names = Array.from({ length: 19 }, (_, i) => ({ name: `field${i}`, type: kinds[i % kinds.length]! }))
  for (const { name, type } of names) {
    await ada.metadata(`mutation ($input: CreateOneFieldMetadataInput!) { createOneField(input: $input) { id } }`, {
      input: {
        field: {
          objectMetadataId: data.createOneObject.id,
          type,
          name,
          label: name,
          ...(type === "SELECT" && { options }),
        },
      },
    })
  }
  const value: Record<string, string> = {
    NUMBER: "i",
    TEXT: "'Some text ' || i",
    BOOLEAN: "i % 2 = 0",
    DATE: "date '2026-01-01' + (i % 365)",
    SELECT: "(array['RED','GREEN','BLUE'])[1 + i % 3]",
  }
  const { schemaName } = await client.app.services.schemas.get(ada.workspaceId)
  const columns = names.map(({ name }) => `"${name}"`).join(", ")
  const types = await client.app.services.db.query(
    "select column_name, udt_schema, udt_name from information_schema.columns where table_schema = $1 and table_name = '_rocket'",
    [schemaName],
  )
  const typed = names.map(({ name, type }) => {
    const column = types.find((each) => each.column_name === name)!
    return `(${value[type]})::text::"${String(column.udt_schema)}"."${String(column.udt_name)}"`
  })
  await client.app.services.db.script(
    `insert into "${schemaName}"."_rocket" (name, position, ${columns})
      select 'Rocket ' || i, i, ${typed.join(", ")} from generate_series(0, ${rows - 1}) i; analyze "${schemaName}"."_rocket"`,
  )
}

async function measureEmpty({ browser }: WebClient): Promise<Measured> {
  const page = await (await browser.newContext({ viewport })).newPage()
  await page.setContent(emptyPage)
  const frames = await page.evaluate(scrollFrames, { selector: "#scroller", seconds: Number(values.seconds), speed })
  await page.evaluate(noteInteractions)
  await page.locator("#field").click()
  for (let i = 0; i < 60; i++) await press(page, i % 2 ? "a" : "Backspace")
  const interactions = await page.evaluate(notedInteractions)
  await page.context().close()
  return { frames, interactions, firstRows: [] }
}

async function measureClient(client: WebClient, ada: Member): Promise<Measured> {
  const firstRows: number[] = []
  // The first visit of all builds the bundle.
  for (let i = 0; i < 6; i++) {
    const page = await client.visit("/", { as: ada, viewport })
    await page.addInitScript(noteFirstRow)
    await page.goto(`${client.url}/objects/rockets`)
    await page.getByRole("rowheader", { name: "Rocket 0", exact: true }).waitFor()
    await page.waitForTimeout(100)
    const at = await page.evaluate(firstRowAt)
    if (i > 0 && at !== null) firstRows.push(at)
    await page.context().close()
  }
  const page = await client.visit("/objects/rockets", { as: ada, viewport })
  await page.getByRole("rowheader", { name: "Rocket 0", exact: true }).waitFor()
  await page.waitForTimeout(1000)
  const frames = await page.evaluate(scrollFrames, {
    selector: "[role=grid]",
    seconds: Number(values.seconds),
    speed,
  })
  await page.goto(`${client.url}/objects/rockets`)
  await page.getByRole("rowheader", { name: "Rocket 0", exact: true }).waitFor()
  await page.waitForTimeout(1000)
  await page.evaluate(noteInteractions)
  if (values.trace) await client.browser.startTracing(page, { path: values.trace })
  await interact(page)
  if (values.trace) await client.browser.stopTracing()
  const interactions = await page.evaluate(notedInteractions)
  await page.context().close()
  return { frames, interactions, firstRows }
}

/** A while of work: through the table, changing cells, choosing rows, opening what opens. */
async function interact(page: Page): Promise<void> {
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
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  await page.waitForTimeout(60)
}

function quantile(all: readonly number[], share: number): number {
  const sorted = all.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function longOf({ interactions }: Measured): number {
  return quantile(
    interactions.map(({ duration }) => duration),
    0.98,
  )
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}

function print(empty: Measured, own: Measured): void {
  const lines: [string, number, number, number][] = [
    ["frame p95 while scrolling", quantile(own.frames, 0.95), quantile(empty.frames, 0.95), 16.7],
    ["interaction to next paint p98", longOf(own), longOf(empty), 100],
  ]
  for (const [name, value, base, budget] of lines) {
    const isMet = value <= Math.max(base * 1.5, budget) + 0.05
    process.stdout.write(
      `${name.padEnd(32)}${ms(value).padStart(10)}   empty page ${ms(base)}   budget ${budget} ms or 1.5 × empty   ${isMet ? "" : "MISSED"}\n`,
    )
  }
  const first = quantile(own.firstRows, 0.5)
  process.stdout.write(
    `${"first rows of a first visit".padEnd(32)}${ms(first).padStart(10)}   slowest ${ms(Math.max(...own.firstRows))}   budget 1000 ms   ${first <= 1000 ? "" : "MISSED"}\n`,
  )
  process.stdout.write(`${own.frames.length} frames, ${own.interactions.length} interactions; the slowest:\n`)
  for (const { name, duration } of own.interactions.toSorted((a, b) => b.duration - a.duration).slice(0, 5))
    process.stdout.write(`  ${ms(duration)} ${name}\n`)
}
