/** Files go to the server as they are, one request each, and say on the way how far they are. */
import { renew, session } from "./session.ts"
import { newRequestId } from "./post.ts"
import type { Answer, ApiError } from "./send.ts"

export interface Uploaded {
  id: string
  /** bytes */
  size: number
  /** open to whoever has it, for a day */
  url: string
}

interface Options {
  /** of the field that it is for */
  fieldId: string
  /** ends it when nobody waits any more */
  signal: AbortSignal
  /** @param share of its bytes that are sent, from 0 to 1 */
  onProgress(share: number): void
}

/** No record holds it yet; the server forgets it after a day unless one does. */
export async function uploadFile(file: File, options: Options): Promise<Answer<Uploaded>> {
  const token = session.value?.access ?? ""
  const answer = await put(file, token, options)
  if (answer.error?.kind !== "unauthenticated") return answer
  const renewed = await renew(token)
  return renewed ? put(file, renewed.access, options) : answer
}

/** `fetch` does not tell how much has been sent. */
function put(file: File, token: string, { fieldId, signal, onProgress }: Options): Promise<Answer<Uploaded>> {
  const request = new XMLHttpRequest()
  const requestId = newRequestId()
  const failure = (kind: ApiError["kind"], message = ""): Answer<Uploaded> => ({
    data: null,
    error: { kind, code: "", message, retryAfter: null, requestId },
  })
  return new Promise((resolve) => {
    request.open("POST", `/rest/files?${new URLSearchParams({ filename: file.name, fieldMetadataId: fieldId })}`)
    request.responseType = "json"
    request.setRequestHeader("authorization", `Bearer ${token}`)
    request.setRequestHeader("content-type", "application/octet-stream")
    request.setRequestHeader("x-request-id", requestId)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 1)
    request.onload = () => {
      if (request.status === 201) return resolve({ data: request.response as Uploaded, error: null })
      const { messages = [] } = (request.response ?? {}) as { messages?: string[] }
      resolve(failure(kindOf(request.status), messages[0]))
    }
    request.onerror = () => resolve(failure("offline"))
    request.onabort = () => resolve(failure("aborted"))
    if (signal.aborted) return resolve(failure("aborted"))
    signal.addEventListener("abort", () => request.abort())
    request.send(file)
  })
}

function kindOf(status: number): ApiError["kind"] {
  if (status === 401) return "unauthenticated"
  if (status === 403) return "forbidden"
  if (status === 429) return "limited"
  return status >= 500 ? "server" : "invalid"
}
