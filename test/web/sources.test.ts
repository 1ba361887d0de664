/** What holds for the sources of the web client without looking at a page. */
import { expect, test } from "bun:test"
import { Glob } from "bun"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fieldTypes } from "../../src/metadata/field-types/index.ts"
import { fieldKinds } from "../../web/fields/index.ts"
import { safeAddress } from "../../web/fields/links.tsx"
import { uiStatus } from "../support/ui-status.ts"
import { columnWindow, rowWindow, scrollToRow } from "../../web/pages/table/geometry.ts"

const root = join(import.meta.dirname, "../../web")
const sources = [...new Glob("**/*.{ts,tsx}").scanSync(root)].map((file) => ({
  file,
  text: readFileSync(join(root, file), "utf8"),
}))

test("the client knows the field types that the server knows", () => {
  expect(Object.keys(fieldKinds).toSorted()).toEqual(Object.keys(fieldTypes).toSorted())
})

test("of the server only types are imported", () => {
  const values = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/^import (?!type )[^"]*"([^"]*\/src\/[^"]*)"/gm)].map((match) => `${file} → ${match[1]}`),
  )
  expect(values).toEqual([])
})

test("no record is ever written as HTML, and nothing is evaluated", () => {
  const risky = sources.filter(({ text }) =>
    /dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|\beval\(|new Function/.test(text),
  )
  expect(risky.map(({ file }) => file)).toEqual([])
})

test("what only safe origins have is asked for in one place each", () => {
  const strays = sources.filter(
    ({ file, text }) => file !== "ui/copy.ts" && /\brandomUUID\(|navigator\.clipboard|crypto\.subtle/.test(text),
  )
  expect(strays.map(({ file }) => file)).toEqual([])
})

test("colours stand in the tokens alone", () => {
  const styles = [...new Glob("**/*.css").scanSync(root)].filter((file) => file !== "styles/tokens.css")
  const raw = styles.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/#[0-9a-f]{3,8}\b|rgba?\(/gi)].map(
      (match) => `${file}: ${match[0]}`,
    ),
  )
  // What a camera reads is black on white in every theme.
  expect(raw).toEqual(["pages/entry/entry.css: #fff", "pages/entry/entry.css: #000"])
})

const areas = [...new Glob("i18n/*/en.ts").scanSync(root)].map((file) => file.split("/")[1]!)

test.each(areas)("the catalogue of %s says the same things in every language", async (area) => {
  const { en } = (await import(join(root, "i18n", area, "en.ts"))) as { en: object }
  const { de } = (await import(join(root, "i18n", area, "de.ts"))) as { de: object }
  const keys = (value: object, path = ""): string[] =>
    Object.entries(value).flatMap(([key, each]) =>
      typeof each === "object" && each !== null ? keys(each as object, `${path}${key}.`) : [`${path}${key}`],
    )
  expect(keys(de)).toEqual(keys(en))
})

test.each([
  ["javascript:alert(1)", undefined],
  ["JaVaScRiPt:alert(1)", undefined],
  ["java\tscript:alert(1)", undefined],
  [" javascript:alert(1)", undefined],
  ["data:text/html,<script>alert(1)</script>", undefined],
  ["vbscript:x", undefined],
  ["file:///etc/passwd", undefined],
  ["example.com/a", "https://example.com/a"],
  ["http://example.com", "http://example.com/"],
  ["localhost:3000", "https://localhost:3000/"],
])("the address %p is linked as %p", (given, linked) => {
  expect(safeAddress(given)).toBe(linked)
})

test.each([0, 1, 40, 100_000, 470_000, 5_000_000])("of %p rows few are there, and the last can be reached", (total) => {
  const view = { viewHeight: 800, rowHeight: 32, total }
  const { height, last: atTop, first } = rowWindow({ ...view, scrollTop: 0 })
  expect(height).toBeLessThanOrEqual(15_000_000)
  expect(first).toBe(0)
  expect(atTop - first).toBeLessThan(70)
  const end = rowWindow({ ...view, scrollTop: Math.max(0, height - 800) })
  expect(end.last).toBe(total - 1)
  expect(end.last - end.first).toBeLessThan(70)
  if (total > 0) {
    const scrollTop = scrollToRow({ ...view, scrollTop: 0 }, total - 1)
    const seen = rowWindow({ ...view, scrollTop })
    expect(seen.topOf(total - 1) + 32).toBeLessThanOrEqual(scrollTop + 800 + 0.01)
  }
})

test("of 500 columns few are there", () => {
  const { first, last } = columnWindow(
    Array.from({ length: 500 }, () => 150),
    30_000,
    1200,
  )
  expect(first).toBeLessThanOrEqual(200)
  expect(last).toBeGreaterThanOrEqual(207)
  expect(last - first).toBeLessThan(20)
})

test("docs/ui-status.md is what `bun run ui-status` writes", () => {
  const top = join(root, "..")
  expect(readFileSync(join(top, "docs/ui-status.md"), "utf8")).toBe(uiStatus(top))
})
