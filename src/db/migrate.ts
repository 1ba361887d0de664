/** Brings schema `core` to the version of this program. */
import { join } from "node:path"
import { readMigrationFiles } from "drizzle-orm/migrator"
import { ConfigError } from "../config.ts"
import type { Connection, Database } from "../ports/driver.ts"
import { sql, render } from "./sql.ts"

export const migrationsFolder = join(import.meta.dirname, "migrations")

/** Any number, the same in every process: only one of them migrates at a time. */
const migrationLock = 7_210_481

export const oldestPostgres = 160_000

/**
 * Applies what has not been applied yet, all in one transaction. Safe to call from several processes at once.
 * Throws when the database is older than PostgreSQL 16.
 */
export async function migrate(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await requireVersion(tx)
    await tx.query(`select pg_advisory_xact_lock(${migrationLock})`)
    await tx.script(`
      create schema if not exists kith;
      create table if not exists kith.migration (hash text primary key, at timestamptz not null default now())
    `)
    const applied = await tx.query<{ hash: string }>("select hash from kith.migration")
    const done = new Set(applied.map((row) => row.hash))
    for (const migration of readMigrationFiles({ migrationsFolder })) {
      if (done.has(migration.hash)) continue
      for (const statement of migration.sql) await tx.script(statement)
      const record = render(sql`insert into kith.migration (hash) values (${migration.hash})`)
      await tx.query(record.text, record.params)
    }
  })
}

async function requireVersion(connection: Connection): Promise<void> {
  const [row] = await connection.query<{ version: number; name: string }>(
    "select current_setting('server_version_num')::int as version, current_setting('server_version') as name",
  )
  if (row && row.version >= oldestPostgres) return
  throw new ConfigError(
    `This PostgreSQL is version ${row?.name}; Kith needs 16 or newer. Point DATABASE_URL at a newer one.`,
  )
}
