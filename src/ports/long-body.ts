/** Long answers in one piece. */

/** Bytes from which Bun does not collect an answer before it sends it. */
const collected = 15 * 1024

const isBun = "Bun" in globalThis

/** What Bun hands to a stream that writes to the connection itself. */
interface Sink {
  write(part: string | Uint8Array): void
  end(): void
}

/**
 * A body for `new Response`. Bun 1.4 sends what is longer than 15 kB after a wait with a system call for each part of
 * each header, about forty in all, which costs more than most answers do; a stream that is known to fit its buffer goes
 * out in one call, with a Content-Length. Elsewhere it is the text itself.
 */
export function textBody(text: string): BodyInit {
  // No character is longer than three bytes for each of its places.
  if (!isBun || text.length * 3 < collected) return text
  const size = Buffer.byteLength(text)
  return size < collected ? text : inOnePiece(text, size)
}

/** The same of bytes. */
export function bytesBody(bytes: Uint8Array): BodyInit {
  return isBun && bytes.byteLength >= collected ? inOnePiece(bytes, bytes.byteLength) : (bytes as BodyInit)
}

function inOnePiece(whole: string | Uint8Array, size: number): ReadableStream {
  const source = {
    type: "direct",
    pull(sink: Sink) {
      sink.write(whole)
      sink.end()
    },
  }
  return new ReadableStream(source as unknown as UnderlyingDefaultSource, { highWaterMark: size + 1 })
}
