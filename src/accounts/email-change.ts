/** Another e-mail address for an account: it counts once a link that was mailed to it has been used. */
import { and, eq, isNull, sql } from "drizzle-orm"
import { systemPrincipal } from "../auth/principal.ts"
import { core } from "../db/core.ts"
import { user } from "../db/core-tables.ts"
import { AppError, badInput } from "../errors.ts"
import { DatabaseError, type Connection } from "../ports/driver.ts"
import { openWorkspace } from "../records/workspace.ts"
import { updateRecords } from "../records/write.ts"
import { recordOwn } from "./account-audit.ts"
import {
  findAppToken,
  isMailedEnough,
  issueAppToken,
  revokeAppTokens,
  useAppToken,
  type AppTokenType,
} from "./app-tokens.ts"
import { addressKey, normalizeEmail } from "./credentials.ts"
import { badVerification, verifyEmail } from "./email-verification.ts"
import { writeMail } from "./mails.ts"
import { memberObject } from "./members.ts"
import { takingTheSameTime } from "./same-time.ts"
import { meetDirectory, requireWelcome } from "./scim/directory.ts"
import { withPlatform, type Services } from "./services.ts"
import { accountExists, findWorkspaces, type User } from "./sign-in.ts"

/**
 * Mails a link to the new address and a notice to the present one, which counts until the link is used. Says nothing, and
 * takes as long, when the new address is somebody's already: they get no mail.
 * Throws BAD_USER_INPUT, and FORBIDDEN after five changes in an hour.
 */
export async function requestEmailChange(services: Services, userId: string, newEmail: string): Promise<void> {
  const email = normalizeEmail(newEmail)
  await takingTheSameTime(() =>
    services.db.transaction(async (tx) => {
      const person = await lockPerson(tx, userId)
      if (person.email === email) throw badInput("This is your e-mail address already", "INVALID_INPUT")
      if (await isMailedEnough(tx, "EMAIL_CHANGE", userId)) throw tooMany()
      await revokeAppTokens(tx, "EMAIL_CHANGE", userId)
      const context = { email, roleId: null, credentialRevision: person.credentialRevision }
      const token = await issueAppToken(services, tx, { type: "EMAIL_CHANGE", userId, context })
      const notice = { recipient: person.email, data: { newEmail: email }, appTokenId: null }
      await writeMail(tx, "change-email-notice", notice)
      await recordOwn(services, tx, userId, { event: "email.changeRequested" })
      if (await accountExists(services, email)) return
      const data = { formerEmail: person.email }
      await writeMail(tx, "change-email", { recipient: email, data, appTokenId: token.id })
    }),
  )
}

async function lockPerson(tx: Connection, userId: string): Promise<User> {
  const [person] = await core(tx)
    .select()
    .from(user)
    .where(and(eq(user.id, userId), isNull(user.deletedAt)))
    .for("update")
  if (person) return person
  throw new AppError("UNAUTHENTICATED", "User not found", { subCode: "USER_NOT_FOUND" })
}

function tooMany(): AppError {
  return new AppError("FORBIDDEN", "Too many changes of the e-mail address", {
    subCode: "EMAIL_CHANGE_LIMIT_REACHED",
    userFriendlyMessage: "You asked for this too often. Try again in an hour.",
  })
}

/** Uses a link that shows an address to be somebody's, be it their first or another one. Throws FORBIDDEN. */
export async function confirmEmail(services: Services, token: string, email: string): Promise<User> {
  const isChange = await findAppToken(services, "EMAIL_CHANGE", token)
  return isChange ? changeEmail(services, token, email) : verifyEmail(services, token, email)
}

/** Sessions go on; what was mailed to the former address ends. */
async function changeEmail(services: Services, token: string, email: string): Promise<User> {
  const changed = await services.db.transaction(async (tx) => {
    const used = await useAppToken(services, tx, "EMAIL_CHANGE", token)
    const context = used?.context
    if (!used?.userId || !context || context.email !== addressKey(email)) throw badVerification()
    const person = await replaceEmail(tx, used.userId, context)
    await recordOwn(services, tx, person.id, { event: "email.changed" })
    for (const type of outstanding) await revokeAppTokens(tx, type, person.id)
    return { person, schemaNames: await followInWorkspaces(services, tx, person) }
  })
  for (const name of changed.schemaNames) services.wake.changed(name)
  return changed.person
}

const outstanding: AppTokenType[] = ["PASSWORD_RESET", "EMAIL_VERIFICATION", "EMAIL_CHANGE"]

/** A new password, or an owner who has shown up since, takes back what was asked for before. */
async function replaceEmail(
  tx: Connection,
  userId: string,
  { email, credentialRevision }: { email: string; credentialRevision?: number },
): Promise<User> {
  try {
    const [person] = await core(tx)
      .update(user)
      .set({ email, isEmailVerified: true, updatedAt: sql`now()` })
      .where(
        and(
          eq(user.id, userId),
          eq(user.credentialRevision, credentialRevision ?? -1),
          eq(user.disabled, false),
          isNull(user.deletedAt),
        ),
      )
      .returning()
    if (person) return person
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (!(cause instanceof DatabaseError) || cause.code !== "23505") throw error
  }
  throw badVerification()
}

/** The names of the schemas in which something was written. */
async function followInWorkspaces(services: Services, tx: Connection, person: User): Promise<string[]> {
  const names: string[] = []
  for (const { id } of await findWorkspaces(services, person.id)) {
    await withPlatform(services, id, async ({ schema }) => {
      const own = openWorkspace(tx, schema, systemPrincipal(id))
      const isTheirs = { userId: { eq: person.id } }
      await updateRecords(own, memberObject(own), isTheirs, { userEmail: person.email }, { selection: null })
      await requireWelcome(tx, id, person, false)
      await meetDirectory(tx, id, person)
      names.push(schema.schemaName)
    })
  }
  return names
}
