/** Newline-delimited JSON: how it is recognised, cut into lines, and sent no faster than it is read. */
import { badInput } from "../../errors.ts"
import { beyondLimit, limits } from "../../limits.ts"

const mediaType = "application/x-ndjson"

export const wantsLines = (request: Request) => mentions(request.headers.get("accept"))
export const sendsLines = (request: Request) => mentions(request.headers.get("content-type"))

const mentions = (header: string | null) => header?.toLowerCase().includes(mediaType) ?? false

/** The lines of a body as bytes, without their ends. Throws LINE_TOO_LARGE, and BODY_CUT when the client goes away. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = []
  let size = 0
  for await (const chunk of whole(body)) {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      begun.push(chunk.subarray(start, end))
      yield joined(begun)
      begun = []
      size = 0
      start = end + 1
    }
    if (start === chunk.length) continue
    begun.push(chunk.subarray(start))
    size += chunk.length - start
    if (size > limits.line) throw beyondLimit("LINE_TOO_LARGE", "A line is larger than 16 MB", limits.line)
  }
  if (size > 0) yield joined(begun)
}

async function* whole(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw badInput("The body ended before it was whole", "BODY_CUT", { cause: error })
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * Answers with texts as they come. The next is asked for when the client has read all but `ahead` bytes of those before;
 * when it goes away the source is ended.
 */
export function respondLines(texts: AsyncGenerator<string>, ahead = 0): Response {
  const encoder = new TextEncoder()
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      const { done, value } = await texts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await texts.return(undefined)
    },
  }
  const body = new ReadableStream(source, { highWaterMark: ahead, size: (chunk) => chunk?.byteLength ?? 0 })
  return new Response(body, { headers: { "content-type": mediaType, "cache-control": "private, no-cache" } })
}
