/** A new password for whoever reads the mail of an account. */
import { eq, sql } from "drizzle-orm"
import { recordAuditOf } from "../auth/audit.ts"
import { revokeSessions } from "../auth/sessions.ts"
import { core } from "../db/core.ts"
import { user } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import { findAppToken, isMailedEnough, issueAppToken, revokeAppTokens, useAppToken } from "./app-tokens.ts"
import { addressLimits, limitByAddress, rememberPlace } from "./attempt-limits.ts"
import { writeMail } from "./mails.ts"
import { checkPassword } from "./credentials.ts"
import type { Services } from "./services.ts"
import { takingTheSameTime } from "./same-time.ts"
import { selectPerson } from "./person-by-address.ts"

/** Mails a link. Says nothing, and takes as long, when there is no such account. */
export async function requestPasswordReset(services: Services, email: string): Promise<void> {
  await limitByAddress(services, addressLimits.mail)
  return takingTheSameTime(() =>
    services.db.transaction(async (tx) => {
      // Locked, so that requests that come at once are counted one after the other.
      const [person] = await selectPerson(tx, email).for("update")
      if (!person || person.disabled || (await isMailedEnough(tx, "PASSWORD_RESET", person.id))) return
      await revokeAppTokens(tx, "PASSWORD_RESET", person.id)
      const token = await issueAppToken(services, tx, { type: "PASSWORD_RESET", userId: person.id })
      await writeMail(tx, "reset-password", { recipient: person.email, data: {}, appTokenId: token.id })
      await record(services, tx, "password.resetRequested", person.id, "nobody")
    }),
  )
}

/** Whose password the link is for. Throws FORBIDDEN. */
export async function checkPasswordReset(services: Services, token: string): Promise<{ id: string; email: string }> {
  const found = await findAppToken(services, "PASSWORD_RESET", token)
  const [person] = found?.userId
    ? await core(services.db).select({ id: user.id, email: user.email }).from(user).where(eq(user.id, found.userId))
    : []
  if (!person) throw badResetToken()
  return person
}

/** Sets the password, once, and signs everybody out. Throws FORBIDDEN, and BAD_USER_INPUT for a weak password. */
export async function resetPassword(services: Services, token: string, password: string): Promise<void> {
  checkPassword(password)
  if (!(await findAppToken(services, "PASSWORD_RESET", token))) throw badResetToken()
  const passwordHash = await services.passwords.hash(password)
  const person = await services.db.transaction(async (tx) => {
    const used = await useAppToken(services, tx, "PASSWORD_RESET", token)
    if (!used?.userId) throw badResetToken()
    const [changed] = await core(tx)
      .update(user)
      .set({
        passwordHash,
        // Whoever has the link reads the mail of this address.
        isEmailVerified: true,
        credentialRevision: sql`"credentialRevision" + 1`,
        updatedAt: sql`now()`,
      })
      .where(eq(user.id, used.userId))
      .returning()
    await revokeSessions(tx, used.userId)
    await record(services, tx, "password.reset", used.userId, "user")
    return changed!
  })
  // Others may have used up the tries that strangers have.
  await rememberPlace(services, person)
}

/** Who asks for a link is anybody; who has it is the owner of the address. */
function record(
  { client }: Services,
  tx: Connection,
  event: "password.resetRequested" | "password.reset",
  id: string,
  kind: "user" | "nobody",
): Promise<void> {
  const actor = kind === "user" ? { kind, id } : { kind }
  return recordAuditOf(tx, id, { event, actor, target: { kind: "user", id }, client })
}

function badResetToken(): AppError {
  return new AppError("FORBIDDEN", "Token is invalid", {
    subCode: "FORBIDDEN_EXCEPTION",
    userFriendlyMessage: "This link was used or has expired. Ask for a new one.",
  })
}
