/**
 * The inside of a Markdown paragraph → styled text and links. Emphasis is matched on a stack of marks, as CommonMark
 * describes it, except that a mark need only touch its word: `**"so"**she` is bold here. One pass; cost grows with length.
 */
import { isSafeLink } from "../urls.ts"
import type { Inline, StyledText, Styles } from "./block.ts"

export function markdownToInline(text: string): Inline[] {
  if (text === "") return []
  // Most texts have nothing to find in them.
  if (!/[\\`*_[<&~]/.test(text)) return [{ type: "text", text, styles: {} }]
  return new Reader(text).read()
}

type Style = "bold" | "italic" | "strike" | "code"

/** A piece of text, a link, or a mark that becomes text when nothing matches it. */
interface Node {
  text: string
  styles: Style[]
  link: { href: string; content: Inline[] } | null
}

interface Mark {
  node: number
  char: string
  /** marks not used up yet, and as they were written */
  left: number
  length: number
  opens: boolean
  closes: boolean
}

/** Unmatched marks that a closing one looks back over; a bound on hostile input. */
const lookBack = 16

class Reader {
  private readonly nodes: Node[] = []
  private readonly open: Mark[] = []
  /** matched pairs: the nodes between the two have the style */
  private readonly spans: { from: number; to: number; style: Style }[] = []
  private at = 0
  private plain = ""
  /** closing runs of backticks already known to be absent, by length */
  private readonly missingCode = new Set<number>()

  constructor(
    private readonly text: string,
    private readonly isInLink = false,
  ) {}

  read(): Inline[] {
    while (this.at < this.text.length) {
      const char = this.text[this.at]!
      if (!this.readSpecial(char)) {
        this.plain += char
        this.at++
      }
    }
    this.flush()
    return this.finish()
  }

  /** Whether something other than plain text was found and taken. */
  private readSpecial(char: string): boolean {
    switch (char) {
      case "\\":
        return this.readEscape()
      case "&":
        return this.readReference()
      case "`":
        return this.readCode()
      case "*":
      case "_":
      case "~":
        return this.readMark(char)
      case "!":
        return this.text[this.at + 1] === "[" && !this.isInLink && this.readLink(this.at + 1)
      case "[":
        return !this.isInLink && this.readLink(this.at)
      case "<":
        return !this.isInLink && this.readAutolink()
      default:
        return false
    }
  }

  private readEscape(): boolean {
    const next = this.text[this.at + 1]
    if (next === undefined || !/[!-/:-@[-`{-~]/.test(next)) return false
    this.plain += next
    this.at += 2
    return true
  }

  private readReference(): boolean {
    const match = /^&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));/i.exec(
      this.text.slice(this.at, this.at + 12),
    )
    if (!match) return false
    const code = match[1] ? Number.parseInt(match[1], 16) : Number(match[2] ?? 0)
    if (!match[3] && (code === 0 || code > 0x10ffff)) return false
    this.plain += match[3] ? named[match[3].toLowerCase()]! : String.fromCodePoint(code)
    this.at += match[0].length
    return true
  }

  private readCode(): boolean {
    const length = runLength(this.text, this.at)
    const from = this.at + length
    const end = this.missingCode.has(length) ? -1 : findRun(this.text, from, length)
    this.at = from
    if (end < 0) {
      this.missingCode.add(length)
      this.plain += "`".repeat(length)
      return true
    }
    this.push({ text: trimCode(this.text.slice(from, end).replaceAll("\n", " ")), styles: ["code"], link: null })
    this.at = end + length
    return true
  }

  private readMark(char: string): boolean {
    const length = runLength(this.text, this.at)
    const before = this.text[this.at - 1] ?? " "
    const after = this.text[this.at + length] ?? " "
    this.at += length
    if (char === "~" && length !== 2) {
      this.plain += char.repeat(length)
      return true
    }
    const [touchesBefore, touchesAfter] = [!/\s/.test(before), !/\s/.test(after)]
    const opens = touchesAfter && (char !== "_" || !isWord(before))
    const closes = touchesBefore && (char !== "_" || !isWord(after))
    this.push({ text: "", styles: [], link: null })
    const mark: Mark = { node: this.nodes.length - 1, char, left: length, length, opens, closes }
    if (closes) this.close(mark)
    if (mark.left > 0 && opens) this.open.push(mark)
    else this.nodes[mark.node]!.text = char.repeat(mark.left)
    return true
  }

  /** Pairs the mark with those that are open, nearest first; what was open in between stays text. */
  private close(mark: Mark): void {
    const oldest = Math.max(0, this.open.length - lookBack)
    for (let i = this.open.length - 1; i >= oldest && mark.left > 0; i--) {
      const opener = this.open[i]!
      if (opener.char !== mark.char || !fitTogether(opener, mark)) continue
      this.dropAbove(i)
      while (opener.left > 0 && mark.left > 0) this.pair(opener, mark)
      if (opener.left === 0) this.open.pop()
    }
  }

  private pair(opener: Mark, mark: Mark): void {
    const width = opener.char === "~" || (opener.left > 1 && mark.left > 1) ? 2 : 1
    const style = opener.char === "~" ? "strike" : width === 2 ? "bold" : "italic"
    this.spans.push({ from: opener.node, to: mark.node, style })
    opener.left -= width
    mark.left -= width
  }

  private dropAbove(index: number): void {
    for (const mark of this.open.splice(index + 1)) this.asText(mark)
  }

  private asText(mark: Mark): void {
    this.nodes[mark.node]!.text = mark.char.repeat(mark.left)
  }

  /** `[text](href "title")`, for images too: the editor has no image inside a text. */
  private readLink(bracket: number): boolean {
    const end = closingBracket(this.text, bracket)
    if (end < 0 || this.text[end + 1] !== "(") return false
    const target = linkTarget.exec(this.text.slice(end + 1, end + 4000))
    if (!target) return false
    const href = unescape(target[1] ?? target[2] ?? "")
    this.pushLink(href, new Reader(this.text.slice(bracket + 1, end), true).read())
    this.at = end + 1 + target[0].length
    return true
  }

  private readAutolink(): boolean {
    const match = /^<([a-z][a-z0-9+.-]{1,31}:[^\s<>]*)>/i.exec(this.text.slice(this.at, this.at + 2000))
    if (!match) return false
    this.pushLink(match[1]!, [{ type: "text", text: match[1]!, styles: {} }])
    this.at += match[0].length
    return true
  }

  /** A link that could run code is shown as its text. */
  private pushLink(href: string, content: Inline[]): void {
    this.push({ text: "", styles: [], link: { href: isSafeLink(href) ? href : "", content } })
  }

  private push(node: Node): void {
    this.flush()
    this.nodes.push(node)
  }

  private flush(): void {
    if (this.plain !== "") this.nodes.push({ text: this.plain, styles: [], link: null })
    this.plain = ""
  }

  private finish(): Inline[] {
    this.dropAbove(-1)
    const out: Inline[] = []
    const active = new ActiveStyles(this.spans)
    this.nodes.forEach((node, i) => {
      const styles = active.at(i)
      if (node.link) addLink(out, node.link, styles)
      else if (node.text !== "") addText(out, node.text, toStyles([...styles, ...node.styles]))
    })
    return out
  }
}

/** Which spans cover a node; asked in order, so that every span is touched twice and no more. */
class ActiveStyles {
  private readonly changes = new Map<number, Map<Style, number>>()
  private readonly depth = new Map<Style, number>()

  constructor(spans: readonly { from: number; to: number; style: Style }[]) {
    for (const span of spans) {
      this.change(span.from, span.style, 1)
      this.change(span.to, span.style, -1)
    }
  }

  private change(node: number, style: Style, by: number): void {
    const here = this.changes.get(node) ?? new Map<Style, number>()
    here.set(style, (here.get(style) ?? 0) + by)
    this.changes.set(node, here)
  }

  at(node: number): Style[] {
    for (const [style, by] of this.changes.get(node) ?? []) this.depth.set(style, (this.depth.get(style) ?? 0) + by)
    return [...this.depth].filter(([, depth]) => depth > 0).map(([style]) => style)
  }
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" }

const linkTarget =
  /^\(\s*(?:<((?:[^<>\\\n]|\\.)*)>|((?:[^\s()\\<]|\\.|\([^\s()\\]*\))(?:[^\s()\\]|\\.|\([^\s()\\]*\))*)?)(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))?\s*\)/

function unescape(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, "$1")
}

/** Marks that could be both sides of something only pair when their lengths leave no doubt (CommonMark's rule of three). */
function fitTogether(opener: Mark, closer: Mark): boolean {
  if (!(opener.closes || closer.opens)) return true
  return (opener.length + closer.length) % 3 !== 0 || (opener.length % 3 === 0 && closer.length % 3 === 0)
}

function runLength(text: string, from: number): number {
  let end = from + 1
  while (text[end] === text[from]) end++
  return end - from
}

function findRun(text: string, from: number, length: number): number {
  for (let at = text.indexOf("`", from); at >= 0; at = text.indexOf("`", at)) {
    const found = runLength(text, at)
    if (found === length) return at
    at += found
  }
  return -1
}

/** One space on each side is not part of the code, unless there is nothing else. */
function trimCode(code: string): string {
  return code.length > 2 && code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "" ? code.slice(1, -1) : code
}

/** The bracket that closes the one at `from`; brackets in code and escaped ones do not count. */
function closingBracket(text: string, from: number): number {
  const end = Math.min(text.length, from + 2000)
  let depth = 0
  for (let at = from; at < end; at++) {
    const char = text[at]
    if (char === "\\") at++
    else if (char === "`") at = skipCode(text, at)
    else if (char === "[") depth++
    else if (char === "]" && --depth === 0) return at
  }
  return -1
}

function skipCode(text: string, at: number): number {
  const length = runLength(text, at)
  const end = findRun(text, at + length, length)
  return (end < 0 ? at : end) + length - 1
}

function isWord(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char)
}

function toStyles(styles: readonly Style[]): Styles {
  return Object.fromEntries(styles.map((style) => [style, true]))
}

function addText(out: Inline[], text: string, styles: Styles): void {
  const last = out.at(-1)
  if (last?.type === "text" && sameStyles(last.styles, styles)) last.text += text
  else out.push({ type: "text", text, styles })
}

function addLink(out: Inline[], link: { href: string; content: Inline[] }, styles: Style[]): void {
  const content = link.content
    .filter((each): each is StyledText => each.type === "text")
    .map((each) => ({ ...each, styles: { ...toStyles(styles), ...each.styles } }))
  if (link.href !== "") out.push({ type: "link", href: link.href, content })
  else for (const each of content) addText(out, each.text, each.styles)
}

function sameStyles(a: Styles, b: Styles): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => key in b)
}
