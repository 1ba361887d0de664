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
    trace: { type: "string" },
    record: { type: "boolean", default: false },
    help: { type: "boolean" },
  },
})

const usage = `Usage: bun run bench:web [--rows 100000] [--seconds 10] [--trace <file>] [--record]

  --trace    write what Chromium did during the interactions, for its developer tools
  --record   write docs/web-speed.md

Run it on a machine that does nothing else.
`

if (values.help) process.stdout.write(usage)
else await run()

async function run(): Promise<void> {
  const client = await openWebClient()
  try {
    const ada = await client.app.signUp()
    const rows = Number(values.rows)
    await fillRockets(client, ada, rows)
    const lines: Line[] = []
    for await (const line of measure({ client, ada, rows, seconds: Number(values.seconds), trace: values.trace })) {
      printLine(line)
      lines.push(line)
    }
    if (values.record) recordLines(lines, rows)
  } finally {
    await client.close()
  }
}

async function* measure(bench: Bench): AsyncGenerator<Line> {
  const times = (name: string, value: number, budget: number, more: Partial<Line> = {}): Line =>
    Object.assign({ name, value, budget, unit: "ms" as const }, more)
  const visits = await firstRows(bench)
  yield times("first rows of a first visit, median", quantile(visits, 0.5), 1000, { statement: "UI-161" })
  yield times("… in lab B", quantile(await firstRows(bench, true), 0.5), 2500, { statement: "UI-161" })
  const empty = await emptyTimes(bench)
  const { frames, blank } = await scrolling(bench)
  const p95 = (all: readonly number[]) => quantile(all, 0.95)
  yield times("frame while scrolling, p95", p95(frames), 16.7, { statement: "UI-042", empty: p95(empty.frames) })
  const p99 = (all: readonly number[]) => quantile(all, 0.99)
  yield times("… p99", p99(frames), 33, { empty: p99(empty.frames) })
  yield { statement: "UI-042", name: "frames with a blank place", value: blank, unit: "", budget: 0 }
  yield times("rows where the scroll bar is let go, p95", await landing(bench), 250)
  const grown = "growth of the heap once all rows were seen"
  yield { statement: "UI-043", name: grown, value: await growth(bench), unit: "MB", budget: 30 }
  const done = await interactions(bench)
  yield times("interaction to the end of its frame, p98", p98(done), 100, {
    statement: "UI-162",
    empty: p98(empty.interactions),
  })
  const slow = await interactions({ ...bench, trace: undefined }, true)
  yield times("… in lab B", p98(slow), 200, { statement: "UI-162" })
  yield times("a cell shows what was committed, p95", p95(await committing(bench)), 50, { statement: "UI-052" })
  yield times("first rows of a filter, median", quantile(await filtering(bench), 0.5), 300, { statement: "UI-082" })
  yield times("longest task while 100,000 rows of CSV are read", await importing(bench), 50, { statement: "UI-104" })
  for (const all of [done, slow]) printSlowest(all)
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
