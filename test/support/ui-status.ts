/** Which statements of test/web/statements.md have a test, by the numbers in the tests' titles. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

interface Section {
  title: string
  waitsFor: string
  statements: { number: string; text: string }[]
}

/** The text of docs/ui-status.md. @param root of the repository */
export function uiStatus(root: string): string {
  const sections = readSections(readFileSync(join(root, "test/web/statements.md"), "utf8"))
  const shownBy = new Map([...readTitles(join(root, "test/web")), ...readMeasured(join(root, "docs", measuredFile))])
  const all = sections.flatMap((section) => section.statements)
  const holding = all.filter(({ number }) => shownBy.has(number))
  return `${[
    "# How far the web client is",
    "Written by `bun run ui-status` from test/web/statements.md and the titles of the tests beside it. Where a statement speaks of",
    "every page, its test visits those that there are. Times are measured by `bun run bench:web`, which writes docs/web-speed.md.",
    "",
    `${holding.length} of ${all.length} statements hold; ${all.length - holding.length} wait.`,
    ...sections.flatMap((section) => sectionText(section, shownBy)),
  ]
    .join("\n")
    .replace("# How far the web client is\n", "# How far the web client is\n\n")}\n`
}

function readSections(text: string): Section[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part) => ({
      title: part.slice(0, part.indexOf("\n")),
      waitsFor: /^Waits for (.+)\.$/m.exec(part)?.[1] ?? "a test",
      statements: [...part.matchAll(/^- \*\*(UI-\d+)\*\* (.+)$/gm)].map(([, number, statement]) => ({
        number: number!,
        text: statement!,
      })),
    }))
}

/** Number → files whose tests name it. */
function readTitles(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".test.ts"))) {
    const titles = readFileSync(join(folder, name), "utf8").match(/\btest\(\s*["`][^"`]+|\)\("[^"]+/g) ?? []
    for (const [number] of titles.join("\n").matchAll(/UI-\d+/g)) {
      const files = found.get(number) ?? []
      found.set(number, files.includes(name) ? files : [...files, name])
    }
  }
  return found
}

/** What is measured is no test: a machine that does something else meanwhile would make it fail. */
const measuredFile = "web-speed.md"

/** Number → where it is measured, for those of which everything that is measured is met. */
function readMeasured(file: string): Map<string, string[]> {
  const rows = existsSync(file) ? readFileSync(file, "utf8").matchAll(/^\| (UI-\d+) .*\| (met|missed) +\|$/gm) : []
  const results = Map.groupBy(rows, ([, number]) => number!)
  const met = [...results].filter(([, all]) => all.every(([, , result]) => result === "met"))
  return new Map(met.map(([number]) => [number, [`measured: ${measuredFile}`]]))
}

function sectionText({ title, waitsFor, statements }: Section, shownBy: Map<string, string[]>): string[] {
  const holding = statements.filter(({ number }) => shownBy.has(number))
  const waiting = statements.filter(({ number }) => !shownBy.has(number))
  return [
    `\n## ${title}\n`,
    ...holding.map(({ number, text }) => `- [x] **${number}** ${text} (${shownBy.get(number)!.join(", ")})`),
    ...(waiting.length > 0 ? [`${holding.length > 0 ? "\n" : ""}Waiting for ${waitsFor}:\n`] : []),
    ...waiting.map(({ number, text }) => `- [ ] **${number}** ${text}`),
  ]
}
