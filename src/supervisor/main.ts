/** `bin/start.ts` ends here, under the pinned Bun and with all packages in place. */
import { ConfigError } from "../config.ts"
import { StartError } from "./start-error.ts"
import { start } from "./start.ts"

try {
  await start({ args: process.argv.slice(2), env: process.env })
  process.exit(0)
} catch (error) {
  if (!(error instanceof StartError || error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
