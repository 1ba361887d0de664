/**
 * The port to where the bytes of uploaded files are. A file is there whole or not at all: whatever fails or dies in the
 * middle of `put` leaves nothing under the key. `disk-file-store.ts` and `s3-file-store.ts` pass one contract test.
 */
import { join } from "node:path"
import type { Config } from "../config.ts"

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

/** Opens the store of the configuration; the other one is not even loaded. */
export async function openFileStore({ storage, dataDir }: Config): Promise<FileStore> {
  if (storage) return (await import("./s3-file-store.ts")).s3FileStore(storage)
  return (await import("./disk-file-store.ts")).diskFileStore(join(dataDir, "files"))
}

/** For a place that must have its store at once and may never need it. */
export function openedWhenNeeded(config: Config): FileStore {
  let store: Promise<FileStore> | undefined
  const opened = () => (store ??= openFileStore(config))
  return {
    put: async (key, bytes) => (await opened()).put(key, bytes),
    get: async (key, range) => (await opened()).get(key, range),
    delete: async (key) => (await opened()).delete(key),
  }
}
