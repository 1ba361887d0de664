/** Another password for whoever knows the present one, at the front door. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { signInLimits } from "../../src/accounts/attempt-limits.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { scan } from "../support/authenticator-app.ts"
import { Browser } from "../support/browser.ts"
import { mailboxText, mailed } from "../support/mailbox.ts"
import { oauthClient, startOauthServer, type OauthServer } from "../support/oauth-server.ts"
import { newMember } from "../support/people.ts"
import { asMember, code, emailOf, signIns, subCode, type Pair } from "../support/sign-in.ts"
import { enterBy } from "../support/sso.ts"

let app: TestApp
let google: OauthServer
let ada: Member
let email: string
let pauses: number[] = []

beforeAll(async () => {
  google = await startOauthServer()
  app = await createTestApp({
    env: {
      AUTH_GOOGLE_URL: google.url,
      AUTH_GOOGLE_CLIENT_ID: oauthClient.id,
      AUTH_GOOGLE_CLIENT_SECRET: oauthClient.secret,
      OUTGOING_ALLOW: "127.0.0.1",
    },
  })
  app.services.pause = async (duration) => {
    pauses.push(duration)
  }
})

beforeEach(async () => {
  ada = await app.signUp()
  email = await emailOf(ada)
  pauses = []
})

afterAll(async () => {
  await app.close()
  await google.stop()
})

const change = (who: Member, password: string, newPassword: string, more = "") =>
  who.metadata(`mutation { updatePassword(password: "${password}", newPassword: "${newPassword}"${more}) { success } }`)

const signIn = (password: string) =>
  signIns(app.request).nobody.metadata(
    `mutation { signIn(email: "${email}", password: "${password}") { tokens { accessToken { token } } } }`,
  )

const begin = () => signIns(app.request).enter(email)

const isIn = async (who: Member) => (await who.graphql("{ companies { totalCount } }")).errors === undefined

const resetLink = () => mailed(app, email, /reset-password\/([0-9a-f]{64})"/)

const auditOf = async (who: Member) => {
  const { body } = await who.rest("GET", "/audit-logs?events=password.changed,password.refused,session.refused")
  const entries = body.data.auditLogs as { event: string; actorKind: string; actorEmail: string }[]
  return entries.map(({ event, actorKind, actorEmail }) => [event, actorKind, actorEmail])
}

test("counts from then on, and the session that asked goes on", async () => {
  expect((await change(ada, "correct horse", "battery staple")).data).toEqual({ updatePassword: { success: true } })
  expect((await signIn("correct horse")).errors?.[0]?.message).toBe("Wrong password")
  expect((await signIn("battery staple")).errors).toBeUndefined()
  expect(await isIn(ada)).toBe(true)
  expect(await auditOf(ada)).toContainEqual(["password.changed", "user", email])
})

test("every other session ends, and what was signed or mailed before; with false sessions go on", async () => {
  const [one, two] = [await begin(), await begin()]
  const before = await signIns(app.request).loginToken(email)
  await signIns(app.request).nobody.metadata(`mutation { emailPasswordResetLink(email: "${email}") { success } }`)
  const token = await resetLink()
  await change(one, "correct horse", "battery staple", ", signOutOtherSessions: false")
  expect(await Promise.all([ada, one, two].map(isIn))).toEqual([true, true, true])
  expect(code(await signIns(app.request).trade(before))).toBe("UNAUTHENTICATED")
  const link = await ada.metadata(`{ validatePasswordResetToken(passwordResetToken: "${token}") { id } }`)
  expect(code(link)).toBe("FORBIDDEN")

  await change(one, "battery staple", "correct horse")
  expect(await Promise.all([ada, one, two].map(isIn))).toEqual([false, true, false])
  expect(code(await signIns(app.request).renew(two.tokens.refreshToken.token))).toBe("UNAUTHENTICATED")
})

test("ends what the person does in the name of somebody else", async () => {
  const bob = await newMember(app, ada)
  await ada.metadata(`mutation { updateWorkspace(data: { allowImpersonation: true }) { id } }`)
  const until = new Date(Date.now() + 3_600_000).toISOString()
  await bob.metadata(`mutation { consentToImpersonation(until: "${until}") { id } }`)
  const { data } = await ada.metadata<{ impersonate: { loginToken: { token: string } } }>(
    `mutation { impersonate(userId: "${bob.userId}", workspaceId: "${ada.workspaceId}") { loginToken { token } } }`,
  )
  const traded = await signIns(app.request).trade(data.impersonate.loginToken.token)
  const asBob = asMember(app.request, traded.data.getAuthTokensFromLoginToken.tokens)
  expect(await isIn(asBob)).toBe(true)
  expect(subCode(await change(asBob, "correct horse", "battery staple"))).toBe("FORBIDDEN_WHILE_IMPERSONATING")
  await change(ada, "correct horse", "battery staple")
  expect(await Promise.all([ada, bob, asBob].map(isIn))).toEqual([true, true, false])
})

test("its owner is told by mail", async () => {
  await change(ada, "correct horse", "battery staple")
  const told = (await mailboxText(app)).split("<article>").find((each) => each.includes(`To ${email}`))!
  expect(told).toContain("Your password was changed")
  expect(told).toContain("/reset-password")
})

describe("a wrong password", () => {
  test("changes nothing, and is in the audit log as what it is", async () => {
    const refused = await change(ada, "wrong horse", "battery staple")
    expect(refused.errors?.[0]).toMatchObject({
      message: "Wrong password",
      extensions: { code: "FORBIDDEN", subCode: "WRONG_PASSWORD" },
    })
    expect((await signIn("correct horse")).errors).toBeUndefined()
    expect(await auditOf(ada)).toEqual([["password.refused", "user", email]])
  })

  test("is counted with those at signing in, ever more slowly, and then not looked at", async () => {
    for (let i = 0; i < signInLimits.account.max - 3; i++) await change(ada, "wrong horse", "battery staple")
    for (let i = 0; i < 3; i++) expect(code(await signIn("wrong horse"))).toBe("FORBIDDEN")
    expect(pauses).toEqual([0, 0, 0, 250, 500, 1000, 2000, 4000, 4000, 4000])
    expect(code(await change(ada, "correct horse", "battery staple"))).toBe("TOO_MANY_REQUESTS")
    expect(code(await signIn("correct horse"))).toBe("TOO_MANY_REQUESTS")
  })
})

test("of two changes at the same moment one is refused", async () => {
  const answers = await Promise.all([
    change(ada, "correct horse", "battery one", ", signOutOtherSessions: false"),
    change(ada, "correct horse", "battery two", ", signOutOtherSessions: false"),
  ])
  expect(answers.map((answer) => code(answer) ?? "done").toSorted()).toEqual(["UNAUTHENTICATED", "done"])
})

test("a weak one is refused before anything is counted", async () => {
  expect(code(await change(ada, "wrong horse", "short"))).toBe("BAD_USER_INPUT")
  expect(pauses).toEqual([])
})

test("whoever has a second factor has shown it", async () => {
  const initiated = await ada.metadata<{ initiateOTPProvisioningForAuthenticatedUser: { uri: string } }>(
    "mutation { initiateOTPProvisioningForAuthenticatedUser { uri } }",
  )
  const phone = scan(initiated.data.initiateOTPProvisioningForAuthenticatedUser.uri)
  await ada.metadata(
    `mutation { verifyTwoFactorAuthenticationMethodForAuthenticatedUser(otp: "${await phone.code(Date.now())}") { success } }`,
  )
  const { data } = await signIns(app.request).nobody.metadata<{ signIn: { tokens: Pair } }>(
    `mutation { signIn(email: "${email}", password: "correct horse") { tokens { accessToken { token expiresAt } } } }`,
  )
  const agnostic = actAs(app.request, { ...ada, token: data.signIn.tokens.accessToken.token })
  expect(subCode(await change(agnostic, "correct horse", "battery staple"))).toBe(
    "TWO_FACTOR_AUTHENTICATION_VERIFICATION_REQUIRED",
  )
  expect((await change(ada, "correct horse", "battery staple")).errors).toBeUndefined()
})

test("whoever signs in elsewhere has none to change, and is told what to do", async () => {
  google.person = { sub: crypto.randomUUID(), email: `${crypto.randomUUID()}@example.com`, email_verified: true }
  const { data } = await ada.metadata<{ currentWorkspace: { inviteHash: string } }>(
    "{ currentWorkspace { inviteHash } }",
  )
  const query = `workspaceId=${ada.workspaceId}&workspaceInviteHash=${data.currentWorkspace.inviteHash}`
  const grace = await enterBy(app, await new Browser(app).open(`/auth/google?${query}`))
  expect((await grace.metadata("{ currentUser { hasPassword } }")).data).toEqual({
    currentUser: { hasPassword: false },
  })
  const refused = await change(grace, "", "battery staple")
  expect(refused.errors?.[0]).toMatchObject({ extensions: { code: "FORBIDDEN", subCode: "PASSWORD_NOT_SET" } })
  expect(refused.errors?.[0]?.message).toContain("emailPasswordResetLink")
})

test("takes a session", async () => {
  const nobody = actAs(app.request, { userId: "", workspaceId: "", token: "" })
  expect(code(await change(nobody, "correct horse", "battery staple"))).toBe("FORBIDDEN")
})
