/**
 * How often somebody may ask: a key or a person by themselves, whoever brings no token by their address. The headers are
 * those of the sixth draft of draft-ietf-httpapi-ratelimit-headers, three fields with `RateLimit-Reset` in seconds.
 */
import type { Context, MiddlewareHandler } from "hono"
import { sourceOf, tellsWho } from "../accounts/attempt-limits.ts"
import { checkScimToken } from "../accounts/scim/tokens.ts"
import type { Services } from "../accounts/services.ts"
import { tooMany, type Allowance, type Limit } from "../auth/rate-limits.ts"
import { AppError } from "../errors.ts"
import { bearerToken } from "./authenticate.ts"
import { addressOf, servicesFor } from "./client.ts"
import { graphqlError, restError } from "./respond.ts"
import { scimError } from "./scim/answers.ts"

const minute = 60_000

/** Those who watch the server ask from one place, all the time. */
const free = new Set(["/healthz", "/readyz", "/metrics"])

export function admission(services: Services): MiddlewareHandler {
  const { apiRateLimit, anonymousRateLimit } = services.config
  const known: Limit = { name: "api", max: apiRateLimit, period: minute }
  const anonymous: Limit = { name: "anonymous", max: anonymousRateLimit, period: minute }

  async function take(context: Context): Promise<Allowance | undefined> {
    const principal = await principalOf(services, context)
    if (principal !== undefined) return known.max > 0 ? services.rateLimits.take(known, principal) : undefined
    const address = anonymous.max > 0 ? addressOf(services.config, context) : ""
    return tellsWho(address) ? services.rateLimits.take(anonymous, sourceOf(address)) : undefined
  }

  return async (context, next) => {
    if (free.has(context.req.path)) return next()
    const allowance = await take(context)
    if (!allowance) return next()
    if (!allowance.isAllowed) return refuse(context.req.path, allowance)
    await next()
    show(context.res.headers, allowance)
    return undefined
  }
}

const scimPath = /^\/scim\/v2\/([^/]+)/
const admitted = ["ACCESS", "API_KEY", "WORKSPACE_AGNOSTIC", "FILE", "FILE_UPLOAD"] as const

/** Who the token names, if it is a good one. Whether it still lives is found out where it is used. */
async function principalOf(services: Services, context: Context): Promise<string | undefined> {
  const token = bearerToken(context.req.raw) ?? fileToken(context)
  if (!token) return undefined
  try {
    const [, workspaceId] = context.req.path.startsWith("/scim/") ? (scimPath.exec(context.req.path) ?? []) : []
    if (workspaceId !== undefined) return `scimToken:${(await checkScimToken(services, workspaceId, token)).id}`
    const claims = await services.tokens.verify(token, admitted)
    if (!("jti" in claims)) return `user:${claims.sub}`
    services.keyUse.note(claims, () => servicesFor(services, context).client)
    return `apiKey:${claims.jti}`
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

function fileToken({ req }: Context): string | undefined {
  return req.path.startsWith("/file") ? req.query("token") : undefined
}

function refuse(path: string, allowance: Allowance): Response {
  const error = tooMany(allowance)
  const isGraphql = path === "/graphql" || path === "/metadata"
  const answer = isGraphql
    ? Response.json({ errors: [graphqlError(error)] }, { status: error.status })
    : path.startsWith("/scim/")
      ? scimError(error)
      : restError(error)
  show(answer.headers, allowance)
  answer.headers.set("retry-after", String(allowance.reset))
  return answer
}

function show(headers: Headers, { limit, remaining, reset }: Allowance): void {
  headers.set("ratelimit-limit", String(limit.max))
  headers.set("ratelimit-remaining", String(remaining))
  headers.set("ratelimit-reset", String(reset))
}
