/** Sends the mails that wait in their table. The queue carries their ids, and tries again with growing pauses. */
import { eq, isNull, lt, or, sql } from "drizzle-orm"
import { removeSpentAppTokens } from "../accounts/app-tokens.ts"
import type { Services } from "../accounts/services.ts"
import { core } from "../db/core.ts"
import { mail } from "../db/core-tables.ts"
import { composeMail } from "../outgoing/compose.ts"
import type { Mailer } from "../outgoing/mail.ts"
import type { Queues } from "./queues.ts"

/** Pauses from two seconds, doubled each time: the last try is half an hour after the first. */
const retries = { attempts: 11, backoff: 2000 }

/** Rows of mails that came to nothing are kept no longer. */
const kept = "1 day"

/** Gives every mail that waits to the queue, and forgets those that came to nothing. */
export async function queueMails(services: Services, queues: Queues): Promise<void> {
  await removeOldMails(services)
  if (!services.config.mail) return
  for (const { id } of await findWaiting(services)) {
    await queues.add("email-queue", { mailId: id }, { key: id, ...retries })
    await core(services.db)
      .update(mail)
      .set({ queuedAt: sql`now()` })
      .where(eq(mail.id, id))
  }
}

/** A job that was lost, or given up an hour ago, gets a successor. */
function findWaiting({ db }: Services): Promise<{ id: string }[]> {
  return core(db)
    .select({ id: mail.id })
    .from(mail)
    .where(or(isNull(mail.queuedAt), lt(mail.queuedAt, sql`now() - interval '1 hour'`)))
    .orderBy(mail.createdAt)
    .limit(1000)
}

async function removeOldMails(services: Services): Promise<void> {
  await removeSpentAppTokens(services)
  await core(services.db)
    .delete(mail)
    .where(lt(mail.createdAt, sql`now() - interval '${sql.raw(kept)}'`))
}

/** The job: sends one mail and forgets it. A mail whose link no longer works is forgotten as well. */
export function createMailSending(services: Services, mailer: Mailer): (data: { mailId: string }) => Promise<void> {
  return async ({ mailId }) => {
    const [row] = await core(services.db).select().from(mail).where(eq(mail.id, mailId))
    if (!row) return
    const composed = await composeMail(services, row)
    if (composed) await mailer.send(composed)
    await core(services.db).delete(mail).where(eq(mail.id, mailId))
  }
}
