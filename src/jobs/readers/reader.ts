/**
 * Reading the event log of a workspace on behalf of one reader, such as the timeline. A page of events, what the reader
 * derives from it and its new position are one transaction: a crash repeats all of it or none.
 */
import type { Services } from "../../accounts/services.ts"
import { systemPrincipal } from "../../auth/principal.ts"
import { ident, render, sql, type Sql } from "../../db/sql.ts"
import { AppError } from "../../errors.ts"
import { eventReaderTable } from "../../metadata/event-log.ts"
import type { Connection, Row } from "../../ports/driver.ts"
import {
  formatPosition,
  logStart,
  parsePosition,
  readEvents,
  type EventPosition,
  type RecordEvent,
} from "../../records/events.ts"
import { orStale, whileStale } from "../../records/guard.ts"
import { openWorkspace, type Workspace } from "../../records/workspace.ts"

export interface LogReader {
  /** key of its position; never change it */
  name: string
  /**
   * Writes what it derives through the workspace, whose connection is the transaction that also saves the position.
   * Returns whether it wrote anything.
   */
  read(workspace: Workspace, events: readonly RecordEvent[], epoch: number): Promise<boolean>
}

/** Reads until there is nothing more. A workspace that is gone is done. */
export async function readOn(services: Services, workspaceId: string, reader: LogReader): Promise<void> {
  try {
    while (await readPage(services, workspaceId, reader)) {
      // The next page.
    }
  } catch (error) {
    if (error instanceof AppError && error.subCode === "WORKSPACE_NOT_FOUND") return
    throw error
  }
}

async function readPage(services: Services, workspaceId: string, reader: LogReader): Promise<boolean> {
  const principal = systemPrincipal(workspaceId)
  const page = await whileStale(
    async (reload) => {
      const schema = await (reload ? services.schemas.reload(workspaceId) : services.schemas.get(workspaceId))
      return openWorkspace(services.db, schema, principal)
    },
    ({ schema }) => services.db.transaction((tx) => readInTransaction(openWorkspace(tx, schema, principal), reader)),
  )
  if (page.wrote) services.wake.changed(page.schemaName)
  return page.more
}

/**
 * The lock is an advisory one because a row lock would give the transaction an id, which must not have one before it has
 * read. Whoever waits for it reads from where the holder got to.
 */
async function readInTransaction(workspace: Workspace, reader: LogReader) {
  const { connection: tx, schema } = workspace
  await run(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(${`reader:${schema.workspaceId}:${reader.name}`}, 0))`,
  )
  const position = await loadPosition(workspace, reader)
  const page = await readEvents(tx, schema, position)
  const wrote = page.events.length > 0 && (await reader.read(workspace, page.events, page.position.epoch))
  // A look that found nothing is not worth a write: looking again from the old position costs the same.
  if (page.events.length > 0 || page.more || position.to !== null) await savePosition(workspace, reader, page.position)
  return { more: page.more, wrote, schemaName: schema.schemaName }
}

async function loadPosition({ connection, schema }: Workspace, reader: LogReader): Promise<EventPosition> {
  const table = ident(schema.schemaName, eventReaderTable)
  const [row] = await orStale(
    run<{ position: string | null }>(
      connection,
      sql`select r.position from core.workspace w left join ${table} r on r.name = ${reader.name}
        where w.id = ${schema.workspaceId}::uuid and w."deletedAt" is null`,
    ),
  )
  if (!row) throw new AppError("NOT_FOUND", "Workspace not found", { subCode: "WORKSPACE_NOT_FOUND" })
  return row.position === null ? logStart : parsePosition(row.position)
}

async function savePosition(
  { connection, schema }: Workspace,
  reader: LogReader,
  position: EventPosition,
): Promise<void> {
  await run(
    connection,
    sql`insert into ${ident(schema.schemaName, eventReaderTable)} (name, position)
      values (${reader.name}, ${formatPosition(position)})
      on conflict (name) do update set position = excluded.position, "updatedAt" = clock_timestamp()`,
  )
}

function run<R = Row>(connection: Connection, statement: Sql): Promise<R[]> {
  const { text, params } = render(statement)
  return connection.query<R>(text, params)
}
