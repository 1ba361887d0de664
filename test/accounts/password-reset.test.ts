/** Forgotten passwords, at the front door. */
import { afterAll, beforeAll, expect, test } from "bun:test"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { mailed } from "../support/mailbox.ts"

let app: TestApp
let stranger: Member
let elapsed = 0

beforeAll(async () => {
  app = await createTestApp({ now: () => Date.now() + elapsed })
  stranger = actAs(app.request, { userId: "", workspaceId: "", token: "" })
})

afterAll(() => app.close())

const tokens = "tokens { accessOrWorkspaceAgnosticToken { token } refreshToken { token } }"

async function account() {
  const email = `${crypto.randomUUID()}@example.com`
  const { data } = await stranger.metadata<{ signUp: { tokens: TokenPair } }>(
    `mutation { signUp(email: "${email}", password: "correct horse") { ${tokens} } }`,
  )
  const agnostic = actAs(app.request, { ...stranger, token: data.signUp.tokens.accessOrWorkspaceAgnosticToken.token })
  const founded = await agnostic.metadata<{ signUpInNewWorkspace: { loginToken: { token: string } } }>(
    `mutation { signUpInNewWorkspace(input: { displayName: "Acme" }) { loginToken { token } } }`,
  )
  const pair = await trade(founded.data.signUpInNewWorkspace.loginToken.token)
  const me = actAs(app.request, {
    ...stranger,
    token: pair.data.getAuthTokensFromLoginToken.tokens.accessOrWorkspaceAgnosticToken.token,
  })
  return { email, agnostic, me, refresh: pair.data.getAuthTokensFromLoginToken.tokens.refreshToken.token }
}

interface TokenPair {
  accessOrWorkspaceAgnosticToken: { token: string }
  refreshToken: { token: string }
}

const trade = (loginToken: string) =>
  stranger.metadata<{ getAuthTokensFromLoginToken: { tokens: TokenPair } }>(
    `mutation { getAuthTokensFromLoginToken(loginToken: "${loginToken}", origin: "http://localhost:3000") { ${tokens} } }`,
  )

const forgot = (email: string) =>
  stranger.metadata(`mutation { emailPasswordResetLink(email: "${email}") { success } }`)

const login = (email: string, password: string) =>
  stranger.metadata<{ getLoginTokenFromCredentials: { loginToken: { token: string } } }>(
    `mutation { getLoginTokenFromCredentials(email: "${email}", password: "${password}", origin: "http://localhost:3000") { loginToken { token } } }`,
  )

const set = (token: string, password: string) =>
  stranger.metadata(
    `mutation { updatePasswordViaResetToken(passwordResetToken: "${token}", newPassword: "${password}") { success } }`,
  )

const link = async (email: string) => (await mailed(app, email, /reset-password\/([0-9a-f]{64})"/))!

test("the link sets a password once, and everybody who was signed in is out", async () => {
  const { email, me, agnostic, refresh } = await account()
  const before = await login(email, "correct horse")
  await forgot(email)
  const token = await link(email)
  expect((await set(token, "short")).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT")
  expect((await set(token, "battery staple")).data).toEqual({ updatePasswordViaResetToken: { success: true } })

  const refused = [
    await me.graphql("{ companies { totalCount } }"),
    await me.metadata("{ currentUser { id } }"),
    await agnostic.metadata(`mutation { signUpInNewWorkspace { loginToken { token } } }`),
    await stranger.metadata(`mutation { renewToken(appToken: "${refresh}") { ${tokens} } }`),
    // Signed before the password changed, not traded until now.
    await trade(before.data.getLoginTokenFromCredentials.loginToken.token),
  ]
  expect(refused.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(refused.map(() => "UNAUTHENTICATED"))
  expect((await login(email, "correct horse")).errors?.[0]?.message).toBe("Wrong password")
  const after = await login(email, "battery staple")
  expect((await trade(after.data.getLoginTokenFromCredentials.loginToken.token)).errors).toBeUndefined()

  const again = await set(token, "another password")
  expect(again.errors?.[0]).toMatchObject({ message: "Token is invalid", extensions: { code: "FORBIDDEN" } })
})

test("of two who use the link at the same moment one is refused", async () => {
  const { email } = await account()
  await forgot(email)
  const token = await link(email)
  const answers = await Promise.all([set(token, "battery one"), set(token, "battery two")])
  expect(answers.map(({ errors }) => errors?.[0]?.message ?? "done").toSorted()).toEqual(["Token is invalid", "done"])
})

test("a newer link, five minutes and a slip of a digit end it", async () => {
  const { email } = await account()
  await forgot(email)
  const first = await link(email)
  await forgot(email)
  const second = await link(email)
  expect(second).not.toBe(first)
  const check = async (token: string) =>
    (await stranger.metadata(`{ validatePasswordResetToken(passwordResetToken: "${token}") { email } }`)).errors?.[0]
      ?.message
  expect(await check(first)).toBe("Token is invalid")
  expect(await check(second)).toBeUndefined()
  expect(await check(second.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")))).toBe("Token is invalid")
  elapsed = 5 * 60_000 + 1000
  expect(await check(second)).toBe("Token is invalid")
  expect((await set(second, "battery staple")).errors?.[0]?.message).toBe("Token is invalid")
  elapsed = 0
})

test("nothing tells an address that is known from one that is not", async () => {
  const { email } = await account()
  const unknown = `${crypto.randomUUID()}@example.com`
  const answers = [await forgot(email), await forgot(unknown), await forgot("no address")]
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  const logins = [await login(email, "wrong horse"), await login(unknown, "wrong horse")]
  expect(new Set(logins.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(logins[0]!.errors?.[0]).toMatchObject({ message: "Wrong password", extensions: { code: "FORBIDDEN" } })
})

test("nobody is flooded", async () => {
  const { email } = await account()
  await Promise.all(Array.from({ length: 9 }, () => forgot(email)))
  const [row] = await app.services.db.query<{ count: number }>(
    `select count(*)::int as count from core.mail where recipient = '${email}'`,
  )
  expect(row!.count).toBe(5)
})
