/** What the operating system tells about processes that are not our children. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { hasCode } from "./start-error.ts"

/** A process that has ended but that its parent, such as the first one of a container, never asks about is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (hasCode(error, "ESRCH")) return false
    if (!hasCode(error, "EPERM")) throw error
  }
  return process.platform !== "linux" || linuxStatus(pid)?.state !== "Z"
}

/** The parent of a process and the command line that started it; undefined when it cannot be told. */
export function describeProcess(pid: number): { parent: number; command: string } | undefined {
  if (process.platform === "win32") return undefined
  if (process.platform === "linux") {
    const status = linuxStatus(pid)
    return (
      status && { parent: status.parent, command: readIfThere(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ") ?? "" }
    )
  }
  const { stdout } = spawnSync("ps", ["-o", "ppid=,args=", "-p", String(pid)], { encoding: "utf8" })
  const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout) ?? []
  return parent === undefined ? undefined : { parent: Number(parent), command: command ?? "" }
}

/** `/proc/<pid>/stat` is "pid (name) state parent …", and the name may hold anything, parentheses included. */
function linuxStatus(pid: number): { state: string; parent: number } | undefined {
  const text = readIfThere(`/proc/${pid}/stat`)
  const [, state, parent] = /.*\) (\S) (\d+)/s.exec(text ?? "") ?? []
  return state === undefined ? undefined : { state, parent: Number(parent) }
}

/** The text of a file, or undefined when it, or the process it stands for, is gone. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (hasCode(error, "ENOENT", "ESRCH")) return undefined
    throw error
  }
}
