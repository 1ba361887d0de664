/** Runs `bun test` with PostgreSQL and Redis beside it, and ends with one line of totals. `bin/test.ts` leads here. */
import { resolve } from "node:path"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { StartError } from "../../src/supervisor/start-error.ts"
import { requireChromium } from "./chromium.ts"
import { startTestPostgres } from "./postgres.ts"
import { startTestRedis } from "./redis.ts"

const root = resolve(import.meta.dirname, "../..")

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

async function main(args: string[]): Promise<number> {
  await using running = new AsyncDisposableStack()
  requireChromium()
  const postgres = await startTestPostgres()
  if (!postgres.adopted) running.defer(() => postgres.stop())
  if (!postgres.adopted) await dropLeftovers(postgres.url)
  const redis = await startTestRedis()
  running.defer(() => redis.stop())
  const { code, totals } = await runTests(args, { TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: redis.url })
  await running.disposeAsync()
  process.stdout.write(`${summary(totals)}\n`)
  const ran = totals.passed + totals.failed + totals.skipped > 0
  return ran ? code : code || 1
}

/** Databases of runs that were killed. */
async function dropLeftovers(url: string): Promise<void> {
  const database = openPostgres({ url, poolSize: 1, applicationName: "kith tests", statementTimeout: 0 })
  const names = await database.values(
    `select format('%I', datname) from pg_database where datname like 'kith\\_test\\_%'`,
  )
  for (const [name] of names) await database.script(`drop database ${String(name)} with (force)`)
  await database.close()
}

/** Shows what `bun test` writes as it comes, and gives its exit code and its closing lines as totals. */
async function runTests(args: string[], env: Record<string, string>): Promise<{ code: number; totals: Totals }> {
  // Bun stops a test, and a hook that makes a database, after five seconds; a busy machine needs more.
  const tests = Bun.spawn([process.execPath, "test", "--parallel=2", "--timeout=60000", ...args], {
    cwd: root,
    env: { ...(process.stderr.isTTY ? { FORCE_COLOR: "1" } : {}), ...process.env, ...env },
    stdio: ["ignore", "inherit", "pipe"],
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => tests.kill(signal))
  let end = ""
  for await (const chunk of tests.stderr.pipeThrough(new TextDecoderStream())) {
    process.stderr.write(chunk)
    end = (end + chunk).slice(-4000)
  }
  return { code: await tests.exited, totals: readTotals(Bun.stripANSI(end)) }
}

interface Totals {
  passed: number
  failed: number
  skipped: number
}

/** The closing lines, unlike the JUnit report, count a file that cannot be loaded as a failure. */
function readTotals(output: string): Totals {
  const count = (word: string) => Number([...output.matchAll(new RegExp(`^ *(\\d+) ${word}$`, "gm"))].at(-1)?.[1] ?? 0)
  return { passed: count("pass"), failed: count("fail"), skipped: count("skip") + count("todo") }
}

function summary({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`
}
