/**
 * Starts one part of Kith: `bun src/main.ts server` or `bun src/main.ts worker`. The supervisor runs both; operators
 * run as many of each as they like against one database.
 */
import { ConfigError, readConfig } from "./config.ts"

const part = process.argv[2]

try {
  const config = readConfig(process.env)
  if (part === "server") {
    const { runServer } = await import("./server.ts")
    await runServer(config)
  } else if (part === "worker") {
    const { runWorker } = await import("./worker.ts")
    await runWorker(config)
  } else {
    throw new ConfigError('Say which part to start: "bun run server" or "bun run worker". "bun start" runs both.')
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
