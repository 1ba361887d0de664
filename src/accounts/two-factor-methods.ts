/** The second factors of a person: authenticator app and passkeys. What they have, and what a code of theirs opens. */
import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm"
import { base64url } from "oslo/encoding"
import type { SecondFactor } from "../auth/sessions.ts"
import { core } from "../db/core.ts"
import { passkeyChallenge, recoveryCode, twoFactorAuthenticationMethod as method, user } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { isUuid } from "../metadata/scalar.ts"
import type { Connection } from "../ports/driver.ts"
import { recordOwn } from "./account-audit.ts"
import { countGuess, forgetGuesses } from "./guesses.ts"
import { countRecoveryCodes, replaceRecoveryCodes, useRecoveryCode } from "./recovery-codes.ts"
import { hasSecondFactor } from "./second-factor-rule.ts"
import type { Services } from "./services.ts"
import { findTotpStep, newTotpSecret, totpUri } from "./totp.ts"

export type Method = typeof method.$inferSelect

/** Where TOTP secrets are sealed, for whoever seals everything anew. */
export const sealedTotpSecrets = {
  table: "twoFactorAuthenticationMethod",
  column: "secret",
  purpose: "totp secret",
} as const

export function listMethods(connection: Connection, userId: string): Promise<Method[]> {
  return core(connection).select().from(method).where(eq(method.userId, userId)).orderBy(asc(method.createdAt))
}

const own = (userId: string, id: string) => and(eq(method.id, id), eq(method.userId, userId))

/** Throws NOT_FOUND, and BAD_USER_INPUT for an empty name. */
export async function renameMethod(services: Services, userId: string, id: string, name: string): Promise<Method> {
  const change = core(services.db)
    .update(method)
    .set({ name: readMethodName(name), updatedAt: sql`now()` })
  const [row] = isUuid(id) ? await change.where(own(userId, id)).returning() : []
  return row ?? missing()
}

export function readMethodName(name: string): string {
  const text = name.trim().slice(0, 100)
  if (text === "") throw badInput("A second factor needs a name", "INVALID_INPUT")
  return text
}

/** With the last second factor the recovery codes go. Throws NOT_FOUND. */
export async function deleteMethod(services: Services, userId: string, id: string): Promise<void> {
  await services.db.transaction(async (tx) => {
    await lockPerson(tx, userId)
    const deleted = isUuid(id) ? await core(tx).delete(method).where(own(userId, id)).returning() : []
    if (deleted.length === 0) missing()
    const [{ name, strategy }] = deleted as [Method]
    const target = { kind: "secondFactor", id, name }
    await recordOwn(services, tx, userId, { event: "secondFactor.removed", target, details: { strategy } })
    const left = await listMethods(tx, userId)
    if (left.every(({ status }) => status === "PENDING")) await removeSecondFactors(tx, userId)
  })
}

function missing(): never {
  throw new AppError("NOT_FOUND", "Two-factor authentication method not found", {
    subCode: "TWO_FACTOR_AUTHENTICATION_METHOD_NOT_FOUND",
  })
}

/** Takes every second factor from a person, recovery codes and pauses too: for the one who has lost them all. */
export async function removeSecondFactors(connection: Connection, userId: string): Promise<void> {
  await core(connection).delete(method).where(eq(method.userId, userId))
  await core(connection).delete(recoveryCode).where(eq(recoveryCode.userId, userId))
  await core(connection).delete(passkeyChallenge).where(eq(passkeyChallenge.userId, userId))
  await forgetGuesses(connection, userId)
}

/** What changes a person's second factors follows one another. */
export async function lockPerson(tx: Connection, userId: string): Promise<void> {
  await core(tx).select({ id: user.id }).from(user).where(eq(user.id, userId)).for("update")
}

// --- authenticator app ----------------------------------------------------------------------------------------------

/**
 * A new secret for the person's authenticator app, which counts once a code of it was right. Gives what the app reads.
 * Throws BAD_USER_INPUT when there is one that counts.
 */
export async function provisionTotp(services: Services, { id, email }: { id: string; email: string }): Promise<string> {
  const secret = newTotpSecret()
  const text = base64url.encode(secret, { includePadding: false })
  const sealed = await services.secrets.seal(sealedTotpSecrets.purpose, text)
  const fresh = { secret: sealed, lastUsedStep: null, updatedAt: sql`now()` }
  const rows = await core(services.db)
    .insert(method)
    .values({ userId: id, strategy: "TOTP", status: "PENDING", name: "Authenticator app", secret: sealed })
    .onConflictDoUpdate({
      target: method.userId,
      targetWhere: sql`strategy = 'TOTP'`,
      set: fresh,
      setWhere: sql`${method.status} = 'PENDING'`,
    })
    .returning({ id: method.id })
  if (rows.length > 0) return totpUri(`Kith - ${new URL(services.config.publicUrl).hostname}`, email, secret)
  throw badInput(
    "There is an authenticator app already; delete it first",
    "TWO_FACTOR_AUTHENTICATION_METHOD_ALREADY_PROVISIONED",
    { userFriendlyMessage: "Two-factor authentication is already set up." },
  )
}

/** The first right code of a new authenticator app makes it count. Throws BAD_USER_INPUT and FORBIDDEN. */
export async function confirmTotp(services: Services, userId: string, code: string): Promise<Confirmed> {
  await countGuess(services, userId)
  return services.db.transaction(async (tx) => {
    await lockPerson(tx, userId)
    if (!(await useTotp(services, tx, userId, code, "PENDING"))) throw wrongCode()
    await recordOwn(services, tx, userId, { event: "secondFactor.added", details: { strategy: "TOTP" } })
    return confirmed(tx, userId)
  })
}

export interface Confirmed {
  /** to be shown once; null where the person has some from an earlier second factor */
  recoveryCodes: string[] | null
}

/** After a second factor was added, in the same transaction. */
export async function confirmed(tx: Connection, userId: string): Promise<Confirmed> {
  await forgetGuesses(tx, userId)
  const hasCodes = (await countRecoveryCodes(tx, userId)) > 0
  return { recoveryCodes: hasCodes ? null : await replaceRecoveryCodes(tx, userId) }
}

/**
 * What a six-digit code or a recovery code proves. Right codes are used up.
 * Throws BAD_USER_INPUT / INVALID_OTP, and FORBIDDEN / TOO_MANY_ATTEMPTS after too many wrong ones.
 */
export async function useCode(services: Services, userId: string, code: string): Promise<SecondFactor> {
  await countGuess(services, userId)
  const factor = await factorOf(services, userId, code)
  if (!factor) {
    await recordOwn(services, services.db, userId, { event: "secondFactor.refused" })
    throw wrongCode()
  }
  if (factor === "RECOVERY_CODE") await recordOwn(services, services.db, userId, { event: "secondFactor.recovered" })
  await forgetGuesses(services.db, userId)
  return factor
}

async function factorOf(services: Services, userId: string, code: string): Promise<SecondFactor | undefined> {
  if (await useTotp(services, services.db, userId, code, "VERIFIED")) return "TOTP"
  const isRecovery = (await hasSecondFactor(services, userId)) && (await useRecoveryCode(services.db, userId, code))
  return isRecovery ? "RECOVERY_CODE" : undefined
}

/** The step of a right code is written where an older one stands: of two who come with one code, one is refused. */
async function useTotp(
  services: Services,
  connection: Connection,
  userId: string,
  code: string,
  status: "PENDING" | "VERIFIED",
): Promise<boolean> {
  const [row] = await core(connection)
    .select()
    .from(method)
    .where(and(eq(method.userId, userId), eq(method.strategy, "TOTP"), eq(method.status, status)))
  if (!row?.secret) return false
  const secret = await services.secrets.mustOpen(sealedTotpSecrets.purpose, row.secret)
  const step = await findTotpStep(base64url.decode(secret, { strict: false }), code.replace(/\s/g, ""), services.now())
  if (step === undefined) return false
  const used = await core(connection)
    .update(method)
    .set({ status: "VERIFIED", lastUsedStep: step, lastUsedAt: sql`now()`, updatedAt: sql`now()` })
    .where(
      and(
        eq(method.id, row.id),
        eq(method.secret, row.secret),
        or(isNull(method.lastUsedStep), lt(method.lastUsedStep, step)),
      ),
    )
    .returning({ id: method.id })
  return used.length > 0
}

export function wrongCode(): AppError {
  return badInput("Invalid verification code", "INVALID_OTP", {
    userFriendlyMessage: "Invalid verification code. Please try again.",
  })
}
