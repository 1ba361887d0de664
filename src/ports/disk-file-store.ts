/** Files in a folder of this machine. They are written beside their place, brought to the disk, and only then named. */
import { createReadStream } from "node:fs"
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { Readable } from "node:stream"
import { FileMissing, type Bytes, type FileStore } from "./file-store.ts"

/** Nobody else on the machine has business here. */
const privateFolder = { recursive: true, mode: 0o700 }

export function diskFileStore(root: string): FileStore {
  const incoming = join(root, "incoming")
  return {
    async put(key, bytes) {
      const path = join(root, key)
      // Named after the key, so that whoever deletes that finds what a killed process left.
      const part = join(incoming, `${basename(key)}.${crypto.randomUUID()}`)
      await mkdir(incoming, privateFolder)
      await mkdir(dirname(path), privateFolder)
      try {
        await writeDurably(part, bytes)
        await rename(part, path)
        await syncFolder(dirname(path))
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    },
    async get(key, range) {
      const path = join(root, key)
      await requireFile(path)
      return Readable.toWeb(createReadStream(path, range)) as unknown as ReadableStream<Bytes>
    },
    async delete(key) {
      await rm(join(root, key), { force: true })
      const parts = await entries(incoming)
      const left = parts.filter((name) => name.startsWith(`${basename(key)}.`))
      await Promise.all(left.map((name) => rm(join(incoming, name), { force: true })))
    },
  }
}

async function writeDurably(path: string, bytes: ReadableStream<Bytes>): Promise<void> {
  const handle = await open(path, "wx", 0o600)
  try {
    for await (const chunk of bytes) await writeAll(handle, chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, chunk: Bytes): Promise<void> {
  for (let rest = chunk; rest.length > 0;) {
    const { bytesWritten } = await handle.write(rest)
    rest = rest.subarray(bytesWritten)
  }
}

/** A name is on the disk when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function requireFile(path: string): Promise<void> {
  try {
    await stat(path)
  } catch (error) {
    throw isMissing(error) ? new FileMissing(`${path} is not there`, { cause: error }) : error
  }
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT"
