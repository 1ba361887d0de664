/**
 * The port to where the bytes of uploaded files are. A file is there whole or not at all: whatever fails or dies in the
 * middle of `put` leaves nothing under the key. `disk-file-store.ts` and `s3-file-store.ts` pass one contract test.
 */

export type Bytes = Uint8Array<ArrayBuffer>

/** First and last byte, both included. */
export interface ByteRange {
  start: number
  end: number
}

/** Keys are paths of the program's own making (`workspaces/<id>/<id>`), never of a user's. */
export interface FileStore {
  /** Replaces what is there. When the stream fails, so does this, with the stream's own error. */
  put(key: string, bytes: ReadableStream<Bytes>): Promise<void>
  /** Throws {@link FileMissing}. */
  get(key: string, range?: ByteRange): Promise<ReadableStream<Bytes>>
  /** What is not there needs no deleting. Takes away what an interrupted `put` left behind as well. */
  delete(key: string): Promise<void>
}

export class FileMissing extends Error {
  override name = "FileMissing"
}
