/**
 * `Idempotency-Key`: a write that is sent again under the same key gets the first answer again for a day, so that a client
 * that did not hear the answer may ask without fear.
 */
import { withWorkspace, type Services } from "../accounts/services.ts"
import type { Identity } from "../auth/principals.ts"
import { claimKey, keepAnswer, releaseKey, type KeptAnswer, type KeyOwner } from "../db/idempotency-keys.ts"
import { AppError, badInput } from "../errors.ts"
import { readRecords } from "../records/read.ts"

const maxKey = 255

/** Seconds after which a request that has no answer yet must have died: longer than any statement may take. */
const patience = 300

/** The key of a request; null when it has none. Throws BAD_USER_INPUT. */
export function idempotencyKey(request: Request): string | null {
  const key = request.headers.get("idempotency-key")
  if (key === null) return null
  if (key.trim() !== "" && key.length <= maxKey) return key
  throw badInput(`The Idempotency-Key header must have 1 to ${maxKey} characters`)
}

/**
 * Answers with `work`, or with what it answered before. Answers are kept when they succeeded or when the client was at
 * fault; any other failure may be tried again. Throws CONFLICT.
 * @param asked everything that makes two requests the same
 * @param isFinal false for answers that must not be given again, although their status would allow it
 */
export async function answerOnce(
  services: Services,
  identity: Identity,
  { key, asked, isFinal = () => true }: { key: string; asked: string; isFinal?: (body: string) => boolean },
  work: () => Promise<Response>,
): Promise<Response> {
  // A revoked credential must not be told what it was told before.
  await withWorkspace(services, identity, (workspace) => readRecords(workspace, []))
  const owner = { workspaceId: identity.workspaceId, principal: principalOf(identity), key }
  const requestHash = await sha256(asked)
  const kept = await claimKey(services.db, owner, requestHash)
  if (kept) return givenBefore(kept, requestHash)
  return firstAnswer(services, owner, isFinal, work)
}

async function firstAnswer(
  services: Services,
  owner: KeyOwner,
  isFinal: (body: string) => boolean,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    const response = await work()
    const body = await response.clone().text()
    if (response.status < 500 && isFinal(body)) await keepAnswer(services.db, owner, { status: response.status, body })
    else await releaseKey(services.db, owner)
    return response
  } catch (error) {
    await releaseKey(services.db, owner)
    throw error
  }
}

function givenBefore(kept: KeptAnswer, requestHash: string): Response {
  if (kept.requestHash !== requestHash) {
    throw conflict("The Idempotency-Key was used for another request; give each request a key of its own")
  }
  if (kept.status === null) {
    throw kept.age < patience
      ? conflict("A request with the same Idempotency-Key is still being carried out; ask again later")
      : conflict(
          "The first request with this Idempotency-Key was interrupted; see whether it was carried out, and use a new key",
        )
  }
  return new Response(kept.body, {
    status: kept.status,
    headers: { "content-type": "application/json; charset=utf-8", "idempotency-replayed": "true" },
  })
}

function conflict(message: string): AppError {
  return new AppError("CONFLICT", message, { subCode: "IDEMPOTENCY_KEY_CONFLICT", userFriendlyMessage: message })
}

/** A user who signs in anew is still the same. */
function principalOf(identity: Identity): string {
  switch (identity.type) {
    case "API_KEY":
      return `apiKey:${identity.jti}`
    case "APPLICATION_ACCESS":
      return `application:${identity.applicationId}`
    case "ACCESS":
      return `user:${identity.userId}`
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
