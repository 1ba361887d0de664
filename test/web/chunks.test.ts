/** What each part of the client weighs, read off the graph of its chunks: JavaScript by gzip at level 9, in bytes. */
import { expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { forBrowsers } from "../../src/ports/web-bundle.ts"

setDefaultTimeout(60_000)

const root = join(import.meta.dirname, "../..")

/** What somebody has loaded who comes to one of the parts below. */
const before = ["web/main.tsx", "web/inside.tsx", "web/pages/table/table-page.tsx"]

/** By the first pattern that a part's source fits. */
const budgets: [RegExp, number][] = [
  [/i18n\/.*\/de\.ts$/, 10_000],
  [/pages\/entry\//, 35_000],
  [/pages\/settings\/(settings|settings-drawer)\.tsx$/, 10_000],
  [/pages\/settings\/playground\//, 60_000],
  [/pages\/settings\//, 18_000],
  [/pages\/import\//, 30_000],
  [/shell\/command-menu\//, 10_000],
  [/editors\/rich-text\//, 90_000],
  [/pages\/table\/tools\.ts$/, 18_000],
  [/./, 20_000],
]

test("UI-160 no part is heavier than its budget, and all chunks together are 700 kB at most", async () => {
  const chunks = await buildChunks()
  const had = closureOf(chunks, before)
  const frame = closureOf(chunks, ["web/pages/settings/settings.tsx"])
  const parts = [...chunks.values()].flatMap(({ entry }) => (entry && !before.includes(entry) ? [entry] : []))
  expect(parts.length).toBeGreaterThan(30)
  const heavy = parts.flatMap((part) => {
    const known = /pages\/settings\/.*\//.test(part) ? new Set([...had, ...frame]) : had
    const size = sizeOf([...closureOf(chunks, [part])].filter((chunk) => !known.has(chunk)))
    const budget = budgets.find(([pattern]) => pattern.test(part))![1]
    return size > budget ? [`${part}: ${size} of ${budget}`] : []
  })
  expect(heavy).toEqual([])
  expect(sizeOf([...had])).toBeGreaterThan(50_000)
  expect(sizeOf([...had])).toBeLessThanOrEqual(95_000)
  expect(sizeOf([...chunks.values()])).toBeLessThanOrEqual(700_000)
})

interface Chunk {
  /** the source that it begins with, where it is loaded by name */
  entry: string | undefined
  size: number
  imports: string[]
}

const sizeOf = (chunks: readonly Chunk[]) => chunks.reduce((sum, { size }) => sum + size, 0)

/** By path. */
async function buildChunks(): Promise<Map<string, Chunk>> {
  const { outputs, metafile } = await Bun.build({
    ...forBrowsers,
    entrypoints: [join(root, "web/main.tsx")],
    format: "esm",
    splitting: true,
    metafile: true,
  })
  const chunks = outputs.filter(({ path }) => path.endsWith(".js"))
  return new Map(
    await Promise.all(
      chunks.map(async (chunk) => {
        const { entryPoint, imports } = metafile!.outputs[chunk.path]!
        const size = Bun.gzipSync(new Uint8Array(await chunk.arrayBuffer()), { level: 9 }).length
        const needed = imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path)
        return [chunk.path, { entry: entryPoint, size, imports: needed }] as const
      }),
    ),
  )
}

/** The chunks that come when some sources are asked for. */
function closureOf(chunks: ReadonlyMap<string, Chunk>, entries: readonly string[]): Set<Chunk> {
  const found = new Set([...chunks.values()].filter(({ entry }) => entry && entries.includes(entry)))
  if (found.size !== entries.length) throw new Error(`There are no chunks of their own for ${entries.join(", ")}`)
  for (const chunk of found) {
    for (const path of chunk.imports) {
      const next = chunks.get(path)
      if (next) found.add(next)
    }
  }
  return found
}
