/**
 * Reading on in the event log. Sequence numbers become visible out of order, so "greater than the last one" would lose
 * the rows of transactions that took long; waiting for them would let one long transaction stall everybody. A position
 * is therefore a pair of snapshots and a number: rows visible in `to`, unseen in `from`, with a position behind `after`.
 */
import { ident, raw, render, sql, type Sql } from "../db/sql.ts"
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
  return { epoch: Number(match[1]), from: match[2]!, to: match[3] || null, after: Number(match[4]), reached: Number(match[5]) }
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
  const row = await readPage(connection, schemaName, workspaceId, position, inRound(position), limit)
  const isOld = row.epoch !== position.epoch
  const page = isOld ? await readPage(connection, schemaName, workspaceId, position, behindReached(position), limit) : row
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

async function readPage(
  connection: Connection,
  schemaName: string,
  workspaceId: string,
  position: EventPosition,
  condition: Sql,
  limit: number,
): Promise<PageRow> {
  const { text, params } = render(pageStatement(schemaName, workspaceId, condition, limit))
  const [row] = await connection.query<PageRow>(text, params)
  if (!row) throw new Error(`Workspace ${workspaceId} is gone; its reader was at ${formatPosition(position)}`)
  if (row.standby) throw new Error("Events must be read on the primary: a standby does not know which transactions are running")
  if (row.own !== null) throw new Error("Events must be read before the transaction writes")
  return row
}

function turn(position: EventPosition, row: { now: string; epoch: number }, events: RecordEvent[], limit: number): EventPage {
  const last = events.at(-1)?.position ?? position.after
  const reached = Math.max(position.reached, last)
  const to = position.to ?? row.now
  if (events.length < limit) {
    return { events, more: position.to !== null, position: { epoch: row.epoch, from: to, to: null, after: 0, reached } }
  }
  return { events, more: true, position: { epoch: row.epoch, from: position.from, to, after: last, reached } }
}

function pageStatement(schemaName: string, workspaceId: string, condition: Sql, limit: number): Sql {
  const table = ident(schemaName, eventLogTable)
  return sql`select pg_is_in_recovery() as standby, pg_current_xact_id_if_assigned()::text as own, pg_current_snapshot()::text as now, w."eventEpoch" as epoch,
      (select coalesce(json_agg(row_to_json(e)), '[]'::json) from (
        select e.position, e.at, e."objectMetadataId", e."recordId", e.action, e.actor, e.before, e.after, e.cause
        from ${table} e where ${condition} order by e.position limit ${limit}::int
      ) e)::text as events
    from core.workspace w where w.id = ${workspaceId}::uuid`
}

/** Index ranges in place of `not pg_visible_in_snapshot`, whose cost would grow behind an old open transaction. */
function inRound(position: EventPosition): Sql {
  const from = sql`${position.from}::pg_snapshot`
  const visible = position.to === null ? raw("true") : sql`pg_visible_in_snapshot(e.xid, ${position.to}::pg_snapshot)`
  return sql`(e.xid >= pg_snapshot_xmax(${from}) or e.xid in (select pg_snapshot_xip(${from})))
    and ${visible} and e.position > ${position.after}::bigint`
}

/** After a restore the old rows carry a frozen xid, so position is all there is to go by. */
function behindReached(position: EventPosition): Sql {
  return sql`e.position > ${position.reached}::bigint`
}
