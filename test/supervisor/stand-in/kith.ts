/** The supervisor as `src/supervisor/main.ts` runs it, around parts that only start, answer and stop. */
import { resolve } from "node:path"
import { ConfigError } from "../../../src/config.ts"
import { StartError } from "../../../src/supervisor/start-error.ts"
import { start } from "../../../src/supervisor/start.ts"

const part = resolve(import.meta.dirname, "part.ts")

try {
  await start({
    args: process.argv.slice(2),
    env: process.env,
    commands: { server: [part, "server"], worker: [part, "worker"], demo: [part, "demo"] },
    migrate: (database) => database.script("create table if not exists kept (value text)"),
  })
  process.exit(0)
} catch (error) {
  if (!(error instanceof StartError || error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
