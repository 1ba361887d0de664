/** What the supervisor itself wants of the database: that it is there, new enough and migrated. */
import type { Config } from "../config.ts"
import { DatabaseError, type Database } from "../ports/driver.ts"
import { openDatabase } from "../ports/open-database.ts"
import { reason, StartError } from "./start-error.ts"

/** Throws a {@link StartError} when DATABASE_URL cannot be used. */
export async function requireDatabase(config: Config): Promise<void> {
  await withDatabase(config, async (database) => {
    const version = await withinTime(database.query<{ number: string; name: string }>(versionQuery)).catch((error) => {
      throw new StartError(explain(error, config.databaseUrl))
    })
    const { number = "0", name = "" } = version[0] ?? {}
    if (Number(number) >= oldest * 10_000) return
    throw new StartError(
      `PostgreSQL ${name} is too old: Kith needs ${oldest} or newer; upgrade it, or leave DATABASE_URL out to use the embedded one.`,
    )
  })
}

const oldest = 16

const versionQuery = `select current_setting('server_version_num') "number", current_setting('server_version') "name"`

/** Runs the migrations; makes the embedded database's own database on the way, which DATABASE_URL must bring. */
export async function migrateDatabase(config: Config, migrate: (database: Database) => Promise<void>): Promise<void> {
  try {
    await withDatabase(config, migrate)
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (error.code === "42501") {
      throw new StartError(`The user of DATABASE_URL lacks a right (${error.message}); grant it, then start again.`)
    }
    throw error
  }
}

async function withDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(config.databaseDriver, {
    url: config.databaseUrl,
    poolSize: 1,
    applicationName: "kith supervisor",
    // A migration may take as long as it needs.
    statementTimeout: 0,
  })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** A firewall that swallows packets would keep the driver waiting for half a minute. */
async function withinTime<T>(answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error("no answer within 10 seconds")), 10_000)
  try {
    return await Promise.race([answer, promise])
  } finally {
    clearTimeout(timer)
  }
}

function explain(error: unknown, url: string): string {
  const { host, pathname, username } = new URL(url)
  const code = error instanceof DatabaseError ? error.code : ""
  if (code === "28P01" || code === "28000") {
    return `PostgreSQL at ${host} refuses the user "${username}" or the password; correct DATABASE_URL.`
  }
  if (code === "3D000") {
    return `There is no database "${pathname.slice(1)}" at ${host}; create it, or correct DATABASE_URL.`
  }
  return `PostgreSQL at ${host} does not answer (${reason(error)}); start it, or correct DATABASE_URL.`
}
