/** Mails wait in a table until a worker sends them: they are written with whatever they are about, or not at all. */
import { core } from "../db/core.ts"
import { mail } from "../db/core-tables.ts"
import { render, sql } from "../db/sql.ts"
import type { Connection } from "../ports/driver.ts"

export type MailRow = typeof mail.$inferSelect

/** Name of a mail → what it says besides its link. No secrets: this is kept until the mail is sent. */
export interface MailData {
  "verify-email": Record<string, never>
  "reset-password": Record<string, never>
  "password-changed": Record<string, never>
  invitation: { workspace: string; inviter: string; inviteHash: string }
  "change-email": { formerEmail: string }
  "change-email-notice": { newEmail: string }
  "validate-domain": { workspace: string; inviter: string; domain: string; approvedAccessDomainId: string }
}

export type MailName = keyof MailData

/** Where workers hear that there is something besides the event log to do. */
export const workChannel = "kith_work"

export async function writeMail<Name extends MailName>(
  tx: Connection,
  template: Name,
  { recipient, data, appTokenId }: { recipient: string; data: MailData[Name]; appTokenId: string | null },
): Promise<void> {
  await core(tx).insert(mail).values({ template, recipient, data, appTokenId })
  await announceWork(tx)
}

/** Workers look for what is to be done once the transaction is through. */
export async function announceWork(tx: Connection): Promise<void> {
  const { text, params } = render(sql`select pg_notify(${workChannel}, '')`)
  await tx.query(text, params)
}
