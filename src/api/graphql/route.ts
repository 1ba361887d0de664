/** `POST /graphql`: records. */
import type { Context } from "hono"
import type { Services } from "../../accounts/services.ts"
import { identifyMember } from "../authenticate.ts"
import { isMetadataOperation, runMetadata } from "../metadata/route.ts"
import { readBody } from "./body.ts"
import { executeRecords } from "./execute.ts"
import { refusal } from "./refusal.ts"

export function graphqlRoute(services: Services) {
  return async (context: Context): Promise<Response> => {
    const body = await readBody(context.req.raw)
    if (body instanceof Response) return body
    try {
      // Sign-in and the like were served here before they moved to /metadata; scripts of that time still run.
      if (isMetadataOperation(body)) return await runMetadata(services, context.req.raw, body)
      const identity = await identifyMember(services, context.req.raw)
      return json(await executeRecords(services, identity, body))
    } catch (error) {
      return json(JSON.stringify({ errors: [refusal(error)] }))
    }
  }
}

function json(text: string): Response {
  return new Response(text, { headers: { "content-type": "application/json; charset=utf-8" } })
}
