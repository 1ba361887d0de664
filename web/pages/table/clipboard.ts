/** Cells as text that spreadsheets read and write: lines of values between tabs. */

/** Quoted where a value would otherwise be taken for several. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const quoted = (value: string) => (/["\t\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  return rows.map((row) => row.map(quoted).join("\t")).join("\n")
}

export function readTable(text: string): string[][] {
  const rows: string[][] = [[]]
  let value = ""
  let isQuoted = false
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "")
  for (let at = 0; at < body.length; at++) {
    const sign = body[at]!
    if (isQuoted && sign === '"' && body[at + 1] === '"') {
      value += sign
      at++
    } else if (isQuoted && sign === '"') isQuoted = false
    else if (!isQuoted && sign === '"' && value === "") isQuoted = true
    else if (!isQuoted && (sign === "\t" || sign === "\n")) {
      rows.at(-1)!.push(value)
      value = ""
      if (sign === "\n") rows.push([])
    } else value += sign
  }
  rows.at(-1)!.push(value)
  return rows
}

/** A table that pages and word processors understand. */
export function writeHtml(rows: readonly (readonly string[])[]): string {
  const escaped = (value: string) => value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  const cells = rows.map((row) => `<tr>${row.map((value) => `<td>${escaped(value)}</td>`).join("")}</tr>`)
  return `<table>${cells.join("")}</table>`
}
