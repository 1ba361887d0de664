/** Another address for an account, at the front door. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test"
import { actAs, createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import { Browser } from "../support/browser.ts"
import { mailboxText, mailed } from "../support/mailbox.ts"
import { oauthClient, startOauthServer, type OauthServer } from "../support/oauth-server.ts"
import { enter, join, newMember } from "../support/people.ts"
import { openDirectory } from "../support/scim.ts"
import { enterBy } from "../support/sso.ts"

let app: TestApp
let google: OauthServer
let stranger: Member
let admin: Member
let me: Awaited<ReturnType<typeof newMember>>
let elapsed = 0

beforeAll(async () => {
  google = await startOauthServer()
  app = await createTestApp({
    now: () => Date.now() + elapsed,
    env: {
      AUTH_GOOGLE_URL: google.url,
      AUTH_GOOGLE_CLIENT_ID: oauthClient.id,
      AUTH_GOOGLE_CLIENT_SECRET: oauthClient.secret,
      OUTGOING_ALLOW: "127.0.0.1",
    },
  })
  stranger = actAs(app.request, { userId: "", workspaceId: "", token: "" })
  admin = await app.signUp()
})

beforeEach(async () => {
  elapsed = 0
  me = await newMember(app, admin)
})

afterAll(async () => {
  await app.close()
  await google.stop()
})

const newEmail = () => `${crypto.randomUUID()}@example.com`

const ask = (who: Member, newEmailAddress: string) =>
  who.metadata(`mutation { updateUserEmail(newEmail: "${newEmailAddress}", verifyEmailRedirectPath: "/x") }`)

const link = (email: string) => mailed(app, email, /verify-email\?emailVerificationToken=([0-9a-f]{64})&email=/)

const confirm = (token: string | undefined, email: string) =>
  stranger.metadata<{ verifyEmailAndGetLoginToken: { loginToken: { token: string } } }>(
    `mutation { verifyEmailAndGetLoginToken(emailVerificationToken: "${token}", email: "${email}", origin: "") { loginToken { token } } }`,
  )

const signIn = (email: string, password = "correct horse") =>
  stranger.metadata(
    `mutation { signIn(email: "${email}", password: "${password}") { tokens { accessToken { token } } } }`,
  )

const memberEmail = async (who: Member) => {
  const { data } = await who.metadata<{ currentUser: { email: string; workspaceMember: { userEmail: string } } }>(
    "{ currentUser { email workspaceMember { userEmail } } }",
  )
  return [data.currentUser.email, data.currentUser.workspaceMember.userEmail]
}

const codeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.code
const subCodeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.subCode

test("counts once the link to it is used, in every workspace; sessions go on", async () => {
  const other = await app.signUp()
  const { data } = await other.metadata<{ currentWorkspace: { inviteHash: string } }>(
    "{ currentWorkspace { inviteHash } }",
  )
  const joined = await join(app, me.email, { workspaceInviteHash: data.currentWorkspace.inviteHash })
  const there = await enter(app, joined.data.signUpInWorkspace.loginToken.token)
  const email = newEmail()
  expect((await ask(me, email.toUpperCase())).data).toEqual({ updateUserEmail: true })
  expect(await memberEmail(me)).toEqual([me.email, me.email])
  expect((await signIn(me.email)).errors).toBeUndefined()
  expect(codeOf(await signIn(email))).toBe("FORBIDDEN")
  const notice = (await mailboxText(app)).split("<article>").find((each) => each.includes(`To ${me.email}`))!
  expect(notice).toContain(email)
  expect(notice).toContain("about to change")

  const token = await link(email)
  const confirmed = await confirm(token, email)
  expect(confirmed.errors).toBeUndefined()
  await enter(app, confirmed.data.verifyEmailAndGetLoginToken.loginToken.token)
  for (const who of [me, there]) expect(await memberEmail(who)).toEqual([email, email])
  expect(codeOf(await signIn(me.email))).toBe("FORBIDDEN")
  expect((await signIn(email)).errors).toBeUndefined()
  expect(subCodeOf(await confirm(token, email))).toBe("FORBIDDEN_EXCEPTION")
  const [row] = await app.services.db.query(`select "isEmailVerified" from core."user" where email = $1`, [email])
  expect(row).toEqual({ isEmailVerified: true })
})

test("ends the links that were mailed to the former address", async () => {
  await stranger.metadata(`mutation { emailPasswordResetLink(email: "${me.email}") { success } }`)
  const reset = await mailed(app, me.email, /reset-password\/([0-9a-f]{64})"/)
  const check = () => stranger.metadata(`{ validatePasswordResetToken(passwordResetToken: "${reset}") { id } }`)
  expect((await check()).errors).toBeUndefined()
  const email = newEmail()
  await ask(me, email)
  expect((await check()).errors).toBeUndefined()
  await confirm(await link(email), email)
  expect(codeOf(await check())).toBe("FORBIDDEN")
})

test("a new password takes it back, as the notice says", async () => {
  const email = newEmail()
  await ask(me, email)
  const token = await link(email)
  await stranger.metadata(`mutation { emailPasswordResetLink(email: "${me.email}") { success } }`)
  const reset = await mailed(app, me.email, /reset-password\/([0-9a-f]{64})"/)
  await stranger.metadata(
    `mutation { updatePasswordViaResetToken(passwordResetToken: "${reset}", newPassword: "battery staple") { success } }`,
  )
  expect(codeOf(await confirm(token, email))).toBe("FORBIDDEN")
  expect((await signIn(me.email, "battery staple")).errors).toBeUndefined()
})

test("the link is for its address, for an hour, and the newest counts", async () => {
  const [first, second] = [newEmail(), newEmail()]
  await ask(me, first)
  const former = await link(first)
  await ask(me, second)
  const token = await link(second)
  const refused = [await confirm(former, first), await confirm(token, first), await confirm(token, me.email)]
  expect(refused.map(codeOf)).toEqual(["FORBIDDEN", "FORBIDDEN", "FORBIDDEN"])
  elapsed = 3_601_000
  expect(codeOf(await confirm(token, second))).toBe("FORBIDDEN")
  elapsed = 0
  expect((await confirm(token, second)).errors).toBeUndefined()
})

test("an address that is somebody's is not told of, nor mailed to, nor ever given", async () => {
  const other = await newMember(app, admin)
  const taken = await ask(me, other.email)
  expect(taken).toEqual(await ask(me, newEmail()))
  expect(await link(other.email)).toBeUndefined()

  const email = newEmail()
  await ask(me, email)
  const token = await link(email)
  await join(app, email, {}, "signUp")
  expect(codeOf(await confirm(token, email))).toBe("FORBIDDEN")
  expect(await memberEmail(me)).toEqual([me.email, me.email])
})

test("refusals", async () => {
  expect(codeOf(await ask(me, "no address"))).toBe("BAD_USER_INPUT")
  expect(codeOf(await ask(me, me.email.toUpperCase()))).toBe("BAD_USER_INPUT")
  expect(codeOf(await ask(stranger, newEmail()))).toBe("FORBIDDEN")
  for (let i = 0; i < 5; i++) expect((await ask(me, newEmail())).errors).toBeUndefined()
  expect(subCodeOf(await ask(me, newEmail()))).toBe("EMAIL_CHANGE_LIMIT_REACHED")
})

test("somebody known to Google stays known", async () => {
  const sub = crypto.randomUUID()
  google.person = { sub, email: me.email, email_verified: true, given_name: "Ada", family_name: "L" }
  const query = `workspaceId=${admin.workspaceId}`
  const before = await enterBy(app, await new Browser(app).open(`/auth/google?${query}`))
  expect(before.userId).toBe(me.userId)
  const email = newEmail()
  expect((await ask(before, email)).errors).toBeUndefined()
  expect((await confirm(await link(email), email)).errors).toBeUndefined()
  const after = await enterBy(app, await new Browser(app).open(`/auth/google?${query}`))
  expect([after.userId, after.email]).toEqual([me.userId, email])
})

test("whom the directory has deactivated under the new address does not get it", async () => {
  const email = newEmail()
  await (await openDirectory(app, admin)).user(email, { active: false })
  await ask(me, email)
  expect(subCodeOf(await confirm(await link(email), email))).toBe("DEACTIVATED_BY_DIRECTORY")
  expect(await memberEmail(me)).toEqual([me.email, me.email])
})
