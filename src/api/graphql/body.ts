/** The body of a GraphQL request, or the answer that says what is wrong with it. */
import type { GraphqlBody } from "./execute.ts"

/** Malformed bodies are answered as the wire's framework does: 400 with `{message, error, statusCode}`. */
export async function readBody(request: Request): Promise<GraphqlBody | Response> {
  if (isMultipart(request)) return readMultipart(request)
  if (isForm(request)) {
    return badRequest("Send GraphQL with the header content-type: application/json; forms of other sites cannot")
  }
  try {
    return readOperation(await request.json())
  } catch {
    return badRequest("The request body is not valid JSON")
  }
}

export function isMultipart(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "")
}

/** What a page of any site can make a browser send without asking; a token in the header shows that it was no form. */
function isForm({ headers }: Request): boolean {
  const type = headers.get("content-type") ?? "text/plain"
  return /^(text\/plain|application\/x-www-form-urlencoded)\b/i.test(type) && !headers.has("authorization")
}

function readOperation(body: unknown): GraphqlBody | Response {
  if (Array.isArray(body)) return badRequest("Batching is not supported.")
  if (typeof body !== "object" || body === null) return badRequest("The request body must be a JSON object")
  const { query, variables, operationName } = body as Record<string, unknown>
  if (typeof query !== "string" || query.trim() === "") return badRequest("Must provide query string.")
  return { query, variables, operationName: typeof operationName === "string" ? operationName : null }
}

/** https://github.com/jaydenseric/graphql-multipart-request-spec */
async function readMultipart(request: Request): Promise<GraphqlBody | Response> {
  let form: FormData
  let operations: unknown
  let map: unknown
  try {
    form = await request.formData()
    operations = JSON.parse(String(form.get("operations")))
    map = JSON.parse(String(form.get("map")))
  } catch {
    return badRequest('A multipart request has the parts "operations" and "map", both JSON, and then the files')
  }
  const body = readOperation(operations)
  if (body instanceof Response) return body
  if (typeof map !== "object" || map === null) return badRequest('"map" must be a JSON object')
  const uploads = new Map<string, File>()
  for (const [name, paths] of Object.entries(map)) {
    const given = form.get(name)
    if (!(given instanceof File) || !Array.isArray(paths))
      return badRequest(`"map" names the part ${name}, which is no file`)
    const mark = `upload:${name}`
    uploads.set(mark, given)
    for (const path of paths) {
      if (!place(operations, String(path), mark)) return badRequest(`"map" names ${String(path)}, which is not there`)
    }
  }
  return { ...body, uploads }
}

/** Puts the mark of a file where a path such as `variables.file` points; false where that is nowhere. */
function place(operations: unknown, path: string, mark: string): boolean {
  const steps = path.split(".")
  const last = steps.pop()!
  let at = operations
  for (const step of steps) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return false
    at = (at as Record<string, unknown>)[step]
  }
  if (steps[0] !== "variables" || typeof at !== "object" || at === null || last === "__proto__") return false
  ;(at as Record<string, unknown>)[last] = mark
  return true
}

function badRequest(message: string): Response {
  return Response.json({ message, error: "Bad Request", statusCode: 400 }, { status: 400 })
}
