/** The request that a question is. */
export type Endpoint = "/graphql" | "/metadata"

export interface Sent {
  /** under which the server writes down what happens */
  requestId: string
  response: Promise<Response>
}

interface PostOptions {
  token?: string | undefined
  /** under which a write is done once */
  key?: string | undefined
  signal?: AbortSignal | undefined
}

/** @param content a form as it is, anything else as JSON */
export function post(endpoint: Endpoint, content: unknown, { token, key, signal }: PostOptions): Sent {
  const requestId = newRequestId()
  const isForm = content instanceof FormData
  const headers = {
    // The browser itself says where the parts of a form begin.
    ...(!isForm && { "content-type": "application/json" }),
    "x-request-id": requestId,
    ...(token && { authorization: `Bearer ${token}` }),
    ...(key && { "idempotency-key": key }),
  }
  const body = isForm ? content : JSON.stringify(content)
  return { requestId, response: fetch(endpoint, { method: "POST", headers, body, signal }) }
}

/** Unlike `randomUUID` this is there on unsafe origins too. */
export function newRequestId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
