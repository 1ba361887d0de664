/** Which database is in use here: the one that DATABASE_URL names, or the embedded one of this DATA_DIR. */
import { readConfig } from "../config.ts"
import { placeUrl, readPlace } from "./postgres/place.ts"
import { runningPostmaster } from "./postgres/postmaster.ts"
import { StartError } from "./start-error.ts"

/** Throws StartError when neither is there, ConfigError when a setting is wrong. */
export function databaseUrl(): string {
  const config = readConfig(process.env)
  if (config.databaseUrl) return config.databaseUrl
  const place = readPlace(config.dataDir)
  const running = place && runningPostmaster(place.data)
  if (running) return placeUrl({ ...place, port: running.port })
  throw new StartError(`No embedded PostgreSQL runs on ${config.dataDir}; start Kith first, or set DATABASE_URL.`)
}
