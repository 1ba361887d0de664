/** Files on their way to the server. */
import { renew, session } from "./session.ts"
import type { Answer, ApiError } from "./send.ts"

interface Uploaded {
  id: string
}

/** @param fieldId of the field that will hold it. A record has to take it within a day */
export async function uploadFile(file: File, fieldId: string): Promise<Answer<Uploaded>> {
  const token = session.value?.access
  const answer = await put(file, fieldId, token)
  if (answer.error?.kind !== "unauthenticated" || token === undefined) return answer
  const renewed = await renew(token)
  return renewed ? put(file, fieldId, renewed.access) : answer
}

async function put(file: File, fieldId: string, token: string | undefined): Promise<Answer<Uploaded>> {
  const query = new URLSearchParams({ filename: file.name, fieldMetadataId: fieldId })
  try {
    const response = await fetch(`/rest/files?${query.toString()}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", ...(token && { authorization: `Bearer ${token}` }) },
      body: file,
    })
    const body = (await response.json()) as Uploaded & { messages?: string[] }
    if (response.ok) return { data: body, error: null }
    return failed(kinds[response.status] ?? "server", body.messages?.[0])
  } catch (error) {
    return failed(error instanceof TypeError ? "offline" : "server")
  }
}

const kinds: Record<number, ApiError["kind"]> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  413: "invalid",
  429: "limited",
}

function failed(kind: ApiError["kind"], message = ""): { data: null; error: ApiError } {
  return { data: null, error: { kind, code: "", message, retryAfter: null, requestId: "" } }
}
