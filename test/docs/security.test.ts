/** docs/security.md names a test for each promise; every one of them is there, so that the page cannot rot. */
import { describe, expect, test } from "bun:test"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../..")
const read = (path: string) => readFileSync(join(root, path), "utf8")

const page = read("docs/security.md")

interface Promised {
  promise: string
  where: string
  heldBy: { file: string; name: string }[]
  /** what of the cell is neither file nor name */
  rest: string
}

/** A file, and the names of tests or groups of tests in it. */
const reference = /`(test\/[^`]+)`:((?: "[^"]+",?)+)/g

const promises: Promised[] = rowsUnder("held by").map(([promise, where, cell]) => ({
  promise: promise!,
  where: where!.replaceAll("`", ""),
  heldBy: [...cell!.matchAll(reference)].flatMap(([, file, names]) =>
    [...names!.matchAll(/"([^"]+)"/g)].map(([, name]) => ({ file: file!, name: name! })),
  ),
  rest: cell!.replaceAll(reference, "").replaceAll(";", "").trim(),
}))

/** The cells of every row of the tables that have such a last column. */
function rowsUnder(column: string): string[][] {
  const tables = page.split("\n\n").filter((block) => block.startsWith("|"))
  return tables
    .map((table) => table.trim().split("\n").map(cells))
    .filter(([heading]) => heading!.at(-1) === column)
    .flatMap(([, , ...rows]) => rows)
}

function cells(row: string): string[] {
  const parts = row.split("|").slice(1, -1)
  return parts.map((cell) => cell.trim())
}

/** Is there a test, or a group of them, of exactly this name? */
function hasTest(source: string, name: string): boolean {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(String.raw`\(\s*(["\x60])${literal}\1,`).test(source)
}

test("each promise has a test and a place in the code", () => {
  expect(promises.length).toBeGreaterThan(50)
  for (const { promise, where, heldBy, rest } of promises) {
    expect({ promise, tests: heldBy.length > 0, rest }).toEqual({ promise, tests: true, rest: "" })
    expect({ promise, where, exists: existsSync(join(root, where)) }).toEqual({ promise, where, exists: true })
  }
})

test("each test that is named is there", () => {
  const missing = promises
    .flatMap(({ heldBy }) => heldBy)
    .filter(({ file, name }) => !existsSync(join(root, file)) || !hasTest(read(file), name))
  expect(missing).toEqual([])
})

test("each file that is mentioned is there, and each link leads somewhere", () => {
  const files = [...page.matchAll(/`((?:test|src|docs)\/[^`]+)`/g)].map(([, file]) => file!)
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
  const headings = new Set(
    [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    ),
  )
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!)
  const lost = links.filter((link) =>
    link.startsWith("#") ? !headings.has(link.slice(1)) : !existsSync(join(root, "docs", link.replace(/#.*/, ""))),
  )
  expect(lost).toEqual([])
})

describe("nothing is left out of", () => {
  test("OWASP's ten", () => {
    const risks = rowsUnder("what holds against it").map(([risk]) => risk!.split(" ")[0])
    expect(risks).toEqual(Array.from({ length: 10 }, (_, i) => `API${i + 1}`))
  })

  test("the chapters of ASVS", () => {
    const chapters = rowsUnder("left to others").map(([chapter]) => chapter!.split(" ")[0])
    expect(chapters).toEqual(Array.from({ length: 17 }, (_, i) => `V${i + 1}`))
  })
})

test("the check itself would notice", () => {
  expect(hasTest(`test("a name", () => {})`, "a name")).toBe(true)
  expect(hasTest(`test.each(list)(\n  "a name",\n`, "a name")).toBe(true)
  expect(hasTest(`test("a name", () => {})`, "another name")).toBe(false)
  expect(hasTest(`test("a name and more", () => {})`, "a name")).toBe(false)
  expect(hasTest(`// "a name", in a comment`, "a name")).toBe(false)
})
