/** Passkeys (WebAuthn) as second factor: what a browser is to sign, and whether it did. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  type WebAuthnCredential,
} from "@simplewebauthn/server"
import { and, eq, gt, lt, or, sql } from "drizzle-orm"
import { base64url } from "oslo/encoding"
import { core } from "../db/core.ts"
import { passkeyChallenge, twoFactorAuthenticationMethod as method, type workspace } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { DatabaseError, type Connection } from "../ports/driver.ts"
import { recordOwn } from "./account-audit.ts"
import type { Services } from "./services.ts"
import {
  confirmed,
  listMethods,
  lockPerson,
  readMethodName,
  type Confirmed,
  type Method,
} from "./two-factor-methods.ts"

/** Milliseconds in which a browser has to sign. */
const challengeLifetime = 5 * 60_000

/** A password came before, so that a touch is enough: the authenticator need not ask who touches it. */
const requireUserVerification = false

interface Person {
  id: string
  email: string
}

interface RelyingParty {
  /** the domain that passkeys are bound to */
  id: string
  /** the one page address that may use them */
  origin: string
}

/**
 * Under which address the web client runs: the public one, the workspace's subdomain of it, or its own domain. A passkey
 * works for the domain that it was made for. Throws BAD_USER_INPUT for any other origin.
 */
export function relyingParty(
  { config }: Services,
  { subdomain, customDomain }: Pick<typeof workspace.$inferSelect, "subdomain" | "customDomain">,
  origin: string | null | undefined,
): RelyingParty {
  const ours = new URL(config.publicUrl)
  const asked = origin ? URL.parse(origin)?.origin : ours.origin
  const own = new URL(ours)
  own.hostname = `${subdomain}.${ours.hostname}`
  if (asked === ours.origin || asked === own.origin) return { id: ours.hostname, origin: asked }
  if (customDomain && asked === `https://${customDomain}`) return { id: customDomain, origin: asked }
  throw badInput(`Passkeys work at ${ours.origin} only, not at this origin`, "INVALID_ORIGIN")
}

// --- registration ---------------------------------------------------------------------------------------------------

export async function passkeyCreation(
  services: Services,
  { id, email }: Person,
  party: RelyingParty,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await passkeysOf(services.db, id, party)
  const options = await generateRegistrationOptions({
    rpName: "Kith",
    rpID: party.id,
    userName: email,
    userID: new TextEncoder().encode(id),
    timeout: challengeLifetime,
    attestationType: "none",
    excludeCredentials: known.map(({ credential }) => ({ id: credential.id })),
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
  })
  await keepChallenge(services, id, "REGISTER", options.challenge)
  return options
}

/** Adds the passkey that a browser has made. Throws BAD_USER_INPUT. */
export async function addPasskey(
  services: Services,
  userId: string,
  { party, response, name }: { party: RelyingParty; response: unknown; name: string },
): Promise<Confirmed & { method: Method }> {
  const { registrationInfo } = await checked(
    verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: (challenge) => useChallenge(services, userId, "REGISTER", challenge),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification,
    }),
  )
  const { id: credentialId, publicKey, counter, transports } = registrationInfo!.credential
  const values = {
    userId,
    strategy: "PASSKEY",
    status: "VERIFIED",
    name: readMethodName(name),
    credentialId,
    publicKey: base64url.encode(publicKey, { includePadding: false }),
    counter,
    transports: transports ?? [],
    relyingPartyId: party.id,
  }
  return services.db.transaction(async (tx) => {
    await lockPerson(tx, userId)
    const added = await insertPasskey(tx, values)
    const target = { kind: "secondFactor", id: added.id, name: added.name }
    await recordOwn(services, tx, userId, { event: "secondFactor.added", target, details: { strategy: "PASSKEY" } })
    return { method: added, ...(await confirmed(tx, userId)) }
  })
}

async function insertPasskey(tx: Connection, values: typeof method.$inferInsert): Promise<Method> {
  try {
    const [row] = await core(tx).insert(method).values(values).returning()
    return row!
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (!(cause instanceof DatabaseError) || cause.code !== "23505") throw error
    throw badPasskey(error)
  }
}

// --- signing in -----------------------------------------------------------------------------------------------------

/** Throws BAD_USER_INPUT where the person has no passkey for this domain. */
export async function passkeyRequest(
  services: Services,
  userId: string,
  party: RelyingParty,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = await passkeysOf(services.db, userId, party)
  if (known.length === 0) {
    throw badInput("There is no passkey for this address; use a code instead", "PASSKEY_NOT_FOUND")
  }
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    allowCredentials: known.map(({ credential }) => ({ id: credential.id, transports: credential.transports })),
    timeout: challengeLifetime,
    userVerification: "preferred",
  })
  await keepChallenge(services, userId, "SIGN_IN", options.challenge)
  return options
}

/** Resolves when the browser has signed with a passkey of this person. Throws BAD_USER_INPUT. */
export async function usePasskey(
  services: Services,
  userId: string,
  { party, response }: { party: RelyingParty; response: unknown },
): Promise<void> {
  const given = response as AuthenticationResponseJSON
  const found = (await passkeysOf(services.db, userId, party)).find(({ credential }) => credential.id === given?.id)
  if (!found) throw badPasskey()
  const { verified, authenticationInfo } = await checked(
    verifyAuthenticationResponse({
      response: given,
      expectedChallenge: (challenge) => useChallenge(services, userId, "SIGN_IN", challenge),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: found.credential,
      requireUserVerification,
    }),
  )
  if (!verified || !(await raiseCounter(services.db, found.method.id, authenticationInfo.newCounter)))
    throw badPasskey()
}

/** A counter that does not rise is that of a copy; authenticators that do not count say 0 for ever. */
async function raiseCounter(connection: Connection, id: string, counter: number): Promise<boolean> {
  const rows = await core(connection)
    .update(method)
    .set({ counter, lastUsedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(method.id, id), or(lt(method.counter, counter), and(eq(method.counter, 0), sql`${counter} = 0`))))
    .returning({ id: method.id })
  return rows.length > 0
}

// --- what both need -------------------------------------------------------------------------------------------------

async function passkeysOf(
  connection: Connection,
  userId: string,
  party: RelyingParty,
): Promise<{ method: Method; credential: WebAuthnCredential }[]> {
  const methods = await listMethods(connection, userId)
  return methods
    .filter(({ strategy, relyingPartyId }) => strategy === "PASSKEY" && relyingPartyId === party.id)
    .map((each) => ({ method: each, credential: credentialOf(each) }))
}

function credentialOf({ credentialId, publicKey, counter, transports }: Method): WebAuthnCredential {
  return {
    id: credentialId!,
    publicKey: new Uint8Array(base64url.decode(publicKey!, { strict: false })),
    counter: counter!,
    transports: (transports ?? []) as AuthenticatorTransport[],
  }
}

async function keepChallenge(services: Services, userId: string, purpose: string, challenge: string): Promise<void> {
  const now = services.now()
  await core(services.db)
    .delete(passkeyChallenge)
    .where(lt(passkeyChallenge.expiresAt, new Date(now).toISOString()))
  const expiresAt = new Date(now + challengeLifetime).toISOString()
  await core(services.db).insert(passkeyChallenge).values({ challenge, userId, purpose, expiresAt })
}

/** Good once, for whom and for what it was made. */
async function useChallenge(services: Services, userId: string, purpose: string, challenge: string): Promise<boolean> {
  const used = await core(services.db)
    .delete(passkeyChallenge)
    .where(
      and(
        eq(passkeyChallenge.challenge, challenge),
        eq(passkeyChallenge.userId, userId),
        eq(passkeyChallenge.purpose, purpose),
        gt(passkeyChallenge.expiresAt, new Date(services.now()).toISOString()),
      ),
    )
    .returning({ challenge: passkeyChallenge.challenge })
  return used.length > 0
}

/** The library throws plain errors for whatever is wrong with what a browser sent; those of the database go on. */
async function checked<T>(verification: Promise<T>): Promise<T> {
  try {
    return await verification
  } catch (error) {
    const isOurs = error instanceof DatabaseError || (error instanceof Error && error.cause instanceof DatabaseError)
    throw isOurs ? error : badPasskey(error)
  }
}

function badPasskey(cause?: unknown): AppError {
  return badInput("The passkey could not be verified", "INVALID_PASSKEY", {
    userFriendlyMessage: "This passkey did not work. Try again, or use another way.",
    cause,
  })
}
