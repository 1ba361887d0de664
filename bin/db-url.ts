/** `bun run db:url`: the connection string of the database in use, for psql and the like. */
import { ConfigError, readConfig } from "../src/config.ts"
import { runningDatabaseUrl } from "../src/supervisor/database-url.ts"
import { StartError } from "../src/supervisor/start-error.ts"

try {
  process.stdout.write(`${runningDatabaseUrl(readConfig(process.env))}\n`)
} catch (error) {
  if (!(error instanceof StartError || error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
