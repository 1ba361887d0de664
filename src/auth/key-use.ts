/** When API keys were last used: to the minute, and never while a request waits for it. */
import { render, sql } from "../db/sql.ts"
import type { Database } from "../ports/driver.ts"
import { recordAudit } from "./audit.ts"
import type { Client } from "./client.ts"

const minute = 60_000

const maxKept = 10_000

export class KeyUse {
  /** key → when it was last written down, in milliseconds since 1970 */
  private readonly written = new Map<string, number>()
  private readonly writing = new Set<Promise<void>>()

  constructor(private readonly db: Database) {}

  note(key: { jti: string; workspaceId: string }, client: () => Client): void {
    const now = Date.now()
    if (now - (this.written.get(key.jti) ?? 0) < minute) return
    if (this.written.size >= maxKept) this.written.clear()
    this.written.set(key.jti, now)
    const write = this.write(key, client()).finally(() => this.writing.delete(write))
    this.writing.add(write)
  }

  /** Waits for what is being written, before the process ends. */
  async flush(): Promise<void> {
    await Promise.all(this.writing)
  }

  private async write({ jti, workspaceId }: { jti: string; workspaceId: string }, client: Client): Promise<void> {
    const { text, params } = render(sql`
      with before as (
        select k.id, k.name, k."lastUsedAt" from core."apiKey" k
        where k.id = ${jti}::uuid and k."workspaceId" = ${workspaceId}::uuid and k."revokedAt" is null and k."expiresAt" > now()
          and (k."lastUsedAt" is null or k."lastUsedAt" < now() - interval '1 minute') for update
      ), used as (
        update core."apiKey" k set "lastUsedAt" = now() from before b where k.id = b.id
      )
      select name, "lastUsedAt" is null as first from before`)
    try {
      await this.db.transaction(async (tx) => {
        const [row] = await tx.query<{ name: string; first: boolean }>(text, params)
        if (!row?.first) return
        const actor = { kind: "apiKey" as const, id: jti, name: row.name }
        const target = { kind: "apiKey", id: jti, name: row.name }
        await recordAudit(tx, { event: "apiKey.firstUsed", workspaceId, actor, target, client })
      })
    } catch {
      // The database is away; the next use of the key writes it.
      this.written.delete(jti)
    }
  }
}
