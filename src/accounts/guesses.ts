/**
 * Guesses at a second factor are counted in the database, so that it makes no difference to how many servers they go. Only
 * whoever has the password can guess, so that nobody else can lock a person out.
 */
import { and, eq, sql } from "drizzle-orm"
import { core } from "../db/core.ts"
import { user } from "../db/core-tables.ts"
import { AppError } from "../errors.ts"
import type { Connection } from "../ports/driver.ts"
import type { Services } from "./services.ts"

/** Wrong guesses in a row that cost nothing. */
const free = 4

/** Milliseconds: the pause after the next one, which doubles with each further one, up to the longest. */
const firstPause = 60_000
const longestPause = 3_600_000

/**
 * Counts a guess before it is looked at, so that many at once are no more than many in a row.
 * Throws FORBIDDEN / TOO_MANY_ATTEMPTS during a pause.
 */
export async function countGuess(services: Services, userId: string): Promise<void> {
  const now = new Date(services.now()).toISOString()
  const pause = sql`least(${longestPause}, ${firstPause} * power(2, least("secondFactorFailures" - ${free}, 20)))`
  const [row] = await core(services.db)
    .update(user)
    .set({
      secondFactorFailures: sql`"secondFactorFailures" + 1`,
      secondFactorLockedUntil: sql`case when "secondFactorFailures" >= ${free}
        then ${now}::timestamptz + ${pause} * interval '1 millisecond' end`,
    })
    .where(
      and(
        eq(user.id, userId),
        sql`("secondFactorLockedUntil" is null or "secondFactorLockedUntil" <= ${now}::timestamptz)`,
      ),
    )
    .returning({ id: user.id })
  if (!row) throw await tooManyGuesses(services, userId)
}

export async function forgetGuesses(connection: Connection, userId: string): Promise<void> {
  await core(connection)
    .update(user)
    .set({ secondFactorFailures: 0, secondFactorLockedUntil: null })
    .where(eq(user.id, userId))
}

async function tooManyGuesses(services: Services, userId: string): Promise<AppError> {
  const [row] = await core(services.db)
    .select({ until: user.secondFactorLockedUntil })
    .from(user)
    .where(eq(user.id, userId))
  const until = row?.until ? new Date(row.until).getTime() : services.now()
  const retryAfter = Math.max(1, Math.ceil((until - services.now()) / 1000))
  return new AppError("FORBIDDEN", `Too many wrong codes; try again in ${retryAfter} seconds`, {
    subCode: "TOO_MANY_ATTEMPTS",
    userFriendlyMessage: "Too many wrong codes. Wait a while and try again.",
    extensions: { retryAfter },
  })
}
