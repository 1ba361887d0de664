import { spawn, type ChildProcess } from "node:child_process"

/** A process that is started again whenever it ends. */
export interface Part {
  name: string
  /** how often it has ended by itself since it last ran for long */
  failures(): number
  /** Starts it anew with other settings. */
  restart(env: Record<string, string>): void
  /** SIGTERM, and SIGKILL when that is not heard. */
  stop(): Promise<void>
}

export interface PartOptions {
  name: string
  /** arguments of Bun */
  command: string[]
  env: Record<string, string | undefined>
  say: (line: string) => void
}

/** Starts a part and keeps it running, with growing pauses for as long as it keeps failing. */
export function keepRunning(options: PartOptions): Part {
  const { name, say } = options
  let { env } = options
  let failures = 0
  let wanted = true
  let child = spawnPart(options)
  const gone = keep()

  async function keep(): Promise<void> {
    for (;;) {
      const started = Date.now()
      const how = await ending(child)
      if (!wanted) return
      if (Date.now() - started > stableAfter) failures = 0
      failures += 1
      say(`The ${name} ended (${how}); starting it again…`)
      await interruptibleSleep(pause(failures), () => !wanted)
      if (!wanted) return
      child = spawnPart({ ...options, env })
    }
  }

  return {
    name,
    failures: () => failures,
    restart(changes) {
      env = { ...env, ...changes }
      child.kill("SIGTERM")
    },
    async stop() {
      wanted = false
      child.kill("SIGTERM")
      const kill = setTimeout(() => child.kill("SIGKILL"), patience)
      await gone
      clearTimeout(kill)
    },
  }
}

/** Milliseconds after which a part counts as having run well. */
const stableAfter = 30_000

/** Milliseconds that a part has to finish what it is doing. */
const patience = 10_000

/** None at first: one kill should be hardly noticed. */
function pause(failures: number): number {
  return failures === 1 ? 0 : Math.min(30_000, 125 * 2 ** failures)
}

async function interruptibleSleep(milliseconds: number, stopped: () => boolean): Promise<void> {
  const until = Date.now() + milliseconds
  while (Date.now() < until && !stopped()) await Bun.sleep(Math.min(100, milliseconds))
}

/**
 * In a group of its own, so that Ctrl-C in a terminal is for the supervisor alone. The channel carries no messages: it
 * closes when the supervisor dies, which is what `exitWithParent` in `src/ports/parent.ts` waits for.
 */
function spawnPart({ command, env }: PartOptions): ChildProcess {
  return spawn(process.execPath, command, { env, stdio: ["ignore", "inherit", "inherit", "ipc"], detached: true })
}

function ending(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  child.once("error", (error) => resolve(error.message))
  child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`))
  return promise
}
