/** Google and Microsoft, as local servers at their addresses: who is let in, who is linked, and whose word is not enough. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { ConfigError, readConfig } from "../../src/config.ts"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { Browser, loginTokenOf, type Page } from "../support/browser.ts"
import { mailed } from "../support/mailbox.ts"
import { oauthClient, startOauthServer, type OauthServer } from "../support/oauth-server.ts"
import { enter, join } from "../support/people.ts"
import { createRole } from "../support/roles.ts"

const tenant = "11111111-2222-4333-8444-555555555555"
const consumers = "9188040d-6c67-4c5b-b112-36a304b66dad"

let google: OauthServer
let microsoft: OauthServer
let app: TestApp
let admin: Member
let email: string

beforeAll(async () => {
  google = await startOauthServer()
  microsoft = await startOauthServer((url, { tid }) => `${url}/${String(tid)}/v2.0`)
  app = await createTestApp({
    env: {
      AUTH_GOOGLE_URL: google.url,
      AUTH_GOOGLE_CLIENT_ID: oauthClient.id,
      AUTH_GOOGLE_CLIENT_SECRET: oauthClient.secret,
      AUTH_MICROSOFT_URL: microsoft.url,
      AUTH_MICROSOFT_CLIENT_ID: oauthClient.id,
      AUTH_MICROSOFT_CLIENT_SECRET: oauthClient.secret,
      OUTGOING_ALLOW: "127.0.0.1",
    },
  })
  admin = await app.signUp()
  await app.services.db.query(`update core."user" set "isEmailVerified" = true where id = $1`, [admin.userId])
})

beforeEach(() => {
  email = `${crypto.randomUUID()}@example.com`
  google.lie = microsoft.lie = undefined
  google.person = { sub: crypto.randomUUID(), email, email_verified: true, given_name: "Ada", family_name: "Lovelace" }
  microsoft.person = { sub: crypto.randomUUID(), tid: tenant, email, xms_edov: true, name: "Ada King Lovelace" }
})

afterAll(async () => {
  await app.close()
  await google.stop()
  await microsoft.stop()
})

const visit = (way: "google" | "microsoft", query: Record<string, string> = {}, browser = new Browser(app)) =>
  browser.open(`/auth/${way}?${new URLSearchParams(query)}`)

/** A working session: it reads a record. */
async function works(page: Page): Promise<{ workspaceId: string; authProvider: string; me: Record<string, unknown> }> {
  const token = loginTokenOf(page)
  if (!token) throw new Error(`Not let in: ${page.text}`)
  const member = await enter(app, token)
  const { data } = await member.graphql<{ workspaceMembers: { edges: { node: Record<string, unknown> }[] } }>(
    "{ workspaceMembers { edges { node { userId userEmail name { firstName lastName } } } } }",
  )
  const me = data.workspaceMembers.edges.map((edge) => edge.node).find(({ userId }) => userId === member.userId)!
  const { authProvider } = JSON.parse(atob(member.token.split(".")[1]!)) as { authProvider: string }
  return { workspaceId: member.workspaceId, authProvider, me }
}

const inviteHash = async () =>
  (await admin.metadata<{ currentWorkspace: { inviteHash: string } }>("{ currentWorkspace { inviteHash } }")).data
    .currentWorkspace.inviteHash

async function accountOf(address: string) {
  const [row] = await app.services.db.query<{ id: string; verified: boolean; password: string | null }>(
    `select id, "isEmailVerified" as verified, "passwordHash" as password from core."user" where email = $1`,
    [address],
  )
  return row
}

/** Signs up with a password and, where it says so, shows that the address is theirs. */
async function signUp({ isVerified }: { isVerified: boolean }): Promise<void> {
  await join(app, email, {}, "signUp")
  if (isVerified)
    await app.services.db.query(`update core."user" set "isEmailVerified" = true where email = $1`, [email])
}

for (const way of ["google", "microsoft"] as const) {
  describe(way, () => {
    test("by the workspace's link: a new member with the names of the provider, who then just signs in", async () => {
      const first = await works(await visit(way, { workspaceInviteHash: await inviteHash(), locale: "de-DE" }))
      expect(first).toMatchObject({ workspaceId: admin.workspaceId, authProvider: way })
      expect(first.me).toMatchObject({
        userEmail: email,
        name: { firstName: "Ada", lastName: way === "google" ? "Lovelace" : "King Lovelace" },
      })
      expect(await accountOf(email)).toMatchObject({ verified: true, password: null })
      const again = await works(await visit(way))
      expect(again.me.userId).toBe(first.me.userId)
    })

    test("by an invitation that was mailed", async () => {
      await admin.metadata(`mutation { sendInvitations(emails: ["${email}"]) { success } }`)
      const token = (await mailed(app, email, /inviteToken=([0-9a-f]{64})/))!
      const { workspaceId } = await works(await visit(way, { workspacePersonalInviteToken: token }))
      expect(workspaceId).toBe(admin.workspaceId)
    })

    test("the invitation of another address opens nothing", async () => {
      const other = `${crypto.randomUUID()}@example.com`
      await admin.metadata(`mutation { sendInvitations(emails: ["${other}"]) { success } }`)
      const token = (await mailed(app, other, /inviteToken=([0-9a-f]{64})/))!
      const page = await visit(way, { workspacePersonalInviteToken: token })
      expect(loginTokenOf(page)).toBeUndefined()
      expect(page.text).toContain("invitation")
      expect(await accountOf(email)).toBeUndefined()
    })

    test("founding a workspace", async () => {
      const { workspaceId } = await works(await visit(way, { action: "create-new-workspace" }))
      expect(workspaceId).not.toBe(admin.workspaceId)
    })

    test("strangers who bring nothing are told what to do, and no account is made", async () => {
      const page = await visit(way)
      expect(page.response.status).toBe(403)
      expect(page.text).toContain("ask to be invited")
      expect(await accountOf(email)).toBeUndefined()
    })

    test("an account of the address is linked, and keeps its password where the address was confirmed", async () => {
      await signUp({ isVerified: true })
      await works(await visit(way, { workspaceInviteHash: await inviteHash() }))
      expect((await accountOf(email))?.password).not.toBeNull()
    })

    test("whoever took the address before its owner came loses password and sessions", async () => {
      await signUp({ isVerified: false })
      const { id } = (await accountOf(email))!
      const { me } = await works(await visit(way, { workspaceInviteHash: await inviteHash() }))
      expect(me.userId).toBe(id)
      expect(await accountOf(email)).toMatchObject({ verified: true, password: null })
      const revoked = await app.services.db.query(
        `select 1 from core.session where "userId" = $1 and "authProvider" = 'password' and "revokedAt" is null`,
        [id],
      )
      expect(revoked).toHaveLength(0)
    })

    test("a second subject with the same address is somebody else", async () => {
      const server = way === "google" ? google : microsoft
      await works(await visit(way, { workspaceInviteHash: await inviteHash() }))
      server.person.sub = crypto.randomUUID()
      const page = await visit(way)
      expect(loginTokenOf(page)).toBeUndefined()
      expect(page.text).toContain("belongs to somebody else")
    })

    test("the subject counts, not the address: somebody whose address changed at the provider is who they were", async () => {
      const server = way === "google" ? google : microsoft
      const first = await works(await visit(way, { workspaceInviteHash: await inviteHash() }))
      server.person.email = `${crypto.randomUUID()}@example.com`
      expect((await works(await visit(way))).me.userId).toBe(first.me.userId)
    })

    test("a workspace that shut this way lets nobody in by it, unless admins have a way of their own", async () => {
      const setting = way === "google" ? "isGoogleAuth" : "isMicrosoftAuth"
      const set = (data: string) => admin.metadata(`mutation { updateWorkspace(data: { ${data} }) { id } }`)
      const workspaceInviteHash = await inviteHash()
      await works(await visit(way, { workspaceInviteHash }))
      const member = (way === "google" ? google : microsoft).person
      expect((await set(`${setting}Enabled: false`)).errors).toBeUndefined()
      try {
        const page = await visit(way)
        expect(page.text).toContain("does not let you sign in with")
        const server = way === "google" ? google : microsoft
        email = `${crypto.randomUUID()}@example.com`
        server.person = { ...member, sub: crypto.randomUUID(), email }
        expect(loginTokenOf(await visit(way, { workspaceInviteHash }))).toBeUndefined()
        expect(await accountOf(email)).toBeUndefined()
        const [{ address } = { address: "" }] = await app.services.db.query<{ address: string }>(
          `select email as address from core."user" where id = $1`,
          [admin.userId],
        )
        server.person.email = address
        expect(loginTokenOf(await visit(way))).toBeUndefined()
        await set(`${setting}BypassEnabled: true`)
        expect((await works(await visit(way))).me.userId).toBe(admin.userId)
        server.person = member
        expect(loginTokenOf(await visit(way))).toBeUndefined()
        await giveBypass(String(member.email))
        expect(loginTokenOf(await visit(way))).toBeDefined()
      } finally {
        await set(`${setting}Enabled: true, ${setting}BypassEnabled: false`)
      }
    })

    test("a disabled account stays outside", async () => {
      await works(await visit(way, { workspaceInviteHash: await inviteHash() }))
      await app.services.db.query(`update core."user" set disabled = true where email = $1`, [email])
      expect((await visit(way)).text).toContain("disabled")
    })

    test("what was begun by one browser cannot be ended by another, nor twice", async () => {
      const workspaceInviteHash = await inviteHash()
      const browser = new Browser(app)
      const begun = await browser.send(
        new URL(`/auth/${way}?workspaceInviteHash=${workspaceInviteHash}`, "http://localhost:3000"),
      )
      expect(begun.headers.get("set-cookie")).toMatch(
        /^kith-sign-in-[0-9a-f-]{36}=1\.[^;]+; Path=\/auth; HttpOnly; SameSite=Lax; Max-Age=600$/,
      )
      const answered = await browser.send(new URL(begun.headers.get("location")!))
      const callback = answered.headers.get("location")!
      const thief = await new Browser(app).open(callback)
      expect(loginTokenOf(thief)).toBeUndefined()
      const twice = new Browser(app)
      Object.assign(twice, { cookies: new Map(structuredClone([...browser["cookies"]])) })
      expect(loginTokenOf(await browser.open(callback))).toBeDefined()
      expect(loginTokenOf(await twice.open(callback))).toBeUndefined()
    })
  })
}

describe("what is not believed", () => {
  const now = () => Math.floor(Date.now() / 1000)
  const lies: [name: string, lie: OauthServer["lie"]][] = [
    ["a wrong nonce", (claims) => ({ ...claims, nonce: crypto.randomUUID() })],
    ["no nonce", (claims) => ({ ...claims, nonce: undefined })],
    ["another client's token", (claims) => ({ ...claims, aud: "somebody-else" })],
    ["another issuer", (claims) => ({ ...claims, iss: "https://evil.example.com" })],
    ["an expired token", (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 })],
    ["no subject", (claims) => ({ ...claims, sub: undefined })],
    ["a key that is not published", (claims) => google.forge(claims)],
    [
      "no signature",
      (claims) =>
        `${btoa('{"alg":"none"}').replaceAll("=", "")}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`,
    ],
    ["an address that is not confirmed", (claims) => ({ ...claims, email_verified: false, xms_edov: false })],
    [
      "an address of which nothing is said",
      (claims) => ({ ...claims, email_verified: undefined, xms_edov: undefined }),
    ],
  ]
  for (const way of ["google", "microsoft"] as const) {
    for (const [name, lie] of lies) {
      test(`${way}: ${name}`, async () => {
        const server = way === "google" ? google : microsoft
        await signUp({ isVerified: true })
        const query = { workspaceInviteHash: await inviteHash() }
        server.lie = lie
        const page = await visit(way, query)
        expect(loginTokenOf(page)).toBeUndefined()
        expect(page.response.status).toBe(403)
        expect(page.text).toMatch(/could not be signed in|does not confirm/)
        server.lie = undefined
        expect(loginTokenOf(await visit(way, query))).toBeDefined()
      })
    }
  }

  test("microsoft: another tenant's token that names the victim's address", async () => {
    await works(await visit("microsoft", { workspaceInviteHash: await inviteHash() }))
    microsoft.person = { ...microsoft.person, tid: "99999999-2222-4333-8444-555555555555", xms_edov: undefined }
    expect(loginTokenOf(await visit("microsoft"))).toBeUndefined()
  })

  test("microsoft: an issuer whose tenant is not that of the token", async () => {
    microsoft.lie = (claims) => ({ ...claims, iss: `${microsoft.url}/${consumers}/v2.0` })
    expect(loginTokenOf(await visit("microsoft", { action: "create-new-workspace" }))).toBeUndefined()
  })

  test("microsoft: personal accounts are confirmed by Microsoft itself", async () => {
    microsoft.person = { ...microsoft.person, tid: consumers, xms_edov: undefined }
    expect(loginTokenOf(await visit("microsoft", { action: "create-new-workspace" }))).toBeDefined()
  })

  test("a provider that reports an error", async () => {
    const browser = new Browser(app)
    const begun = await browser.send(new URL("http://localhost:3000/auth/google"))
    const state = new URL(begun.headers.get("location")!).searchParams.get("state")!
    const page = await browser.open(
      `/auth/google/redirect?error=access_denied&error_description=<b>secret</b>&state=${state}`,
    )
    expect(page.response.status).toBe(403)
    expect(page.text).not.toContain("secret")
  })

  test("an answer to Google in the place of Microsoft's", async () => {
    const browser = new Browser(app)
    const begun = await browser.send(new URL("http://localhost:3000/auth/google"))
    const answered = await browser.send(new URL(begun.headers.get("location")!))
    const { search } = new URL(answered.headers.get("location")!)
    expect(loginTokenOf(await browser.open(`/auth/microsoft/redirect${search}`))).toBeUndefined()
  })

  test("an attempt from ten minutes ago", async () => {
    const browser = new Browser(app)
    const begun = await browser.send(new URL("http://localhost:3000/auth/google?action=create-new-workspace"))
    const answered = await browser.send(new URL(begun.headers.get("location")!))
    const { now } = app.services
    app.services.now = () => Date.now() + 601_000
    try {
      expect(loginTokenOf(await browser.open(answered.headers.get("location")!))).toBeUndefined()
    } finally {
      app.services.now = now
    }
  })
})

describe("settings", () => {
  const client = { AUTH_GOOGLE_CLIENT_ID: "a", AUTH_GOOGLE_CLIENT_SECRET: "b" }
  const refused: [string, Record<string, string>, RegExp][] = [
    ["an id without a secret", { AUTH_GOOGLE_CLIENT_ID: "a" }, /AUTH_GOOGLE_CLIENT_SECRET/],
    ["a secret without an id", { AUTH_MICROSOFT_CLIENT_SECRET: "a" }, /AUTH_MICROSOFT_CLIENT_ID/],
    ["an address without TLS", { ...client, AUTH_GOOGLE_URL: "http://accounts.example.com" }, /https/],
    [
      "a tenant that is none",
      { AUTH_MICROSOFT_CLIENT_ID: "a", AUTH_MICROSOFT_CLIENT_SECRET: "b", AUTH_MICROSOFT_TENANT: "../x" },
      /AUTH_MICROSOFT_TENANT/,
    ],
    ["an allowed host that is an address of the web", { OUTGOING_ALLOW: "https://idp.example.com/" }, /OUTGOING_ALLOW/],
  ]
  test.each(refused)("%s is refused", (_, env, message) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(() => readConfig(env)).toThrow(message)
  })

  test("one tenant's people alone, where the operator says so", async () => {
    const { microsoft: settings } = app.services.config
    settings!.tenant = tenant
    try {
      expect(loginTokenOf(await visit("microsoft", { action: "create-new-workspace" }))).toBeDefined()
      microsoft.person = { ...microsoft.person, sub: crypto.randomUUID(), tid: consumers }
      expect(loginTokenOf(await visit("microsoft", { action: "create-new-workspace" }))).toBeUndefined()
    } finally {
      settings!.tenant = "common"
    }
  })

  test("where there is none, the way leads to a page that says so", async () => {
    const plain = await createTestApp({ env: { PUBLIC_URL: "https://crm.example.com", ...client } })
    try {
      const page = await new Browser(plain).open("/auth/microsoft")
      expect(page.response.status).toBe(404)
      expect(page.text).toContain("not set up on this server")
      const begun = await plain.request("/auth/google")
      const to = new URL(begun.headers.get("location")!)
      expect(to.origin + to.pathname).toBe("https://accounts.google.com/o/oauth2/v2/auth")
      expect(to.searchParams.get("redirect_uri")).toBe("https://crm.example.com/auth/google/redirect")
      expect(begun.headers.get("set-cookie")).toEndWith("; Secure")
    } finally {
      await plain.close()
    }
  })
})

describe("what is said to whoever has not signed in", () => {
  test("/client-config and the workspace name the ways that there are", async () => {
    const { authProviders } = (await (await app.request("/client-config")).json()) as Record<string, unknown>
    expect(authProviders).toEqual({ google: true, magicLink: false, password: true, microsoft: true, sso: [] })
    const ask = async () => {
      const [{ subdomain } = { subdomain: "" }] = await app.services.db.query<{ subdomain: string }>(
        "select subdomain from core.workspace where id = $1",
        [admin.workspaceId],
      )
      const { data } = await admin.metadata<{ getPublicWorkspaceDataByDomain: unknown }>(
        `{ getPublicWorkspaceDataByDomain(origin: "https://${subdomain}.example.com") {
          authProviders { google microsoft password magicLink sso { id } } authBypassProviders { google microsoft password } } }`,
      )
      return data.getPublicWorkspaceDataByDomain
    }
    expect(await ask()).toEqual({
      authProviders: { google: true, microsoft: true, password: true, magicLink: false, sso: [] },
      authBypassProviders: null,
    })
    await admin.metadata(
      "mutation { updateWorkspace(data: { isGoogleAuthEnabled: false, isPasswordAuthEnabled: false, isPasswordAuthBypassEnabled: true }) { id } }",
    )
    expect(await ask()).toEqual({
      authProviders: { google: false, microsoft: true, password: false, magicLink: false, sso: [] },
      authBypassProviders: { google: false, microsoft: false, password: true },
    })
    await admin.metadata(
      "mutation { updateWorkspace(data: { isGoogleAuthEnabled: true, isPasswordAuthEnabled: true, isPasswordAuthBypassEnabled: false }) { id } }",
    )
  })

  test("a workspace without passwords refuses them to members, newcomers and those who chose it in a list", async () => {
    const member = await invitedMember()
    const workspaceInviteHash = await inviteHash()
    const refreshToken = await refreshTokenOf(member)
    await admin.metadata("mutation { updateWorkspace(data: { isPasswordAuthEnabled: false }) { id } }")
    try {
      const renewed = await admin.metadata(
        `mutation { renewToken(appToken: "${refreshToken}") { tokens { accessToken { token } } } }`,
      )
      expect(renewed.errors?.[0]?.extensions.code).toBe("FORBIDDEN")
      const { errors } = await admin.metadata(
        `mutation { getLoginTokenFromCredentials(email: "${member}", password: "correct horse", origin: "") { loginToken { token } } }`,
      )
      expect(errors?.[0]).toMatchObject({ message: "This workspace does not let you sign in with a password" })
      const { data } = await admin.metadata<{
        signIn: { availableWorkspaces: { availableWorkspacesForSignIn: { loginToken: string | null }[] } }
      }>(
        `mutation { signIn(email: "${member}", password: "correct horse") { availableWorkspaces { availableWorkspacesForSignIn { loginToken } } } }`,
      )
      expect(data.signIn.availableWorkspaces.availableWorkspacesForSignIn).toEqual([{ loginToken: null }])
      expect((await join(app, email, { workspaceInviteHash })).errors?.[0]?.message).toContain(
        "does not let you sign in",
      )
      expect(await accountOf(email)).toBeUndefined()
    } finally {
      const restored = await admin.metadata(
        "mutation { updateWorkspace(data: { isPasswordAuthEnabled: true }) { id } }",
      )
      expect(restored.errors).toBeUndefined()
    }
  })
})

/** A role with the right to use what is switched off for everybody else, and nothing else of the settings. */
async function giveBypass(address: string): Promise<void> {
  const roleId = await createRole(admin)
  await admin.metadata(
    `mutation { upsertPermissionFlags(upsertPermissionFlagsInput: { roleId: "${roleId}", permissionFlagKeys: ["SSO_BYPASS"] }) { id } }`,
  )
  const { data } = await admin.graphql<{ workspaceMembers: { edges: { node: { id: string } }[] } }>(
    `{ workspaceMembers(filter: { userEmail: { eq: "${address}" } }) { edges { node { id } } } }`,
  )
  const { errors } = await admin.metadata(
    `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${data.workspaceMembers.edges[0]!.node.id}", roleId: "${roleId}") { id } }`,
  )
  expect(errors).toBeUndefined()
}

async function refreshTokenOf(address: string): Promise<string> {
  const login = await admin.metadata<{ getLoginTokenFromCredentials: { loginToken: { token: string } } }>(
    `mutation { getLoginTokenFromCredentials(email: "${address}", password: "correct horse", origin: "") { loginToken { token } } }`,
  )
  const { token } = login.data.getLoginTokenFromCredentials.loginToken
  const { data } = await admin.metadata<{
    getAuthTokensFromLoginToken: { tokens: { refreshToken: { token: string } } }
  }>(
    `mutation { getAuthTokensFromLoginToken(loginToken: "${token}", origin: "") { tokens { refreshToken { token } } } }`,
  )
  return data.getAuthTokensFromLoginToken.tokens.refreshToken.token
}

async function invitedMember(): Promise<string> {
  const address = `${crypto.randomUUID()}@example.com`
  await admin.metadata(`mutation { sendInvitations(emails: ["${address}"]) { success } }`)
  const token = (await mailed(app, address, /inviteToken=([0-9a-f]{64})/))!
  expect((await join(app, address, { workspacePersonalInviteToken: token })).errors).toBeUndefined()
  return address
}
