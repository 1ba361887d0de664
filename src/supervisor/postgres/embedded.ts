/** The embedded PostgreSQL of a data folder: made on first use, adopted when one still runs, stopped in order. */
import { spawn, type ChildProcess } from "node:child_process"
import { closeSync, existsSync, openSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { isAlive } from "../processes.ts"
import { StartError } from "../start-error.ts"
import { freePort } from "../tcp-port.ts"
import { initialise } from "./initialise.ts"
import { keepPlace, makePlace, placeUrl, type Place } from "./place.ts"
import { mendPidFile, removeStaleSockets, runningPostmaster } from "./postmaster.ts"
import { program, unpackPrograms } from "./programs.ts"
import { run, spawnOptions } from "./run.ts"

export interface EmbeddedPostgres {
  url: string
  /** whether it ran already */
  adopted: boolean
  /** resolves when it has ended, asked to or not */
  ended: Promise<void>
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  /** PostgreSQL settings, by name */
  settings?: Record<string, string>
  /** is told what takes a while */
  say?: (line: string) => void
}

/**
 * Starts or adopts it. The caller holds the lock of `dataDir`.
 *
 * @example
 * const postgres = await startEmbedded({ dataDir: "/srv/kith" })
 * const database = openPostgres({ url: postgres.url, poolSize: 1, applicationName: "doctor", statementTimeout: 0 })
 */
export async function startEmbedded({ dataDir, settings, say = () => {} }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = makePlace(dataDir)
  const programs = unpackPrograms(place.folder)
  if (!existsSync(place.data)) {
    say("Creating the database…")
    await initialise(place, programs)
  }
  await leaveShutdown(place)
  const running = runningPostmaster(place.data)
  if (running) return await adopt(dataDir, place, programs, running)
  place.port = await freePort("127.0.0.1", place.port)
  keepPlace(dataDir, place)
  return await launch(place, programs, { ...lean, ...settings })
}

/** The last start may have been stopped a moment ago. */
async function leaveShutdown(place: Place): Promise<void> {
  while (runningPostmaster(place.data)?.status === "stopping") await Bun.sleep(20)
}

async function adopt(
  dataDir: string,
  place: Place,
  programs: string,
  { pid, port }: { pid: number; port: number },
): Promise<EmbeddedPostgres> {
  keepPlace(dataDir, Object.assign(place, { port }))
  while (runningPostmaster(place.data)?.status === "starting") await Bun.sleep(10)
  return { url: placeUrl(place), adopted: true, ended: poll(pid), stop: () => stop(place, programs) }
}

/** A process that is not our child sends no event when it ends. */
async function poll(pid: number): Promise<void> {
  while (isAlive(pid)) await Bun.sleep(250)
}

/** Small at rest, because it shares a machine with everything else; nothing here trades safety for speed. */
const lean = {
  shared_buffers: "48MB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  max_connections: "100",
  max_wal_size: "512MB",
  jit: "off",
  // Three processes fewer. They help where reads wait for disks, which a database of this size keeps in memory.
  io_method: "sync",
  max_wal_senders: "2",
  max_logical_replication_workers: "0",
  autovacuum_worker_slots: "3",
  log_min_messages: "warning",
  log_checkpoints: "off",
}

async function launch(place: Place, programs: string, settings: Record<string, string>): Promise<EmbeddedPostgres> {
  const deadline = Date.now() + patience
  for (;;) {
    mendPidFile(place.data)
    removeStaleSockets(place.folder, place.data)
    const child = spawnServer(place, programs, settings)
    const ended = ending(child)
    if (await becomesReady(place, child)) {
      return { url: placeUrl(place), adopted: false, ended, stop: () => stop(place, programs) }
    }
    await ended
    const line = lastWords(place)
    if (!isPassing(line) || Date.now() > deadline) {
      throw new StartError(`The embedded PostgreSQL did not start (${line}); see ${logFile(place)}.`)
    }
    await Bun.sleep(200)
  }
}

/** Milliseconds that processes of a killed server may take to notice. */
const patience = 15_000

function isPassing(line: string): boolean {
  return /shared memory block|lock file/.test(line)
}

function spawnServer(place: Place, programs: string, settings: Record<string, string>): ChildProcess {
  const log = openSync(logFile(place), "w", 0o600)
  const socket = Buffer.byteLength(place.folder) < maxSocketFolder ? place.folder : ""
  const all = { ...settings, port: String(place.port), listen_addresses: "127.0.0.1", unix_socket_directories: socket }
  try {
    return spawn(
      program(programs, "postgres"),
      ["-D", place.data, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      // A group of its own: Ctrl-C is for the supervisor, which stops the server and the worker before it.
      { ...spawnOptions(place), stdio: ["ignore", log, log], detached: true },
    )
  } finally {
    closeSync(log)
  }
}

/** Bytes; the name of a socket ends at 107 with the file's own. */
const maxSocketFolder = 90

function ending(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  child.once("error", () => resolve())
  child.once("exit", () => resolve())
  return promise
}

async function becomesReady(place: Place, child: ChildProcess): Promise<boolean> {
  let gone = false
  void ending(child).then(() => (gone = true))
  while (!gone) {
    const postmaster = runningPostmaster(place.data)
    if (postmaster && postmaster.pid === child.pid && postmaster.status === "ready") return true
    await Bun.sleep(5)
  }
  return false
}

function logFile(place: Place): string {
  return join(place.folder, "postgres.log")
}

function lastWords(place: Place): string {
  const lines = readFileSync(logFile(place), "utf8").trim().split("\n")
  const line = lines.findLast((text) => text.includes("FATAL:")) ?? lines.at(-1)
  return line?.replace(/^.*FATAL:\s*/, "") || "no reason given"
}

/** A fast shutdown: open transactions are rolled back, all committed ones are on disk. */
async function stop(place: Place, programs: string): Promise<void> {
  if (!runningPostmaster(place.data)) return
  await run(place, program(programs, "pg_ctl"), ["stop", `--pgdata=${place.data}`, "--mode=fast", "--timeout=60"])
}
