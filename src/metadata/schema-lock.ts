/** One schema change at a time per workspace, whoever makes it. */
import type { Actor } from "../auth/principal.ts"
import { render, sql } from "../db/sql.ts"
import type { Connection } from "../ports/driver.ts"

/** Held until the transaction ends. The actor stamps what the transaction does to records. */
export async function lockSchema(tx: Connection, workspaceId: string, actor?: Actor): Promise<void> {
  const { text, params } = render(sql`
    select pg_advisory_xact_lock(hashtextextended(${`schema:${workspaceId}`}, 0)),
      set_config('kith.actor', ${actor ? JSON.stringify(actor) : ""}, true)`)
  await tx.query(text, params)
}
