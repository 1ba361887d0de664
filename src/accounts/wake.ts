/**
 * Tells log readers that a workspace has something new. NOTIFY makes commits queue behind a lock, so writers do not send
 * it themselves: one message per workspace follows shortly after any number of commits.
 */
import { render, sql } from "../db/sql.ts"
import { eventChannel } from "../metadata/event-log.ts"
import type { Connection } from "../ports/driver.ts"

const pause = 25

export class Wake {
  private readonly waiting = new Set<string>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private sending: Promise<void> = Promise.resolve()

  constructor(private readonly connection: Connection) {}

  /** Call after a commit. Losing a message to a crash is harmless: readers also look when they start and now and then. */
  changed(schemaName: string): void {
    this.waiting.add(schemaName)
    this.timer ??= setTimeout(() => {
      this.sending = this.send()
    }, pause)
  }

  /** Sends what waits, before the process ends. */
  async flush(): Promise<void> {
    if (this.timer) this.sending = this.send()
    await this.sending
  }

  private async send(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const names = JSON.stringify([...this.waiting])
    this.waiting.clear()
    const { text, params } = render(
      sql`select pg_notify(${eventChannel}, value) from jsonb_array_elements_text(${names}::jsonb)`,
    )
    try {
      await this.connection.query(text, params)
    } catch {
      // The database is away; readers look again by themselves when it is back.
    }
  }
}
