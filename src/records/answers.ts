/**
 * Answers that are known to be true. An answer computed in a snapshot stays true while the event log has no row, visible
 * now and invisible then, of an object that the answer depends on. One index probe per object finds out, in the same
 * statement as the guard, so no message has to invalidate anything: a change on another server or in plain SQL counts too.
 */
import { anyOf, ident, literal, raw, render, sql, type Sql } from "../db/sql.ts"
import { eventLogTable } from "../metadata/event-log.ts"
import type { Row } from "../ports/driver.ts"
import { checkGuard, guardColumns, guardSource, orStale } from "./guard.ts"
import type { Workspace } from "./workspace.ts"

export interface Answer {
  /** JSON text of each query's answer */
  texts: (string | null)[]
  /** `pg_snapshot` text of the statement that computed it */
  snapshot: string
  epoch: number
  /** of the objects that it depends on: the objects themselves would keep the schema of each workspace */
  objectIds: readonly string[]
}

/** Columns that a statement returns beside its guard so that its answer can be kept. */
export const snapshotColumns: Sql = raw(`pg_current_snapshot()::text as snapshot, w."eventEpoch" as epoch`)

export class Answers {
  private readonly kept = new Map<string, Answer>()
  private size = 0

  /** @param maxSize characters of keys and answers that are kept at most; the least recently used go first */
  constructor(private readonly maxSize: number) {}

  /** The answer under the key if it is still true. Throws like any guarded statement. */
  async find(workspace: Workspace, key: string): Promise<Answer | undefined> {
    const answer = this.kept.get(key)
    if (!answer) return undefined
    const { text, params } = render(probe(workspace, answer))
    const [row] = await orStale(workspace.connection.query<Row>(text, params))
    checkGuard(workspace, row)
    if (row.epoch !== answer.epoch || row.changed === true) {
      this.drop(key)
      return undefined
    }
    // What held then still holds now: the next probe only has to look at what comes after this one.
    const renewed = { ...answer, snapshot: row.snapshot as string }
    this.kept.delete(key)
    this.kept.set(key, renewed)
    return renewed
  }

  keep(key: string, answer: Answer): void {
    const size = sizeOf(key, answer)
    if (size > this.maxSize / 16) return
    this.drop(key)
    this.kept.set(key, answer)
    this.size += size
    for (const oldest of this.kept.keys()) {
      if (this.size <= this.maxSize) break
      this.drop(oldest)
    }
  }

  private drop(key: string): void {
    const answer = this.kept.get(key)
    if (!answer) return
    this.kept.delete(key)
    this.size -= sizeOf(key, answer)
  }
}

function sizeOf(key: string, answer: Answer): number {
  return answer.texts.reduce((sum, text) => sum + (text?.length ?? 0), key.length)
}

function probe(workspace: Workspace, answer: Answer): Sql {
  const changed = answer.objectIds.map((id) => hasChanged(workspace.schema.schemaName, id, answer.snapshot))
  return sql`select ${guardColumns(workspace)}, ${snapshotColumns}, ${anyOf(changed)} as changed
    from ${guardSource(workspace)}`
}

/**
 * `max` in place of `exists`: it is one step into an index, where the planner might walk through the whole log in the hope
 * of soon meeting what hardly ever exists. The range keeps that step short whichever index is taken.
 */
function hasChanged(schemaName: string, objectId: string, snapshot: string): Sql {
  const log = ident(schemaName, eventLogTable)
  const [, xmax = "", running = ""] = snapshot.split(":")
  const latest = (condition: Sql) =>
    sql`(select max(e.xid) from ${log} e where e."objectMetadataId" = ${literal(objectId)} and ${condition}) is not null`
  const later = latest(sql`e.xid >= ${xmax}::xid8`)
  return running === "" ? later : sql`${later} or ${latest(sql`e.xid = any(${`{${running}}`}::xid8[])`)}`
}
