/** What a handler comes to → the response. */
import type { AppError } from "../../errors.ts"
import type { Usage } from "../../records/cost.ts"
import { jsonAnswer } from "../json-answer.ts"
import { restError } from "../respond.ts"
import { showUsage, usageHeader } from "../usage-header.ts"
import { isRead } from "./body.ts"
import { isKnown } from "./entity-tag.ts"

export interface Answer {
  /** JSON */
  text: string
  /** entity tag, where the answer is worth asking for again */
  tag?: string
  /** what was read came to */
  usage?: Usage | null
}

/** A write that did not happen because the record is not as expected. */
export interface Refusal {
  refused: AppError
  /** entity tag of the record as it is; null when there is nothing to be read */
  tag: string | null
}

export function toResponse(answer: Answer | Refusal, request: Request, status: number): Response {
  if ("refused" in answer) return refusal(answer)
  const { text, tag, usage } = answer
  const headers: Record<string, string> = usage ? { [usageHeader]: showUsage(usage) } : {}
  if (tag === undefined) return jsonAnswer(null, text, { status, headers })
  if (!isRead(request)) return jsonAnswer(null, text, { status, headers: { ...headers, etag: tag } })
  const known = isKnown(request.headers, tag)
  return known
    ? new Response(null, { status: 304, headers: { etag: tag, ...revalidated } })
    : jsonAnswer(request, text, { status, headers: { ...headers, etag: tag, ...revalidated } })
}

/** Nobody may keep an answer for others, and whoever keeps one asks whether it still holds. */
const revalidated = { "cache-control": "private, no-cache", vary: "accept, authorization" }

function refusal({ refused, tag }: Refusal): Response {
  const response = restError(refused)
  if (tag !== null) response.headers.set("etag", tag)
  return response
}
