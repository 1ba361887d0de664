/** Dates as people and programs write them → ISO text. */
import { badInput } from "../errors.ts"
import type { ValueContext } from "./scalar.ts"

/** → `YYYY-MM-DDTHH:mm:ss.sssZ`. Throws BAD_USER_INPUT. */
export function parseInstant(input: unknown, context: ValueContext, subCode = "INVALID_ARGS_FILTER"): string {
  const date = typeof input === "string" ? new Date(input) : undefined
  if (!date || Number.isNaN(date.getTime())) {
    throw badInput(`Invalid value ${String(input)} for date-time field "${context.path}"`, subCode)
  }
  return date.toISOString()
}

/** → `YYYY-MM-DD`. Throws BAD_USER_INPUT. */
export function parseDay(input: unknown, context: ValueContext, subCode = "INVALID_ARGS_FILTER"): string {
  return parseInstant(input, context, subCode).slice(0, 10)
}
