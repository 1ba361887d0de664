/**
 * `bun run bench:web`: the web client in Chromium, against an empty page in the same run where the machine matters most.
 */
import { parseArgs } from "node:util"
import { openWebClient } from "../../support/web-client.ts"
import {
  committing,
  emptyTimes,
  filtering,
  firstRows,
  growth,
  importing,
  interactions,
  landing,
  quantile,
  scrolling,
  type Bench,
} from "./measures.ts"
import type { Interaction } from "./page-times.ts"
import { printLine, recordLines, type Line } from "./report.ts"
import { fillRockets } from "./rockets.ts"

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    seconds: { type: "string", default: "10" },
    only: { type: "string" },
    trace: { type: "string" },
    record: { type: "boolean", default: false },
    help: { type: "boolean" },
  },
})

const usage = () => `Usage: bun run bench:web [--rows 100000] [--seconds 10] [--only <case>] [--trace <file>] [--record]

  --only     one of: ${Object.keys(cases).join(", ")}
  --trace    write what Chromium did during the interactions, for its developer tools
  --record   write docs/web-speed.md, when all are measured

Run it on a machine that does nothing else.
`

async function run(): Promise<void> {
  const client = await openWebClient()
  try {
    const ada = await client.app.signUp()
    const rows = Number(values.rows)
    await fillRockets(client, ada, rows)
    const lines: Line[] = []
    const bench: Bench = { client, ada, rows, seconds: Number(values.seconds), trace: values.trace }
    for (const name of values.only ? [values.only] : Object.keys(cases)) {
      const measured = await cases[name]!(bench)
      for (const line of measured) printLine(line)
      lines.push(...measured)
    }
    if (values.record && !values.only) recordLines(lines, rows)
  } finally {
    await client.close()
  }
}

const times = (name: string, value: number, budget: number, more: Partial<Line> = {}): Line =>
  Object.assign({ name, value, budget, unit: "ms" as const }, more)
const p95 = (all: readonly number[]) => quantile(all, 0.95)
const p99 = (all: readonly number[]) => quantile(all, 0.99)
const median = (all: readonly number[]) => quantile(all, 0.5)

const cases: Record<string, (bench: Bench) => Promise<Line[]>> = {
  async visits(bench) {
    return [
      times("first rows of a first visit, median", median(await firstRows(bench)), 1000, { statement: "UI-161" }),
      times("… in lab B", median(await firstRows(bench, true)), 2500, { statement: "UI-161" }),
    ]
  },
  async scrolling(bench) {
    const empty = (await emptyTimes(bench)).frames
    const { frames, blank } = await scrolling(bench)
    return [
      times("frame while scrolling, p95", p95(frames), 16.7, { statement: "UI-042", empty: p95(empty) }),
      times("… p99", p99(frames), 33, { empty: p99(empty) }),
      { statement: "UI-042", name: "frames with a blank place", value: blank, unit: "", budget: 0 },
    ]
  },
  async landing(bench) {
    return [times("rows where the scroll bar is let go, p95", await landing(bench), 250)]
  },
  async heap(bench) {
    const name = "growth of the heap once all rows were seen"
    return [{ statement: "UI-043", name, value: await growth(bench), unit: "MB", budget: 30 }]
  },
  async interactions(bench) {
    const empty = p98((await emptyTimes(bench)).interactions)
    const done = await interactions(bench)
    const slow = await interactions({ ...bench, trace: undefined }, true)
    for (const all of [done, slow]) printSlowest(all)
    return [
      times("interaction to the end of its frame, p98", p98(done), 100, { statement: "UI-162", empty }),
      times("… in lab B", p98(slow), 200, { statement: "UI-162" }),
    ]
  },
  async committing(bench) {
    return [times("a cell shows what was committed, p95", p95(await committing(bench)), 50, { statement: "UI-052" })]
  },
  async filtering(bench) {
    return [times("first rows of a filter, median", median(await filtering(bench)), 300, { statement: "UI-082" })]
  },
  async importing(bench) {
    const name = "longest task while 100,000 rows of CSV are read"
    return [times(name, await importing(bench), 50, { statement: "UI-104" })]
  },
}

function printSlowest(all: readonly Interaction[]): void {
  process.stdout.write(`the slowest of ${all.length} interactions:\n`)
  for (const { name, duration } of all.toSorted((a, b) => b.duration - a.duration).slice(0, 8))
    process.stdout.write(`  ${duration.toFixed(1)} ms ${name}\n`)
}

function p98(all: readonly Interaction[]): number {
  return quantile(
    all.map(({ duration }) => duration),
    0.98,
  )
}

if (values.help || (values.only && !(values.only in cases))) process.stdout.write(usage())
else await run()
