/**
 * An attempt to sign in elsewhere, from the moment the browser leaves until it is back. It is kept by that browser alone, in
 * a sealed cookie named for the attempt's state, so that an answer which somebody else began is worth nothing here. It
 * holds for ten minutes and once.
 */
import { sql } from "drizzle-orm"
import type { Wish } from "../../accounts/external-sign-in.ts"
import type { Services } from "../../accounts/services.ts"
import { SignInRefusal } from "../../auth/sign-in-refusal.ts"
import { core } from "../../db/core.ts"
import { usedToken } from "../../db/core-tables.ts"
import { isUuid } from "../../metadata/scalar.ts"
import type { Attempt } from "../../outgoing/sign-in/code-flow.ts"

export type AttemptKind = "google" | "microsoft" | "oidc" | "saml"

export interface KeptAttempt extends Attempt {
  kind: AttemptKind
  /** which of a workspace's own it went to */
  identityProviderId: string | null
  wish: Wish
  /** milliseconds since 1970 */
  expiresAt: number
}

/** Milliseconds. */
const lifetime = 600_000

const purpose = "sign-in attempt"

export function newAttempt(
  { now }: Services,
  kept: Pick<KeptAttempt, "kind" | "identityProviderId" | "wish">,
): KeptAttempt {
  return {
    ...kept,
    state: crypto.randomUUID(),
    nonce: crypto.randomUUID(),
    // 43 to 128 signs, says RFC 7636.
    verifier: `${crypto.randomUUID()}${crypto.randomUUID()}`,
    expiresAt: now() + lifetime,
  }
}

/** The header by which the browser keeps it. */
export async function attemptCookie(services: Services, attempt: KeptAttempt): Promise<string> {
  const sealed = await services.secrets.seal(purpose, JSON.stringify(attempt))
  return cookie(services, attempt.state, sealed, lifetime / 1000)
}

/** The attempt that this browser made under this state; a second time it is refused. Throws {@link SignInRefusal}. */
export async function useAttempt(
  services: Services,
  request: Request,
  kind: AttemptKind,
  state: string | null,
): Promise<KeptAttempt> {
  if (!state || !isUuid(state)) throw new SignInRefusal("The answer names no state of ours")
  const sealed = cookieOf(request, nameOf(state))
  if (sealed === undefined) throw new SignInRefusal("The answer came by a browser that did not ask for it")
  const opened = await services.secrets.open(purpose, sealed)
  if (opened === undefined) throw new SignInRefusal("The cookie of the attempt was not made here")
  const attempt = JSON.parse(opened) as KeptAttempt
  if (attempt.state !== state || attempt.kind !== kind) throw new SignInRefusal("The cookie is of another attempt")
  if (attempt.expiresAt <= services.now()) throw new SignInRefusal("The attempt took longer than ten minutes")
  if (!(await useOnce(services, state, attempt.expiresAt))) throw new SignInRefusal("The attempt was used already")
  return attempt
}

/** The header by which the browser forgets it. */
export function forgetCookie(services: Services, state: string): string {
  return cookie(services, state, "", 0)
}

/** Milliseconds that a used id is kept longer than anybody would take it, since the clocks of servers differ. */
const margin = 3_600_000

/** True the first time, on whichever server. `expiresAt` is when nobody would take it any more. */
export async function useOnce(services: Services, id: string, expiresAt: number): Promise<boolean> {
  const used = await core(services.db)
    .insert(usedToken)
    .values({ id, expiresAt: new Date(expiresAt + margin).toISOString() })
    .onConflictDoNothing()
    .returning({ id: usedToken.id })
  await core(services.db)
    .delete(usedToken)
    .where(sql`"expiresAt" < now()`)
  return used.length > 0
}

const nameOf = (state: string) => `kith-sign-in-${state}`

/** Lax, because the browser comes back from another site. */
function cookie({ config }: Services, state: string, value: string, maxAge: number): string {
  const secure = config.publicUrl.startsWith("https:") ? "; Secure" : ""
  return `${nameOf(state)}=${value}; Path=/auth; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get("cookie") ?? "").split(/;\s*/)
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}
