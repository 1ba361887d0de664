/** What was measured, beside what it may be: printed, and written to docs/web-speed.md. */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { resolve } from "node:path"
import { commit } from "../../support/evidence.ts"

export interface Line {
  /** the number of the statement in test/web/statements.md that it measures */
  statement?: string
  name: string
  value: number
  unit: "ms" | "MB" | ""
  budget: number
  /** the same on an empty page in the same run; half as much again is allowed */
  empty?: number
}

/** Clocks of browsers are no finer. */
const blur = 0.1

export const isMet = ({ value, budget, empty = 0 }: Line) => value <= Math.max(budget, empty * 1.5) + blur

export function printLine(line: Line): void {
  const { name, value, unit, empty } = line
  const text = [
    name.padEnd(64),
    amount(value, unit).padStart(10),
    `  of ${budgetText(line)}`,
    empty === undefined ? "" : `  empty page ${amount(empty, unit)}`,
    isMet(line) ? "" : "  MISSED",
  ]
  process.stdout.write(`${text.join("")}\n`)
}

function budgetText({ budget, unit, empty }: Line): string {
  return `${amount(budget, unit)}${empty === undefined ? "" : ", or 1.5 × empty"}`
}

function amount(value: number, unit: Line["unit"]): string {
  return unit === "" ? String(value) : `${value.toFixed(1)} ${unit}`
}

const file = resolve(import.meta.dirname, "../../../docs/web-speed.md")

/** Writes docs/web-speed.md; `bun run ui-status` reads which statements hold there. */
export function recordLines(lines: readonly Line[], rows: number): void {
  const rowOf = (line: Line) =>
    `| ${line.statement ?? ""} | ${line.name} | ${amount(line.value, line.unit)} | ${budgetText(line)} | ${line.empty === undefined ? "" : amount(line.empty, line.unit)} | ${isMet(line) ? "met" : "missed"} |`
  writeFileSync(
    file,
    [
      "# How fast the web client is",
      "",
      `Written by \`bun run bench:web --record\`, commit ${commit()}, on ${new Date().toISOString().slice(0, 10)}, with ${cpus().length} cores that Chromium (without a graphics card), server and PostgreSQL share. The table has ${rows} rows and 20 columns. Lab B is a processor a quarter as fast behind 150 ms and 1.6 Mbit/s.`,
      "",
      "| statement | what | measured | budget | empty page | |",
      "|---|---|---|---|---|---|",
      ...lines.map(rowOf),
      "",
    ].join("\n"),
  )
  spawnSync(process.execPath, ["fmt", file])
}
