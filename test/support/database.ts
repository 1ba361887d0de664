/** A database of its own for each test file, copied from one that was migrated once. */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { migrate } from "../../src/db/migrate.ts"
import type { Connection } from "../../src/ports/driver.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { testPostgresUrl } from "./postgres.ts"

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

/**
 * Gives a migrated, empty database. Uses TEST_DATABASE_URL, which `bun run test` sets; without it the PostgreSQL of the
 * tests is started, or adopted, and left running for the next `bun test`.
 *
 * @example
 * const database = await createTestDatabase()
 * afterAll(() => database.drop())
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL || testPostgresUrl()
  const name = `kith_test_${process.pid}_${crypto.randomUUID().slice(0, 8)}`
  await onServer(server, async (connection) => {
    const template = await migratedTemplate(server, connection)
    await connection.script(`create database ${name} template ${template}`)
  })
  return {
    url: withName(server, name),
    drop: () => onServer(server, (connection) => connection.script(`drop database if exists ${name} with (force)`)),
  }
}

async function onServer(url: string, work: (connection: Connection) => Promise<void>): Promise<void> {
  const database = openPostgres({ url, poolSize: 1, applicationName: "kith tests", statementTimeout: 0 })
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

/** Makes the template unless another file has, which waits here meanwhile. The lock ends with the connection. */
async function migratedTemplate(server: string, connection: Connection): Promise<string> {
  const name = `kith_template_${migrationsHash()}`
  await connection.query(`select pg_advisory_lock(hashtext('kith test template'))`)
  const found = await connection.query("select from pg_database where datname = $1", [name])
  if (found.length === 0) {
    const unfinished = `${name}_unfinished`
    await connection.script(`drop database if exists ${unfinished} with (force)`)
    await connection.script(`create database ${unfinished}`)
    await migrateDatabase(withName(server, unfinished))
    await connection.script(`alter database ${unfinished} rename to ${name}`)
  }
  await connection.query(`select pg_advisory_unlock(hashtext('kith test template'))`)
  return name
}

async function migrateDatabase(url: string): Promise<void> {
  const database = openPostgres({ url, poolSize: 2, applicationName: "kith tests", statementTimeout: 0 })
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
}

/** Changes with anything that decides what the migrations do. */
function migrationsHash(): string {
  const folder = resolve(import.meta.dirname, "../../src/db")
  const hash = createHash("sha256")
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (/migrat.*\.(ts|sql|json)$/.test(entry)) hash.update(entry).update(readFileSync(join(folder, entry)))
  }
  return hash.digest("hex").slice(0, 16)
}

function withName(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = name
  return changed.href
}
