/** A real server process over a database, as operators run it. */
import { engineSettings } from "../../src/ports/engine.ts"

export interface Server {
  port: number
  pid: number
  stop(): Promise<void>
}

/** @param settings environment variables */
export async function startServer(
  databaseUrl: string,
  secret: string,
  settings: Record<string, string>,
): Promise<Server> {
  const port = await freePort()
  const child = Bun.spawn([process.execPath, "src/main.ts", "server"], {
    env: {
      ...engineSettings,
      ...process.env,
      DATABASE_URL: databaseUrl,
      APP_SECRET: secret,
      PORT: String(port),
      HOST: "127.0.0.1",
      // The limits are counted, and never reached.
      API_RATE_LIMIT: "100000000",
      ...settings,
    },
    stderr: "ignore",
  })
  await untilUp(port)
  return {
    port,
    pid: child.pid,
    async stop() {
      child.kill()
      await child.exited
    },
  }
}

async function freePort(): Promise<number> {
  const probe = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } })
  const { port } = probe
  probe.stop()
  return port
}

async function untilUp(port: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined)
    if (answer?.ok) return
    await Bun.sleep(50)
  }
  throw new Error("The server did not start")
}
