/**
 * Which workspaces have events that a reader has not read? Asked at start and now and then, in case a wake-up was lost
 * with the process or the connection that it was for.
 */
import { ident, join, literal, render, sql, type Sql } from "../db/sql.ts"
import { eventLogTable, eventReaderTable } from "../metadata/event-log.ts"
import type { Connection } from "../ports/driver.ts"

/** Workspaces in one statement: each takes some twenty locks while it is planned. */
const batch = 50

interface Place {
  workspaceId: string
  schemaName: string
}

/** Ids of workspaces where one of the readers is behind. */
export async function findLagging(connection: Connection, readers: readonly { name: string }[]): Promise<string[]> {
  const places = await findPlaces(connection)
  const lagging: string[] = []
  for (let i = 0; i < places.length; i += batch) {
    lagging.push(...(await laggingAmong(connection, places.slice(i, i + batch), readers)))
  }
  return lagging
}

/** Workspaces whose tables are there. */
async function findPlaces(connection: Connection): Promise<Place[]> {
  return connection.query<Place>(`
    select w.id as "workspaceId", d.schema as "schemaName"
    from core.workspace w join core."dataSource" d on d."workspaceId" = w.id
    where w."deletedAt" is null and to_regclass(format('%I.%I', d.schema, '${eventReaderTable}')) is not null
    order by w.id`)
}

async function laggingAmong(
  connection: Connection,
  places: readonly Place[],
  readers: readonly { name: string }[],
): Promise<string[]> {
  const parts = places.flatMap((place) => readers.map((reader) => lags(place, reader.name)))
  const { text, params } = render(join(parts, " union "))
  const rows = await connection.query<{ id: string }>(text, params)
  return rows.map((row) => row.id)
}

/**
 * The same test as in records/events.ts, over the same index ranges. With `max` in place of `exists`, because the planner
 * expects what exists to be found soon, and walks through the whole log where nothing is.
 */
function lags({ workspaceId, schemaName }: Place, reader: string): Sql {
  const id = literal(workspaceId)
  const log = ident(schemaName, eventLogTable)
  return sql`select ${id} as id from core.workspace w
    left join ${ident(schemaName, eventReaderTable)} r on r.name = ${literal(reader)}
    cross join lateral (select string_to_array(coalesce(r.position, '1/1:1://0/0'), '/') as parts) t
    cross join lateral (select parts[2]::pg_snapshot as seen, parts[5]::bigint as reached) p
    where w.id = ${id}::uuid and (w."eventEpoch" <> t.parts[1]::int
      or (select max(e.position) from ${log} e) > p.reached
      or (select max(e.xid) from ${log} e) >= pg_snapshot_xmax(p.seen)
      or (select max(e.xid) from ${log} e where e.xid = any(array(select pg_snapshot_xip(p.seen)))) is not null)`
}
