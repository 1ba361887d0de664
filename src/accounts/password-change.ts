/** Another password for whoever knows the present one. */
import { and, eq, isNull, sql } from "drizzle-orm"
import { revokeOtherSessions, type SessionRow } from "../auth/sessions.ts"
import { invalidToken } from "../auth/tokens.ts"
import { core } from "../db/core.ts"
import { user } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import { recordOwn } from "./account-audit.ts"
import { revokeAppTokens } from "./app-tokens.ts"
import { withinSignInLimits } from "./attempt-limits.ts"
import { checkPassword } from "./credentials.ts"
import { writeMail } from "./mails.ts"
import type { Services } from "./services.ts"
import { findByPassword, type User } from "./sign-in.ts"

export interface PasswordChange {
  /** the present one */
  password: string
  newPassword: string
  /** ends every session of the person but the one that asks */
  signsOutOthers: boolean
}

/**
 * Sets the password and tells the person by mail; what was mailed or signed before it counts no more. Whoever guesses at
 * the present one is slowed down and refused as at signing in.
 * Throws BAD_USER_INPUT for a weak password, FORBIDDEN / PASSWORD_NOT_SET where there is none yet, FORBIDDEN /
 * WRONG_PASSWORD, TOO_MANY_REQUESTS, and UNAUTHENTICATED where another change was quicker.
 */
export async function changePassword(
  services: Services,
  session: SessionRow,
  { password, newPassword, signsOutOthers }: PasswordChange,
): Promise<void> {
  checkPassword(newPassword)
  const person = await getPersonWithPassword(services, session.userId)
  await requirePassword(services, person, password)
  const passwordHash = await services.passwords.hash(newPassword)
  await services.db.transaction(async (tx) => {
    await replacePassword(tx, person, passwordHash)
    await revokeAppTokens(tx, "PASSWORD_RESET", person.id)
    const ended = signsOutOthers ? await revokeOtherSessions(tx, person.id, session.id) : 0
    await writeMail(tx, "password-changed", { recipient: person.email, data: {}, appTokenId: null })
    await recordOwn(services, tx, person.id, { event: "password.changed", details: { endedSessions: ended } })
  })
}

async function getPersonWithPassword({ db }: Services, id: string): Promise<User> {
  const [person] = await core(db)
    .select()
    .from(user)
    .where(and(eq(user.id, id), isNull(user.deletedAt)))
  if (!person) throw invalidToken()
  if (person.passwordHash !== null) return person
  throw new AppError("FORBIDDEN", "This account has no password yet; ask for a link by emailPasswordResetLink", {
    subCode: "PASSWORD_NOT_SET",
    userFriendlyMessage: "You have no password yet. Ask for a link by which you can set one.",
  })
}

async function requirePassword(services: Services, { id, email }: User, password: string): Promise<void> {
  const check = async () => {
    const person = await findByPassword(services, { email, password })
    if (person) return person
    throw new AppError("FORBIDDEN", "Wrong password", {
      subCode: "WRONG_PASSWORD",
      userFriendlyMessage: "This is not your present password.",
    })
  }
  await withinSignInLimits(services, email, check, { event: "password.refused", actor: { kind: "user", id } })
}

/** A reset that was quicker has taken the right to this change with the password. */
async function replacePassword(tx: Connection, person: User, passwordHash: string): Promise<void> {
  const changed = await core(tx)
    .update(user)
    .set({ passwordHash, credentialRevision: sql`"credentialRevision" + 1`, updatedAt: sql`now()` })
    .where(and(eq(user.id, person.id), eq(user.credentialRevision, person.credentialRevision)))
    .returning({ id: user.id })
  if (changed.length === 0) throw invalidToken()
}
