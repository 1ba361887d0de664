/**
 * How many living records an object has, exactly and without counting them: a count that was true in a snapshot, and what
 * the event log says has come and gone since. Only for totals without a filter, which every list asks for.
 */
import { ident, literal, raw, render, sql, type Sql } from "../db/sql.ts"
import { eventLogTable } from "../metadata/event-log.ts"
import type { ObjectSchema } from "../metadata/schema.ts"
import { tableOf } from "./table.ts"
import type { Workspace } from "./workspace.ts"

interface Checkpoint {
  count: number
  /** `pg_snapshot` text in which the count was true */
  snapshot: string
  epoch: number
  /** milliseconds since 1970 */
  at: number
}

/** The longer ago, the more events there are to add up: a checkpoint in use is renewed after this many milliseconds … */
const renewAfter = 5_000

/** … and one that was not used for this long is forgotten. */
const forgetAfter = 120_000

const maxKept = 20_000

export class Counts {
  private readonly kept = new Map<string, Checkpoint>()
  private readonly running = new Set<string>()

  /** Expression for the number of living records, inside a statement over the workspace's row `w`. */
  living(workspace: Workspace, object: ObjectSchema): Sql {
    const key = object.id
    const checkpoint = this.kept.get(key)
    const age = checkpoint ? Date.now() - checkpoint.at : Number.POSITIVE_INFINITY
    const usable = age < forgetAfter ? checkpoint : undefined
    if (age > renewAfter) this.renew(key, workspace, object, usable)
    return usable ? sinceCheckpoint(workspace, object, usable) : counted(workspace, object)
  }

  private renew(key: string, workspace: Workspace, object: ObjectSchema, from: Checkpoint | undefined): void {
    if (this.running.has(key)) return
    this.running.add(key)
    void this.count(workspace, object, from)
      .then((checkpoint) => (checkpoint ? this.keep(key, checkpoint) : this.kept.delete(key)))
      // A schema change has overtaken the statement, or the database is away: the next list tries again.
      .catch(() => this.kept.delete(key))
      .finally(() => this.running.delete(key))
  }

  private async count(
    workspace: Workspace,
    object: ObjectSchema,
    from: Checkpoint | undefined,
  ): Promise<Checkpoint | undefined> {
    const at = Date.now()
    const count = from ? sinceCheckpoint(workspace, object, from) : counted(workspace, object)
    const { text, params } = render(sql`select ${count}::text as count, pg_current_snapshot()::text as snapshot,
      w."eventEpoch" as epoch from core.workspace w where w.id = ${workspace.schema.workspaceId}::uuid`)
    const [row] = await workspace.connection.query<{ count: string; snapshot: string; epoch: number }>(text, params)
    return row && { count: Number(row.count), snapshot: row.snapshot, epoch: row.epoch, at }
  }

  private keep(key: string, checkpoint: Checkpoint): void {
    this.kept.delete(key)
    this.kept.set(key, checkpoint)
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= maxKept) break
      this.kept.delete(oldest)
    }
  }
}

function counted(workspace: Workspace, object: ObjectSchema): Sql {
  return sql`(select count(*) from ${tableOf(workspace, object)} x where x."deletedAt" is null)`
}

/** After a restore of the workspace the log is another one, and only counting helps. */
function sinceCheckpoint(workspace: Workspace, object: ObjectSchema, { count, snapshot, epoch }: Checkpoint): Sql {
  const [, xmax = "", running = ""] = snapshot.split(":")
  const later = change(workspace, object, sql`e.xid >= ${xmax}::xid8`)
  const late = running === "" ? raw("0") : change(workspace, object, sql`e.xid = any(${`{${running}}`}::xid8[])`)
  return sql`(case when w."eventEpoch" = ${epoch} then ${String(count)}::bigint + ${later} + ${late} else ${counted(workspace, object)} end)`
}

/** Records that came to live less those that ceased to, in the events that meet the condition. */
function change(workspace: Workspace, object: ObjectSchema, condition: Sql): Sql {
  return sql`(select coalesce(sum(case e.action
      when 'created' then case when e.after->>'deletedAt' is null then 1 else 0 end
      when 'restored' then 1
      when 'deleted' then -1
      when 'destroyed' then case when e.before->>'deletedAt' is null then -1 else 0 end
      else 0 end), 0)
    from ${ident(workspace.schema.schemaName, eventLogTable)} e
    where e."objectMetadataId" = ${literal(object.id)} and ${condition})`
}
