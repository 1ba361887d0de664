/** `POST /graphql`: records. */
import type { Context } from "hono"
import type { Services } from "../../accounts/services.ts"
import { identifyMember } from "../authenticate.ts"
import { servicesFor } from "../client.ts"
import { isMetadataOperation, runMetadata } from "../metadata/route.ts"
import { answerOnce, idempotencyKey } from "../idempotency.ts"
import { jsonAnswer } from "../json-answer.ts"
import { showUsage, usageHeader } from "../usage-header.ts"
import { isMultipart, readBody } from "./body.ts"
import { readOperation } from "./document.ts"
import { executeRecords, type Executed, type GraphqlBody } from "./execute.ts"
import { refusal } from "./refusal.ts"

export function graphqlRoute(services: Services) {
  return async (context: Context): Promise<Response> => {
    try {
      // What is large is not even read for strangers.
      if (isMultipart(context.req.raw)) await identifyMember(services, context.req.raw)
      const body = await readBody(context.req.raw)
      if (body instanceof Response) return body
      // Sign-in and the like were served here before they moved to /metadata; scripts of that time still run.
      if (isMetadataOperation(body)) return await runMetadata(servicesFor(services, context), context.req.raw, body)
      const identity = await identifyMember(services, context.req.raw)
      const key = idempotencyKey(context.req.raw)
      if (key === null || !isMutation(body)) {
        return respond(await executeRecords(services, identity, body), context.req.raw)
      }
      const asked = JSON.stringify(["graphql", body.query, body.variables ?? null, body.operationName ?? null])
      return await answerOnce(services, identity, { key, asked, isFinal }, async () =>
        respond(await executeRecords(services, identity, body), null),
      )
    } catch (error) {
      return jsonAnswer(null, JSON.stringify({ errors: [refusal(error)] }))
    }
  }
}

function isMutation(body: GraphqlBody): boolean {
  return readOperation(body.query, body.operationName).definition.operation === "mutation"
}

/** Failures of ours, after which the same request may well succeed. */
const passing = new Set(["INTERNAL_SERVER_ERROR", "TIMEOUT", "UNAVAILABLE"])

/** The status is always 200; what failed stands in the answer. */
function isFinal(text: string): boolean {
  const { errors = [] } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }
  return !errors.some((error) => passing.has(error.extensions?.code ?? ""))
}

function respond({ text, usage }: Executed, request: Request | null): Response {
  return jsonAnswer(request, text, usage ? { headers: { [usageHeader]: showUsage(usage) } } : {})
}
