import { spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { resolve } from "node:path"
import { lockDataDir } from "../../src/supervisor/data-dir.ts"
import { startEmbedded, type EmbeddedPostgres } from "../../src/supervisor/postgres/embedded.ts"
import { placeUrl, readPlace } from "../../src/supervisor/postgres/place.ts"
import { runningPostmaster } from "../../src/supervisor/postgres/postmaster.ts"
import { StartError } from "../../src/supervisor/start-error.ts"

/** Everything that tests keep between runs; safe to delete while none runs. */
export const testDir = resolve(import.meta.dirname, "../../.test")

/** Starts the PostgreSQL of the tests, or adopts it; test files that run side by side may all call this at once. */
export async function startTestPostgres(): Promise<EmbeddedPostgres> {
  mkdirSync(testDir, { recursive: true, mode: 0o755 })
  using _lock = lockDataDir(testDir, "postgres", 60_000)
  return await startEmbedded({ dataDir: testDir, settings: fast })
}

/** What tests write need not outlive a power cut. */
const fast = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "300",
  autovacuum_naptime: "1h",
}

/**
 * The same from within `bun test`, for its connection string alone. A process in between starts it, since Bun ends
 * whatever a test file has left running while other files are still using it.
 */
export function testPostgresUrl(): string {
  const place = readPlace(testDir)
  const running = place && runningPostmaster(place.data)
  if (place && running?.status === "ready") return placeUrl({ ...place, port: running.port })
  const helper = resolve(import.meta.dirname, "start-postgres.ts")
  const { status, stdout, stderr } = spawnSync(process.execPath, [helper], { encoding: "utf8" })
  if (status !== 0) throw new StartError(`The PostgreSQL of the tests did not start: ${stderr.trim()}`)
  return stdout.trim()
}
