import type { Context } from "hono"
import type { Services } from "../../accounts/services.ts"
import type { GraphqlBody } from "../graphql/execute.ts"

export function metadataRoute(_services: Services) {
  return async (context: Context): Promise<Response> => context.json({})
}

export function isMetadataOperation(_body: GraphqlBody): boolean {
  return false
}

export async function runMetadata(_services: Services, _request: Request, _body: GraphqlBody): Promise<Response> {
  return Response.json({})
}
