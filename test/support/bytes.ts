import type { Bytes } from "../../src/ports/file-store.ts"

/** A stream of the chunks, made as they are asked for; it fails as they do. */
export function streamFrom(chunks: Iterable<Bytes> | AsyncIterable<Bytes>): ReadableStream<Bytes> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

export const bytesOf = (text: string): Bytes => new TextEncoder().encode(text)
