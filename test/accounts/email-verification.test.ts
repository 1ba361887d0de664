/** Showing that an address is one's own, at the front door. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { mailed } from "../support/mailbox.ts"

let app: TestApp
let stranger: Member
let elapsed = 0

beforeAll(async () => {
  app = await createTestApp({
    now: () => Date.now() + elapsed,
    env: { IS_EMAIL_VERIFICATION_REQUIRED: "true" },
  })
  stranger = actAs(app.request, { userId: "", workspaceId: "", token: "" })
})

afterAll(() => app.close())

const pair = "tokens { accessOrWorkspaceAgnosticToken { token } }"
interface Signed {
  tokens: { accessOrWorkspaceAgnosticToken: { token: string } }
}

async function signUp() {
  const email = `${crypto.randomUUID()}@example.com`
  const { data } = await stranger.metadata<{ signUp: Signed }>(
    `mutation { signUp(email: "${email}", password: "correct horse") { ${pair} } }`,
  )
  const { token } = data.signUp.tokens.accessOrWorkspaceAgnosticToken
  return { email, me: actAs(app.request, { ...stranger, token }) }
}

const link = async (email: string) =>
  (await mailed(app, email, /verify-email\?emailVerificationToken=([0-9a-f]{64})&email=/))!

const signIn = (email: string, password = "correct horse") =>
  stranger.metadata(`mutation { signIn(email: "${email}", password: "${password}") { ${pair} } }`)

const verify = (token: string, email: string) =>
  stranger.metadata<{ verifyEmailAndGetWorkspaceAgnosticToken: Signed }>(
    `mutation { verifyEmailAndGetWorkspaceAgnosticToken(emailVerificationToken: "${token}", email: "${email}") { ${pair} } }`,
  )

const found = `mutation { signUpInNewWorkspace(input: { displayName: "Acme" }) { loginToken { token } } }`

test("until the address is confirmed nothing can be entered, and then it can", async () => {
  const { email, me } = await signUp()
  expect((await signIn(email)).errors?.[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
    subCode: "EMAIL_NOT_VERIFIED",
  })
  expect((await signIn(email, "wrong horse")).errors?.[0]?.message).toBe("Wrong password")
  expect((await me.metadata(found)).errors?.[0]?.extensions.subCode).toBe("EMAIL_NOT_VERIFIED")

  const token = await link(email)
  const verified = await verify(token, email)
  const agnostic = verified.data.verifyEmailAndGetWorkspaceAgnosticToken.tokens.accessOrWorkspaceAgnosticToken.token
  expect((await actAs(app.request, { ...stranger, token: agnostic }).metadata(found)).errors).toBeUndefined()
  expect((await signIn(email)).errors).toBeUndefined()
  expect((await verify(token, email)).errors?.[0]?.message).toBe("Token is invalid")
})

test("both names of the operation give a login token", async () => {
  for (const name of ["verifyEmailAndGetLoginToken", "getLoginTokenFromEmailVerificationToken"]) {
    const { email, me } = await signUp()
    await app.services.db.query(`update core."user" set "isEmailVerified" = true where email = '${email}'`)
    expect((await me.metadata(found)).errors).toBeUndefined()
    const { data, errors } = await stranger.metadata<Record<string, { loginToken: { token: string } }>>(
      `mutation { ${name}(emailVerificationToken: "${await link(email)}", email: "${email}", origin: "http://localhost:3000") { loginToken { token } workspaceUrls { subdomainUrl } } }`,
    )
    expect(errors).toBeUndefined()
    expect(data[name]!.loginToken.token).toBeString()
  }
})

test("the link is for its own address, for an hour, and the newest counts", async () => {
  const { email } = await signUp()
  const other = await signUp()
  const first = await link(email)
  expect((await verify(first, other.email)).errors?.[0]?.message).toBe("Token is invalid")
  await stranger.metadata(`mutation { resendEmailVerificationToken(email: "${email}", origin: "x") { success } }`)
  const second = await link(email)
  expect((await verify(first, email)).errors?.[0]?.message).toBe("Token is invalid")
  elapsed = 3_600_000 + 1000
  expect((await verify(second, email)).errors?.[0]?.message).toBe("Token is invalid")
  elapsed = 0
  expect((await verify(second, email)).errors).toBeUndefined()
})

test("a link for one thing does nothing else", async () => {
  const { email } = await signUp()
  const token = await link(email)
  const { errors } = await stranger.metadata(
    `mutation { updatePasswordViaResetToken(passwordResetToken: "${token}", newPassword: "battery staple") { success } }`,
  )
  expect(errors?.[0]?.message).toBe("Token is invalid")
})

test("asking again tells nothing of who has an account", async () => {
  const { email } = await signUp()
  const answers = await Promise.all(
    [email, "nobody@example.com"].map((each) =>
      stranger.metadata(`mutation { resendEmailVerificationToken(email: "${each}", origin: "x") { success } }`),
    ),
  )
  expect(answers).toEqual(answers.map(() => ({ data: { resendEmailVerificationToken: { success: true } } })))
})

test("clients learn that it is required", async () => {
  const config = (await (await app.request("/client-config")).json()) as { isEmailVerificationRequired: boolean }
  expect(config.isEmailVerificationRequired).toBe(true)
})
