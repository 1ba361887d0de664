/** A real SMTP server that keeps what it is sent. */
import { SMTPServer } from "smtp-server"

export interface TestSmtpServer {
  url: string
  /** whole messages, newest last */
  messages: { to: string[]; text: string }[]
  /** the next so many messages are refused for now, as a busy server does */
  refuse(count: number): void
  close(): Promise<void>
}

export async function startSmtpServer(): Promise<TestSmtpServer> {
  const messages: TestSmtpServer["messages"] = []
  let refusals = 0
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, done) =>
      username === "kith" && password === "mail secret"
        ? done(null, { user: username })
        : done(new Error("Wrong password")),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        if (refusals-- > 0) return done(Object.assign(new Error("Try again later"), { responseCode: 451 }))
        const to = session.envelope.rcptTo.map((each) => each.address)
        messages.push({ to, text: decoded(Buffer.concat(chunks).toString()) })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.server.address() as { port: number }
  return {
    url: `smtp://kith:mail%20secret@127.0.0.1:${port}`,
    messages,
    refuse: (count) => void (refusals = count),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Quoted-printable → text, so that links are whole. */
function decoded(message: string): string {
  return message
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
