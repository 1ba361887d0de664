/** What to say about an answer that is none. */
import type { ApiError } from "../api/send.ts"
import { t } from "../i18n/messages.ts"

export function sentenceOf(error: ApiError): string {
  const { errors } = t()
  if (error.kind === "offline") return errors.offline
  if (error.kind === "limited") return errors.limited(waitOf(error.retryAfter ?? 60))
  return error.kind === "server" ? errors.server : error.message || errors.server
}

function waitOf(seconds: number): string {
  const { errors } = t()
  return seconds < 90 ? errors.seconds(Math.ceil(seconds)) : errors.minutes(Math.ceil(seconds / 60))
}
