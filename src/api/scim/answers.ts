/** Answers and failures in SCIM's form (RFC 7644, 3.12). */
import { AppError } from "../../errors.ts"
import { isKnown } from "../rest/entity-tag.ts"
import { expected } from "../respond.ts"
import type { JsonObject } from "./json.ts"

const contentType = "application/scim+json; charset=utf-8"

export function scimAnswer(
  body: JsonObject,
  { status = 200, headers = {} }: { status?: number; headers?: HeadersInit } = {},
) {
  return new Response(JSON.stringify(body), { status, headers: { ...headers, "content-type": contentType } })
}

/** A resource with its tag; 304 for whoever has it already. */
export function resourceAnswer(
  request: Request,
  body: JsonObject,
  { tag, isNew = false }: { tag: string; isNew?: boolean },
) {
  const location = (body.meta as { location?: string } | undefined)?.location
  const headers = { etag: tag, ...(location && { location }) }
  if (request.method === "GET" && isKnown(request.headers, tag.slice(2)))
    return new Response(null, { status: 304, headers })
  return scimAnswer(body, { status: isNew ? 201 : 200, headers })
}

export function listAnswer(resources: JsonObject[], total: number, startIndex: number) {
  return scimAnswer({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  })
}

/** `subCode` → `scimType`. */
const scimTypes: Record<string, string> = {
  INVALID_FILTER: "invalidFilter",
  INVALID_SYNTAX: "invalidSyntax",
  INVALID_PATH: "invalidPath",
  INVALID_VALUE: "invalidValue",
  NO_TARGET: "noTarget",
  MUTABILITY: "mutability",
  SCIM_NOT_UNIQUE: "uniqueness",
  SCIM_NO_SUCH_MEMBER: "invalidValue",
}

export function scimError(error: unknown): Response {
  const known = expected(error)
  const scimType = scimTypes[known.subCode ?? ""]
  const body = {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(known.status),
    ...(scimType && { scimType }),
    detail: sentenceOf(known),
  }
  const headers: HeadersInit = known.status === 401 ? { "www-authenticate": 'Bearer realm="SCIM"' } : {}
  return scimAnswer(body, { status: known.status, headers })
}

/** What is for the person who reads the directory's log, where there is such a sentence. */
function sentenceOf({ subCode, message, userFriendlyMessage }: AppError): string {
  return spoken.has(subCode ?? "") ? userFriendlyMessage : message
}

const spoken = new Set(["CANNOT_UNASSIGN_LAST_ADMIN", "REMOVED_BY_HAND"])
