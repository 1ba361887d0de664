/** Bearer tokens → identities. Query strings carry no tokens: they end up in logs. */
import type { Services } from "../accounts/services.ts"
import type { Identity } from "../auth/principals.ts"
import type { TokenType, Verified } from "../auth/tokens.ts"
import { AppError } from "../errors.ts"

/** The bearer token of a request; null when it has none. */
export function bearerToken(request: Request): string | null {
  const header = request.headers.get("authorization")
  return header?.slice(0, 7).toLowerCase() === "bearer " ? header.slice(7).trim() || null : null
}

/** Throws UNAUTHENTICATED for a bad token, and FORBIDDEN "Missing authentication token" for none. */
export async function identify<T extends TokenType>(
  services: Services,
  request: Request,
  types: readonly T[],
): Promise<Verified<T>> {
  const token = bearerToken(request)
  if (!token) throw missingToken()
  return services.tokens.verify(token, types)
}

/** Whoever may use the record APIs: a person in a workspace, an API key, or an application. */
export function identifyMember(services: Services, request: Request): Promise<Identity> {
  return identify(services, request, ["ACCESS", "API_KEY", "APPLICATION_ACCESS"])
}

export function missingToken(): AppError {
  return new AppError("FORBIDDEN", "Missing authentication token", { subCode: "FORBIDDEN_EXCEPTION" })
}
