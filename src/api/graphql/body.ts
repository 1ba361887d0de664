/** The body of a GraphQL request, or the answer that says what is wrong with it. */
import type { GraphqlBody } from "./execute.ts"

/** Malformed bodies are answered as the wire's framework does: 400 with `{message, error, statusCode}`. */
export async function readBody(request: Request): Promise<GraphqlBody | Response> {
  let body: unknown
  try {
    body = await request.json()
  } catch {
    return badRequest("The request body is not valid JSON")
  }
  if (Array.isArray(body)) return badRequest("Batching is not supported.")
  if (typeof body !== "object" || body === null) return badRequest("The request body must be a JSON object")
  const { query, variables, operationName } = body as Record<string, unknown>
  if (typeof query !== "string" || query.trim() === "") return badRequest("Must provide query string.")
  return { query, variables, operationName: typeof operationName === "string" ? operationName : null }
}

function badRequest(message: string): Response {
  return Response.json({ message, error: "Bad Request", statusCode: 400 }, { status: 400 })
}
