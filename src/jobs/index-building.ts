/**
 * Builds the indexes that schema changes of big tables have left for later. What is to be built stands in the metadata,
 * so a look now and then is all it takes; nothing is lost with a worker.
 */
import type { Log } from "../log.ts"
import { buildPendingIndexes } from "../metadata/build-indexes.ts"
import type { Database } from "../ports/driver.ts"

export class IndexBuilding {
  private running: Promise<void> | undefined
  private again = false

  constructor(
    private readonly db: Database,
    private readonly log: Log,
  ) {}

  /** Call when there may be something to build; a look that is under way looks again. */
  look(): void {
    if (this.running) this.again = true
    else this.running = this.build().finally(() => (this.running = undefined))
  }

  /** Waits for the build that is under way. */
  async idle(): Promise<void> {
    await this.running
  }

  private async build(): Promise<void> {
    do {
      this.again = false
      try {
        const pending = await this.db.query<{ workspaceId: string }>(
          `select distinct "workspaceId" from core."indexMetadata" where status = 'BUILDING'`,
        )
        for (const { workspaceId } of pending) await buildPendingIndexes(this.db, workspaceId)
      } catch (error) {
        this.log.warn("Indexes could not be built; it is tried again soon", { error })
      }
    } while (this.again)
  }
}
