/** Making and destroying the links of many-to-many relations, a few statements for a whole batch. */
import { ident, sql } from "../db/sql.ts"
import { badInput } from "../errors.ts"
import type { FieldSchema } from "../metadata/schema.ts"
import { requireAccess } from "./access.ts"
import { guardedRows } from "./guarded.ts"
import type { ListLink } from "./list-input.ts"
import { insertRecords, removeWhere, type WriteOptions } from "./statements.ts"
import { rowsOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

/** Links that one call may make and destroy. */
export const maxLinks = 50_000

interface Pair {
  near: string
  far: string
  action: ListLink["action"]
}

/**
 * Brings the links in line with what the input says. Where there is a link already it stays the only one; where there is
 * none, nothing is destroyed. The near records must have been written before in the same transaction, which locks them:
 * so two that link the same records wait for each other.
 * @param nearIds the written records that an input with this number stands for
 */
export async function writeLists(
  own: Workspace,
  lists: readonly ListLink[],
  nearIds: (index: number) => readonly string[],
  options: WriteOptions,
): Promise<void> {
  for (const [field, links] of Map.groupBy(lists, (link) => link.field)) {
    const pairs = distinct(
      links.flatMap(({ index, action, farId }) => nearIds(index).map((near) => ({ near, far: farId!, action }))),
    )
    if (pairs.length > maxLinks) throw badInput(`One call may change ${maxLinks} links at most`, "INVALID_ARGS_DATA")
    if (pairs.length > 0) await writePairs(own, field, pairs, { ...options, selection: null })
  }
}

function distinct(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [nameOf(pair), pair])).values()]
}

const nameOf = ({ near, far }: Omit<Pair, "action">) => `${near} ${far}`

async function writePairs(own: Workspace, field: FieldSchema, pairs: readonly Pair[], options: WriteOptions) {
  const { target: junction, targetField, junction: end } = field.relation!
  const wanted = (action: Pair["action"]) => pairs.filter((pair) => pair.action === action)
  if (wanted("connect").length > 0) requireAccess(own.access, "create", junction)
  if (wanted("disconnect").length > 0) requireAccess(own.access, "destroy", junction)
  const known = await findLinks(own, field, pairs)
  const doomed = wanted("disconnect").flatMap((pair) => known.get(nameOf(pair)) ?? [])
  if (doomed.length > 0) {
    const ids = `{${doomed.join(",")}}`
    await removeWhere(own, junction, "destroy", sql`t.id = any(${ids}::uuid[])`, options)
  }
  const missing = wanted("connect").filter((pair) => !known.has(nameOf(pair)))
  if (missing.length === 0) return
  const records = missing.map(({ near, far }) => ({ [targetField.column!]: near, [end!.column!]: far }))
  await insertRecords(own, junction, records, options, { skipTaken: true })
}

/** Ids of the living links by their pair. People's own link objects may have several for one. */
async function findLinks(own: Workspace, field: FieldSchema, pairs: readonly Pair[]): Promise<Map<string, string[]>> {
  const { target: junction, targetField, junction: end } = field.relation!
  const [near, far] = [ident("t", targetField.column!), ident("t", end!.column!)]
  const source = sql`select ${near} as near, ${far} as far, t.id
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as x(near uuid, far uuid)
    join ${rowsOf(own, junction)} t on ${near} = x.near and ${far} = x.far and ${ident("t", "deletedAt")} is null`
  const rows = await guardedRows<[string, string, string]>(own, junction, source, "near, far, id")
  const byPair = Map.groupBy(rows, ([near, far]) => nameOf({ near, far }))
  return new Map([...byPair].map(([pair, list]) => [pair, list.map(([, , id]) => id)]))
}
