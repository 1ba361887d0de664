/** Lines of JSON on standard error, one per event. Secrets do not belong in here. */

const levels = ["debug", "info", "warn", "error"] as const
export type Level = (typeof levels)[number]

let lowest = levels.indexOf("info")

export function setLogLevel(level: Level): void {
  lowest = levels.indexOf(level)
}

/** @example log("error", "request failed", { path, error }) */
export function log(level: Level, message: string, details: Record<string, unknown> = {}): void {
  if (levels.indexOf(level) < lowest) return
  const line = { at: new Date().toISOString(), level, message, ...plain(details) }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}

/** Errors do not survive JSON by themselves. */
function plain(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [key, value instanceof Error ? describe(value) : value]),
  )
}

function describe(error: Error): Record<string, unknown> {
  const cause = error.cause instanceof Error ? { cause: describe(error.cause) } : {}
  return { name: error.name, message: error.message, stack: error.stack, ...cause }
}
