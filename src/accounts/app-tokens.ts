/** Rows behind the secrets that travel by mail: made, found by what was mailed, used up. */
import { and, eq, gt, isNull, lt, sql } from "drizzle-orm"
import { core } from "../db/core.ts"
import { appToken } from "../db/core-tables.ts"
import type { Connection } from "../ports/driver.ts"
import type { Services } from "./services.ts"

export type AppToken = typeof appToken.$inferSelect
export type AppTokenType = "INVITATION" | "PASSWORD_RESET" | "EMAIL_VERIFICATION" | "EMAIL_CHANGE" | "DOMAIN_VALIDATION"

/** Milliseconds. */
export const appTokenLifetimes: Record<AppTokenType, number> = {
  INVITATION: 30 * 24 * 3_600_000,
  PASSWORD_RESET: 5 * 60_000,
  EMAIL_VERIFICATION: 3_600_000,
  EMAIL_CHANGE: 3_600_000,
  DOMAIN_VALIDATION: 7 * 24 * 3_600_000,
}

export async function issueAppToken(
  services: Services,
  tx: Connection,
  owner: Pick<typeof appToken.$inferInsert, "userId" | "workspaceId" | "context"> & { type: AppTokenType },
): Promise<AppToken> {
  const id = crypto.randomUUID()
  const value = await services.mailedTokens.hash(await services.mailedTokens.of(id))
  const expiresAt = new Date(services.now() + appTokenLifetimes[owner.type]).toISOString()
  const [row] = await core(tx)
    .insert(appToken)
    .values({ ...owner, id, value, expiresAt })
    .returning()
  return row!
}

/** What the mailed secret stands for, as long as it holds. */
export async function findAppToken(
  services: Services,
  type: AppTokenType,
  token: string,
): Promise<AppToken | undefined> {
  const value = await services.mailedTokens.hash(token)
  const [row] = await core(services.db)
    .select()
    .from(appToken)
    .where(and(eq(appToken.value, value), isLive(services, type)))
  return row
}

/** Uses the secret up, so that of two who come with it at the same moment one is refused: they get undefined. */
export async function useAppToken(
  services: Services,
  tx: Connection,
  type: AppTokenType,
  token: string,
): Promise<AppToken | undefined> {
  const value = await services.mailedTokens.hash(token)
  const [row] = await core(tx)
    .update(appToken)
    .set({ revokedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(appToken.value, value), isLive(services, type)))
    .returning()
  return row
}

/** Takes back what was mailed to this person before. */
export async function revokeAppTokens(tx: Connection, type: AppTokenType, userId: string): Promise<void> {
  await core(tx)
    .update(appToken)
    .set({ revokedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(appToken.userId, userId), eq(appToken.type, type), isNull(appToken.revokedAt)))
}

/** Mails of one kind that a person can be made to get within an hour. */
const hourly = 5

/** Has so much been mailed to this person that one more would be a nuisance? */
export async function isMailedEnough(tx: Connection, type: AppTokenType, userId: string): Promise<boolean> {
  const rows = await core(tx)
    .select({ id: appToken.id })
    .from(appToken)
    .where(
      and(eq(appToken.userId, userId), eq(appToken.type, type), sql`${appToken.createdAt} > now() - interval '1 hour'`),
    )
    .limit(hourly)
  return rows.length >= hourly
}

export const isLive = (services: Services, type: AppTokenType) =>
  and(
    eq(appToken.type, type),
    isNull(appToken.revokedAt),
    gt(appToken.expiresAt, new Date(services.now()).toISOString()),
  )

/** Those that ended a week ago, which nothing counts any more. */
export async function removeSpentAppTokens(services: Services): Promise<void> {
  const weekAgo = new Date(services.now() - 7 * 24 * 3_600_000).toISOString()
  await core(services.db).delete(appToken).where(lt(appToken.expiresAt, weekAgo))
}
