/** The JSON body of a request. */
import { malformed } from "../respond.ts"

export const isRead = (request: Request) => request.method === "GET" || request.method === "HEAD"

/** An absent body is an empty object: a record may be created with nothing in it. Throws for what is no JSON. */
export async function readBody(request: Request): Promise<unknown> {
  if (isRead(request) || request.method === "DELETE") return undefined
  const text = await request.text()
  if (text.trim() === "") return {}
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed(`The request body is not valid JSON: ${(error as Error).message}`)
  }
}
