/** The audit log: what gets into it, who may read it, and that nobody can change it. */
import { afterAll, beforeAll, describe, expect, spyOn, test } from "bun:test"
import { readAuditLog, removeOldAuditEntries } from "../../src/accounts/audit-log.ts"
import { removeDeletedWorkspaces } from "../../src/files/removed-workspaces.ts"
import { actAs, createTestApp, type Member, type TestApp } from "../support/app.ts"
import { mailed } from "../support/mailbox.ts"
import { enter, getRoleId, join, newMember } from "../support/people.ts"
import { createRole, readModel, restrictObject } from "../support/roles.ts"
import { signIns } from "../support/sign-in.ts"
import { scan } from "../support/authenticator-app.ts"

interface Entry {
  event: string
  actorKind: string
  actorId: string | null
  actorName: string | null
  actorEmail: string | null
  targetKind: string | null
  targetId: string | null
  targetName: string | null
  details: Record<string, unknown> | null
  ipAddress: string | null
  userAgent: string | null
  requestId: string | null
}

interface AuditPage {
  edges: { node: Entry }[]
  pageInfo: { endCursor: string; hasNextPage: boolean }
}

let app: TestApp
let me: Member
let stranger: Member

/** Whatever must never be found in the log. */
const secrets: string[] = ["correct horse", "battery staple", "wrong horse"]

beforeAll(async () => {
  app = await createTestApp()
  me = await app.signUp()
  stranger = actAs(app.request, { userId: "", workspaceId: "", token: "" })
  secrets.push(me.token)
})

afterAll(() => app.close())

const members = `id at event actorKind actorId actorName actorEmail targetKind targetId targetName details ipAddress userAgent requestId`

async function entriesOf(who: Member, filter = ""): Promise<Entry[]> {
  const { data, errors } = await who.metadata<{ auditLogs: { edges: { node: Entry }[] } }>(
    `{ auditLogs(first: 1000${filter && `, filter: ${filter}`}) { edges { node { ${members} } } } }`,
  )
  expect(errors).toBeUndefined()
  return data.auditLogs.edges.map(({ node }) => node)
}

/** Those of the event, newest first. */
const find = async (who: Member, event: string) => entriesOf(who, `{ events: ["${event}"] }`)

async function good<T>(answer: Promise<{ data: T; errors?: unknown }>): Promise<T> {
  const { data, errors } = await answer
  expect(errors).toBeUndefined()
  return data
}

describe("what is in it", () => {
  test("signing in, being refused, and whose workspace that concerns", async () => {
    const member = await newMember(app, me)
    const login = (password: string) =>
      stranger.metadata<{ getLoginTokenFromCredentials: { loginToken: { token: string } } }>(
        `mutation { getLoginTokenFromCredentials(email: "${member.email}", password: "${password}", origin: "http://localhost:3000") { loginToken { token } } }`,
      )
    await login("wrong horse")
    const [refused] = await find(me, "session.refused")
    expect(refused).toMatchObject({
      actorKind: "nobody",
      actorEmail: member.email,
      targetKind: "user",
      targetId: member.userId,
      details: { reason: "Wrong password" },
    })
    const { token } = (await good(login("correct horse"))).getLoginTokenFromCredentials.loginToken
    secrets.push(token, (await enter(app, token)).token)
    const [opened] = await find(me, "session.opened")
    expect(opened).toMatchObject({
      actorKind: "user",
      actorId: member.userId,
      actorEmail: member.email,
      details: { authProvider: "password" },
    })
    expect((await find(me, "member.joined"))[0]).toMatchObject({ actorId: member.userId, details: { by: "link" } })
  })

  test("what nobody's workspace is concerned by is in none, and what is no address is not kept", async () => {
    const address = `${crypto.randomUUID()}@example.com`
    const typed = "battery staple"
    for (const email of [address, typed])
      await stranger.metadata(
        `mutation { signIn(email: "${email}", password: "wrong horse") { tokens { accessToken { token } } } }`,
      )
    const rows = await app.services.db.query<{ email: string | null; home: string | null }>(
      `select "actorEmail" as email, "workspaceId" as home from core."auditLog" where event = 'session.refused' and "workspaceId" is null order by at`,
    )
    expect(rows).toEqual([
      { email: address, home: null },
      { email: null, home: null },
    ])
  })

  test("what concerns sign-in: factors, sessions, providers, applications, acting as somebody", async () => {
    const founder = await app.signUp()
    const member = await newMember(app, founder)
    const initiated = await good(
      member.metadata<{ initiateOTPProvisioningForAuthenticatedUser: { uri: string } }>(
        "mutation { initiateOTPProvisioningForAuthenticatedUser { uri } }",
      ),
    )
    const { uri } = initiated.initiateOTPProvisioningForAuthenticatedUser
    const code = await scan(uri).code(Date.now())
    const verified = await good(
      member.metadata<{ verifyTwoFactorAuthenticationMethodForAuthenticatedUser: { recoveryCodes: string[] } }>(
        `mutation { verifyTwoFactorAuthenticationMethodForAuthenticatedUser(otp: "${code}") { recoveryCodes } }`,
      ),
    )
    const { recoveryCodes } = verified.verifyTwoFactorAuthenticationMethodForAuthenticatedUser
    secrets.push(new URL(uri).searchParams.get("secret")!, ...recoveryCodes)
    const { loginToken, withCode } = signIns(app.request)
    await withCode(await loginToken(member.email), "000000")
    await good(withCode(await loginToken(member.email), recoveryCodes[0]!))
    await good(member.metadata(`mutation { endOtherSessions { success } }`))
    const summary =
      "currentUser { currentUserWorkspace { twoFactorAuthenticationMethodSummary { twoFactorAuthenticationMethodId } } }"
    const { currentUser } = await good(
      member.metadata<{
        currentUser: {
          currentUserWorkspace: { twoFactorAuthenticationMethodSummary: { twoFactorAuthenticationMethodId: string }[] }
        }
      }>(`{ ${summary} }`),
    )
    const [{ twoFactorAuthenticationMethodId: id }] = currentUser.currentUserWorkspace
      .twoFactorAuthenticationMethodSummary as [{ twoFactorAuthenticationMethodId: string }]
    await good(
      member.metadata(
        `mutation { deleteTwoFactorAuthenticationMethod(twoFactorAuthenticationMethodId: "${id}", password: "correct horse") { success } }`,
      ),
    )
    await good(founder.metadata(`mutation { updateWorkspace(data: { allowImpersonation: true }) { id } }`))
    const until = new Date(Date.now() + 3_600_000).toISOString()
    await good(member.metadata(`mutation { consentToImpersonation(until: "${until}") { impersonationAllowedUntil } }`))
    await good(
      founder.metadata(
        `mutation { impersonate(userId: "${member.userId}", workspaceId: "${founder.workspaceId}") { loginToken { token } } }`,
      ),
    )
    const roleId = await getRoleId(founder, "Admin")
    const { registerApplication } = await good(
      founder.metadata<{ registerApplication: { id: string } }>(
        `mutation { registerApplication(input: { name: "Robot", roleId: "${roleId}" }) { id } }`,
      ),
    )
    await good(
      founder.metadata(
        `mutation { generateApplicationToken(applicationId: "${registerApplication.id}") { applicationAccessToken { token } } }`,
      ),
    )
    const events = new Set((await entriesOf(founder)).map(({ event }) => event))
    for (const event of [
      "secondFactor.added",
      "secondFactor.refused",
      "secondFactor.recovered",
      "secondFactor.removed",
      "session.ended",
      "impersonation.allowed",
      "impersonation.begun",
      "application.created",
      "application.tokenIssued",
    ])
      expect(events).toContain(event)
  })

  test("a session that ends because its refresh token was stolen", async () => {
    const founder = await app.signUp()
    const principal = await app.services.principals.get(await app.services.tokens.verify(founder.token, ["ACCESS"]))
    const sid = principal.credential.kind === "session" ? principal.credential.id : ""
    const claims = { sub: founder.userId, userId: founder.userId, sid, jti: crypto.randomUUID() }
    const { token } = await app.services.tokens.sign(
      "REFRESH",
      { ...claims, workspaceId: founder.workspaceId, targetedTokenType: "ACCESS", authProvider: "password" },
      new Date(Date.now() + 60_000),
    )
    await stranger.metadata(`mutation { renewToken(appToken: "${token}") { tokens { accessToken { token } } } }`)
    const rows = await app.services.db.query(
      `select "actorKind", "actorId" from core."auditLog" where "workspaceId" = $1 and event = 'session.ended'`,
      [founder.workspaceId],
    )
    expect(rows).toEqual([{ actorKind: "user", actorId: founder.userId }])
  })

  test("keys, their tokens, their first use", async () => {
    const roleId = await getRoleId(me, "Admin")
    const { createApiKey: key } = await good(
      me.metadata<{ createApiKey: { id: string } }>(
        `mutation { createApiKey(input: { name: "Robot", expiresAt: "2099-01-01", roleId: "${roleId}" }) { id lastUsedAt } }`,
      ),
    )
    expect(key).toMatchObject({ lastUsedAt: null })
    const { generateApiKeyToken: made } = await good(
      me.metadata<{ generateApiKeyToken: { token: string } }>(
        `mutation { generateApiKeyToken(apiKeyId: "${key.id}", expiresAt: "2099-01-01") { token } }`,
      ),
    )
    secrets.push(made.token)
    const robot = actAs(app.request, { ...me, token: made.token })
    const query = spyOn(app.services.db, "query")
    const transaction = spyOn(app.services.db, "transaction")
    for (let i = 0; i < 5; i++) await good(robot.graphql("{ companies { totalCount } }"))
    await app.services.keyUse.flush()
    expect(transaction).toHaveBeenCalledTimes(1)
    expect(query.mock.calls.filter(([text]) => text.includes("lastUsedAt"))).toEqual([])
    query.mockRestore()
    transaction.mockRestore()
    const shown = await good(
      me.metadata<{ apiKey: { lastUsedAt: string } }>(`{ apiKey(input: { id: "${key.id}" }) { lastUsedAt } }`),
    )
    expect(Date.now() - new Date(shown.apiKey.lastUsedAt).getTime()).toBeLessThan(60_000)
    await me.rest("PATCH", `/metadata/apiKeys/${key.id}`, { name: "Android" })
    await good(me.metadata(`mutation { revokeApiKey(input: { id: "${key.id}" }) { id } }`))
    await robot.graphql("{ companies { totalCount } }")
    await app.services.keyUse.flush()
    const told = await entriesOf(me, `{ targetId: "${key.id}" }`)
    expect(told.map(({ event, actorKind, targetName }) => [event, actorKind, targetName])).toEqual([
      ["apiKey.revoked", "user", "Android"],
      ["apiKey.changed", "user", "Android"],
      ["apiKey.firstUsed", "apiKey", "Robot"],
      ["apiKey.tokenIssued", "user", "Robot"],
      ["apiKey.created", "user", "Robot"],
    ])
    expect(told[1]!.details).toEqual({ name: ["Robot", "Android"] })
  })

  test("people: invited, uninvited, given another role, removed", async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const { sendInvitations: sent } = await good(
      me.metadata<{ sendInvitations: { result: { id: string }[] } }>(
        `mutation { sendInvitations(emails: ["${email}"]) { result { ... on WorkspaceInvitation { id } } } }`,
      ),
    )
    secrets.push((await mailed(app, email, /inviteToken=([0-9a-f]{64})/))!)
    const { id } = sent.result[0]!
    await good(me.metadata(`mutation { deleteWorkspaceInvitation(appTokenId: "${id}") }`))
    expect((await entriesOf(me, `{ targetId: "${id}" }`)).map(({ event, targetName }) => [event, targetName])).toEqual([
      ["member.uninvited", email],
      ["member.invited", email],
    ])
    const member = await newMember(app, me)
    const roleId = await getRoleId(me, "Admin")
    await good(
      me.metadata(
        `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${member.memberId}", roleId: "${roleId}") { id } }`,
      ),
    )
    await good(
      me.metadata(`mutation { deleteUserFromWorkspace(workspaceMemberIdToDelete: "${member.memberId}") { id } }`),
    )
    const told = await entriesOf(me, `{ targetId: "${member.memberId}" }`)
    expect(told.map(({ event, targetName }) => [event, targetName])).toEqual([
      ["member.removed", member.email],
      ["member.roleChanged", member.email],
    ])
    expect((told[1]!.details!.roleId as string[])[1]).toBe(roleId)
  })

  test("the data model, a readable line for each change, and nothing of one that failed", async () => {
    const { createOneObject: object } = await good(
      me.metadata<{ createOneObject: { id: string } }>(
        `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id } }`,
      ),
    )
    const field = await me.rest("POST", "/metadata/fields", {
      objectMetadataId: object.id,
      type: "NUMBER",
      name: "stages",
      label: "Stages",
    })
    expect(field.status).toBe(201)
    await me.rest("PATCH", `/metadata/fields/${field.body.id}`, { label: "Steps" })
    await me.rest("POST", "/metadata/fields", {
      objectMetadataId: object.id,
      type: "NUMBER",
      name: "stages",
      label: "x",
    })
    await me.rest("DELETE", `/metadata/fields/${field.body.id}`)
    await good(me.metadata(`mutation { deleteOneObject(input: { id: "${object.id}" }) { id } }`))
    const told = await entriesOf(
      me,
      `{ events: ["object.created", "object.deleted", "field.created", "field.changed", "field.deleted"] }`,
    )
    expect(told.map(({ details }) => details!.summary)).toEqual([
      "Deleted object rocket",
      "Deleted field rocket.stages",
      "Changed field rocket.stages: label",
      "Created field rocket.stages",
      "Created object rocket",
    ])
  })

  test("settings, webhooks, exports, passwords", async () => {
    await good(
      me.metadata(
        `mutation { updateWorkspace(data: { displayName: "Acme", inviteHash: "0123456789abcdef0123" }) { id } }`,
      ),
    )
    secrets.push("0123456789abcdef0123")
    expect((await find(me, "workspace.settingsChanged"))[0]!.details).toEqual({
      displayName: ["Test", "Acme"],
      inviteHash: "changed",
    })
    const { createWebhook: hook } = await good(
      me.metadata<{ createWebhook: { id: string; secret: string } }>(
        `mutation { createWebhook(input: { targetUrl: "https://ada:pass-in-url@example.com/hook?key=key-in-url", operations: ["*.*"] }) { id secret } }`,
      ),
    )
    secrets.push(hook.secret, "pass-in-url", "key-in-url")
    await good(me.metadata(`mutation { deleteWebhook(id: "${hook.id}") { id } }`))
    expect(
      (await entriesOf(me, `{ targetId: "${hook.id}" }`)).map(({ event, targetName }) => [event, targetName]),
    ).toEqual([
      ["webhook.deleted", "https://example.com/hook"],
      ["webhook.created", "https://example.com/hook"],
    ])
    const headers = { authorization: `Bearer ${me.token}`, accept: "application/x-ndjson" }
    await (await app.request("/rest/companies?fields=name", { headers })).text()
    expect((await find(me, "records.exported"))[0]).toMatchObject({
      targetName: "company",
      details: { query: "fields=name" },
    })
    const member = await newMember(app, me)
    await stranger.metadata(`mutation { emailPasswordResetLink(email: "${member.email}") { success } }`)
    const token = (await mailed(app, member.email, /reset-password\/([0-9a-f]{64})"/))!
    secrets.push(token)
    await good(
      stranger.metadata(
        `mutation { updatePasswordViaResetToken(passwordResetToken: "${token}", newPassword: "battery staple") { success } }`,
      ),
    )
    const told = await entriesOf(me, `{ targetId: "${member.userId}" }`)
    expect(told.map(({ event, actorKind }) => [event, actorKind])).toEqual([
      ["password.reset", "user"],
      ["password.resetRequested", "nobody"],
    ])
  })

  test("roles, every right that becomes another one", async () => {
    const roleId = await createRole(me, { label: "Intern" })
    const company = (await readModel(me)).objectId("company")
    await restrictObject(me, roleId, company, { canReadObjectRecords: false })
    await good(
      me.metadata(
        `mutation { updateOneRole(updateRoleInput: { id: "${roleId}", update: { canDestroyAllObjectRecords: false } }) { id } }`,
      ),
    )
    await good(me.metadata(`mutation { deleteOneRole(roleId: "${roleId}") }`))
    const told = await entriesOf(me, `{ targetId: "${roleId}" }`)
    expect(told.map(({ event, targetName }) => [event, targetName])).toEqual([
      ["role.deleted", "Intern"],
      ["role.changed", "Intern"],
      ["role.changed", "Intern"],
      ["role.created", "Intern"],
    ])
    expect(told[1]!.details).toEqual({ canDestroyAllObjectRecords: [true, false] })
    expect(told[2]!.details).toMatchObject({
      objects: [[], [{ objectMetadataId: company, canReadObjectRecords: false }]],
    })
    expect(told[3]!.details).toMatchObject({ canReadAllObjectRecords: [null, true] })
  })

  test("direct SQL", async () => {
    const { createSqlLogin: made } = await good(
      me.metadata<{ createSqlLogin: { login: { id: string }; password: string } }>(
        `mutation { createSqlLogin(input: { name: "BI", access: READ }) { login { id } password } }`,
      ),
    )
    secrets.push(made.password)
    await good(me.metadata(`mutation { revokeSqlLogin(id: "${made.login.id}") { id } }`))
    expect((await entriesOf(me, `{ targetId: "${made.login.id}" }`)).map(({ event }) => event)).toEqual([
      "sqlLogin.ended",
      "sqlLogin.created",
    ])
  })

  test("where it came from, as much of it as the operator wants", async () => {
    const cases: [Record<string, string>, string, string | null][] = [
      [{}, "192.0.2.77", "192.0.2.0/24"],
      [{}, "2001:db8:1:2::77", "2001:db8:1::/48"],
      [{ AUDIT_ADDRESSES: "whole" }, "192.0.2.77", "192.0.2.77"],
      [{ AUDIT_ADDRESSES: "none" }, "192.0.2.77", null],
    ]
    for (const [env, address, expected] of cases) {
      const own = await createTestApp({ env })
      const founder = await own.signUp()
      await own.request(
        "/metadata",
        {
          method: "POST",
          headers: {
            authorization: `Bearer ${founder.token}`,
            "content-type": "application/json",
            "user-agent": "a browser",
            "x-request-id": "request-1",
          },
          body: JSON.stringify({ query: `mutation { updateWorkspace(data: { displayName: "x" }) { id } }` }),
        },
        address,
      )
      expect((await find(founder, "workspace.settingsChanged"))[0]).toMatchObject({
        ipAddress: expected,
        userAgent: "a browser",
        requestId: "request-1",
        actorId: founder.userId,
      })
      await own.close()
    }
  })

  test("no secret, in any column, after all of this", async () => {
    const rows = await app.services.db.query<{ row: string }>(`select to_jsonb(a)::text as row from core."auditLog" a`)
    const all = rows.map(({ row }) => row).join("\n")
    expect(rows.length).toBeGreaterThan(30)
    expect(secrets.length).toBeGreaterThan(12)
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
  })
})

describe("reading it", () => {
  test("page by page, newest first, each entry once", async () => {
    const all = await entriesOf(me)
    const seen: unknown[] = []
    let after: string | null = null
    do {
      const { auditLogs }: { auditLogs: AuditPage } = await good(
        me.metadata<{ auditLogs: AuditPage }>(
          `query ($after: ConnectionCursor) { auditLogs(first: 7, after: $after) { edges { node { ${members} } } pageInfo { endCursor hasNextPage } } }`,
          { after },
        ),
      )
      seen.push(...auditLogs.edges.map(({ node }) => node))
      after = auditLogs.pageInfo.hasNextPage ? auditLogs.pageInfo.endCursor : null
    } while (after !== null)
    expect(seen).toEqual(all)
    const times = all.map((entry) => (entry as unknown as { at: string }).at)
    expect(times).toEqual(times.toSorted().toReversed())
  })

  test("by time, person and kind", async () => {
    const all = (await entriesOf(me)) as (Entry & { at: string })[]
    const middle = all[Math.floor(all.length / 2)]!.at
    const since = new Date(new Date(middle).getTime()).toISOString()
    const later = await entriesOf(me, `{ from: "${since}" }`)
    const earlier = await entriesOf(me, `{ to: "${since}" }`)
    expect([...later, ...earlier]).toEqual(all)
    expect((await entriesOf(me, `{ actorId: "${me.userId}" }`)).length).toBe(
      all.filter(({ actorId }) => actorId === me.userId).length,
    )
    expect((await entriesOf(me, `{ targetKind: "webhook" }`)).length).toBe(2)
    const wrong = await me.metadata(`{ auditLogs(filter: { events: ["made.up"] }) { edges { cursor } } }`)
    expect(wrong.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT")
  })

  test("over REST, a page or all of it as lines, which is written down", async () => {
    const page = await me.rest("GET", "/audit-logs?limit=2&events=webhook.created,webhook.deleted")
    expect(page.body.data.auditLogs.map(({ event }: Entry) => event)).toEqual(["webhook.deleted", "webhook.created"])
    const rest = await me.rest("GET", `/audit-logs?limit=1&starting_after=${page.body.pageInfo.endCursor}`)
    expect(rest.status).toBe(200)
    expect((await me.rest("GET", "/audit-logs?limit=x")).status).toBe(400)
    expect((await me.rest("GET", "/audit-logs?starting_after=x")).status).toBe(400)
    const before = await entriesOf(me)
    const headers = { authorization: `Bearer ${me.token}`, accept: "application/x-ndjson" }
    const text = await (await app.request("/rest/audit-logs", { headers })).text()
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(before)
    expect((await entriesOf(me))[0]).toMatchObject({ event: "auditLog.exported", actorId: me.userId })
  })

  test("takes the right to security, and nobody sees another workspace's", async () => {
    const member = await newMember(app, me)
    const asked = await member.metadata("{ auditLogs { edges { cursor } } }")
    expect(asked.errors?.[0]?.extensions.subCode).toBe("PERMISSION_DENIED")
    const lines = { authorization: `Bearer ${member.token}`, accept: "application/x-ndjson" }
    expect((await app.request("/rest/audit-logs", { headers: lines })).status).toBe(403)
    expect((await member.rest("GET", "/audit-logs")).status).toBe(403)
    const other = await app.signUp()
    expect((await entriesOf(other)).map(({ event }) => event).toSorted()).toEqual([
      "session.opened",
      "workspace.created",
    ])
  })
})

describe("changing it", () => {
  test("there is no way through the APIs", async () => {
    const { data } = await me.metadata<{ __schema: { mutationType: { fields: { name: string }[] } } }>(
      "{ __schema { mutationType { fields { name } } } }",
    )
    expect(data.__schema.mutationType.fields.filter(({ name }) => /audit/i.test(name))).toEqual([])
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect((await me.rest(method, "/audit-logs", {})).status).toBe(400)
  })

  test.each([
    `update core."auditLog" set event = 'x'`,
    `delete from core."auditLog"`,
    `truncate core."auditLog"`,
    `delete from core."auditLog" where "workspaceId" is null`,
  ])("the database refuses %s", async (statement) => {
    const error = await app.services.db.query(statement).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "42501", message: "The audit log is append-only" })
  })

  test("is gone with what failed", async () => {
    const before = (await entriesOf(me)).length
    await me.metadata(`mutation { updateWorkspace(data: { displayName: "y", subdomain: "-" }) { id } }`)
    expect((await entriesOf(me)).length).toBe(before)
  })
})

describe("how long it is kept", () => {
  const setRetention = (who: Member, days: number | null) =>
    who.metadata<{ updateWorkspace: { auditLogRetentionDays: number | null } }>(
      `mutation { updateWorkspace(data: { auditLogRetentionDays: ${days} }) { auditLogRetentionDays } }`,
    )

  const addOld = (workspaceId: string | null, days: number) =>
    app.services.db.query(
      `insert into core."auditLog" ("workspaceId", event, "actorKind", at) values ($1, 'session.opened', 'system', now() - make_interval(days => $2::int))`,
      [workspaceId, days],
    )

  const old = async (workspaceId: string) =>
    (
      await app.services.db.query<{ days: number }>(
        `select extract(day from now() - at)::int as days from core."auditLog" where "workspaceId" = $1 and at < now() - interval '1 day' order by at desc`,
        [workspaceId],
      )
    ).map(({ days }) => days)

  test("a year, unless the workspace says otherwise; 30 days at least", async () => {
    const founder = await app.signUp()
    for (const days of [20, 40, 364, 366]) await addOld(founder.workspaceId, days)
    await removeOldAuditEntries(app.services)
    expect(await old(founder.workspaceId)).toEqual([20, 40, 364])
    await setRetention(founder, null)
    await addOld(founder.workspaceId, 4000)
    await removeOldAuditEntries(app.services)
    expect(await old(founder.workspaceId)).toEqual([20, 40, 364, 4000])
    expect((await setRetention(founder, 29)).errors?.[0]?.extensions.subCode).toBe("INVALID_INPUT")
    expect((await setRetention(founder, 30)).data.updateWorkspace).toEqual({ auditLogRetentionDays: 30 })
    await removeOldAuditEntries(app.services)
    expect(await old(founder.workspaceId)).toEqual([20])
    expect((await find(founder, "workspace.settingsChanged")).map(({ details }) => details)).toEqual([
      { auditLogRetentionDays: [null, 30] },
      { auditLogRetentionDays: [365, null] },
    ])
  })

  test("what is older goes, but not before its time, whoever tries", async () => {
    const founder = await app.signUp()
    await addOld(founder.workspaceId, 364)
    await addOld(founder.workspaceId, 366)
    const remove = (days: number) =>
      app.services.db.query(
        `delete from core."auditLog" where "workspaceId" = $1 and at < now() - make_interval(days => $2::int)`,
        [founder.workspaceId, days],
      )
    expect(await remove(363).catch((error: { code: string }) => error.code)).toBe("42501")
    await remove(365)
    expect(await old(founder.workspaceId)).toEqual([364])
  })

  test("with a workspace its log goes, and who deleted it is known to the operator", async () => {
    const founder = await app.signUp()
    await founder.metadata("mutation { deleteCurrentWorkspace { id } }")
    await removeDeletedWorkspaces(app.services)
    const rows = await app.services.db.query(
      `select event, "workspaceId", "actorId" from core."auditLog" where "workspaceId" = $1 or "targetId" = $1`,
      [founder.workspaceId],
    )
    expect(rows).toEqual([{ event: "workspace.deleted", workspaceId: null, actorId: founder.userId }])
  })
})

test("the reader itself refuses whoever lacks the right", async () => {
  const member = await newMember(app, me)
  const principal = await app.services.principals.get(await app.services.tokens.verify(member.token, ["ACCESS"]))
  const error = await readAuditLog(app.services, principal, {}).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: "FORBIDDEN" })
})

test("an account that is deleted is told about in the workspaces that it was in", async () => {
  const host = await app.signUp()
  const email = `${crypto.randomUUID()}@example.com`
  const hash = await good(
    host.metadata<{ currentWorkspace: { inviteHash: string } }>("{ currentWorkspace { inviteHash } }"),
  )
  const joined = await join(app, email, { workspaceInviteHash: hash.currentWorkspace.inviteHash })
  const member = await enter(app, joined.data.signUpInWorkspace.loginToken.token)
  await good(member.metadata("mutation { deleteUser { id } }"))
  expect((await find(host, "member.removed"))[0]).toMatchObject({ targetName: email })
})
