/**
 * SAML 2.0. The provider's answer is posted from its own site, so the browser brings no cookie of ours with it. Where the
 * answer names a request, it is checked and sealed there, and the browser comes once more by a redirect, with the cookie
 * that shows whether it is the one that asked. `RelayState` is not read: where people end up is not for others to say.
 */
import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import type { ExternalPerson } from "../../accounts/external-sign-in.ts"
import { certificatesOf, getActiveProvider, type IdentityProvider } from "../../accounts/identity-providers.ts"
import type { Services } from "../../accounts/services.ts"
import { authnRequestUrl, serviceMetadata } from "../../auth/saml/request.ts"
import {
  verifyResponse,
  type SamlProvider,
  type SamlService,
  type VerifiedAssertion,
} from "../../auth/saml/response.ts"
import { SignInRefusal } from "../../auth/sign-in-refusal.ts"
import { AppError } from "../../errors.ts"
import { isUuid } from "../../metadata/scalar.ts"
import { attemptCookie, forgetCookie, newAttempt, useAttempt, useOnce } from "./attempt-cookie.ts"
import { letIn, orRefuse, redirect } from "./answers.ts"
import { readWish } from "./wish.ts"

/** Bytes of a posted form: the response in it may have half of that. */
const maxForm = 512 * 1024

export function samlRoutes(services: Services): Hono {
  const limited = bodyLimit({
    maxSize: maxForm,
    onError: () => orRefuse(services, "saml", () => Promise.reject(new SignInRefusal("The form is too large"))),
  })
  return new Hono()
    .get("/metadata/:id", ({ req }) => orRefuse(services, "saml", () => metadata(services, req.param("id"))))
    .get("/login/:id", ({ req }) => orRefuse(services, "saml", () => begin(services, req.raw, req.param("id"))))
    .post("/callback/:id", limited, ({ req }) =>
      orRefuse(services, "saml", () => receive(services, req.raw, req.param("id"))),
    )
    .get("/finish/:id", ({ req }) => orRefuse(services, "saml", () => finish(services, req.raw, req.param("id"))))
}

/** It holds addresses alone, which admins need at the provider before there is anything to set up here. */
function metadata(services: Services, id: string): Promise<Response> {
  if (!isUuid(id)) throw new AppError("NOT_FOUND", "Identity provider not found")
  const headers = { "content-type": "application/samlmetadata+xml; charset=utf-8" }
  return Promise.resolve(new Response(serviceMetadata(serviceOf(services, id)), { headers }))
}

async function begin(services: Services, request: Request, id: string): Promise<Response> {
  const row = await getActiveProvider(services, id, "SAML")
  const attempt = newAttempt(services, { kind: "saml", identityProviderId: row.id, wish: readWish(request) })
  const url = await authnRequestUrl(providerOf(row), serviceOf(services, row.id), requestId(attempt.state))
  return redirect(url, await attemptCookie(services, attempt))
}

async function receive(services: Services, request: Request, id: string): Promise<Response> {
  const row = await getActiveProvider(services, id, "SAML")
  const encoded = await readForm(request)
  const assertion = await verifyResponse(providerOf(row), serviceOf(services, row.id), encoded, services.now())
  if (!(await useOnce(services, await replayId(row, assertion), assertion.expiresAt))) {
    throw new SignInRefusal("The assertion was used already")
  }
  const who = personOf(row, assertion)
  if (assertion.inResponseTo === undefined) return letIn(services, who, {})
  const state = stateOf(assertion.inResponseTo)
  const ticket = await services.secrets.seal(ticketPurpose, JSON.stringify({ state, who } satisfies Ticket))
  return redirect(`${services.config.publicUrl}/auth/saml/finish/${row.id}?${new URLSearchParams({ state, ticket })}`)
}

async function finish(services: Services, request: Request, id: string): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const attempt = await useAttempt(services, request, "saml", searchParams.get("state"))
  if (attempt.identityProviderId !== id) throw new SignInRefusal("Another provider was asked")
  await getActiveProvider(services, id, "SAML")
  const opened = await services.secrets.open(ticketPurpose, searchParams.get("ticket") ?? "")
  if (opened === undefined) throw new SignInRefusal("The answer was not checked here")
  const { state, who } = JSON.parse(opened) as Ticket
  if (state !== attempt.state || who.identityProvider?.id !== id) {
    throw new SignInRefusal("The answer is to another request")
  }
  const answer = await letIn(services, who, attempt.wish)
  answer.headers.append("set-cookie", forgetCookie(services, attempt.state))
  return answer
}

/** An answer that was checked, for the attempt that it names, which holds once. */
interface Ticket {
  state: string
  who: ExternalPerson
}

const ticketPurpose = "saml answer"

/** An id of XML begins with no digit. */
const requestId = (state: string) => `_${state}`

function stateOf(id: string): string {
  const state = id.slice(1)
  if (id.startsWith("_") && isUuid(state)) return state
  throw new SignInRefusal("The answer is to no request of ours")
}

async function readForm(request: Request): Promise<string> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (type !== "application/x-www-form-urlencoded") throw new SignInRefusal("The answer is no form")
  const values = new URLSearchParams(await request.text()).getAll("SAMLResponse")
  if (values.length !== 1) throw new SignInRefusal(`The form has ${values.length} responses`)
  return values[0]!
}

function serviceOf({ config }: Services, id: string): SamlService {
  return {
    entityId: `${config.publicUrl}/auth/saml/login/${id}`,
    acsUrl: `${config.publicUrl}/auth/saml/callback/${id}`,
  }
}

function providerOf(row: IdentityProvider): SamlProvider {
  return { issuer: row.issuer, certificates: certificatesOf(row), ssoUrl: row.ssoUrl ?? "" }
}

/** The workspace's admins vouch for the addresses of their own provider: it opens their workspace alone. */
function personOf(row: IdentityProvider, { subject, email, firstName, lastName }: VerifiedAssertion): ExternalPerson {
  return {
    identityProvider: { id: row.id, workspaceId: row.workspaceId },
    authProvider: "sso",
    issuer: row.issuer,
    subject,
    email,
    firstName,
    lastName,
  }
}

/** The id of an assertion as the table of used tokens has it: 128 bits of a hash in the form of a UUID. */
async function replayId({ id }: IdentityProvider, assertion: VerifiedAssertion): Promise<string> {
  const text = new TextEncoder().encode(`saml ${id} ${assertion.id}`)
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", text)).slice(0, 16)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5")
}
