/** Rows of the table of mails → mails. Only here does a secret become part of a text. */
import { eq } from "drizzle-orm"
import { invitationUrl } from "../accounts/invitation-url.ts"
import type { MailData, MailName, MailRow } from "../accounts/mails.ts"
import type { Services } from "../accounts/services.ts"
import { core } from "../db/core.ts"
import { appToken } from "../db/core-tables.ts"
import type { Mail } from "./mail.ts"
import { changeEmail, changeEmailNotice } from "./mails/change-email.ts"
import { invitation } from "./mails/invitation.ts"
import { passwordChanged } from "./mails/password-changed.ts"
import { resetPassword } from "./mails/reset-password.ts"
import { validateDomain } from "./mails/validate-domain.ts"
import { verifyEmail } from "./mails/verify-email.ts"

/** The mail as it is to be sent; undefined when the link in it would no longer work. */
export async function composeMail(services: Services, row: MailRow): Promise<Mail | undefined> {
  const token = await liveToken(services, row.appTokenId)
  return token === undefined
    ? undefined
    : { to: row.recipient, ...templates[row.template as MailName](services, row, token) }
}

/** "" for a mail that has no link; undefined where its link would no longer work. */
async function liveToken(services: Services, id: string | null): Promise<string | undefined> {
  if (id === null) return ""
  const [row] = await core(services.db).select().from(appToken).where(eq(appToken.id, id))
  if (!row || row.revokedAt || new Date(row.expiresAt).getTime() <= services.now()) return undefined
  const token = await services.mailedTokens.find(id, row.value)
  if (token !== undefined) return token
  throw new Error("A mail cannot be written: this worker's APP_SECRET is not the one of the server that asked for it")
}

type Template = (services: Services, row: MailRow, token: string) => Omit<Mail, "to">

/** Addresses are those of the web client, under the public address: never one that a request brought along. */
const templates: Record<MailName, Template> = {
  "verify-email": (services, { recipient }, token) => verifyEmail(confirmationUrl(services, recipient, token)),
  "change-email": (services, { recipient, data }, token) =>
    changeEmail(data as MailData["change-email"], confirmationUrl(services, recipient, token)),
  "change-email-notice": ({ config }, { data }) =>
    changeEmailNotice(data as MailData["change-email-notice"], `${config.publicUrl}/`),
  "validate-domain"({ config }, row, token) {
    const data = row.data as MailData["validate-domain"]
    const query = `wtdId=${data.approvedAccessDomainId}&validationToken=${token}`
    return validateDomain(data, `${config.publicUrl}/settings/security?${query}`)
  },
  "reset-password": ({ config }, _row, token) => resetPassword(`${config.publicUrl}/reset-password/${token}`),
  "password-changed": ({ config }) => passwordChanged(`${config.publicUrl}/reset-password`),
  invitation(services, row, token) {
    const data = row.data as MailData["invitation"]
    return invitation(data, invitationUrl(services, { ...data, email: row.recipient, token }))
  },
}

/** Where the web client takes the token of an address that somebody says is theirs. */
function confirmationUrl({ config }: Services, email: string, token: string): string {
  return `${config.publicUrl}/verify-email?emailVerificationToken=${token}&email=${encodeURIComponent(email)}`
}
