/** A request as it was typed, what came of it, and the same for a command line. */
import { request } from "../../../api/request.ts"

export interface Typed {
  method: string
  /** from the root of this server */
  path: string
  body: string
}

export interface Answered {
  status: number
  statusText: string
  milliseconds: number
  /** bytes */
  size: number
  text: string
}

/** Null where the server cannot be reached. */
export async function sendTyped({ method, path, body }: Typed): Promise<Answered | null> {
  const started = performance.now()
  try {
    const hasBody = method !== "GET" && body.trim() !== ""
    const response = await request(path, {
      method,
      headers: hasBody ? { "content-type": "application/json" } : {},
      ...(hasBody && { body }),
    })
    const text = await response.text()
    return {
      status: response.status,
      statusText: response.statusText,
      milliseconds: Math.round(performance.now() - started),
      size: new TextEncoder().encode(text).length,
      text: pretty(text),
    }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // Not every answer is JSON; then it is shown as it came.
    return text
  }
}

/** The token is left to whoever runs it: it is worth as much as a password. */
export function curlOf({ method, path, body }: Typed): string {
  const lines = [`curl -X ${method} ${quoted(location.origin + path)}`, `-H "Authorization: Bearer $TOKEN"`]
  if (method !== "GET" && body.trim() !== "") {
    lines.push(`-H "Content-Type: application/json"`, `-d ${quoted(body)}`)
  }
  return lines.join(" \\\n  ")
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
