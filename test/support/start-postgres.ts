/** Starts the PostgreSQL of the tests, prints its connection string and leaves it running; see `testPostgresUrl`. */
import { startTestPostgres } from "./postgres.ts"

const { url } = await startTestPostgres()
process.stdout.write(`${url}\n`)
process.exit(0)
