/** Showing that an e-mail address is one's own, by a link that is mailed to it. */
import { and, eq, isNull, sql } from "drizzle-orm"
import { recordAuditOf } from "../auth/audit.ts"
import { core } from "../db/core.ts"
import { user } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import { isMailedEnough, issueAppToken, revokeAppTokens, useAppToken } from "./app-tokens.ts"
import { addressLimits, limitByAddress } from "./attempt-limits.ts"
import { addressKey } from "./credentials.ts"
import { writeMail } from "./mails.ts"
import { takingTheSameTime } from "./same-time.ts"
import type { Services } from "./services.ts"
import { selectPerson } from "./person-by-address.ts"

type Person = typeof user.$inferSelect

/** Mails the link, in the transaction of whoever asks. */
export async function mailVerification(services: Services, tx: Connection, { id, email }: Person): Promise<void> {
  await revokeAppTokens(tx, "EMAIL_VERIFICATION", id)
  const token = await issueAppToken(services, tx, { type: "EMAIL_VERIFICATION", userId: id })
  await writeMail(tx, "verify-email", { recipient: email, data: {}, appTokenId: token.id })
}

/** Mails the link again. Says nothing, and takes as long, when there is nobody to whom it should go. */
export async function resendVerification(services: Services, email: string): Promise<void> {
  await limitByAddress(services, addressLimits.mail)
  return takingTheSameTime(() =>
    services.db.transaction(async (tx) => {
      const [person] = await selectPerson(tx, email).for("update")
      if (!person || person.disabled || person.isEmailVerified) return
      if (!(await isMailedEnough(tx, "EMAIL_VERIFICATION", person.id))) await mailVerification(services, tx, person)
    }),
  )
}

/** Uses the link and says whose it was. Throws FORBIDDEN. */
export function verifyEmail(services: Services, token: string, email: string): Promise<Person> {
  return services.db.transaction(async (tx) => {
    const used = await useAppToken(services, tx, "EMAIL_VERIFICATION", token)
    const [person] = used?.userId
      ? await core(tx)
          .update(user)
          .set({ isEmailVerified: true, updatedAt: sql`now()` })
          .where(and(eq(user.id, used.userId), eq(user.email, addressKey(email)), isNull(user.deletedAt)))
          .returning()
      : []
    if (person && !person.disabled) {
      const actor = { kind: "user" as const, id: person.id, email: person.email }
      await recordAuditOf(tx, person.id, { event: "email.verified", actor, client: services.client })
      return person
    }
    throw badVerification()
  })
}

export function badVerification(): AppError {
  return new AppError("FORBIDDEN", "Token is invalid", {
    subCode: "FORBIDDEN_EXCEPTION",
    userFriendlyMessage: "This link was used or has expired. Ask for a new one.",
  })
}

/** Throws FORBIDDEN / EMAIL_NOT_VERIFIED where the operator wants to know, and the person has not shown it. */
export function requireVerified({ config }: Services, person: Pick<Person, "isEmailVerified">): void {
  if (person.isEmailVerified || !config.isEmailVerificationRequired) return
  throw new AppError("FORBIDDEN", "Email is not verified", {
    subCode: "EMAIL_NOT_VERIFIED",
    userFriendlyMessage: "Please confirm your e-mail address first: the link is in your mail.",
  })
}
