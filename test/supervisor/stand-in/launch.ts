import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { isAlive } from "../../../src/supervisor/processes.ts"

export interface Launched {
  pid: number
  /** what it wrote so far, both streams */
  output(): string
  /** Resolves with the answer of the server's `/self`. */
  ready(): Promise<Self>
  exited: Promise<number | null>
}

export interface Self {
  pid: number
  databaseUrl: string
  appSecret: string
}

export interface LaunchOptions {
  args?: string[]
  env: Record<string, string | undefined>
  uid?: number
  /** code to run in place of the stand-in */
  code?: string
}

export const standIn = resolve(import.meta.dirname, "kith.ts")

/** Starts Kith around stand-ins, with an environment of which nothing is inherited but PATH. */
export function launch({ args = [], env, uid, code }: LaunchOptions): Launched {
  const child = spawn(process.execPath, code ? ["-e", code] : [standIn, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)))
  const { promise: exited, resolve: exit } = Promise.withResolvers<number | null>()
  child.on("close", exit)
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    async ready() {
      await until(() => output.includes("Kith is ready at ") || child.exitCode !== null)
      if (child.exitCode !== null) throw new Error(`it ended instead:\n${output}`)
      return await askSelf(/ready at (\S+)/.exec(output)?.[1] ?? "")
    },
  }
}

export async function askSelf(url: string): Promise<Self> {
  const response = await fetch(`${url}/self`)
  return (await response.json()) as Self
}

/** The process ids of all that belongs to a data folder. */
export function partsOf(launched: Launched, dataDir: string): number[] {
  const children = readFileSync(`/proc/${launched.pid}/task/${launched.pid}/children`, "utf8").trim().split(" ")
  const pidFile = join(dataDir, "pg18/data/postmaster.pid")
  const postgres = existsSync(pidFile) ? [Number(readFileSync(pidFile, "utf8").split("\n")[0])] : []
  return [...new Set([...children.map(Number), ...postgres])]
}

export function alive(pids: number[]): number[] {
  return pids.filter((pid) => isAlive(pid))
}

export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await Bun.sleep(10)
}
