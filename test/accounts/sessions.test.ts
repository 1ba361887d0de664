/** Sessions: renewing them, seeing them, ending them; on two servers over one database. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { actAs, createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import { newMember } from "../support/people.ts"
import { openSecondServer, type SecondServer } from "../support/second-server.ts"
import { asMember, claimsOf, code, emailOf, signIns, subCode, type Entered } from "../support/sign-in.ts"

let app: TestApp
let other: SecondServer
let admin: Member
let email: string

beforeAll(async () => {
  app = await createTestApp()
  other = openSecondServer(app)
})

beforeEach(async () => {
  admin = await app.signUp()
  email = await emailOf(admin)
})

afterAll(async () => {
  await other.close()
  await app.close()
})

const here = () => signIns(app.request)
const there = () => signIns(other.request)
const at = (server: { request: TestApp["request"] }, who: Member) => actAs(server.request, who)
const isIn = async (who: Member) => (await who.graphql("{ companies { totalCount } }")).errors === undefined

type Renewed = GraphqlAnswer<{ renewToken: Entered }>
const refreshOf = (answer: Renewed) => answer.data.renewToken.tokens.refreshToken.token
const accessOf = (answer: Renewed) => asMember(app.request, answer.data.renewToken.tokens)

const sql = (text: string, id: unknown) =>
  app.services.db.query(`update core.session set ${text} where id = $1::uuid`, [String(id)])

const begin = async () => {
  const entered = await here().enter(email)
  return { ...entered, refresh: entered.tokens.refreshToken.token, sid: claimsOf(entered.token).sid }
}

describe("renewing", () => {
  test("gives a new pair, again and again; each holds", async () => {
    let { refresh } = await begin()
    for (let i = 0; i < 3; i++) {
      const answer = await (i % 2 === 0 ? here() : there()).renew(refresh)
      expect(await isIn(accessOf(answer))).toBe(true)
      expect(refreshOf(answer)).not.toBe(refresh)
      refresh = refreshOf(answer)
    }
  })

  test("a token that was traded before the last one ends the family: whatever came of it is worth nothing", async () => {
    const { refresh, sid } = await begin()
    const second = await here().renew(refresh)
    const third = await here().renew(refreshOf(second))
    expect(code(await there().renew(refresh))).toBe("UNAUTHENTICATED")
    const everybody = [accessOf(second), accessOf(third), at(other, accessOf(third))]
    expect(await Promise.all(everybody.map(isIn))).toEqual([false, false, false])
    expect(code(await here().renew(refreshOf(third)))).toBe("UNAUTHENTICATED")
    const [row] = await app.services.db.query(`select "revokedAt" from core.session where id = $1::uuid`, [String(sid)])
    expect(row!.revokedAt).not.toBeNull()
  })

  test("the one before the last is good for a minute, for two tabs that share it, and not a second longer", async () => {
    const { refresh, sid } = await begin()
    const one = await here().renew(refresh)
    const two = await there().renew(refresh)
    expect(claimsOf(refreshOf(two)).jti).toBe(claimsOf(refreshOf(one)).jti)
    expect(await Promise.all([isIn(accessOf(one)), isIn(accessOf(two))])).toEqual([true, true])
    await sql(`"rotatedAt" = now() - interval '61 seconds'`, sid)
    expect(code(await here().renew(refresh))).toBe("UNAUTHENTICATED")
    expect(await isIn(accessOf(two))).toBe(false)
  })

  test("many at the same moment, on two servers: all get in, with one and the same next token", async () => {
    const { refresh } = await begin()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? here() : there()).renew(refresh)),
    )
    expect(new Set(answers.map((answer) => claimsOf(refreshOf(answer)).jti)).size).toBe(1)
    expect(code(await here().renew(refreshOf(answers[0]!)))).toBeUndefined()
  })

  test("whoever goes on using a session keeps it: sixty days from the last renewal", async () => {
    const { refresh, sid } = await begin()
    await sql(`"expiresAt" = now() + interval '1 minute'`, sid)
    const { expiresAt } = (await here().renew(refresh)).data.renewToken.tokens.refreshToken
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)).toBe(60)
  })

  const dead: [name: string, kill: (session: Awaited<ReturnType<typeof begin>>) => Promise<unknown>][] = [
    ["an expired session", ({ sid }) => sql(`"expiresAt" = now() - interval '1 second'`, sid)],
    ["a revoked session", ({ sid }) => sql(`"revokedAt" = now()`, sid)],
    ["a session whose row is gone", ({ sid }) => sql(`id = gen_random_uuid()`, sid)],
    ["a deleted account", () => admin.metadata("mutation { deleteUser { id } }")],
    ["a deleted workspace", () => admin.metadata("mutation { deleteCurrentWorkspace { id } }")],
  ]
  test.each(dead)("%s is renewed nowhere", async (_, kill) => {
    const session = await begin()
    await kill(session)
    const answers = [await here().renew(session.refresh), await there().renew(session.refresh)]
    expect(answers.map(code)).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"])
    expect(await isIn(session)).toBe(false)
  })

  test("a disabled account renews nothing", async () => {
    const { refresh } = await begin()
    await app.services.db.query(`update core."user" set disabled = true where email = $1`, [email])
    expect([code(await here().renew(refresh)), code(await there().renew(refresh))]).toEqual([
      "UNAUTHENTICATED",
      "UNAUTHENTICATED",
    ])
  })

  test("a new password ends every session and every login token, on every server", async () => {
    const session = await begin()
    const login = await here().loginToken(email)
    await here().nobody.metadata(`mutation { emailPasswordResetLink(email: "${email}") { success } }`)
    const [row] = await app.services.db.query<{ id: string }>(
      `select id from core."appToken" where "userId" = $1::uuid and type = 'PASSWORD_RESET'`,
      [admin.userId],
    )
    const token = await app.services.mailedTokens.of(row!.id)
    await here().nobody.metadata(
      `mutation { updatePasswordViaResetToken(passwordResetToken: "${token}", newPassword: "battery staple") { success } }`,
    )
    expect(code(await there().renew(session.refresh))).toBe("UNAUTHENTICATED")
    expect(code(await there().trade(login))).toBe("UNAUTHENTICATED")
    expect(await isIn(at(other, session))).toBe(false)
  })

  test("a refresh token of one session does nothing to another", async () => {
    const [one, two] = [await begin(), await begin()]
    await here().renew((await here().renew(one.refresh)).data.renewToken.tokens.refreshToken.token)
    await here().renew(one.refresh)
    expect([await isIn(one), await isIn(two)]).toEqual([false, true])
  })

  test("whoever was removed from the workspace is not renewed", async () => {
    const bob = await newMember(app, admin)
    const session = await here().enter(bob.email)
    await admin.metadata(`mutation { deleteUserFromWorkspace(workspaceMemberIdToDelete: "${bob.memberId}") { id } }`)
    expect(code(await there().renew(session.tokens.refreshToken.token))).toBe("UNAUTHENTICATED")
  })
})

interface Shown {
  id: string
  isCurrent: boolean
  userAgent: string | null
  address: string | null
  workspaceName: string | null
  isImpersonating: boolean
}

const sessions = async (who: Member) =>
  (
    await who.metadata<{ currentUserSessions: Shown[] }>(
      "{ currentUserSessions { id isCurrent createdAt renewedAt expiresAt userAgent address authProvider secondFactor workspaceId workspaceName isImpersonating } }",
    )
  ).data.currentUserSessions

describe("where one is signed in", () => {
  test("says when, where from, with what, and which one it is", async () => {
    const addresses: [sent: string, kept: string][] = [
      ["203.0.113.77", "203.0.113.0/24"],
      ["::ffff:203.0.113.77", "203.0.113.0/24"],
      ["2001:db8:12:34::1", "2001:db8:12::/48"],
      ["::1", "0:0:0::/48"],
    ]
    for (const [sent] of addresses) {
      const request = async (path: string, init?: RequestInit) => {
        const headers = { ...(init?.headers as Record<string, string>), "user-agent": `Browser ${"x".repeat(200)}` }
        return app.request(path, { ...init, headers }, sent)
      }
      await signIns(request).enter(email)
    }
    const shown = await sessions(admin)
    expect(shown.map(({ address }) => address)).toEqual([...addresses.map(([, kept]) => kept).toReversed(), null])
    expect(shown.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
    expect(shown.at(-1)).toMatchObject({ isCurrent: true, workspaceName: "Test", isImpersonating: false })
    expect(shown[0]!.userAgent).toHaveLength(150)
  })

  test("one can be ended, and all but the one that asks; on the other server from the next request on", async () => {
    const [one, two, three] = [await begin(), await begin(), await begin()]
    expect(await Promise.all([one, two, three].map((who) => isIn(at(other, who))))).toEqual([true, true, true])
    const { errors } = await admin.metadata(`mutation { endSession(id: "${one.sid}") { success } }`)
    expect(errors).toBeUndefined()
    expect(await Promise.all([one, two, three].map((who) => isIn(at(other, who))))).toEqual([false, true, true])
    await three.metadata("mutation { endOtherSessions { success } }")
    expect(await Promise.all([admin, two, three].map((who) => isIn(at(other, who))))).toEqual([false, false, true])
    expect((await sessions(three)).map(({ id }) => id)).toEqual([String(three.sid)])
  })

  test("nobody ends those of others, nor those that are over", async () => {
    const bob = await newMember(app, admin)
    const { sid } = await begin()
    const tries = [sid, crypto.randomUUID(), claimsOf(bob.token).sid].map(
      (id) => `mutation { endSession(id: "${id}") { success } }`,
    )
    await bob.metadata(tries[2]!)
    const second = await here().enter(bob.email)
    const answers = await Promise.all(tries.map((query) => second.metadata(query)))
    expect(answers.map(subCode)).toEqual(["SESSION_NOT_FOUND", "SESSION_NOT_FOUND", "SESSION_NOT_FOUND"])
    expect((await sessions(admin)).length).toBe(2)
  })

  test("admins end those of a member in their workspace, and there alone", async () => {
    const bob = await newMember(app, admin)
    const elsewhere = await foundAnother(bob.email)
    const end = (who: Member, id: string) =>
      who.metadata(`mutation { endMemberSessions(workspaceMemberId: "${id}") { success } }`)
    const foreign = await app.signUp()
    expect(code(await end(foreign, bob.memberId))).toBe("NOT_FOUND")
    expect(subCode(await end(bob, bob.memberId))).toBe("PERMISSION_DENIED")
    expect((await end(admin, bob.memberId)).errors).toBeUndefined()
    expect([await isIn(at(other, bob)), await isIn(at(other, elsewhere))]).toEqual([false, true])
  })

  test("keys have none", async () => {
    const roles = await admin.metadata<{ getRoles: { id: string; label: string }[] }>("{ getRoles { id label } }")
    const roleId = roles.data.getRoles.find(({ label }) => label === "Admin")!.id
    const made = await admin.metadata<{ createApiKey: { id: string } }>(
      `mutation { createApiKey(input: { name: "Robot", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id } }`,
    )
    const { data } = await admin.metadata<{ generateApiKeyToken: { token: string } }>(
      `mutation { generateApiKeyToken(apiKeyId: "${made.data.createApiKey.id}", expiresAt: "2099-01-01") { token } }`,
    )
    const key = actAs(app.request, { ...admin, token: data.generateApiKeyToken.token })
    const answers = [
      await key.metadata("{ currentUserSessions { id } }"),
      await key.metadata("mutation { endOtherSessions { success } }"),
    ]
    expect(answers.map(code)).toEqual(["FORBIDDEN", "FORBIDDEN"])
  })
})

/** A second workspace of the same person, and a session in it. */
async function foundAnother(address: string): Promise<Member> {
  const { data } = await here().nobody.metadata<{ signIn: { tokens: { accessToken: { token: string } } } }>(
    `mutation { signIn(email: "${address}", password: "correct horse") { tokens { accessToken { token } } } }`,
  )
  const agnostic = actAs(app.request, { userId: "", workspaceId: "", token: data.signIn.tokens.accessToken.token })
  const founded = await agnostic.metadata<{ signUpInNewWorkspace: { loginToken: { token: string } } }>(
    `mutation { signUpInNewWorkspace(input: { displayName: "Elsewhere" }) { loginToken { token } } }`,
  )
  const traded = await here().trade(founded.data.signUpInNewWorkspace.loginToken.token)
  return asMember(app.request, traded.data.getAuthTokensFromLoginToken.tokens)
}
