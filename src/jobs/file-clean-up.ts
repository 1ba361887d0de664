/** Removes files whose time has come. What is due stands in their table, so a look now and then is all it takes. */
import type { Services } from "../accounts/services.ts"
import { removeExpiredFiles } from "../files/clean-up.ts"
import type { Log } from "../log.ts"

export class FileCleanUp {
  private running: Promise<void> | undefined

  constructor(
    private readonly services: Services,
    private readonly log: Log,
  ) {}

  /** Call now and then; a look that is under way is enough. */
  look(): void {
    this.running ??= this.clean().finally(() => (this.running = undefined))
  }

  private async clean(): Promise<void> {
    try {
      await removeExpiredFiles(this.services)
    } catch (error) {
      this.log.warn("Files could not be removed; it is tried again soon", { error })
    }
  }
}
