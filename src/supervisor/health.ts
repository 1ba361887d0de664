import type { Config } from "../config.ts"
import type { Part } from "./part.ts"
import { StartError } from "./start-error.ts"

/** Waits until the server answers; gives up when a part cannot be kept running. */
export async function untilHealthy(config: Config, parts: readonly Part[], stop: AbortSignal): Promise<void> {
  const url = `http://${reachable(config.host)}:${config.port}/healthz`
  while (!stop.aborted && !(await isHealthy(url))) {
    const failing = parts.find((part) => part.failures() >= attempts)
    if (failing) throw new StartError(`The ${failing.name} ended ${attempts} times while starting; see above for why.`)
    await Bun.sleep(10)
  }
}

const attempts = 3

/** An address to listen on everywhere is not one to connect to. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1"
  if (host === "::") return "[::1]"
  return host.includes(":") ? `[${host}]` : host
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    return response.ok
  } catch {
    // Not listening yet, which is what the caller asks.
    return false
  }
}
