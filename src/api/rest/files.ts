/** `POST /rest/files`: a file as it is with `?filename=`, or in a multipart form. Kith's own. */
import { Hono, type Context } from "hono"
import type { Services } from "../../accounts/services.ts"
import { badInput } from "../../errors.ts"
import { uploadFile, type Upload } from "../../files/upload.ts"
import type { Bytes } from "../../ports/file-store.ts"
import { bodyOf } from "../files.ts"
import { isMultipart } from "../graphql/body.ts"
import { openNow } from "../metadata/request.ts"
import { presentFile } from "../present-file.ts"
import { malformed } from "../respond.ts"
import type { RestEnv } from "./authenticated.ts"

export function fileRoutes(services: Services): Hono<RestEnv> {
  return new Hono<RestEnv>().post("/", async (context) => {
    const workspace = await openNow(services, context.get("identity"))
    const { upload, bytes } = isMultipart(context.req.raw) ? await readForm(context) : readRaw(context)
    const stored = await uploadFile(services, workspace, upload, bytes)
    return context.json(await presentFile(services, workspace, stored), 201)
  })
}

interface Given {
  upload: Upload
  bytes: ReadableStream<Bytes>
}

async function readForm(context: Context): Promise<Given> {
  const form = await formOf(context.req.raw)
  const file = form.get("file")
  if (!(file instanceof File)) throw badInput('The form has no part "file"', "INVALID_INPUT")
  const field = form.get("fieldMetadataId") ?? context.req.query("fieldMetadataId")
  const upload = { name: file.name, folder: "FilesField" as const, field: textOf(field), size: file.size }
  return { upload, bytes: file.stream() as ReadableStream<Bytes> }
}

async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (error) {
    throw malformed(`The request body is no multipart form: ${(error as Error).message}`)
  }
}

/** Goes to its place as it comes in, however large it is. */
function readRaw(context: Context): Given {
  const name = context.req.query("filename")
  if (!name) throw badInput("Name the file: ?filename=report.pdf, or send a multipart form", "INVALID_INPUT")
  const length = context.req.header("content-length")
  const field = textOf(context.req.query("fieldMetadataId"))
  const upload = { name, folder: "FilesField" as const, field, size: length === undefined ? null : Number(length) }
  return { upload, bytes: bodyOf(context.req.raw) }
}

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : null)
