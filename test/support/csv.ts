/** Records of a CSV file by their header. Quoted values may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = parseRows(text.replace(/^\uFEFF/, ""))
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i] ?? ""])))
}

function parseRows(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare!)
    if (end === ",") continue
    if (row.length > 1 || row[0] !== "") rows.push(row)
    row = []
  }
  return rows
}
