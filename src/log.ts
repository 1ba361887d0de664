/** What a process tells its operator: one JSON object a line on stderr. Secrets are taken out before anything is written. */
import type { Config } from "./config.ts"

export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

/** An Error is written with its stack and its causes. */
export type LogFields = Record<string, unknown>

const levels: readonly Config["logLevel"][] = ["debug", "info", "warn", "error"]

/** @example createLog(config.logLevel).error("The job failed", { queue, error }) */
export function createLog(
  least: Config["logLevel"],
  write: (line: string) => void = (line) => process.stderr.write(line),
): Log {
  const at =
    (level: Config["logLevel"]) =>
    (message: string, fields: LogFields = {}) => {
      if (levels.indexOf(level) < levels.indexOf(least)) return
      write(`${JSON.stringify(plain({ time: new Date().toISOString(), level, message, ...fields }, 0))}\n`)
    }
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") }
}

const secretName = /password|secret|token|authorization|cookie|credential/i

/** Deeper than this nobody reads, and a cycle has to end somewhere. */
const maxDepth = 6

function plain(value: unknown, depth: number): unknown {
  if (typeof value === "string") return withoutPasswords(value)
  if (typeof value === "bigint") return String(value)
  if (typeof value !== "object" || value === null) return value
  if (depth > maxDepth) return "…"
  if (value instanceof Error) return plain(errorFields(value), depth)
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, secretName.test(name) ? "***" : plain(each, depth + 1)]),
  )
}

function errorFields(error: Error): LogFields {
  const code = "code" in error ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: error.cause }
  const errors = error instanceof AggregateError ? { errors: error.errors } : {}
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...cause, ...errors }
}

/** `postgres://user:password@host` → `postgres://***@host`; drivers put such addresses into their messages. */
function withoutPasswords(text: string): string {
  return text.replaceAll(/\/\/[^/\s@]+@/g, "//***@")
}
