/** JSON as it is sent: compressed where it is long and the reader takes it so. */
import { compress, encodings } from "../ports/compress.ts"
import { bytesBody, textBody } from "../ports/long-body.ts"
import { acceptedEncodings } from "./encodings.ts"

/** Characters from which it is worth the time, on a connection of a few megabits. */
const long = 8 * 1024

interface AnswerInit {
  status?: number
  headers?: Record<string, string>
}

/**
 * @param request for whom it may be compressed; null where somebody here reads it first
 * @param init its entity tag becomes a weak one where the bytes are others than the tag was made of
 */
export function jsonAnswer(
  request: Request | null,
  text: string,
  { status = 200, headers }: AnswerInit = {},
): Response {
  const type = { "content-type": "application/json; charset=utf-8", ...headers }
  if (text.length < long) return new Response(text, { status, headers: type })
  const varying = { ...type, vary: headers?.vary ? `${headers.vary}, accept-encoding` : "accept-encoding" }
  const accepted = request && acceptedEncodings(request.headers.get("accept-encoding"))
  const encoding = accepted && encodings.find((each) => accepted.has(each))
  if (!encoding) return new Response(textBody(text), { status, headers: varying })
  const weak = headers?.etag && { etag: `W/${headers.etag}` }
  const encoded = { ...varying, ...weak, "content-encoding": encoding }
  return new Response(bytesBody(compress(text, encoding)), { status, headers: encoded })
}
