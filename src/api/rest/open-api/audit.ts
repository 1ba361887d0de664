/** Reading the audit log in the OpenAPI document of records. */
import { auditPage } from "../../../accounts/audit-log.ts"
import { auditEvents } from "../../../auth/audit.ts"
import type { Json } from "../../../metadata/schema.ts"
import { listOf, objectOf, operation, parameter, type JsonSchema } from "./document.ts"

const text: JsonSchema = { type: ["string", "null"] }
const entry = objectOf({
  id: { type: "string", format: "uuid" },
  at: { type: "string", format: "date-time" },
  event: { type: "string", enum: [...auditEvents] },
  actorKind: { type: "string" },
  ...Object.fromEntries(
    ["actorId", "actorName", "actorEmail", "targetKind", "targetId", "targetName"].map((name) => [name, text]),
  ),
  details: {},
  ...Object.fromEntries(["ipAddress", "userAgent", "requestId"].map((name) => [name, text])),
})

export function auditLogsPath(): Json {
  return {
    get: operation({
      operationId: "findManyAuditLogs",
      tag: "General",
      summary: "Read the audit log, newest first. Asks for the permission SECURITY",
      parameters: [...Object.keys(auditParameters), "startingAfter"],
      answer: objectOf({
        data: objectOf({ auditLogs: listOf(entry) }),
        pageInfo: objectOf({ hasNextPage: { type: "boolean" }, endCursor: text }),
      }),
      asLines: "With `Accept: application/x-ndjson` the answer is all of them, an entry a line.",
    }),
  }
}

const instant: JsonSchema = { type: "string", format: "date-time" }
const query = (name: string, description: string, schema: JsonSchema = { type: "string" }) =>
  parameter(name, "query", description, schema)

export const auditParameters: Record<string, Json> = {
  auditFrom: query("from", "From this instant on", instant),
  auditTo: query("to", "Before this instant", instant),
  auditEvents: query("events", "Names of events, joined by commas"),
  auditActorId: query("actorId", "Of this membership, API key or login alone"),
  auditActorEmail: query("actorEmail", "Of whoever had this address then"),
  auditTargetKind: query("targetKind", "What was acted on, such as role or record"),
  auditTargetId: query("targetId", "Its id"),
  auditLimit: query("limit", "Entries of a page", {
    type: "integer",
    minimum: 0,
    maximum: auditPage.max,
    default: auditPage.default,
  }),
}
