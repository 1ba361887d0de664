/** Files in a bucket, by Bun's own client: large ones go up in parts, and there is nothing to see before the last. */
import type { S3Settings } from "../config.ts"
import { FileMissing, type Bytes, type FileStore } from "./file-store.ts"

export function s3FileStore({ bucket, endpoint, region, accessKeyId, secretAccessKey }: S3Settings): FileStore {
  const client = new Bun.S3Client({ bucket, region, accessKeyId, secretAccessKey, ...(endpoint && { endpoint }) })
  return {
    async put(key, bytes) {
      await client.write(key, new Response(bytes), { type: "application/octet-stream" })
    },
    async get(key, range) {
      if (!(await client.exists(key))) throw new FileMissing(`${key} is not in the bucket ${bucket}`)
      const file = range ? client.file(key).slice(range.start, range.end + 1) : client.file(key)
      return file.stream() as ReadableStream<Bytes>
    },
    async delete(key) {
      await client.delete(key)
    },
  }
}
