/** Reading tables out of text: comma, semicolon, tab or bar between the cells, quotes around what holds one of them. */

export const separators = [",", ";", "\t", "|"] as const

/** UTF-8 with or without its mark, UTF-16 with one; whatever is none of these is Latin-1 as Windows writes it. */
export function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength))
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    // That is how the bytes say which they are.
    return new TextDecoder("windows-1252").decode(bytes)
  }
}

/** Characters by which a separator is told, and rows among them. */
const sampleLength = 100_000
const sampleRows = 20

/** The one that cuts the first rows into the most cells, as many in each. */
export function separatorOf(text: string): string {
  const score = (separator: string) => {
    const widths: number[] = []
    for (const row of readRows(text.slice(0, sampleLength), separator)) {
      widths.push(row.length)
      if (widths.length === sampleRows) break
    }
    const [first = 1] = widths
    const alike = widths.filter((width) => width === first).length
    return first > 1 ? (alike / widths.length) * 1000 + first : 0
  }
  return separators.toSorted((a, b) => score(b) - score(a))[0]!
}

/** A row at a time, without those that are empty. */
export function* readRows(text: string, separator: string): Generator<string[]> {
  const end = text.length
  let at = text.startsWith("\ufeff") ? 1 : 0
  let row: string[] = []
  while (at < end) {
    const cell = text[at] === '"' ? readQuoted(text, at, separator) : readPlain(text, at, separator)
    row.push(cell.text)
    at = cell.next
    if (text[at] === separator && at < end) {
      at++
      if (at < end) continue
      row.push("")
    }
    if (text[at] === "\r") at++
    if (text[at] === "\n") at++
    if (row.some((each) => each !== "")) yield row
    row = []
  }
}

interface Cell {
  text: string
  /** where the cell ends */
  next: number
}

function readPlain(text: string, from: number, separator: string): Cell {
  let next = from
  for (; next < text.length; next++) {
    const sign = text[next]
    if (sign === separator || sign === "\n" || sign === "\r") break
  }
  return { text: text.slice(from, next), next }
}

/** Two quotes in it are one; what stands behind the last one belongs to it as well. */
function readQuoted(text: string, from: number, separator: string): Cell {
  const parts: string[] = []
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { text: parts.join("") + text.slice(at), next: text.length }
    parts.push(text.slice(at, quote))
    at = quote + 1
    if (text[at] !== '"') break
    parts.push('"')
    at++
  }
  const rest = readPlain(text, at, separator)
  return { text: parts.join("") + rest.text, next: rest.next }
}

/** As spreadsheets read it, with a comma; nothing in it is taken for a formula. */
export function writeCsv(rows: Iterable<readonly string[]>): string {
  const lines: string[] = []
  for (const row of rows) lines.push(row.map(quoted).join(","))
  return lines.join("\r\n")
}

function quoted(cell: string): string {
  const safe = /^[=+@\t]|^-(?![\d.,\s]*$)/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
