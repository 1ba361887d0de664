/**
 * `POST /metadata`. The schema is one and the same for everybody, so it is served by @hono/graphql-server, with what it
 * lacks put around it: any JSON content type, variables of an older type, errors with their codes, status 200.
 */
import { graphqlServer } from "@hono/graphql-server"
import { buildSchema, GraphQLError, Kind, print, type GraphQLScalarType, type OperationDefinitionNode } from "graphql"
import { Hono, type Context } from "hono"
import type { Services } from "../../accounts/services.ts"
import { identifyMember } from "../authenticate.ts"
import { servicesFor } from "../client.ts"
import { jsonAnswer } from "../json-answer.ts"
import { isMultipart, readBody } from "../graphql/body.ts"
import { readOperation } from "../graphql/document.ts"
import type { GraphqlBody } from "../graphql/execute.ts"
import { refusal } from "../graphql/refusal.ts"
import { graphqlError } from "../respond.ts"
import { accessDomainResolvers } from "./access-domains.ts"
import { accountResolvers } from "./accounts.ts"
import { applicationResolvers } from "./applications.ts"
import { auditResolvers } from "./audit.ts"
import { fileResolvers } from "./files.ts"
import { mendFormerShapes } from "./former-shapes.ts"
import { impersonationResolvers } from "./impersonation.ts"
import { invitationResolvers } from "./invitations.ts"
import { keyResolvers } from "./keys.ts"
import { memberResolvers } from "./members.ts"
import { navigationResolvers } from "./navigation.ts"
import { objectResolvers } from "./objects.ts"
import { passwordResolvers } from "./passwords.ts"
import { publicWorkspaceResolvers } from "./public-workspace.ts"
import type { MetadataRequest } from "./request.ts"
import { secondFactorResolvers } from "./second-factor.ts"
import { sessionResolvers } from "./sessions.ts"
import { metadataSdl } from "./sdl.ts"
import { roleResolvers } from "./roles.ts"
import { scimResolvers } from "./scim.ts"
import { ssoResolvers } from "./sso.ts"
import { startResolvers } from "./start.ts"
import { sqlLoginResolvers } from "./sql-logins.ts"
import { retypeVariables } from "./variables.ts"
import { viewResolvers } from "./views.ts"
import { webhookResolvers } from "./webhooks.ts"

const schema = buildSchema(metadataSdl)

// PostgreSQL's spelling of an instant → the wire's.
const dateTime = schema.getType("DateTime") as GraphQLScalarType
dateTime.coerceOutputValue = (value) => new Date(String(value)).toISOString()

export function metadataRoute(services: Services) {
  return async (context: Context): Promise<Response> => {
    const { raw } = context.req
    try {
      // What is large is not even read for strangers.
      if (isMultipart(raw)) await identifyMember(services, raw)
      const body = await readBody(raw)
      return body instanceof Response ? body : await runMetadata(servicesFor(services, context), raw, body)
    } catch (error) {
      return Response.json({ errors: [refusal(error)] })
    }
  }
}

/** Does the operation ask for something that only `/metadata` has? Record APIs of older releases served sign-in too. */
export function isMetadataOperation(body: GraphqlBody): boolean {
  try {
    const { definition } = readOperation(body.query, body.operationName)
    const known = areMetadata.get(definition)
    if (known !== undefined) return known
    const root = definition.operation === "query" ? schema.getQueryType() : schema.getMutationType()
    const fields = definition.selectionSet.selections.filter((each) => each.kind === Kind.FIELD)
    const isOne = fields.length > 0 && fields.every((field) => field.name.value in (root?.getFields() ?? {}))
    areMetadata.set(definition, isOne)
    return isOne
  } catch {
    // What cannot be read is refused by whoever runs it.
    return false
  }
}

const areMetadata = new WeakMap<OperationDefinitionNode, boolean>()

export async function runMetadata(
  services: Services,
  http: Request,
  { uploads, ...body }: GraphqlBody,
): Promise<Response> {
  try {
    const { document } = readOperation(body.query, body.operationName)
    const query = print(retypeVariables(schema, mendFormerShapes(document)))
    const request: MetadataRequest = { services, http, uploads }
    const inner = new Request("http://kith/", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...body, query }),
    })
    const answer = await server.fetch(inner, request)
    if (answer.status === 400) return Response.json({ errors: withCode(await answer.json()) })
    return jsonAnswer(http, await answer.text(), {
      status: request.retryAfter === undefined ? 200 : 429,
      headers: headersOf(request),
    })
  } catch (error) {
    return Response.json({ errors: [refusal(error)] })
  }
}

function headersOf({ retryAfter }: MetadataRequest): Record<string, string> {
  return retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }
}

/** A document that does not fit the schema: what graphql-js says of it, with the code that the other APIs give. */
const withCode = ({ errors = [] }: { errors?: object[] }) =>
  errors.map((error) => ({ extensions: { code: "GRAPHQL_VALIDATION_FAILED" }, ...error }))

const server = new Hono<{ Bindings: MetadataRequest }>().post(
  "/",
  graphqlServer({ schema, rootResolver: (context) => rootOf(context.env as MetadataRequest) }),
)

type Resolver = (args: never) => unknown

function rootOf(request: MetadataRequest): Record<string, Resolver> {
  const resolvers = {
    ...objectResolvers(request),
    ...accountResolvers(request),
    ...fileResolvers(request),
    ...keyResolvers(request),
    ...viewResolvers(request),
    ...navigationResolvers(request),
    ...webhookResolvers(request),
    ...auditResolvers(request),
    ...sqlLoginResolvers(request),
    ...publicWorkspaceResolvers(request),
    ...passwordResolvers(request),
    ...invitationResolvers(request),
    ...memberResolvers(request),
    ...secondFactorResolvers(request),
    ...sessionResolvers(request),
    ...impersonationResolvers(request),
    ...applicationResolvers(request),
    ...roleResolvers(request),
    ...ssoResolvers(request),
    ...scimResolvers(request),
    ...accessDomainResolvers(request),
    ...startResolvers(request),
  }
  return Object.fromEntries(
    Object.entries(resolvers).map(([name, resolver]) => [name, withCodes(request, resolver as Resolver)]),
  )
}

/** graphql-js only keeps the extensions of its own errors. */
function withCodes(request: MetadataRequest, resolver: Resolver): Resolver {
  return async (args) => {
    try {
      return await resolver(args)
    } catch (error) {
      const { message, extensions } = graphqlError(error)
      if (extensions?.code === "TOO_MANY_REQUESTS") request.retryAfter = Number(extensions.retryAfter)
      throw new GraphQLError(message, { extensions, originalError: error instanceof Error ? error : undefined })
    }
  }
}
