/** CPU time of processes, from /proc. */
import { readdirSync, readFileSync } from "node:fs"

/** Milliseconds of user and system time of a process and all it has started. */
export function cpuOf(pid: number): number {
  return [pid, ...descendants(pid)].reduce((sum, each) => sum + ownCpu(each), 0)
}

function ownCpu(pid: number): number {
  try {
    const fields = afterName(readFileSync(`/proc/${pid}/stat`, "utf8"))
    // Clock ticks are hundredths of a second on every Linux that Bun runs on.
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    // The process has ended.
    return 0
  }
}

/** Every process that a process has started, directly or not. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    try {
      parents.set(Number(name), Number(afterName(readFileSync(`/proc/${name}/stat`, "utf8"))[1]))
    } catch {
      // The process has ended.
    }
  }
  const isBelow = (each: number): boolean => {
    const parent = parents.get(each)
    return parent !== undefined && parent !== 0 && (parent === pid || isBelow(parent))
  }
  return [...parents.keys()].filter(isBelow)
}

/** The name in parentheses may hold anything. */
const afterName = (stat: string) => stat.slice(stat.lastIndexOf(")") + 2).split(" ")
