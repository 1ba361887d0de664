/**
 * Memory of a whole Kith at rest: `bun start` on an empty folder, demo data, then quiet. Proportional set size of the
 * supervisor and everything below it.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { descendants } from "./cpu.ts"

export interface Memory {
  name: string
  mebibytes: number
}

export async function measureMemory(quietSeconds: number): Promise<Memory[]> {
  const folder = mkdtempSync(join(tmpdir(), "kith-memory-"))
  const env = {
    ...process.env,
    DATA_DIR: join(folder, "data"),
    PORT: "0",
    DATABASE_URL: "",
    REDIS_URL: "",
    LOG_LEVEL: "warn",
  }
  const kith = Bun.spawn([process.execPath, "bin/start.ts"], { env, stdio: ["ignore", "pipe", "inherit"] })
  try {
    await untilReady(kith.stdout)
    await Bun.spawn([process.execPath, "bin/demo.ts"], { env, stdio: ["ignore", "ignore", "inherit"] }).exited
    await Bun.sleep(quietSeconds * 1000)
    return group([kith.pid, ...descendants(kith.pid)])
  } finally {
    kith.kill("SIGTERM")
    await kith.exited
    rmSync(folder, { recursive: true, force: true })
  }
}

async function untilReady(stdout: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
  let shown = ""
  for await (const chunk of stdout.pipeThrough(new TextDecoderStream())) {
    shown += chunk
    if (shown.includes("Kith is ready")) return
  }
  throw new Error(`Kith did not start: ${shown}`)
}

function group(pids: number[]): Memory[] {
  const sums = new Map<string, number>()
  for (const pid of pids) {
    const name = kindOf(readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "))
    sums.set(name, (sums.get(name) ?? 0) + proportionalSetSize(pid))
  }
  return [...sums].map(([name, mebibytes]) => ({ name, mebibytes }))
}

function kindOf(command: string): string {
  if (command.includes("main.ts server")) return "server"
  if (command.includes("main.ts worker")) return "worker"
  return command.includes("postgres") ? "PostgreSQL" : "supervisor"
}

/** MiB of a process, shared pages divided among those who share them. */
export function proportionalSetSize(pid: number): number {
  return rollup(pid, /^Pss: +(\d+) kB/m)
}

/** MiB that only the process itself has. */
export function unsharedMemory(pid: number): number {
  return rollup(pid, /^Private_Clean: +(\d+) kB/m) + rollup(pid, /^Private_Dirty: +(\d+) kB/m)
}

function rollup(pid: number, line: RegExp): number {
  return Number(line.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) / 1024
}
