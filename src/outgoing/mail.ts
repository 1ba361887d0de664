/** The port to mail: SMTP, where a server is set. */
import { createTransport } from "nodemailer"
import { isLoopback, type MailSettings } from "../config.ts"

export interface Mail {
  /** one address, without a name */
  to: string
  subject: string
  html: string
  text: string
}

export interface Mailer {
  /** Resolves when the next server has taken the mail. Throws what that server or the network says. */
  send(mail: Mail): Promise<void>
  close(): void
}

/** Milliseconds that each step of talking to the server may take. */
const patience = 15_000

export function openMailer({ smtpUrl, from }: MailSettings): Mailer {
  const transport = createTransport({
    ...transportOptions(smtpUrl),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    // A template names no file and no address that the server should fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, subject, html, text }) {
      await transport.sendMail({ from, to: { name: "", address: to }, subject, html, text })
    },
    close: () => transport.close(),
  }
}

/** The port 465 speaks TLS from the first byte; elsewhere a password is only sent once STARTTLS has succeeded. */
function transportOptions(smtpUrl: string) {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl)
  const secure = protocol === "smtps:" || port === "465"
  const auth = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && auth !== undefined && !isLoopback(hostname),
    ...(auth && { auth }),
  }
}
