/**
 * How often people may try what is worth guessing. Whoever tries passwords is slowed down, then refused; the owner of the
 * account is not, where they have signed in before: a stranger elsewhere cannot lock them out. Nothing here tells an
 * address that has an account from one that has none: the same is counted, asked and waited for.
 */
import { recordAuditOf, type AuditEntry } from "../auth/audit.ts"
import { requireAllowed, type Allowance, type Limit } from "../auth/rate-limits.ts"
import { render, sql } from "../db/sql.ts"
import { AppError } from "../errors.ts"
import { isLoopback, networkOf, parseAddress } from "../ip-address.ts"
import { addressKey, normalizeEmail } from "./credentials.ts"
import type { Services } from "./services.ts"
import type { User } from "./sign-in.ts"

const quarter = 15 * 60_000
const hour = 60 * 60_000

/** Passwords that turn out right do not count. */
export const signInLimits = {
  /** for one account, from anywhere that it has not been signed in from */
  account: { name: "sign-in account", max: 10, period: quarter },
  /** for one account from one place that it has been signed in from */
  place: { name: "sign-in place", max: 20, period: quarter },
  /** for all accounts from one address */
  address: { name: "sign-in address", max: 100, period: quarter },
} satisfies Record<string, Limit>

/** For one address each. */
export const addressLimits = {
  signUp: { name: "sign-up", max: 50, period: hour },
  lookUp: { name: "look-up", max: 100, period: quarter },
  mail: { name: "mail", max: 20, period: hour },
} satisfies Record<string, Limit>

/** Throws TOO_MANY_REQUESTS. */
export async function limitByAddress({ rateLimits, client }: Services, limit: Limit): Promise<void> {
  if (tellsWho(client.address)) requireAllowed(await rateLimits.take(limit, sourceOf(client.address)))
}

/**
 * Where the runtime does not say who asks, nobody is counted; nor where it is this machine: that is a proxy of which
 * nobody told (`TRUSTED_PROXIES`), and everybody comes through it.
 */
export const tellsWho = (address: string) => address !== "" && !isLoopback(address)

/** Whoever has one address of IPv6 has as many as they like. */
export function sourceOf(address: string): string {
  return parseAddress(address)?.size === 128 ? networkOf(address) : address
}

/** What the audit log says of a refusal. */
type Refused = Pick<AuditEntry, "event" | "actor">

/**
 * Runs `check`, which throws unless the password is right, within the limits; a refusal is in the audit log.
 * Throws TOO_MANY_REQUESTS, and what `check` throws.
 * @param refused as what; a sign-in by nobody that is known, when left out
 */
export async function withinSignInLimits(
  services: Services,
  email: string,
  check: () => Promise<User>,
  refused: Refused = { event: "session.refused", actor: { kind: "nobody", email: shown(email) } },
): Promise<User> {
  const { rateLimits } = services
  await limitByAddress(services, signInLimits.address)
  const attempt = await beginAttempt(services, addressKey(email))
  const allowance = await rateLimits.take(attempt.limit, attempt.who)
  requireAllowed(allowance)
  await services.pause(slowDown(allowance))
  try {
    const person = await check()
    await rateLimits.giveBack(attempt.limit, attempt.who)
    await forgiveAddress(services)
    await rememberPlace(services, person)
    return person
  } catch (error) {
    if (error instanceof AppError) await recordRefusal(services, email, refused, error, allowance)
    throw error
  }
}

async function beginAttempt(services: Services, account: string): Promise<{ limit: Limit; who: string }> {
  const place = await placeOf(services, account)
  const { text, params } = render(sql`
    select from core."user" u join core."knownPlace" p on p."userId" = u.id and p.place = ${place}
    where u.email = ${account} and u."deletedAt" is null`)
  const isKnown = (await services.db.query(text, params)).length > 0
  return isKnown ? { limit: signInLimits.place, who: place } : { limit: signInLimits.account, who: await hash(account) }
}

/** Milliseconds to wait before the password is looked at: none for the first three, then ever more, up to four seconds. */
export function slowDown({ limit, remaining }: Pick<Allowance, "limit" | "remaining">): number {
  const attempt = limit.max - remaining
  return attempt <= 3 ? 0 : Math.min(250 * 2 ** (attempt - 4), 4000)
}

async function forgiveAddress({ rateLimits, client }: Services): Promise<void> {
  if (tellsWho(client.address)) await rateLimits.giveBack(signInLimits.address, sourceOf(client.address))
}

/** From now on this is a place of theirs. */
export async function rememberPlace(services: Services, { id, email }: Pick<User, "id" | "email">): Promise<void> {
  if (services.client.address === "") return
  const { text, params } = render(sql`
    insert into core."knownPlace" as p ("userId", place) values (${id}::uuid, ${await placeOf(services, email)})
    on conflict ("userId", place) do update set "seenAt" = now() where p."seenAt" < now() - interval '1 day'`)
  await services.db.query(text, params)
}

const placeOf = ({ client }: Services, account: string) => hash(`${account} ${networkOf(client.address)}`)

async function recordRefusal(
  services: Services,
  email: string,
  refused: Refused,
  error: AppError,
  { remaining, reset }: Allowance,
): Promise<void> {
  const { text, params } = render(
    sql`select u.id from core."user" u where u.email = ${addressKey(email)} and u."deletedAt" is null`,
  )
  const [person] = await services.db.query<{ id: string }>(text, params)
  await recordAuditOf(services.db, person?.id ?? null, {
    ...refused,
    ...(person && { target: { kind: "user", id: person.id } }),
    details: { reason: error.message, ...(remaining === 0 && { refusedForSeconds: reset }) },
    client: services.client,
  })
}

/** People type passwords into the wrong field. */
function shown(email: string): string | null {
  try {
    return normalizeEmail(email)
  } catch {
    return null
  }
}

/** Places where nobody has been for half a year are forgotten. */
export async function removeOldPlaces({ db }: Services): Promise<void> {
  await db.query(`delete from core."knownPlace" where "seenAt" < now() - interval '180 days'`)
}

async function hash(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}
