/** Mail: who may see it, how it travels, what is left of it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { ConfigError, readConfig } from "../../src/config.ts"
import { escapeHtml, layOut } from "../../src/outgoing/mails/layout.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { mailboxText, mailed } from "../support/mailbox.ts"
import { startSmtpServer, type TestSmtpServer } from "../support/smtp-server.ts"
import { startWorker } from "../support/worker.ts"

let app: TestApp
let stranger: Member
let smtp: TestSmtpServer

beforeAll(async () => {
  app = await createTestApp()
  stranger = actAs(app.request, { userId: "", workspaceId: "", token: "" })
  smtp = await startSmtpServer()
})

afterAll(async () => {
  await app.close()
  await smtp.close()
})

async function account(): Promise<string> {
  const email = `${crypto.randomUUID()}@example.com`
  const { errors } = await stranger.metadata(
    `mutation { signUp(email: "${email}", password: "correct horse") { tokens { accessToken { token } } } }`,
  )
  expect(errors).toBeUndefined()
  return email
}

const forgot = (email: string) =>
  stranger.metadata(`mutation { emailPasswordResetLink(email: "${email}") { success } }`)

const rows = <T>(query: string) => app.services.db.query<T>(query)

describe("settings", () => {
  const refused: [string, Record<string, string>, RegExp][] = [
    ["a sender without a server", { MAIL_FROM: "kith@example.com" }, /SMTP_URL/],
    ["a server without a sender", { SMTP_URL: "smtp://mail.example.com" }, /MAIL_FROM/],
    ["a sender that is none", { SMTP_URL: "smtp://mail.example.com", MAIL_FROM: "kith" }, /MAIL_FROM/],
    ["a sender with a line break", { SMTP_URL: "smtp://m.example", MAIL_FROM: "a@b.c\r\nBcc: x@y.z" }, /MAIL_FROM/],
    ["another protocol", { SMTP_URL: "http://mail.example.com", MAIL_FROM: "a@b.c" }, /SMTP_URL/],
    ["verification that cannot be mailed", { HOST: "0.0.0.0", IS_EMAIL_VERIFICATION_REQUIRED: "true" }, /SMTP_URL/],
    ["a mailbox in production", { NODE_ENV: "production", LOCAL_MAILBOX: "on" }, /SMTP_URL/],
    ["a mailbox of a public address", { PUBLIC_URL: "https://crm.example.com", LOCAL_MAILBOX: "on" }, /SMTP_URL/],
  ]
  test.each(refused)("%s is refused", (_, env, message) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(() => readConfig(env)).toThrow(message)
  })

  const smtpEnv = { SMTP_URL: "smtp://mail.example.com", MAIL_FROM: "Kith <kith@example.com>" }
  const shown: [string, Record<string, string>, boolean, boolean][] = [
    ["on one's own machine", {}, true, false],
    ["at ::1", { HOST: "::1" }, true, false],
    ["in production", { NODE_ENV: "production" }, false, false],
    ["on every address", { HOST: "0.0.0.0" }, false, false],
    [
      "on every address, published to this machine",
      { HOST: "0.0.0.0", LOCAL_MAILBOX: "on", PUBLIC_URL: "http://localhost:3000" },
      true,
      false,
    ],
    ["behind a public address", { PUBLIC_URL: "https://crm.example.com" }, false, false],
    ["switched off", { LOCAL_MAILBOX: "off" }, false, false],
    ["with a server", smtpEnv, false, true],
    ["with a server, unverified", { ...smtpEnv, IS_EMAIL_VERIFICATION_REQUIRED: "false" }, false, false],
  ]
  test.each(shown)("%s", (_, env, showsMailbox, isEmailVerificationRequired) => {
    expect(readConfig(env)).toMatchObject({ showsMailbox, isEmailVerificationRequired })
  })
})

describe("the local mailbox", () => {
  test("shows the mail, and says nothing to caches and frames", async () => {
    const email = await account()
    await forgot(email)
    expect(await mailed(app, email, /(\/reset-password\/[0-9a-f]{64})"/)).toBeDefined()
    const { headers } = await app.request("/mailbox")
    expect(headers.get("cache-control")).toBe("no-store")
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'")
  })

  const outside: [string, Record<string, string>][] = [
    ["another name of the machine", { host: "evil.example:3000" }],
    ["a name that begins like the machine's", { host: "localhost.evil.example" }],
    ["a proxy", { "x-forwarded-for": "203.0.113.7" }],
    ["a proxy of the standard", { forwarded: "for=203.0.113.7" }],
  ]
  test.each(outside)("is not there for %s", async (_, headers) => {
    expect((await app.request("/mailbox", { headers })).status).toBe(404)
  })

  test("is not there where the configuration says no", async () => {
    const closed = await createTestApp({ env: { LOCAL_MAILBOX: "off" } })
    expect((await closed.request("/mailbox")).status).toBe(404)
    await closed.close()
  })
})

describe("with an SMTP server", () => {
  test("the worker sends it, again when the server was busy, and nothing of it stays", async () => {
    const email = await account()
    await forgot(email)
    smtp.refuse(1)
    const worker = await startWorker({
      databaseUrl: app.url,
      env: { SMTP_URL: smtp.url, MAIL_FROM: "Kith <kith@example.com>" },
    })
    const arrived = () => smtp.messages.find(({ to }) => to.includes(email))
    for (let i = 0; i < 300 && !arrived(); i++) await Bun.sleep(50)
    const [message] = [arrived()!]
    expect(message.to).toEqual([email])
    expect(message.text).toContain("From: Kith <kith@example.com>")
    const token = /\/reset-password\/([0-9a-f]{64})/.exec(message.text)![1]!
    const { data } = await stranger.metadata<{ validatePasswordResetToken: { email: string } }>(
      `{ validatePasswordResetToken(passwordResetToken: "${token}") { id email } }`,
    )
    expect(data.validatePasswordResetToken.email).toBe(email)
    for (let i = 0; i < 100 && (await rows(`select from core.mail where recipient = '${email}'`)).length > 0; i++)
      await Bun.sleep(50)
    expect(await rows(`select from core.mail where recipient = '${email}'`)).toEqual([])
    const kept = await rows<{ value: string }>(`select value from core."appToken"`)
    expect(kept.map(({ value }) => value)).not.toContain(token)

    // One that comes while the worker runs is sent at once.
    const other = await account()
    await forgot(other)
    for (let i = 0; i < 100 && !smtp.messages.some(({ to }) => to.includes(other)); i++) await Bun.sleep(50)
    expect(smtp.messages.filter(({ to }) => to.includes(other)).length).toBe(1)

    expect(await worker.stop()).toBe(0)
    const log = JSON.stringify(worker.lines)
    expect(log).not.toContain(token)
    expect(log).not.toContain("mail%20secret")
    expect(log).toContain("A job failed and will be tried again")
  }, 60_000)

  test("a mail whose link no longer works is not shown and not sent", async () => {
    const email = await account()
    await forgot(email)
    await forgot(email)
    const links = (await mailboxText(app)).split("<article>").filter((each) => each.includes(`To ${email}`))
    expect(links.length).toBe(1)
  })
})

test("what people typed cannot become markup or another header", () => {
  const mail = layOut({
    subject: "A\r\nBcc: b@example.com",
    lines: [`<script>"x"</script>`],
    action: { label: "<b>", url: `https://example.com/?a=1&b="` },
    footnotes: ["it's"],
  })
  expect(mail.subject).toBe("A Bcc: b@example.com")
  expect(mail.html).not.toMatch(/<script|<b>|b="/)
  expect(mail.html).toContain("https://example.com/?a=1&amp;b=&quot;")
  expect(escapeHtml("it's")).toBe("it&#39;s")
})
