/** A server that tells who it is, a worker that waits, and a demo that says a word. */
import { readConfig } from "../../../src/config.ts"
import { exitWithParent } from "../../../src/ports/parent.ts"

const config = readConfig(process.env)
const name = process.argv[2]
exitWithParent()
process.on("SIGTERM", () => process.exit(0))

if (name === "server") {
  Bun.serve({
    hostname: config.host,
    port: config.port,
    routes: {
      "/healthz": new Response("ok"),
      "/self": Response.json({ pid: process.pid, ...config }),
    },
  })
} else if (name === "worker") {
  setInterval(() => {}, 60_000)
} else {
  process.stdout.write(`demo on ${config.publicUrl}\n`)
  process.exit(0)
}
