/** Runs `bun test` with PostgreSQL and Redis beside it, and ends with one line of totals. `bin/test.ts` leads here. */
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join, resolve } from "node:path"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { StartError } from "../../src/supervisor/start-error.ts"
import { startTestPostgres, testDir } from "./postgres.ts"
import { startTestRedis } from "./redis.ts"

const root = resolve(import.meta.dirname, "../..")
const report = join(testDir, `junit-${process.pid}.xml`)

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

async function main(args: string[]): Promise<number> {
  await using running = new AsyncDisposableStack()
  const postgres = await startTestPostgres()
  if (!postgres.adopted) running.defer(() => postgres.stop())
  if (!postgres.adopted) await dropLeftovers(postgres.url)
  const redis = await startTestRedis()
  running.defer(() => redis.stop())
  running.defer(() => rmSync(report, { force: true }))
  const code = await runTests(args, { TEST_DATABASE_URL: postgres.url, TEST_REDIS_URL: redis.url })
  const totals = readTotals()
  await running.disposeAsync()
  process.stdout.write(`${summary(totals)}\n`)
  return code === 0 && totals.passed + totals.failed + totals.skipped === 0 ? 1 : code
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

async function runTests(args: string[], env: Record<string, string>): Promise<number> {
  const flags = ["--parallel=2", "--reporter=junit", `--reporter-outfile=${report}`]
  const tests = Bun.spawn([process.execPath, "test", ...flags, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => tests.kill(signal))
  return await tests.exited
}

interface Totals {
  passed: number
  failed: number
  skipped: number
}

function readTotals(): Totals {
  const opening = existsSync(report) ? (/<testsuites [^>]*>/.exec(readFileSync(report, "utf8"))?.[0] ?? "") : ""
  const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(opening)?.[1] ?? 0)
  const failed = count("failures") + count("errors")
  return { passed: count("tests") - failed - count("skipped"), failed, skipped: count("skipped") }
}

function summary({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`
}
