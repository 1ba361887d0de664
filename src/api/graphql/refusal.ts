import { GraphQLError } from "graphql"
import { AppError } from "../../errors.ts"
import { graphqlError, type GraphqlErrorBody } from "../respond.ts"

/** What a request is told that is refused as a whole; a syntax error says where it is. */
export function refusal(error: unknown): GraphqlErrorBody {
  if (!(error instanceof GraphQLError)) return graphqlError(error)
  const known = new AppError("GRAPHQL_PARSE_FAILED", error.message)
  return { ...graphqlError(known), ...(error.locations && { locations: error.locations }) }
}
