/**
 * A server on this machine that speaks as much of the S3 protocol as Kith needs, by the book: every request must carry a
 * right AWS Signature Version 4, parts of an upload show nothing before they are put together.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash, createHmac } from "node:crypto"
import type { S3Settings } from "../../src/config.ts"

export interface S3Server {
  settings: S3Settings
  /** by key */
  objects: Map<string, Uint8Array>
  /** begun in parts and neither finished nor given up */
  openUploads(): number
  /** requests that were refused for their signature */
  refused: string[]
  stop(): Promise<void>
}

export function startS3(): S3Server {
  const objects = new Map<string, Uint8Array>()
  const uploads = new Map<string, Map<number, Uint8Array>>()
  const refused: string[] = []
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const problem = signatureProblem(request, settings)
      if (problem) {
        refused.push(problem)
        return failure(403, "SignatureDoesNotMatch")
      }
      const url = new URL(request.url)
      const key = decodeURIComponent(url.pathname.slice(`/${settings.bucket}/`.length))
      if (!url.pathname.startsWith(`/${settings.bucket}/`)) return failure(404, "NoSuchBucket")
      return url.searchParams.has("uploads") || url.searchParams.has("uploadId")
        ? uploadInParts(request, url, key, objects, uploads)
        : wholeObject(request, key, objects)
    },
  })
  const settings: S3Settings = {
    bucket: "kith-files",
    endpoint: `http://127.0.0.1:${server.port}`,
    region: "eu-central-1",
    accessKeyId: "AKIAEXAMPLE",
    secretAccessKey: "a/secret+key",
  }
  return {
    settings,
    objects,
    refused,
    openUploads: () => uploads.size,
    stop: () => server.stop(true),
  }
}

async function wholeObject(request: Request, key: string, objects: Map<string, Uint8Array>): Promise<Response> {
  if (request.method === "PUT") {
    const bytes = new Uint8Array(await request.arrayBuffer())
    objects.set(key, bytes)
    return new Response(null, { headers: { etag: etag(bytes) } })
  }
  if (request.method === "DELETE") {
    objects.delete(key)
    return new Response(null, { status: 204 })
  }
  const bytes = objects.get(key)
  if (!bytes) return failure(404, "NoSuchKey")
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "")
  const start = asked ? Number(asked[1]) : 0
  const end = asked?.[2] ? Math.min(Number(asked[2]), bytes.length - 1) : bytes.length - 1
  const part = bytes.slice(start, end + 1)
  const headers = {
    etag: etag(bytes),
    "content-length": String(part.length),
    ...(asked && { "content-range": `bytes ${start}-${end}/${bytes.length}` }),
  }
  return new Response(request.method === "HEAD" ? null : part, { status: asked ? 206 : 200, headers })
}

async function uploadInParts(
  request: Request,
  url: URL,
  key: string,
  objects: Map<string, Uint8Array>,
  uploads: Map<string, Map<number, Uint8Array>>,
): Promise<Response> {
  if (url.searchParams.has("uploads")) {
    const id = crypto.randomUUID()
    uploads.set(id, new Map())
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
  }
  const id = url.searchParams.get("uploadId")!
  const parts = uploads.get(id)
  if (!parts) return failure(404, "NoSuchUpload")
  if (request.method === "PUT") {
    const bytes = new Uint8Array(await request.arrayBuffer())
    parts.set(Number(url.searchParams.get("partNumber")), bytes)
    return new Response(null, { headers: { etag: etag(bytes) } })
  }
  uploads.delete(id)
  if (request.method === "DELETE") return new Response(null, { status: 204 })
  const inOrder = [...parts].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes)
  objects.set(key, new Uint8Array(Buffer.concat(inOrder)))
  return xml(`<CompleteMultipartUploadResult><Key>${key}</Key><ETag>"x"</ETag></CompleteMultipartUploadResult>`)
}

// --- signatures -----------------------------------------------------------------------------------------------------

/** What is wrong with the signature of a request; null when it is right. */
export function signatureProblem(request: Request, settings: S3Settings): string | null {
  const header = request.headers.get("authorization") ?? ""
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    )
  if (!match) return `No signature in "${header}"`
  const [, keyId, day, region, signedHeaders, signature] = match as unknown as string[]
  if (keyId !== settings.accessKeyId || region !== settings.region) return "Signed with another key or region"
  const at = request.headers.get("x-amz-date") ?? ""
  if (!at.startsWith(day!)) return "Signed on another day"
  const url = new URL(request.url)
  const names = signedHeaders!.split(";")
  if (!names.includes("host")) return "The host is not signed"
  const canonical = [
    request.method,
    url.pathname.split("/").map(encode).join("/"),
    canonicalQuery(url),
    ...names.map((name) => `${name}:${(request.headers.get(name) ?? "").trim()}`),
    "",
    signedHeaders,
    request.headers.get("x-amz-content-sha256") ?? "",
  ].join("\n")
  const scope = `${day}/${region}/s3/aws4_request`
  const text = ["AWS4-HMAC-SHA256", at, scope, createHash("sha256").update(canonical).digest("hex")].join("\n")
  const key = [day!, region!, "s3", "aws4_request"].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${settings.secretAccessKey}`,
  )
  return hmac(key, text).toString("hex") === signature ? null : `Wrong signature over\n${canonical}`
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest()

const encode = (text: string) =>
  encodeURIComponent(decodeURIComponent(text)).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .toSorted()
    .join("&")
}

const etag = (bytes: Uint8Array) => `"${createHash("md5").update(bytes).digest("hex")}"`

function xml(text: string, status = 200): Response {
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>${text}`, {
    status,
    headers: { "content-type": "application/xml" },
  })
}

const failure = (status: number, code: string) =>
  xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status)
