/** For those who watch: is the process alive, and can it work? */
import { Hono } from "hono"
import type { Services } from "../accounts/services.ts"

export function healthRoutes(services: Services): Hono {
  const app = new Hono()
  app.get("/healthz", (context) => context.json({ status: "ok", info: {}, error: {}, details: {} }))
  app.get("/readyz", async (context) => {
    const database = await reachable(services)
    const status = database ? 200 : 503
    return context.json(
      { status: database ? "ok" : "error", details: { database: { status: database ? "up" : "down" } } },
      status,
    )
  })
  return app
}

async function reachable(services: Services): Promise<boolean> {
  try {
    await services.db.query("select 1")
    return true
  } catch {
    // Being unreachable is the answer, not a failure of the question.
    return false
  }
}
