/** Files as records show them: what is stored, and an address that is made in the statement. */
import { fileIdPlace } from "../auth/file-urls.ts"
import { hasSlots, literal, raw, render, Slot, sql, type Sql, type Statement } from "../db/sql.ts"
import { constantText, jsonSql, objectText, valueText, type JsonText } from "./json-text.ts"
import type { SelectedFilePart } from "./query.ts"
import type { Workspace } from "./workspace.ts"

/**
 * The address of a file for the principal and the hour. It must not become part of a kept plan, which principals of one
 * role share; so it is a slot, and a read without addresses pays nothing for it.
 */
const addressTemplate = new Slot("file address")

/** The statement of the workspace's principal, as it is sent. */
export async function renderFor(workspace: Workspace, fragment: Sql): Promise<Statement> {
  if (!hasSlots(fragment)) return render(fragment)
  const template = (await workspace.fileUrls?.template(workspace.principal)) ?? null
  return render(fragment, new Map([[addressTemplate, template]]))
}

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
  return valueText(sql`replace(${addressTemplate}::text, ${literal(fileIdPlace)}, f.file->>'fileId')`)
}
