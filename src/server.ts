/** The server process: HTTP until it is told to stop. */
import { createServices, type Services } from "./accounts/services.ts"
import { createApp } from "./app.ts"
import { SealedOtherwise } from "./auth/secrets.ts"
import { ConfigError, type Config } from "./config.ts"
import { migrate } from "./db/migrate.ts"
import { createLog } from "./log.ts"
import { openDatabase } from "./ports/open-database.ts"
import { exitWithParent } from "./ports/parent.ts"

/** Resolves when the server listens. Throws ConfigError when it cannot begin. */
export async function runServer(config: Config): Promise<void> {
  exitWithParent()
  const log = createLog(config.logLevel)
  if (!config.databaseUrl)
    throw new ConfigError('Set DATABASE_URL, or use "bun start", which brings its own PostgreSQL.')
  if (!config.appSecret)
    throw new ConfigError('Set APP_SECRET to at least 32 random characters, or use "bun start", which makes one.')
  const db = await openDatabase(config.databaseDriver, {
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    applicationName: "kith server",
    statementTimeout: config.statementTimeout,
  })
  await migrate(db)
  const services = createServices(config, db)
  await requireSecret(services)
  const app = createApp(services)
  const server = Bun.serve({
    port: config.port,
    hostname: config.host,
    idleTimeout: 0,
    // The app limits bodies itself, except those that it reads as streams.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    fetch: (request, bun) => app.fetch(request, { remoteAddress: () => bun.requestIP(request)?.address ?? "" }),
  })
  log.info("The server listens", { url: `http://${server.hostname}:${server.port}` })
  const stop = async () => {
    await server.stop()
    await services.wake.flush()
    await services.keyUse.flush()
    await services.rateLimits.close()
    await db.close()
    process.exit(0)
  }
  process.once("SIGTERM", stop)
  process.once("SIGINT", stop)
}

/** Throws ConfigError when APP_SECRET is not the one that the database was used with. */
async function requireSecret({ signingKeys }: Services): Promise<void> {
  try {
    await signingKeys.signing()
  } catch (error) {
    if (!(error instanceof SealedOtherwise)) throw error
    throw new ConfigError(
      'APP_SECRET is not the one that this database was used with; set that one as APP_SECRET_FORMER, or run "bun run rotate-keys".',
    )
  }
}
