/** Answers that are given again: one row per principal and key, claimed before the work and filled in after it. */
import type { Connection } from "../ports/driver.ts"
import { render, sql, type Sql } from "./sql.ts"

export interface KeyOwner {
  workspaceId: string
  principal: string
  key: string
}

export interface KeptAnswer {
  requestHash: string
  /** null while the request is being carried out, or when the process died over it */
  status: number | null
  body: string | null
  /** seconds since the request came in */
  age: number
}

const lifetime = "24 hours"

/** Rows that one request clears away in passing. */
const cleared = 100

/** Claims the key; null when this request is the first with it, else what is known of the first. */
export async function claimKey(
  connection: Connection,
  owner: KeyOwner,
  requestHash: string,
): Promise<KeptAnswer | null> {
  await run(
    connection,
    sql`delete from core."idempotencyKey" where ctid = any(array(
      select ctid from core."idempotencyKey" where "createdAt" < now() - ${lifetime}::interval
      order by ${isOwn(owner)} desc, "createdAt" limit ${cleared}::int for update skip locked))`,
  )
  // Between the two the first one may give the key up.
  for (;;) {
    const claimed = await run(
      connection,
      sql`insert into core."idempotencyKey" ("workspaceId", principal, key, "requestHash")
        values (${owner.workspaceId}::uuid, ${owner.principal}, ${owner.key}, ${requestHash})
        on conflict do nothing returning key`,
    )
    if (claimed.length > 0) return null
    const [kept] = await run<KeptAnswer>(
      connection,
      sql`select "requestHash", status, body, extract(epoch from now() - "createdAt")::float8 as age
        from core."idempotencyKey" where ${isOwn(owner)}`,
    )
    if (kept) return kept
  }
}

export async function keepAnswer(
  connection: Connection,
  owner: KeyOwner,
  { status, body }: { status: number; body: string },
): Promise<void> {
  await run(
    connection,
    sql`update core."idempotencyKey" set status = ${status}::int, body = ${body} where ${isOwn(owner)}`,
  )
}

/** The request failed in a way that may pass: it may be sent again. */
export async function releaseKey(connection: Connection, owner: KeyOwner): Promise<void> {
  await run(connection, sql`delete from core."idempotencyKey" where ${isOwn(owner)} and status is null`)
}

function isOwn({ workspaceId, principal, key }: KeyOwner): Sql {
  return sql`("workspaceId" = ${workspaceId}::uuid and principal = ${principal} and key = ${key})`
}

async function run<R>(connection: Connection, statement: Sql): Promise<R[]> {
  const { text, params } = render(statement)
  return connection.query<R>(text, params)
}
