/** `docs/evidence.md`: what the long tests found, a row each, so that claims can be traced to a run. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, resolve } from "node:path"

const root = resolve(import.meta.dirname, "../..")
const file = resolve(root, "docs/evidence.md")

const head = `# Evidence

What the long tests found when they ran last. \`bun run long <name> --record\` writes a row.

| name | result | commit | date |
|---|---|---|---|
`

/** Writes the row of the test, or puts it in place of the one that is there. */
export function recordEvidence(name: string, result: string): void {
  const row = `| ${name} | ${result} | ${commit()} | ${new Date().toISOString().slice(0, 10)} |`
  const lines = (existsSync(file) ? readFileSync(file, "utf8") : head).trimEnd().split("\n")
  const place = lines.findIndex((line) => line.startsWith(`| ${name} `))
  if (place === -1) lines.push(row)
  else lines[place] = row
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${lines.join("\n")}\n`)
  spawnSync(process.execPath, ["fmt", file], { cwd: root })
}

/** Of the working tree, shortened. */
export function commit(): string {
  const { stdout } = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" })
  return stdout?.trim() || "unknown"
}
