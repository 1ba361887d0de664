/**
 * Reading on in the event log. Sequence numbers become visible out of order, so "greater than the last one" would lose
 * the rows of transactions that took long; waiting for them would let one long transaction stall everybody. A position
 * is therefore a pair of snapshots and a number: rows visible in `to`, unseen in `from`, with a position behind `after`.
 */
import { anyOf, ident, raw, render, sql, type Sql } from "../db/sql.ts"
import { eventLogTable } from "../metadata/event-log.ts"
import type { Json } from "../metadata/schema.ts"
import type { Connection } from "../ports/driver.ts"

export interface EventPosition {
  /** raised when a workspace is restored or imported; the snapshots of an older epoch mean nothing */
  epoch: number
  /** `pg_snapshot` text: everything visible in it has been read */
  from: string
  /** snapshot of the round that is being read; null before a round has begun */
  to: string | null
  /** last position read in this round */
  after: number
  /** highest position ever read: where a reader of an older epoch goes on */
  reached: number
}

export interface RecordEvent {
  position: number
  at: string
  objectMetadataId: string
  recordId: string
  action: "created" | "updated" | "deleted" | "restored" | "destroyed"
  actor: Json
  before: Record<string, Json> | null
  after: Record<string, Json> | null
  cause: string | null
}

export interface EventPage {
  events: RecordEvent[]
  /** where to go on */
  position: EventPosition
  /**
   * false when there is nothing more for now: the page came back short, and it belongs to a round that this very
   * statement began. The end of a longer round only says that nothing more had been committed when that round began.
   */
  more: boolean
}

/** A snapshot that has seen nothing. */
const nothing = "1:1:"

export const logStart: EventPosition = { epoch: 1, from: nothing, to: null, after: 0, reached: 0 }

export function formatPosition(position: EventPosition): string {
  return [position.epoch, position.from, position.to ?? "", position.after, position.reached].join("/")
}

/** Throws for text that is no position. */
export function parsePosition(text: string): EventPosition {
  const match = /^(\d+)\/(\d+:\d+:[\d,]*)\/(\d+:\d+:[\d,]*)?\/(\d+)\/(\d+)$/.exec(text)
  if (!match) throw new Error(`Not a position in the event log: ${text}`)
  return {
    epoch: Number(match[1]),
    from: match[2]!,
    to: match[3] || null,
    after: Number(match[4]),
    reached: Number(match[5]),
  }
}

/**
 * The next events behind a position, in order of position, at most `limit`.
 *
 * The connection must be on the primary, because a standby's snapshot lists no running transactions, and its transaction
 * must not have an id of its own yet, because one's own id counts as seen: read first, write after, and lock with an
 * advisory lock. Snapshot and rows come from one statement. Throws when the connection is on a standby or the transaction
 * has an id already.
 */
export async function readEvents(
  connection: Connection,
  { schemaName, workspaceId }: { schemaName: string; workspaceId: string },
  position: EventPosition,
  limit = 500,
): Promise<EventPage> {
  const row = await readPage(connection, workspaceId, unseenRows(schemaName, position, limit), limit)
  const isOld = row.epoch !== position.epoch
  // After a restore the old rows carry a frozen xid, so position is all there is to go by.
  const page = isOld ? await readPage(connection, workspaceId, rowsAhead(schemaName, position), limit) : row
  const events: RecordEvent[] = JSON.parse(page.events)
  return turn(isOld ? { ...logStart, reached: position.reached } : position, page, events, limit)
}

interface PageRow {
  standby: boolean
  own: string | null
  now: string
  epoch: number
  events: string
}

async function readPage(connection: Connection, workspaceId: string, rows: Sql, limit: number): Promise<PageRow> {
  const { text, params } = render(pageStatement(workspaceId, rows, limit))
  const [row] = await connection.query<PageRow>(text, params)
  if (!row) throw new Error(`Workspace ${workspaceId} is gone; nobody can read its events`)
  if (row.standby)
    throw new Error("Events must be read on the primary: a standby does not know which transactions are running")
  if (row.own !== null) throw new Error("Events must be read before the transaction writes")
  return row
}

function turn(
  position: EventPosition,
  row: { now: string; epoch: number },
  events: RecordEvent[],
  limit: number,
): EventPage {
  const last = events.at(-1)?.position ?? position.after
  const reached = Math.max(position.reached, last)
  const to = position.to ?? row.now
  if (events.length < limit) {
    return { events, more: position.to !== null, position: { epoch: row.epoch, from: to, to: null, after: 0, reached } }
  }
  return { events, more: true, position: { epoch: row.epoch, from: position.from, to, after: last, reached } }
}

function pageStatement(workspaceId: string, rows: Sql, limit: number): Sql {
  return sql`select pg_is_in_recovery() as standby, pg_current_xact_id_if_assigned()::text as own,
      pg_current_snapshot()::text as now, w."eventEpoch" as epoch,
      (select coalesce(json_agg(row_to_json(e)), '[]'::json) from (${rows} order by position limit ${limit}::int) e)::text as events
    from core.workspace w where w.id = ${workspaceId}::uuid`
}

/**
 * Unseen is what is not visible in `from`. As one condition, or as `not pg_visible_in_snapshot`, that would walk through
 * the whole log. Two index ranges say the same: whatever lies ahead of the highest position that was ever read, and of
 * what lies behind it only rows of transactions that `from` could not see. Those come first in order of position, so the
 * pages of a round that have come past them need not look there any more.
 */
function unseenRows(schemaName: string, position: EventPosition, limit: number): Sql {
  const ahead = rowsAhead(schemaName, position)
  return position.after >= position.reached
    ? ahead
    : sql`(${rowsBehind(schemaName, position)}) union all (${ahead} order by position limit ${limit}::int)`
}

function rowsAhead(schemaName: string, { to, reached }: EventPosition): Sql {
  return sql`select ${columns} from ${ident(schemaName, eventLogTable)} e where e.position > ${reached}::bigint and ${visible(to)}`
}

/** A snapshot's xmax is not the next transaction id but the one after the last completed: running ones may lie beyond it. */
function rowsBehind(schemaName: string, { from, to, after, reached }: EventPosition): Sql {
  const [, xmax = "", running = ""] = from.split(":")
  const late = [sql`e.xid >= ${xmax}::xid8`, ...(running === "" ? [] : [sql`e.xid = any(${`{${running}}`}::xid8[])`])]
  // Materialized, because with the limit in sight the planner would rather walk along the primary key.
  return sql`with late as materialized (
      select ${columns} from ${ident(schemaName, eventLogTable)} e
      where ${anyOf(late)} and e.position > ${after}::bigint and e.position <= ${reached}::bigint and ${visible(to)}
    ) select * from late`
}

function visible(to: string | null): Sql {
  return to === null ? raw("true") : sql`pg_visible_in_snapshot(e.xid, ${to}::pg_snapshot)`
}

const columns = raw(
  `e.position, e.at, e."objectMetadataId", e."recordId", e.action, e.actor, e.before, e.after, e.cause`,
)
