/** Files as records show them: what is stored, and an address that is made in the statement. */
import { literal, raw, sql, type Sql } from "../db/sql.ts"
import { fileAddress } from "./file-address.ts"
import { constantText, jsonSql, objectText, valueText, type JsonText } from "./json-text.ts"
import type { SelectedFilePart } from "./query.ts"

/** A list; null when there are no files. */
export function filesText(column: Sql, parts: readonly SelectedFilePart[]): JsonText {
  const file = jsonSql(objectText(parts.map((part) => ({ key: part.key, value: partText(part) }))))
  const stored = raw(`'$[*] ? (exists (@.fileId))'`)
  const list = sql`(select '[' || string_agg(${file}, ',') || ']' from jsonb_path_query(${column}, ${stored}) f(file))`
  return [sql`case when ${column} is null then 'null' else coalesce(${list}, 'null') end`]
}

function partText(selected: SelectedFilePart): JsonText {
  if (selected.kind === "constant") return constantText(selected.value)
  if (selected.part !== "url") return valueText(sql`f.file->>${literal(selected.part)}`)
  return valueText(fileAddress(sql`'files-field/' || (f.file->>'fileId')`))
}
