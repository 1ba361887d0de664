/** Another server over the database of a test app, with nothing in its memory. */
import { createServices, type Services } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import type { TestApp } from "./app.ts"

export interface SecondServer {
  services: Services
  request: TestApp["request"]
  close(): Promise<void>
}

/** @param settings in which it differs from the first */
export function openSecondServer(app: TestApp, settings: Partial<Services["config"]> = {}): SecondServer {
  const db = openPostgres({ url: app.url, poolSize: 2, applicationName: "kith test", statementTimeout: 30_000 })
  const services = createServices({ ...app.services.config, ...settings }, db, { now: app.services.now })
  const server = createApp(services)
  return { services, request: async (path, init) => server.request(path, init), close: () => db.close() }
}
