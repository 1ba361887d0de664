import { reason } from "../start-error.ts"
import { startEmbedded, type EmbeddedPostgres } from "./embedded.ts"

export interface KeptPostgres {
  /** where it was reached first */
  url: string
  stop(): Promise<void>
}

/** Runs the embedded PostgreSQL and starts it again whenever it ends. `onMoved` is told when it has to change its port. */
export async function keepPostgres(
  dataDir: string,
  say: (line: string) => void,
  onMoved: (url: string) => void,
): Promise<KeptPostgres> {
  let wanted = true
  let current = await startEmbedded({ dataDir, say })
  const { url } = current
  const kept = keep()

  async function keep(): Promise<void> {
    for (;;) {
      await current.ended
      if (!wanted) return
      say("PostgreSQL ended; starting it again…")
      const next = await restart()
      if (!next) return
      if (!wanted) return await next.stop()
      if (next.url !== current.url) onMoved(next.url)
      current = next
    }
  }

  async function restart(): Promise<EmbeddedPostgres | undefined> {
    for (let pause = 1000; wanted; pause = Math.min(30_000, pause * 2)) {
      try {
        return await startEmbedded({ dataDir })
      } catch (error) {
        say(reason(error))
        await Bun.sleep(pause)
      }
    }
    return undefined
  }

  return {
    url,
    async stop() {
      wanted = false
      await current.stop()
      await kept
    },
  }
}
