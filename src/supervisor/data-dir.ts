/** The folder of everything that Kith keeps outside PostgreSQL: who may use it, and the secret in it. */
import { Database as Sqlite } from "bun:sqlite"
import { randomBytes } from "node:crypto"
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Config } from "../config.ts"
import { hasCode, reason, StartError } from "./start-error.ts"
import { writePrivately } from "./private-file.ts"

/**
 * Takes the folder for this process until it ends, however it ends: the lock is SQLite's, which the operating system
 * gives back, so that no stale file with a reused process id can keep anybody out. `wait` is in milliseconds.
 */
export function lockDataDir(dataDir: string, name = "supervisor", wait = 0): Disposable {
  requireWritable(dataDir)
  const lock = new Sqlite(join(dataDir, `${name}.lock`))
  try {
    lock.run(`pragma busy_timeout = ${wait}`)
    // A rollback journal in memory leaves no second file behind.
    lock.run("pragma journal_mode = memory")
    lock.run("begin exclusive")
  } catch (error) {
    lock.close()
    if (!hasCode(error, "SQLITE_BUSY")) throw error
    throw new StartError(`Kith is already running on ${dataDir}; stop it first, or set DATA_DIR to another folder.`)
  }
  return { [Symbol.dispose]: () => lock.close() }
}

/** Others may pass through but not look around: the embedded PostgreSQL of a root user runs as somebody else. */
const folderMode = 0o711

function requireWritable(dataDir: string): void {
  try {
    if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: folderMode })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartError(`DATA_DIR ${dataDir} cannot be written (${reason(error)}); set it to a folder that can.`)
  }
}

/** The secret that is set, or else the installation's own. */
export function appSecretOf({ appSecret, dataDir }: Pick<Config, "appSecret" | "dataDir">): string {
  return appSecret || keepSecret(dataDir)
}

/** The secret of this installation; made on first use. */
export function keepSecret(dataDir: string): string {
  const file = join(dataDir, "secret")
  if (!existsSync(file)) writePrivately(file, randomBytes(32).toString("base64url"))
  const secret = readFileSync(file, "utf8").trim()
  if (secret.length >= 32) return secret
  throw new StartError(`${file} is damaged; restore it from a backup, or delete it and run "bun run rotate-keys".`)
}
