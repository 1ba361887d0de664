/** Styled text and links → the inside of a Markdown paragraph. */
import type { Inline, StyledText } from "./block.ts"

export function inlineToMarkdown(content: readonly Inline[]): string {
  if (content.length === 0) return ""
  const lines = writeInline(content).split("\n")
  // Empty lines at either end say nothing; in the middle the break keeps them from ending the paragraph.
  const first = lines.findIndex((line) => line.trim() !== "")
  const last = lines.findLastIndex((line) => line.trim() !== "")
  return lines
    .slice(Math.max(first, 0), last + 1)
    .map((line) => escapeLineStart(line.trim()))
    .join("\\\n")
}

function writeInline(content: readonly Inline[]): string {
  let out = ""
  let runs: StyledText[] = []
  for (const each of content) {
    if (each.type === "text") {
      runs.push(each)
      continue
    }
    out += writeRuns(runs) + writeLink(each.href, writeRuns(each.content))
    runs = []
  }
  return out + writeRuns(runs)
}

function writeLink(href: string, text: string): string {
  const target = /^[^\s()<>\\\p{Cc}]+$/u.test(href)
    ? href
    : `<${href.replace(/\s/g, encodeSpace).replace(/[<>\\]/g, "\\$&")}>`
  return `[${text}](${target})`
}

function encodeSpace(space: string): string {
  return space === " " ? " " : encodeURIComponent(space)
}

// --- styles ---------------------------------------------------------------------------------------------------------

type Style = "strike" | "bold" | "italic"
const styleOrder: readonly Style[] = ["strike", "bold", "italic"]

interface Run {
  text: string
  styles: ReadonlySet<Style>
  isCode: boolean
}

function writeRuns(texts: readonly StyledText[]): string {
  if (texts.length === 1 && Object.keys(texts[0]!.styles).length === 0) return escapeText(texts[0]!.text)
  return new Writer(merge(trimStyles(texts.flatMap(splitSpaces)))).write()
}

/** A mark must touch its word, so spaces at the ends of a run stand alone. */
function splitSpaces({ text, styles }: StyledText): Run[] {
  const own = new Set(styleOrder.filter((style) => styles[style] === true))
  if (styles.code === true) return text === "" ? [] : [{ text, styles: own, isCode: true }]
  const from = text.length - text.trimStart().length
  const to = Math.max(from, text.trimEnd().length)
  const parts = [text.slice(0, from), text.slice(from, to), text.slice(to)]
  return parts.filter((part) => part !== "").map((part) => ({ text: part, styles: own, isCode: false }))
}

/** Spaces keep the styles that both neighbours have. */
function trimStyles(runs: Run[]): Run[] {
  let left: ReadonlySet<Style> = new Set()
  const fromLeft = runs.map((run) => (isSpace(run) ? left : (left = run.styles)))
  let right: ReadonlySet<Style> = new Set()
  for (let i = runs.length - 1; i >= 0; i--) {
    const run = runs[i]!
    if (!isSpace(run)) right = run.styles
    else runs[i] = { ...run, styles: new Set([...fromLeft[i]!].filter((style) => right.has(style))) }
  }
  return runs
}

function isSpace(run: Run): boolean {
  return !run.isCode && run.text.trim() === ""
}

function merge(runs: readonly Run[]): Run[] {
  const out: Run[] = []
  for (const run of runs) {
    const last = out.at(-1)
    // Text that began with a space could not take a mark in front of it.
    const takesMore = last && last.isCode === run.isCode && (!isSpace(last) || isSpace(run))
    if (takesMore && isSameSet(last.styles, run.styles)) last.text += run.text
    else out.push({ ...run })
  }
  return out
}

function isSameSet(a: ReadonlySet<Style>, b: ReadonlySet<Style>): boolean {
  return a.size === b.size && [...a].every((style) => b.has(style))
}

class Writer {
  private out = ""
  /** styles that are open, with the mark that will close each */
  private readonly open: { style: Style; mark: string }[] = []

  constructor(private readonly runs: readonly Run[]) {}

  write(): string {
    this.runs.forEach((run, i) => {
      const closed = this.closeAllBut(run.styles)
      if (!isSpace(run)) this.openAll(i, closed)
      this.writeText(run, closed)
    })
    this.closeAllBut(new Set())
    return this.out
  }

  /** Marks nest, so closing one closes those opened after it; they are opened again. Returns the last mark written. */
  private closeAllBut(styles: ReadonlySet<Style>): string {
    const keep = this.open.findIndex(({ style }) => !styles.has(style))
    if (keep < 0) return ""
    const closing = this.open.splice(keep).reverse()
    for (const { mark } of closing) this.out += mark
    return closing.at(-1)!.mark
  }

  /** What lasts longest is opened first. */
  private openAll(at: number, closed: string): void {
    const run = this.runs[at]!
    const missing = styleOrder.filter(
      (style) => run.styles.has(style) && !this.open.some((each) => each.style === style),
    )
    const lasting = missing.map((style) => ({ style, until: this.lastsUntil(style, at) }))
    for (const { style } of lasting.sort((a, b) => b.until - a.until)) this.openOne(style, closed)
  }

  /**
   * Bold and italic share their marks, and a mark that follows a character may be read as closing what is open. Where
   * there is a doubt the second of the two is written with `_`, which neither begins nor ends next to a letter.
   */
  private openOne(style: Style, closed: string): void {
    const other = this.open.find((each) => each.style !== "strike")?.mark[0] ?? closed[0]
    const char = other === "*" && /\S$/.test(this.out) ? "_" : "*"
    if (char === "_" && style !== "strike") this.out = this.out.replace(/[\p{L}\p{N}]$/u, reference)
    const mark = style === "strike" ? "~~" : style === "bold" ? char + char : char
    this.open.push({ style, mark })
    this.out += mark
  }

  private lastsUntil(style: Style, at: number): number {
    let end = at
    while (this.runs[end]?.styles.has(style)) end++
    return end
  }

  private writeText(run: Run, closed: string): void {
    const text = run.isCode ? writeCode(run.text) : escapeText(run.text)
    const isHidden = closed.startsWith("_") && this.out.endsWith(closed) && /^[\p{L}\p{N}]/u.test(text)
    this.out += isHidden ? text.replace(/^./u, reference) : text
  }
}

function reference(char: string): string {
  return `&#x${char.codePointAt(0)!.toString(16)};`
}

function writeCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length))
  const mark = "`".repeat(longest + 1)
  const inner = text.replaceAll("\n", " ")
  const needsSpace = /^`|`$/.test(inner) || (/^ .* $/.test(inner) && inner.trim() !== "")
  return needsSpace ? `${mark} ${inner} ${mark}` : `${mark}${inner}${mark}`
}

// --- escapes --------------------------------------------------------------------------------------------------------

/** Inside words `_` and single `~` mean nothing and stay readable; at the ends of a run the neighbour is not known. */
function escapeText(text: string): string {
  if (!/[\\`*_[\]<~&!]/.test(text)) return text
  return text
    .replace(/[\\`*[\]<]|&(?=#?\w+;)|!(?=\[|$)|~(?=~|$)|(?<=^|~)~/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
}

/** What would begin a block, if it stood at the beginning of a line. */
function escapeLineStart(line: string): string {
  if (!/^[#>+=\d-]/.test(line)) return line
  return line
    .replace(/^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]+$|-(?=[\s-]*$))/, "\\$&")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
}
