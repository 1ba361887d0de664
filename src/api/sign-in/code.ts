/** Google, Microsoft and OIDC: out with a state, back with a code. */
import { Hono } from "hono"
import { getActiveProvider } from "../../accounts/identity-providers.ts"
import type { Services } from "../../accounts/services.ts"
import { SignInRefusal } from "../../auth/sign-in-refusal.ts"
import { AppError } from "../../errors.ts"
import type { GuardedFetch } from "../../outgoing/guarded-fetch.ts"
import type { CodeFlow } from "../../outgoing/sign-in/code-flow.ts"
import { googleFlow } from "../../outgoing/sign-in/google.ts"
import { microsoftFlow } from "../../outgoing/sign-in/microsoft.ts"
import { oidcFlow } from "../../outgoing/sign-in/oidc.ts"
import { attemptCookie, forgetCookie, newAttempt, useAttempt, type KeptAttempt } from "./attempt-cookie.ts"
import { letIn, orRefuse, redirect } from "./answers.ts"
import { readWish } from "./wish.ts"

type CodeKind = Exclude<KeptAttempt["kind"], "saml">

export function codeRoutes(services: Services, fetch: GuardedFetch): Hono {
  const begin = (request: Request, kind: CodeKind, identityProviderId: string | null) =>
    orRefuse(services, kind, async () => {
      const attempt = newAttempt(services, { kind, identityProviderId, wish: readWish(request) })
      const flow = await flowOf(services, fetch, attempt)
      return redirect(await flow.authorizationUrl(attempt), await attemptCookie(services, attempt))
    })
  const finish = (request: Request, kind: CodeKind) =>
    orRefuse(services, kind, async () => {
      const { searchParams } = new URL(request.url)
      const attempt = await useAttempt(services, request, kind, onlyValue(searchParams, "state"))
      const flow = await flowOf(services, fetch, attempt)
      const answer = await letIn(services, await flow.finish(searchParams, attempt), attempt.wish)
      answer.headers.append("set-cookie", forgetCookie(services, attempt.state))
      return answer
    })
  return new Hono()
    .get("/google", ({ req }) => begin(req.raw, "google", null))
    .get("/google/redirect", ({ req }) => finish(req.raw, "google"))
    .get("/microsoft", ({ req }) => begin(req.raw, "microsoft", null))
    .get("/microsoft/redirect", ({ req }) => finish(req.raw, "microsoft"))
    .get("/oidc/login/:id", ({ req }) => begin(req.raw, "oidc", req.param("id")))
    .get("/oidc/callback", ({ req }) => finish(req.raw, "oidc"))
}

/** The provider that the attempt went to, so that no other can answer in its place. Throws NOT_FOUND. */
async function flowOf(services: Services, fetch: GuardedFetch, attempt: KeptAttempt): Promise<CodeFlow> {
  const { google, microsoft } = services.config
  if (attempt.kind === "google" && google) return googleFlow(services, google, fetch)
  if (attempt.kind === "microsoft" && microsoft) return microsoftFlow(services, microsoft, fetch)
  if (attempt.kind !== "oidc") throw notSetUp()
  return oidcFlow(services, await getActiveProvider(services, attempt.identityProviderId ?? "", "OIDC"), fetch)
}

/** A parameter that is there twice means one thing to us and maybe another to others. */
function onlyValue(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name)
  if (values.length > 1) throw new SignInRefusal(`The answer has several of ${name}`)
  return values[0] ?? null
}

function notSetUp(): AppError {
  return new AppError("NOT_FOUND", "This way to sign in is not set up", {
    userFriendlyMessage: "This way to sign in is not set up on this server. Choose another one.",
  })
}
