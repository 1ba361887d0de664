/** Looking through somebody else's eyes: whose leave it takes, what stays on records, what it does not reach, how it ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { actAs, createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import { getRoleId, memberIdOf, newMember } from "../support/people.ts"
import { openSecondServer, type SecondServer } from "../support/second-server.ts"
import { asMember, claimsOf, code, signIns, subCode, type Pair } from "../support/sign-in.ts"

let app: TestApp
let other: SecondServer
let admin: Member
let bob: Awaited<ReturnType<typeof newMember>>

beforeAll(async () => {
  app = await createTestApp()
  other = openSecondServer(app)
})

beforeEach(async () => {
  admin = await app.signUp()
  bob = await newMember(app, admin)
})

afterAll(async () => {
  await other.close()
  await app.close()
})

const allow = (who: Member, isAllowed = true) =>
  who.metadata(`mutation { updateWorkspace(data: { allowImpersonation: ${isAllowed} }) { allowImpersonation } }`)

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

const consent = (who: Member, until: string | null = inHours(2)) =>
  who.metadata<{ consentToImpersonation: { impersonationAllowedUntil: string | null } }>(
    "mutation ($until: DateTime) { consentToImpersonation(until: $until) { impersonationAllowedUntil } }",
    { until },
  )

type Impersonated = GraphqlAnswer<{ impersonate: { loginToken: { token: string }; workspace: { id: string } } }>

const impersonate = (who: Member, whom: Member, workspaceId = who.workspaceId): Promise<Impersonated> =>
  who.metadata(
    `mutation { impersonate(userId: "${whom.userId}", workspaceId: "${workspaceId}") { loginToken { token } workspace { id workspaceUrls { subdomainUrl } } } }`,
  )

async function enter(answer: Impersonated): Promise<Member & { tokens: Pair }> {
  const { data } = await signIns(app.request).trade(answer.data.impersonate.loginToken.token)
  return asMember(app.request, data.getAuthTokensFromLoginToken.tokens)
}

/** The admin through Bob's eyes, with everybody's leave. */
async function lookThroughBob(): Promise<Member & { tokens: Pair }> {
  await allow(admin)
  await consent(bob)
  return enter(await impersonate(admin, bob))
}

const isIn = async (who: Member) => (await who.graphql("{ companies { totalCount } }")).errors === undefined

describe("takes the leave of workspace and person", () => {
  test("neither is given unless somebody gives it", async () => {
    const outcomes = [
      subCode(await impersonate(admin, bob)),
      (await allow(admin), subCode(await impersonate(admin, bob))),
      (await consent(bob), subCode(await impersonate(admin, bob))),
      (await allow(admin, false), subCode(await impersonate(admin, bob))),
      (await allow(admin), await consent(bob, null), subCode(await impersonate(admin, bob))),
    ]
    expect(outcomes).toEqual([
      "CANNOT_IMPERSONATE",
      "CANNOT_IMPERSONATE",
      undefined,
      "CANNOT_IMPERSONATE",
      "CANNOT_IMPERSONATE",
    ])
  })

  test("consent has an end, within thirty days", async () => {
    const { data } = await consent(bob, inHours(24))
    expect(Date.parse(data.consentToImpersonation.impersonationAllowedUntil!)).toBeGreaterThan(Date.now())
    const bad = [inHours(-1), inHours(31 * 24), "tomorrow"]
    expect((await Promise.all(bad.map((until) => consent(bob, until)))).map(code)).toEqual(
      bad.map(() => "BAD_USER_INPUT"),
    )
    await allow(admin)
    await app.services.db.query(
      `update core."userWorkspace" set "impersonationAllowedUntil" = now() - interval '1 second' where "userId" = $1::uuid`,
      [bob.userId],
    )
    expect(subCode(await impersonate(admin, bob))).toBe("CANNOT_IMPERSONATE")
  })

  test("who may not", async () => {
    const foreign = await app.signUp()
    await Promise.all([allow(admin), allow(foreign), consent(bob), consent(admin), consent(foreign)])
    const roleId = await getRoleId(admin, "Admin")
    const made = await admin.metadata<{ createApiKey: { id: string } }>(
      `mutation { createApiKey(input: { name: "Robot", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id } }`,
    )
    const { data } = await admin.metadata<{ generateApiKeyToken: { token: string } }>(
      `mutation { generateApiKeyToken(apiKeyId: "${made.data.createApiKey.id}", expiresAt: "2099-01-01") { token } }`,
    )
    const key = actAs(app.request, { ...admin, token: data.generateApiKeyToken.token })
    const refused: [Promise<Impersonated>, string][] = [
      [impersonate(bob, admin), "PERMISSION_DENIED"],
      [impersonate(foreign, bob), "CANNOT_IMPERSONATE"],
      [impersonate(foreign, bob, admin.workspaceId), "CANNOT_IMPERSONATE"],
      [impersonate(admin, foreign), "CANNOT_IMPERSONATE"],
      [impersonate(admin, foreign, foreign.workspaceId), "CANNOT_IMPERSONATE"],
      [impersonate(admin, admin), "CANNOT_IMPERSONATE"],
      [impersonate(key, bob), "FORBIDDEN_EXCEPTION"],
    ]
    for (const [answer, expected] of refused) expect(subCode(await answer)).toBe(expected)
  })

  test("never somebody with a right that the impersonator lacks", async () => {
    await allow(admin)
    await consent(bob)
    const roleOf = async (rights: string) => {
      const [row] = await app.services.db.query<{ id: string }>(
        `insert into core.role ("workspaceId", label, ${rights
          .split(" ")
          .map((name) => `"${name}"`)
          .join(", ")})
         values ($1::uuid, gen_random_uuid()::text, ${rights
           .split(" ")
           .map(() => "true")
           .join(", ")}) returning id`,
        [admin.workspaceId],
      )
      return row!.id
    }
    const helper = await newMember(app, admin)
    const give = (member: { memberId: string }, roleId: string) =>
      admin.metadata(
        `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${member.memberId}", roleId: "${roleId}") { id } }`,
      )
    await give(helper, await roleOf("canUpdateAllSettings canReadAllObjectRecords"))
    await give(bob, await roleOf("canReadAllObjectRecords"))
    expect(subCode(await impersonate(helper, bob))).toBeUndefined()
    const session = await enter(await impersonate(helper, bob))
    expect(await isIn(session)).toBe(true)
    await give(bob, await roleOf("canReadAllObjectRecords canUpdateAllObjectRecords"))
    expect(subCode(await impersonate(helper, bob))).toBe("CANNOT_IMPERSONATE")
    expect(await isIn(session)).toBe(false)
  })
})

test("tokens say so, and records say who really acted", async () => {
  const session = await lookThroughBob()
  const [{ id: bobs }, { id: admins }] = (await app.services.db.query<{ id: string }>(
    `select id from core."userWorkspace" where "workspaceId" = $1::uuid order by "createdAt" desc`,
    [admin.workspaceId],
  )) as [{ id: string }, { id: string }]
  const claims = {
    type: "ACCESS",
    sub: bob.userId,
    isImpersonating: true,
    impersonatorUserWorkspaceId: admins,
    impersonatedUserWorkspaceId: bobs,
  }
  expect(claimsOf(session.token)).toMatchObject(claims)
  expect(claimsOf(session.tokens.refreshToken.token)).toMatchObject({ ...claims, type: "REFRESH" })
  const { data } = await session.graphql<{ createCompany: { createdBy: Record<string, unknown> } }>(
    `mutation { createCompany(data: { name: "Acme" }) { createdBy { source workspaceMemberId name context } } }`,
  )
  expect(data.createCompany.createdBy).toMatchObject({
    source: "MANUAL",
    workspaceMemberId: await memberIdOf(admin),
    context: { impersonated: { workspaceMemberId: bob.memberId } },
  })
  const { data: shown } = await session.metadata<{ currentUser: { id: string; workspaceMember: { id: string } } }>(
    "{ currentUser { id workspaceMember { id } } }",
  )
  expect(shown.currentUser).toMatchObject({ id: bob.userId, workspaceMember: { id: bob.memberId } })
})

test("does what the person may do, and nothing that outlives it or is theirs alone", async () => {
  const session = await lookThroughBob()
  expect(await isIn(session)).toBe(true)
  const { data } = await session.metadata<{
    currentUser: { availableWorkspaces: { availableWorkspacesForSignIn: unknown[] } }
  }>("{ currentUser { availableWorkspaces { availableWorkspacesForSignIn { loginToken } } } }")
  expect(data.currentUser.availableWorkspaces.availableWorkspacesForSignIn).toEqual([])
  const roleId = await getRoleId(admin, "Admin")
  await admin.metadata(
    `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${bob.memberId}", roleId: "${roleId}") { id } }`,
  )
  const key = await admin.metadata<{ createApiKey: { id: string } }>(
    `mutation { createApiKey(input: { name: "Robot", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id } }`,
  )
  const application = await admin.metadata<{ registerApplication: { id: string } }>(
    `mutation { registerApplication(input: { name: "Robot", roleId: "${roleId}" }) { id } }`,
  )
  const forbidden = [
    `createApiKey(input: { name: "Robot", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id }`,
    `generateApiKeyToken(apiKeyId: "${key.data.createApiKey.id}", expiresAt: "2099-01-01") { token }`,
    `registerApplication(input: { name: "Robot", roleId: "${roleId}" }) { id }`,
    `generateApplicationToken(applicationId: "${application.data.registerApplication.id}") { applicationAccessToken { token } }`,
    `consentToImpersonation(until: "${inHours(24)}") { id }`,
    `impersonate(userId: "${admin.userId}", workspaceId: "${admin.workspaceId}") { loginToken { token } }`,
    "initiateOTPProvisioningForAuthenticatedUser { uri }",
    'verifyTwoFactorAuthenticationMethodForAuthenticatedUser(otp: "000000") { success }',
    "generateRecoveryCodes { recoveryCodes }",
    "initiatePasskeyRegistration { options }",
    "endOtherSessions { success }",
    "signUpInNewWorkspace { loginToken { token } }",
    "deleteUser { id }",
  ]
  const told = await Promise.all(forbidden.map((operation) => session.metadata(`mutation { ${operation} }`)))
  expect(told.map(subCode)).toEqual(forbidden.map(() => "FORBIDDEN_WHILE_IMPERSONATING"))
  expect(subCode(await session.metadata("{ currentUserSessions { id } }"))).toBe("FORBIDDEN_WHILE_IMPERSONATING")
})

test("its login token has no business with the person's second factors", async () => {
  await allow(admin)
  await consent(bob)
  const { token } = (await impersonate(admin, bob)).data.impersonate.loginToken
  const tries = [
    `initiateOTPProvisioning(loginToken: "${token}") { uri }`,
    `getAuthTokensFromOTP(loginToken: "${token}", otp: "000000") { recoveryCodes }`,
    `initiatePasskeyVerification(loginToken: "${token}") { options }`,
    `getAuthTokensFromPasskey(loginToken: "${token}", credential: {}) { recoveryCodes }`,
  ]
  const { nobody } = signIns(app.request)
  const told = await Promise.all(tries.map((operation) => nobody.metadata(`mutation { ${operation} }`)))
  expect(told.map(subCode)).toEqual(tries.map(() => "FORBIDDEN_WHILE_IMPERSONATING"))
})

describe("ends", () => {
  const there = (who: Member) => actAs(other.request, who)

  test("after an hour, however often it is renewed", async () => {
    const session = await lookThroughBob()
    const sid = String(claimsOf(session.token).sid)
    const end = async () => {
      const [row] = await app.services.db.query<{ minutes: number }>(
        `select round(extract(epoch from "expiresAt" - now()) / 60)::int as minutes from core.session where id = $1::uuid`,
        [sid],
      )
      return row!.minutes
    }
    expect(await end()).toBe(60)
    const renewed = await signIns(app.request).renew(session.tokens.refreshToken.token)
    expect(renewed.errors).toBeUndefined()
    expect(await end()).toBe(60)
    await app.services.db.query(
      `update core.session set "expiresAt" = now() + interval '10 minutes' where id = $1::uuid`,
      [sid],
    )
    const { tokens } = (await signIns(app.request).renew(renewed.data.renewToken.tokens.refreshToken.token)).data
      .renewToken
    for (const { expiresAt } of [tokens.accessToken, tokens.refreshToken]) {
      expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 600_000)
    }
  })

  const endings: [string, () => Promise<unknown>][] = [
    ["the person takes back their consent", () => consent(bob, null)],
    ["the workspace no longer allows it", () => allow(admin, false)],
    [
      "the person ends the session",
      async () => {
        const { data } = await bob.metadata<{ currentUserSessions: { id: string; isImpersonating: boolean }[] }>(
          "{ currentUserSessions { id isImpersonating } }",
        )
        const { id } = data.currentUserSessions.find(({ isImpersonating }) => isImpersonating)!
        await bob.metadata(`mutation { endSession(id: "${id}") { success } }`)
      },
    ],
    [
      "the impersonator leaves the workspace",
      async () => {
        const roleId = await getRoleId(admin, "Admin")
        const second = await newMember(app, admin)
        await admin.metadata(
          `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${second.memberId}", roleId: "${roleId}") { id } }`,
        )
        await second.metadata(
          `mutation { deleteUserFromWorkspace(workspaceMemberIdToDelete: "${await memberIdOf(admin)}") { id } }`,
        )
      },
    ],
    [
      "the impersonator is signed out everywhere",
      async () =>
        admin.metadata(`mutation { endMemberSessions(workspaceMemberId: "${await memberIdOf(admin)}") { success } }`),
    ],
  ]
  test.each(endings)("when %s: in the next request, on every server", async (_, finish) => {
    const session = await lookThroughBob()
    expect([await isIn(session), await isIn(there(session))]).toEqual([true, true])
    await finish()
    expect([await isIn(session), await isIn(there(session))]).toEqual([false, false])
    expect(code(await signIns(other.request).renew(session.tokens.refreshToken.token))).toBeDefined()
  })

  test("a login token that was not used yet is worth nothing once consent is taken back", async () => {
    await allow(admin)
    await consent(bob)
    const answer = await impersonate(admin, bob)
    await consent(bob, null)
    expect(subCode(await signIns(app.request).trade(answer.data.impersonate.loginToken.token))).toBe(
      "CANNOT_IMPERSONATE",
    )
  })
})
