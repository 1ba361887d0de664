/** What PostgreSQL's own file `postmaster.pid` says about the server that runs on a data folder. */
import { readlinkSync, rmSync } from "node:fs"
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
 * Removes a file that would keep PostgreSQL from starting: one whose process id now belongs to another program, as
 * after every restart of a container, or that was copied together with its folder. Any other stale file is left, because
 * PostgreSQL reads in it whether processes of the dead server still use the data.
 */
export function removeMisleadingPidFile(data: string): void {
  const file = readPidFile(data)
  if (!file) return
  if (file.data !== data || (isAlive(file.pid) && !isPostgres(file.pid))) rmSync(join(data, "postmaster.pid"))
}

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
