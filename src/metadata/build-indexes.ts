/**
 * The second step of an index on a big table: built concurrently, outside any transaction, while the table is in use.
 * Until it is READY the metadata says so, and nobody relies on it.
 */
import { quoteIdent as q, render, sql } from "../db/sql.ts"
import { DatabaseError, type Connection, type Database } from "../ports/driver.ts"
import { recordMigration } from "./change.ts"
import { compile } from "./compile.ts"
import { createIndex } from "./ddl.ts"
import { duplicatesOf, shownDuplicates } from "./duplicates.ts"
import { loadMetadata } from "./rows.ts"
import { lockSchema } from "./schema-lock.ts"
import type { Json } from "./schema.ts"
import { planTable, type IndexPlan } from "./tables.ts"

export interface BuiltIndex {
  id: string
  name: string
  status: "READY" | "FAILED"
  /** why it failed, for the admin */
  failure: string | null
}

/**
 * Builds every index of the workspace that is BUILDING. Any number of workers may call it: one builds, the others wait
 * and find nothing left. Throws when the database goes away or stays busy; calling again goes on where it stopped.
 */
export async function buildPendingIndexes(db: Database, workspaceId: string): Promise<BuiltIndex[]> {
  return await db.session(async (connection) => {
    await connection.query("set statement_timeout = 0")
    await takeTurn(connection, workspaceId)
    const done: BuiltIndex[] = []
    for (
      let next = await findPending(connection, workspaceId);
      next;
      next = await findPending(connection, workspaceId)
    ) {
      const built = await build(connection, next)
      if (await settle(connection, workspaceId, built)) done.push(built)
      else await connection.script(dropIndex(next))
    }
    return done
  })
}

/**
 * A lock that is waited for in JavaScript: a statement that waits holds a snapshot, and an index that is built
 * concurrently waits for every older snapshot to go.
 */
async function takeTurn(connection: Connection, workspaceId: string): Promise<void> {
  const { text, params } = render(
    sql`select pg_try_advisory_lock(hashtextextended(${`indexes:${workspaceId}`}, 0)) as taken`,
  )
  for (;;) {
    const [row] = await connection.query<{ taken: boolean }>(text, params)
    if (row!.taken) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

interface PendingIndex {
  schemaName: string
  table: string
  plan: IndexPlan
}

async function findPending(connection: Connection, workspaceId: string): Promise<PendingIndex | null> {
  const schema = compile(await loadMetadata(connection, workspaceId))
  for (const object of schema.objects) {
    const index = object.indexes.find((each) => each.status === "BUILDING")
    if (!index) continue
    const plan = planTable(object).indexes.find((each) => each.id === index.id)!
    return { schemaName: schema.schemaName, table: object.table, plan }
  }
  return null
}

async function build(connection: Connection, index: PendingIndex): Promise<BuiltIndex> {
  const { id, name } = index.plan
  const failure = (await isBuilt(connection, index)) ? null : await create(connection, index)
  return { id, name, status: failure === null ? "READY" : "FAILED", failure }
}

/** A worker that was killed may have left the index finished, or half of it, which PostgreSQL marks as invalid. */
async function isBuilt(connection: Connection, { schemaName, plan }: PendingIndex): Promise<boolean> {
  const { text, params } = render(sql`
    select i.indisvalid and i.indisready and i.indisunique = ${plan.isUnique}::bool as good
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schemaName} and c.relname = ${plan.name}`)
  const [row] = await connection.query<{ good: boolean }>(text, params)
  return row?.good ?? false
}

/** Gives why it cannot be built, or null. */
async function create(connection: Connection, index: PendingIndex): Promise<string | null> {
  await connection.script(dropIndex(index))
  try {
    await connection.script(createIndex(index.schemaName, index.table, index.plan, true))
    return null
  } catch (error) {
    if (!(error instanceof DatabaseError) || !isFinal(error)) throw error
    await connection.script(dropIndex(index))
    return error.code === "23505" ? await duplicateFailure(connection, index, error) : error.message
  }
}

/** Trouble with what is stored or asked for. Anything else (locks, space, lost connections) may be gone next time. */
const isFinal = (error: DatabaseError) => /^(22|23|42|54)/.test(error.code) && !tableMoved.has(error.code)

/** undefined_table, undefined_column: it was renamed or dropped meanwhile, and the next reading knows */
const tableMoved = new Set(["42P01", "42703"])

function dropIndex({ schemaName, plan }: PendingIndex): string {
  return `DROP INDEX CONCURRENTLY IF EXISTS ${q(schemaName)}.${q(plan.name)}`
}

async function duplicateFailure(connection: Connection, index: PendingIndex, error: DatabaseError): Promise<string> {
  const found = await duplicatesOf(connection, `${q(index.schemaName)}.${q(index.table)}`, index.plan)
  if (found.length === 0) return error.detail ?? error.message
  return `Some values occur more than once: ${shownDuplicates(found)}`
}

/**
 * Writes the outcome; false when the index is no longer wanted. In a transaction of the session itself, so that sessions
 * that build do not wait for each other's connections.
 */
async function settle(connection: Connection, workspaceId: string, built: BuiltIndex): Promise<boolean> {
  await connection.script("begin")
  try {
    await lockSchema(connection, workspaceId)
    const version = await saveStatus(connection, built)
    if (version !== null) await recordMigration(connection, { workspaceId, version }, "buildIndex", [operation(built)])
    await connection.script("commit")
    return version !== null
  } catch (error) {
    await connection.script("rollback").catch(() => {})
    throw error
  }
}

/** Gives the schema version that this leads to; null when nobody waits for the index any more. */
async function saveStatus(connection: Connection, { id, status, failure }: BuiltIndex): Promise<number | null> {
  const { text, params } = render(sql`
    with saved as (
      update core."indexMetadata" set status = ${status}, failure = ${failure}, "updatedAt" = now()
      where id = ${id}::uuid and status = 'BUILDING' returning "workspaceId"
    )
    select w."metadataVersion" + 1 as version from saved s join core.workspace w on w.id = s."workspaceId"`)
  const [row] = await connection.query<{ version: number }>(text, params)
  return row?.version ?? null
}

function operation({ name, status, failure }: BuiltIndex): Json {
  return { action: status === "READY" ? "CREATE" : "FAIL", indexName: name, failure }
}
