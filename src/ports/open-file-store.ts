import { join } from "node:path"
import type { Config } from "../config.ts"
import type { FileStore } from "./file-store.ts"

/** The store of the configuration, loaded when it is first used; the other one is not even loaded. */
export function openFileStore(config: Config): FileStore {
  let store: Promise<FileStore> | undefined
  const loaded = () => (store ??= load(config))
  return {
    put: async (key, bytes) => (await loaded()).put(key, bytes),
    get: async (key, range) => (await loaded()).get(key, range),
    delete: async (key) => (await loaded()).delete(key),
  }
}

async function load({ storage, dataDir }: Config): Promise<FileStore> {
  if (storage) return (await import("./s3-file-store.ts")).s3FileStore(storage)
  return (await import("./disk-file-store.ts")).diskFileStore(join(dataDir, "files"))
}
