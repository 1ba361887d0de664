/** drizzle over the driver port, for the tables of schema `core`. It works on a pool and inside a transaction alike. */
import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy"
import type { Connection, Param } from "../ports/driver.ts"

export type CoreDatabase = PgRemoteDatabase

/** @example await core(tx).select().from(user).where(eq(user.email, email)) */
export function core(connection: Connection): CoreDatabase {
  const known = cache.get(connection)
  if (known) return known
  const database = drizzle(async (text, params, method) => {
    if (method === "execute") return { rows: await connection.query(text, params as Param[]) }
    return { rows: await connection.values(text, params as Param[]) }
  })
  cache.set(connection, database)
  return database
}

const cache = new WeakMap<Connection, CoreDatabase>()
