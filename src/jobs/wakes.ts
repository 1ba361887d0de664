/** Wake-ups → jobs. Each says that a workspace has something new; however many come at once, one job is enough. */
import { render, sql } from "../db/sql.ts"
import type { Log } from "../log.ts"
import type { Connection } from "../ports/driver.ts"
import { findLagging } from "./lagging.ts"
import type { Queues } from "./queues.ts"
import { readers } from "./read-workspace.ts"

export class Wakes {
  private readonly waiting = new Set<string>()
  private readonly workspaceIds = new Map<string, string>()
  private adding: Promise<void> | undefined
  private looking = false

  constructor(
    private readonly connection: Connection,
    private readonly queues: Queues,
    private readonly log: Log,
  ) {}

  /** Called with the schema name that a notification carries. What arrives while jobs are being added goes together. */
  changed(schemaName: string): void {
    this.waiting.add(schemaName)
    this.adding ??= this.addWaiting()
  }

  /** Adds a job for every workspace with a reader that is behind. */
  async lookAround(): Promise<void> {
    if (this.looking) return
    this.looking = true
    try {
      const ids = await findLagging(this.connection, readers)
      // The half minute is part of the key: several workers add one job, and a key that got stuck does no harm.
      const when = Math.floor(Date.now() / 30_000)
      for (const workspaceId of ids) await this.add(workspaceId, `${workspaceId}-${when}`)
    } catch (error) {
      this.log.warn("Looking for unread events failed; it is tried again soon", { error })
    } finally {
      this.looking = false
    }
  }

  private async addWaiting(): Promise<void> {
    while (this.waiting.size > 0) {
      const names = [...this.waiting]
      this.waiting.clear()
      try {
        for (const id of await this.findWorkspaces(names)) await this.add(id, id)
      } catch (error) {
        this.log.warn("A wake-up could not be passed on; the events are found when looking around", { error })
      }
    }
    // In the same breath as the last look at what waits, so that nothing can arrive in between.
    this.adding = undefined
  }

  private async add(workspaceId: string, key: string): Promise<void> {
    await this.queues.add("entity-events-to-db-queue", { workspaceId }, { key })
  }

  /** A schema belongs to one workspace for ever, so the answer is kept. */
  private async findWorkspaces(schemaNames: readonly string[]): Promise<string[]> {
    const unknown = schemaNames.filter((name) => !this.workspaceIds.has(name))
    if (unknown.length > 0) {
      const { text, params } = render(sql`select d.schema, d."workspaceId" as id from core."dataSource" d
        where d.schema in (select value from jsonb_array_elements_text(${JSON.stringify(unknown)}::jsonb))`)
      for (const row of await this.connection.query<{ schema: string; id: string }>(text, params)) {
        this.workspaceIds.set(row.schema, row.id)
      }
    }
    return schemaNames.flatMap((name) => this.workspaceIds.get(name) ?? [])
  }
}
