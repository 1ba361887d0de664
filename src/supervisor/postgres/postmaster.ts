/** What PostgreSQL's own file `postmaster.pid` says about the server that runs on a data folder. */
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { hasCode } from "../start-error.ts"
import { isAlive, readIfThere } from "../processes.ts"

export interface Postmaster {
  pid: number
  port: number
  status: "starting" | "ready" | "stopping"
}

/** The server that runs on the folder, if any. */
export function runningPostmaster(data: string): Postmaster | undefined {
  const file = readPidFile(data)
  return file && isAlive(file.pid) && isPostgres(file.pid) && file.data === data ? file : undefined
}

/**
 * Changes a file that would keep PostgreSQL from starting: one whose process id now belongs to another program, as after
 * every restart of a container, or to a dead process that nobody has collected, or that was copied with its folder. Only
 * the process id is changed. PostgreSQL reads in the rest whether processes of the dead server still use the data.
 */
export function mendPidFile(data: string): void {
  const path = join(data, "postmaster.pid")
  if (runningPostmaster(data) || !existsSync(path)) return
  const [, ...rest] = readFileSync(path, "utf8").split("\n")
  writeFileSync(path, [noProcess, ...rest].join("\n"))
}

/** Removes sockets that a dead server left in the folder, with their lock files, which name its process id as well. */
export function removeStaleSockets(folder: string, data: string): void {
  if (runningPostmaster(data)) return
  for (const name of readdirSync(folder)) {
    if (name.startsWith(".s.PGSQL.")) rmSync(join(folder, name), { force: true })
  }
}

/** Above what any system gives to a process. */
const noProcess = 2_147_483_647

function readPidFile(data: string): (Postmaster & { data: string }) | undefined {
  const lines = readIfThere(join(data, "postmaster.pid"))?.split("\n")
  if (!lines?.[3]) return undefined
  const status = lines[7]?.trim()
  return {
    pid: Number(lines[0]),
    data: lines[1] ?? "",
    port: Number(lines[3]),
    status: status === "ready" || status === "stopping" ? status : "starting",
  }
}

/** Linux tells which program a process runs; elsewhere a live process is believed to be the one that wrote the file. */
function isPostgres(pid: number): boolean {
  if (process.platform !== "linux") return true
  try {
    return readlinkSync(`/proc/${pid}/exe`).includes("/postgres")
  } catch (error) {
    if (hasCode(error, "ENOENT", "EACCES", "EPERM", "ESRCH")) return false
    throw error
  }
}
