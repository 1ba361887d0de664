import { mkdirSync } from "node:fs"
import { resolve } from "node:path"
import { lockDataDir } from "../../src/supervisor/data-dir.ts"
import { startEmbedded, type EmbeddedPostgres } from "../../src/supervisor/postgres/embedded.ts"

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
