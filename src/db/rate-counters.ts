/** Shared counters in PostgreSQL, in a table that is not written to the log of the database. */
import type { Counters } from "../ports/counters.ts"
import type { Connection } from "../ports/driver.ts"
import { render, sql } from "./sql.ts"

export function postgresCounters(connection: Connection): Counters {
  return {
    async add(key, amount, endsAt) {
      const { text, params } = render(sql`
        insert into core."rateCounter" as c (key, count, "expiresAt")
        values (${key}, ${amount}, ${new Date(endsAt).toISOString()}::timestamptz)
        on conflict (key) do update set count = c.count + excluded.count returning count`)
      const [row] = await connection.query<{ count: number }>(text, params)
      return row!.count
    },
    async close() {},
  }
}

export async function removeEndedCounters(connection: Connection): Promise<void> {
  await connection.query(`delete from core."rateCounter" where "expiresAt" < now()`)
}
