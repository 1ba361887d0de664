/**
 * Files by address: `/file/…` gives one out, `/file-upload/…` takes announced bytes. The token in the address says who is
 * asking, so that an image tag can.
 */
import { Hono } from "hono"
import type { Services } from "../accounts/services.ts"
import { AppError } from "../errors.ts"
import { findLogo, findReadable, servedHeaders } from "../files/download.ts"
import { readRange } from "../files/range.ts"
import { keyOf, receiveBytes, type StoredFile } from "../files/upload.ts"
import { FileMissing, type Bytes } from "../ports/file-store.ts"
import { openNow } from "./metadata/request.ts"
import { expected } from "./respond.ts"

export function fileRoutes(services: Services): Hono {
  const app = new Hono()
  app.get("/file/:folder/:file", (context) => give(services, context.req.raw))
  // An older form, with the token as a part of the path or in the query.
  app.get("/files/*", (context) => give(services, context.req.raw))
  app.put("/file-upload/:id", (context) => take(services, context.req.raw, context.req.param("id")))
  app.onError((error) => refused(error))
  return app
}

// --- downloads ------------------------------------------------------------------------------------------------------

async function give(services: Services, request: Request): Promise<Response> {
  const { fileId, token } = readAddress(new URL(request.url))
  if (!token) throw forbidden()
  const found = await findAsked(services, token, fileId)
  const headers = servedHeaders(found)
  if (request.headers.get("if-none-match")?.includes(headers.etag!)) return new Response(null, { status: 304, headers })
  return answerRange(services, request, found, headers)
}

async function findAsked(services: Services, token: string, fileId: string): Promise<StoredFile> {
  const logo = await services.fileUrls.verifyLogo(token)
  if (!logo) return findReadable(services, await services.fileUrls.verify(token), fileId)
  if (logo.fileId !== fileId) throw forbidden()
  return findLogo(services, logo)
}

/** The file is the last part, without its extension; a token among the parts is what no other part is: dotted twice. */
function readAddress({ pathname, searchParams }: URL): { fileId: string; token: string | null } {
  const parts = pathname.split("/")
  const isToken = (part: string) => part.split(".").length === 3
  const token = searchParams.get("token") ?? parts.find(isToken) ?? null
  const last = parts.findLast((part) => !isToken(part)) ?? ""
  return { fileId: last.split(".")[0]!, token }
}

async function answerRange(
  services: Services,
  request: Request,
  found: StoredFile,
  headers: Record<string, string>,
): Promise<Response> {
  const { size } = found
  const condition = request.headers.get("if-range")
  const asked = condition === null || condition === headers.etag ? request.headers.get("range") : null
  const range = readRange(asked, size)
  if (range === "unsatisfiable") {
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${size}` } })
  }
  const length = range ? range.end - range.start + 1 : size
  const answer = {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      "content-length": String(length),
      ...(range && { "content-range": `bytes ${range.start}-${range.end}/${size}` }),
    },
  }
  if (request.method === "HEAD") return new Response(null, answer)
  return new Response(await services.files.get(keyOf(found), range ?? undefined), answer)
}

// --- direct upload --------------------------------------------------------------------------------------------------

async function take(services: Services, request: Request, id: string): Promise<Response> {
  const token = new URL(request.url).searchParams.get("token")
  if (!token) throw forbidden()
  const { identity, fileId } = await services.fileUrls.verifyUpload(token)
  if (fileId !== id.toLowerCase()) throw forbidden()
  await receiveBytes(services, await openNow(services, identity), fileId, bodyOf(request))
  return new Response(null, { status: 204 })
}

export function bodyOf(request: Request): ReadableStream<Bytes> {
  return (request.body ?? new Blob([]).stream()) as ReadableStream<Bytes>
}

// --- refusals -------------------------------------------------------------------------------------------------------

const forbidden = () => new AppError("FORBIDDEN", "Forbidden resource")

const names: Partial<Record<number, string>> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Payload Too Large",
}

/** A token that is bad, expired or revoked is refused like none: what is wrong with it is nobody's business. */
function refused(error: unknown): Response {
  if (error instanceof FileMissing) return refusal(404, "File not found")
  const known = expected(error)
  if (known.status === 401 || known.status === 403) return refusal(403, "Forbidden resource")
  return refusal(known.status, known.message)
}

function refusal(statusCode: number, message: string): Response {
  const error = names[statusCode]
  return Response.json({ message, ...(error && { error }), statusCode }, { status: statusCode })
}
