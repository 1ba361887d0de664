/** Work that is found in tables rather than in a queue, so that a look now and then is all it takes. */
import type { Log } from "../log.ts"

export class Chore {
  private running: Promise<void> | undefined
  private again = false

  /** @param failure what the log says when the work fails; it is tried again at the next look */
  constructor(
    private readonly log: Log,
    private readonly failure: string,
    private readonly work: () => Promise<unknown>,
  ) {}

  /** Call now and then, and whenever there may be something to do. A look that is under way is followed by another. */
  look(): void {
    this.again = true
    this.running ??= this.run().finally(() => (this.running = undefined))
  }

  private async run(): Promise<void> {
    try {
      while (this.again) {
        this.again = false
        await this.work()
      }
    } catch (error) {
      this.log.warn(`${this.failure}; it is tried again soon`, { error })
    }
  }
}
