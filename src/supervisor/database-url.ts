import type { Config } from "../config.ts"
import { placeUrl, readPlace } from "./postgres/place.ts"
import { runningPostmaster } from "./postgres/postmaster.ts"
import { StartError } from "./start-error.ts"

/** The connection string of the database in use, for tools beside Kith. Throws StartError when none runs. */
export function runningDatabaseUrl(config: Config): string {
  if (config.databaseUrl) return config.databaseUrl
  const place = readPlace(config.dataDir)
  const running = place && runningPostmaster(place.data)
  if (running) return placeUrl({ ...place, port: running.port })
  throw new StartError(`No embedded PostgreSQL runs on ${config.dataDir}; start Kith first, or set DATABASE_URL.`)
}
