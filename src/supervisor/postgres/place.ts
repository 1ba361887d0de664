/**
 * Where the embedded PostgreSQL of a data folder lives, who runs it and how it is reached. Kept in a file, because the
 * choice must outlast a change of the folder's permissions, and other commands (`bun run db:url`) ask for it.
 */
import { createHash, randomBytes } from "node:crypto"
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { writePrivately } from "../private-file.ts"

export interface Place {
  /** holds programs, data, log and socket */
  folder: string
  /** PostgreSQL's own folder, in `folder` */
  data: string
  port: number
  password: string
  /** user that runs it; undefined stands for the one that runs Kith */
  owner: { uid: number; gid: number } | undefined
}

/** What is kept: `folder` relative to the data folder where it lies in it, so that the whole may be moved. */
interface Kept {
  folder: string
  port: number
  password: string
}

/** The place of a data folder; undefined before the first start. */
export function readPlace(dataDir: string): Place | undefined {
  const file = placeFile(dataDir)
  if (!existsSync(file)) return undefined
  const { folder, port, password } = JSON.parse(readFileSync(file, "utf8")) as Kept
  return place(resolve(dataDir, folder), port, password)
}

/** Reads the place or decides it, and creates its folder. */
export function makePlace(dataDir: string): Place {
  const made = readPlace(dataDir) ?? place(chooseFolder(dataDir), 0, randomBytes(24).toString("base64url"))
  keepPlace(dataDir, made)
  mkdirSync(made.folder, { recursive: true, mode: 0o711 })
  if (made.owner) chownSync(made.folder, made.owner.uid, made.owner.gid)
  return made
}

export function keepPlace(dataDir: string, { folder, port, password }: Place): void {
  const inside = relative(dataDir, folder)
  const kept: Kept = { folder: inside.startsWith("..") ? folder : inside, port, password }
  const text = `${JSON.stringify(kept, null, 2)}\n`
  if (!existsSync(placeFile(dataDir)) || readFileSync(placeFile(dataDir), "utf8") !== text) {
    writePrivately(placeFile(dataDir), text)
  }
}

/** The connection string of its one database. */
export function placeUrl({ password, port }: Place, database = "kith"): string {
  return `postgres://kith:${password}@127.0.0.1:${port}/${database}`
}

function placeFile(dataDir: string): string {
  return join(dataDir, "postgres.json")
}

function place(folder: string, port: number, password: string): Place {
  return { folder, data: join(folder, "data"), port, password, owner: isRoot() ? nobody : undefined }
}

/** PostgreSQL refuses to run as root. This user exists on every system; one that does not exist is refused as well. */
const nobody = { uid: 65_534, gid: 65_534 }

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function chooseFolder(dataDir: string): string {
  if (!isRoot() || othersMayPass(dataDir)) return join(dataDir, "pg18")
  return join("/var/lib/kith", createHash("sha256").update(dataDir).digest("hex").slice(0, 16))
}

/** Whether another user reaches the folder, which for one under /root is not so. */
function othersMayPass(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return dirname(folder) === folder || othersMayPass(dirname(folder))
}
