/** Starts the parts of Kith in order, keeps them running until it is asked to stop, and stops them in reverse order. */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { readConfig, type Config } from "../config.ts"
import type { Database } from "../ports/driver.ts"
import { engineSettings } from "../ports/engine.ts"
import { appSecretOf, lockDataDir } from "./data-dir.ts"
import { migrateDatabase, requireDatabase } from "./database.ts"
import { untilHealthy } from "./health.ts"
import { watchNpm } from "./npm.ts"
import { keepRunning, type Part } from "./part.ts"
import { keepPostgres } from "./postgres/keep.ts"
import { requirePackage } from "./postgres/programs.ts"
import { StartError } from "./start-error.ts"
import { freePort, requireFreePort } from "./tcp-port.ts"

export interface StartOptions {
  /** `--dev` and `--demo`, as in `bun start --help` */
  args: string[]
  env: Record<string, string | undefined>
  /** what runs each part: arguments of Bun */
  commands?: Commands
  migrate?: Migrate
}

export interface Commands {
  server: string[]
  worker: string[]
  demo: string[]
}

export type Migrate = (database: Database) => Promise<void>

/** Resolves once everything has been stopped on request; rejects when it could not be started. */
export async function start({ args, env, commands = kith, migrate = migrateCore }: StartOptions): Promise<void> {
  const flags = readFlags(args)
  const stop = stopSignal(env)
  await using running = new AsyncDisposableStack()
  const config = await check(readConfig(env), env, running)
  const parts: Part[] = []
  const databaseUrl = config.databaseUrl || (await startPostgres(config, parts, running))
  await migrateDatabase({ ...config, databaseUrl }, migrate)
  const reloads = flags.dev ? { WEB_RELOAD: "on" } : {}
  const childEnv = {
    ...engineSettings,
    ...env,
    ...reloads,
    ...settings(config),
    DATABASE_URL: databaseUrl,
    APP_SECRET: appSecretOf(config),
  }
  if (stop.aborted) return
  running.defer(async () => void (await Promise.all(parts.map((part) => part.stop()))))
  for (const name of ["server", "worker"] as const) {
    const watching = flags.dev ? ["--watch", "--no-clear-screen"] : []
    parts.push(keepRunning({ name, command: [...watching, ...commands[name]], env: childEnv, say }))
  }
  await untilHealthy(config, parts, stop)
  if (stop.aborted) return
  say(`Kith is ready at ${config.publicUrl}`)
  if (flags.demo) await runDemo(commands.demo, childEnv)
  await aborted(stop)
  say("Stopping…")
}

const root = resolve(import.meta.dirname, "../..")

const kith: Commands = {
  server: [resolve(root, "src/main.ts"), "server"],
  worker: [resolve(root, "src/main.ts"), "worker"],
  demo: [resolve(root, "bin/demo.ts")],
}

/** Imported only now, because a supervisor that runs for months has no use for it afterwards. */
async function migrateCore(database: Database): Promise<void> {
  const { migrate } = await import("../db/migrate.ts")
  await migrate(database)
}

function readFlags(args: string[]): { dev: boolean; demo: boolean } {
  const unknown = args.find((arg) => arg !== "--dev" && arg !== "--demo")
  if (unknown) throw new StartError(`There is no option ${unknown}; "bun start --help" lists those there are.`)
  return { dev: args.includes("--dev"), demo: args.includes("--demo") }
}

/**
 * Aborted by the first SIGINT, SIGTERM or SIGHUP, or when npx was ended. Further signals change nothing: stopping takes
 * seconds at most.
 */
function stopSignal(env: StartOptions["env"]): AbortSignal {
  const controller = new AbortController()
  watchNpm(env, () => controller.abort())
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => controller.abort())
  return controller.signal
}

/** Everything that can be found wrong is found before anything is created. */
async function check(config: Config, env: StartOptions["env"], running: AsyncDisposableStack): Promise<Config> {
  const known = existsSync(config.dataDir)
  if (known) running.use(lockDataDir(config.dataDir))
  if (config.port !== 0) await requireFreePort(config.port, config.host)
  if (config.databaseUrl) await requireDatabase(config)
  else requireEmbedded(config)
  if (!known) running.use(lockDataDir(config.dataDir))
  return config.port === 0 ? readConfig({ ...env, PORT: String(await freePort(config.host)) }) : config
}

function requireEmbedded(config: Config): void {
  if (config.databaseDriver !== "postgres") {
    throw new StartError(
      `DATABASE_DRIVER is "${config.databaseDriver}" but there is no DATABASE_URL; set that as well.`,
    )
  }
  requirePackage()
}

async function startPostgres(config: Config, parts: Part[], running: AsyncDisposableStack): Promise<string> {
  const postgres = await keepPostgres(config.dataDir, say, (url) => {
    for (const part of parts) part.restart({ DATABASE_URL: url })
  })
  running.defer(() => postgres.stop())
  return postgres.url
}

function settings(config: Config): Record<string, string> {
  return {
    PORT: String(config.port),
    HOST: config.host,
    DATA_DIR: config.dataDir,
    PUBLIC_URL: config.publicUrl,
  }
}

async function runDemo(command: string[], env: StartOptions["env"]): Promise<void> {
  if (!existsSync(command[0] ?? "")) return
  say("Making demo data…")
  const demo = Bun.spawn([process.execPath, ...command], { env, stdio: ["ignore", "inherit", "inherit"] })
  if ((await demo.exited) !== 0) say("The demo data could not be made; see above. Everything else runs.")
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) resolve()
  signal.addEventListener("abort", () => resolve(), { once: true })
  return promise
}

/** Whoever started Kith may have stopped listening to it, which is no reason to end. */
function say(line: string): void {
  if (process.stdout.listenerCount("error") === 0) process.stdout.on("error", () => {})
  process.stdout.write(`${line}\n`)
}
