/** `bun run db:url`: the connection string of the database in use, for psql and the like. */
import { ConfigError, readConfig } from "../src/config.ts"
import { placeUrl, readPlace } from "../src/supervisor/postgres/place.ts"
import { runningPostmaster } from "../src/supervisor/postgres/postmaster.ts"
import { StartError } from "../src/supervisor/start-error.ts"

try {
  process.stdout.write(`${databaseUrl()}\n`)
} catch (error) {
  if (!(error instanceof StartError || error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

function databaseUrl(): string {
  const config = readConfig(process.env)
  if (config.databaseUrl) return config.databaseUrl
  const place = readPlace(config.dataDir)
  const running = place && runningPostmaster(place.data)
  if (running) return placeUrl({ ...place, port: running.port })
  throw new StartError(`No embedded PostgreSQL runs on ${config.dataDir}; start Kith first, or set DATABASE_URL.`)
}
