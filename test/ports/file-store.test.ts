/** One contract for both stores: what is put is there whole or not at all. */
import { afterAll, describe, expect, test } from "bun:test"
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { diskFileStore } from "../../src/ports/disk-file-store.ts"
import { FileMissing, type Bytes, type FileStore } from "../../src/ports/file-store.ts"
import { s3FileStore } from "../../src/ports/s3-file-store.ts"
import { bytesOf, streamFrom } from "../support/bytes.ts"
import { startS3 } from "../support/s3-server.ts"

const folder = mkdtempSync(join(tmpdir(), "kith-files-"))
const s3 = startS3()

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await s3.stop()
})

/** Every file below the folder. */
const onDisk = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((each) => (each.isFile() ? [each.name] : []))

const stores: [name: string, store: FileStore, left: () => number][] = [
  ["disk", diskFileStore(folder), () => onDisk().length],
  ["s3", s3FileStore(s3.settings), () => s3.objects.size + s3.openUploads()],
]

const newKey = () => `workspaces/${crypto.randomUUID()}/${crypto.randomUUID()}`

const streamOf = (...chunks: Bytes[]) => streamFrom(chunks)
const textOf = (stream: ReadableStream<Bytes>) => new Response(stream).text()

/** More than one part of an upload to a bucket, in chunks that fit no part. */
function* manyBytes(size: number): Generator<Bytes> {
  for (let at = 0; at < size; at += 77_777) {
    yield new Uint8Array(Math.min(77_777, size - at)).map((_, i) => (at + i) % 251)
  }
}

for (const [name, store, left] of stores) {
  describe(name, () => {
    test("gives back what was put, whole and in ranges", async () => {
      const key = newKey()
      await store.put(key, streamOf(bytesOf("hello "), bytesOf("world")))
      expect(await textOf(await store.get(key))).toBe("hello world")
      expect(await textOf(await store.get(key, { start: 0, end: 0 }))).toBe("h")
      expect(await textOf(await store.get(key, { start: 6, end: 10 }))).toBe("world")
      await store.put(key, streamOf(bytesOf("other")))
      expect(await textOf(await store.get(key))).toBe("other")
      await store.delete(key)
    })

    test("takes an empty file and a large one", async () => {
      const key = newKey()
      await store.put(key, streamOf())
      expect(await textOf(await store.get(key))).toBe("")
      const size = 12_345_678
      await store.put(key, streamFrom(manyBytes(size)))
      const back = new Uint8Array(await new Response(await store.get(key)).arrayBuffer())
      expect(back.length).toBe(size)
      expect(back.every((byte, i) => byte === i % 251)).toBe(true)
      const middle = new Uint8Array(
        await new Response(await store.get(key, { start: 6e6, end: 6e6 + 99 })).arrayBuffer(),
      )
      expect([...middle]).toEqual(Array.from({ length: 100 }, (_, i) => (6e6 + i) % 251))
      await store.delete(key)
    })

    test("knows nothing of what is not there", async () => {
      const key = newKey()
      expect(store.get(key)).rejects.toThrow(FileMissing)
      await store.delete(key)
    })

    for (const size of [10, 200_000, 12_345_678]) {
      test(`a stream that fails after ${size} bytes leaves nothing`, async () => {
        const before = left()
        const key = newKey()
        const failing = async function* () {
          yield* manyBytes(size)
          throw new Error("the line went dead")
        }
        const put = store.put(key, streamFrom(failing()))
        expect(put).rejects.toThrow("the line went dead")
        await put.catch(() => {})
        expect(store.get(key)).rejects.toThrow(FileMissing)
        // Parts of an upload to a bucket that are under way when it is given up are given up right after.
        for (let i = 0; i < 200 && left() > before; i++) await Bun.sleep(10)
        expect(left()).toBe(before)
      })
    }
  })
}

test("on the disk nobody else may look", async () => {
  const key = newKey()
  await stores[0]![1].put(key, streamOf(bytesOf("secret")))
  expect(statSync(join(folder, key)).mode & 0o077).toBe(0)
  expect(statSync(join(folder, "workspaces")).mode & 0o077).toBe(0)
})

test("kill -9 in the middle leaves no file under its name, and deleting takes away the rest", async () => {
  const key = newKey()
  const script = `
    const { diskFileStore } = await import(${JSON.stringify(resolve(import.meta.dirname, "../../src/ports/disk-file-store.ts"))})
    const endless = async function* () {
      for (;;) { yield new Uint8Array(100_000); console.log("wrote"); await Bun.sleep(1) }
    }
    await diskFileStore(${JSON.stringify(folder)}).put(${JSON.stringify(key)}, ReadableStream.from(endless()))`
  const child = Bun.spawn([process.execPath, "-e", script], { stdio: ["ignore", "pipe", "inherit"] })
  let lines = 0
  for await (const chunk of child.stdout) {
    lines += chunk.filter((byte) => byte === 10).length
    if (lines >= 3) break
  }
  child.kill("SIGKILL")
  await child.exited
  const id = key.slice(key.lastIndexOf("/") + 1)
  const store = diskFileStore(folder)
  expect(store.get(key)).rejects.toThrow(FileMissing)
  expect(onDisk().filter((name) => name.startsWith(id))).toHaveLength(1)
  await store.delete(key)
  expect(onDisk().filter((name) => name.startsWith(id))).toEqual([])
})

test("the bucket's server refuses what is not signed with its key", async () => {
  const before = s3.refused.length
  const stranger = s3FileStore({ ...s3.settings, secretAccessKey: "another" })
  expect(stranger.put(newKey(), streamOf(bytesOf("x")))).rejects.toThrow()
  await stranger.put(newKey(), streamOf(bytesOf("x"))).catch(() => {})
  expect(s3.refused.length).toBeGreaterThan(before)
})
