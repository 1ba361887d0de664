/** A workspace's own OpenID Connect provider: a real one from npm, and one that lies. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { createTestApp, type Member, type TestApp } from "../support/app.ts"
import { Browser, loginTokenOf } from "../support/browser.ts"
import { mailed } from "../support/mailbox.ts"
import { oauthClient, startOauthServer, type OauthServer } from "../support/oauth-server.ts"
import { startOidcProvider, type OidcPerson, type TestOidcProvider } from "../support/oidc-provider.ts"
import { enter, newMember } from "../support/people.ts"
import { createProvider, editProvider, enterBy, type ProviderRow } from "../support/sso.ts"

const kith = "http://localhost:3000"

let app: TestApp
let admin: Member
let real: TestOidcProvider
let liar: OauthServer
let provider: ProviderRow
let lying: ProviderRow
let login: string
let person: OidcPerson

beforeAll(async () => {
  real = await startOidcProvider(`${kith}/auth/oidc/callback`)
  liar = await startOauthServer()
  app = await createTestApp({ env: { OUTGOING_ALLOW: "127.0.0.1" } })
  admin = await app.signUp()
  const { id: clientID, secret: clientSecret } = real.client
  provider = await createProvider(admin, "OIDC", { name: "Ours", issuer: real.url, clientID, clientSecret })
  lying = await createProvider(admin, "OIDC", {
    issuer: liar.url,
    clientID: oauthClient.id,
    clientSecret: oauthClient.secret,
  })
})

beforeEach(() => {
  login = crypto.randomUUID()
  const email = `${login}@example.com`
  person = { sub: login, email, email_verified: true, given_name: "Grace", family_name: "Hopper" }
  real.people.set(login, person)
  liar.lie = undefined
  liar.person = { ...person }
})

afterAll(async () => {
  await app.close()
  await real.stop()
  await liar.stop()
})

const comeIn = (query = "", browser = new Browser(app)) =>
  real.signIn(browser, `/auth/oidc/login/${provider.id}${query}`, login)

const visitLiar = (browser = new Browser(app)) => browser.open(`/auth/oidc/login/${lying.id}`)

describe("a real provider", () => {
  test("whoever it knows becomes a member with the default role, and comes again as the same", async () => {
    const first = await enterBy(app, await comeIn())
    expect(first).toMatchObject({
      workspaceId: admin.workspaceId,
      authProvider: "sso",
      email: person.email,
      name: { firstName: "Grace", lastName: "Hopper" },
    })
    const again = await enterBy(app, await comeIn())
    expect(again.userId).toBe(first.userId)
    const { errors } = await again.metadata(`mutation { updateWorkspace(data: { displayName: "Mine" }) { id } }`)
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN")
  })

  test("a session goes on by its refresh token", async () => {
    const { data } = await admin.metadata<{
      getAuthTokensFromLoginToken: { tokens: { refreshToken: { token: string } } }
    }>(
      `mutation { getAuthTokensFromLoginToken(loginToken: "${loginTokenOf(await comeIn())}", origin: "") { tokens { refreshToken { token } } } }`,
    )
    const { token } = data.getAuthTokensFromLoginToken.tokens.refreshToken
    const renewed = await admin.metadata(
      `mutation { renewToken(appToken: "${token}") { tokens { accessToken { token } } } }`,
    )
    expect(renewed.errors).toBeUndefined()
  })

  test("a member of the workspace is linked, and keeps password and role", async () => {
    const member = await newMember(app, admin)
    person.email = member.email
    expect((await enterBy(app, await comeIn())).userId).toBe(member.userId)
    const { errors } = await admin.metadata(
      `mutation { signIn(email: "${member.email}", password: "correct horse") { tokens { accessToken { token } } } }`,
    )
    expect(errors).toBeUndefined()
  })

  test("an account that is no member is not taken into the workspace on the provider's word", async () => {
    const other = await app.signUp()
    const [{ email } = { email: "" }] = await app.services.db.query<{ email: string }>(
      `select email from core."user" where id = $1`,
      [other.userId],
    )
    person.email = email
    const page = await comeIn()
    expect(loginTokenOf(page)).toBeUndefined()
    expect(page.text).toContain("Ask an admin to invite you")
    await admin.metadata(`mutation { sendInvitations(emails: ["${email}"]) { success } }`)
    expect(loginTokenOf(await comeIn())).toBeUndefined()
    const token = await mailed(app, email, /inviteToken=([0-9a-f]{64})/)
    expect((await enterBy(app, await comeIn(`?workspacePersonalInviteToken=${token}`))).userId).toBe(other.userId)
  })

  test("whoever was removed stays out, until they are invited again", async () => {
    const member = await enterBy(app, await comeIn())
    const { data } = await admin.graphql<{ workspaceMembers: { edges: { node: { id: string } }[] } }>(
      `{ workspaceMembers(filter: { userId: { eq: "${member.userId}" } }) { edges { node { id } } } }`,
    )
    await admin.metadata(
      `mutation { deleteUserFromWorkspace(workspaceMemberIdToDelete: "${data.workspaceMembers.edges[0]!.node.id}") { id } }`,
    )
    expect((await comeIn()).text).toContain("Ask an admin to invite you")
  })

  test("an address that it does not confirm is nobody's", async () => {
    person.email_verified = false
    const page = await comeIn()
    expect(loginTokenOf(page)).toBeUndefined()
    expect(page.text).toContain("does not confirm")
  })

  test("where addresses have to be confirmed, the provider's own people need not; who took an address beforehand does", async () => {
    const env = { OUTGOING_ALLOW: "127.0.0.1", IS_EMAIL_VERIFICATION_REQUIRED: "false" }
    const strict = await createTestApp({ env })
    try {
      const owner = await strict.signUp()
      const { id: clientID, secret: clientSecret } = real.client
      const { id } = await createProvider(owner, "OIDC", { issuer: real.url, clientID, clientSecret })
      const early = await newMember(strict, owner)
      strict.services.config.isEmailVerificationRequired = true
      const arrive = () => real.signIn(new Browser(strict), `/auth/oidc/login/${id}`, login)
      const member = await enterBy(strict, await arrive())
      const { data } = await member.metadata("{ currentUser { isEmailVerified } }")
      expect(data).toEqual({ currentUser: { isEmailVerified: false } })
      login = crypto.randomUUID()
      real.people.set(login, { ...person, sub: login, email: early.email })
      expect((await arrive()).text).toContain("confirm your e-mail address first")
    } finally {
      await strict.close()
    }
  })

  test("a code works once, in the browser that asked", async () => {
    const browser = new Browser(app)
    let callback = ""
    const watched = { open: browser.open.bind(browser), send: browser.send.bind(browser) }
    browser.send = async (url, init) => {
      if (url.pathname === "/auth/oidc/callback") {
        callback ||= url.href
        return new Response("held back")
      }
      return watched.send(url, init)
    }
    await comeIn("", browser)
    expect(callback).toContain("code=")
    expect((await new Browser(app).open(callback)).text).toContain("could not be signed in")
    browser.send = watched.send
    expect(loginTokenOf(await browser.open(callback))).toBeDefined()
    expect((await browser.open(callback)).text).toContain("could not be signed in")
  })

  test("an answer with another state, or without one", async () => {
    const browser = new Browser(app)
    await browser.send(new URL(`/auth/oidc/login/${provider.id}`, kith))
    for (const query of ["?code=x", `?code=x&state=${crypto.randomUUID()}`, "?code=x&state=a&state=b"])
      expect((await browser.open(`/auth/oidc/callback${query}`)).response.status).toBe(403)
  })
})

describe("what such a session cannot do", () => {
  test("it changes the person's name in its workspace alone", async () => {
    const member = await newMember(app, admin)
    const rename = (who: Member, firstName: string) =>
      who.metadata(
        "mutation ($input: UpdateWorkspaceMemberSettingsInput!) { updateWorkspaceMemberSettings(input: $input) }",
        {
          input: { workspaceMemberId: member.memberId, update: { name: { firstName, lastName: "L" } } },
        },
      )
    await rename(member, "Own")
    person.email = member.email
    const session = await enterBy(app, await comeIn())
    expect((await rename(session, "Said by the provider")).errors).toBeUndefined()
    const { data } = await member.metadata("{ currentUser { firstName workspaceMember { name { firstName } } } }")
    expect(data).toEqual({
      currentUser: { firstName: "Own", workspaceMember: { name: { firstName: "Said by the provider" } } },
    })
  })

  test("it sees and enters no other workspace of the person, and changes nothing about the account", async () => {
    const member = await newMember(app, admin)
    const session = await enter(
      app,
      (
        await admin.metadata<{ getLoginTokenFromCredentials: { loginToken: { token: string } } }>(
          `mutation { getLoginTokenFromCredentials(email: "${member.email}", password: "correct horse", origin: "") { loginToken { token } } }`,
        )
      ).data.getLoginTokenFromCredentials.loginToken.token,
    )
    await session.metadata(`mutation { signUpInNewWorkspace { loginToken { token } } }`)
    const look = `{ currentUser { workspaces { workspace { id } } availableWorkspaces { availableWorkspacesForSignIn { id loginToken } availableWorkspacesForSignUp { id } } } }`
    interface Seen {
      currentUser: {
        workspaces: unknown[]
        availableWorkspaces: { availableWorkspacesForSignIn: { id: string }[]; availableWorkspacesForSignUp: unknown[] }
      }
    }
    expect((await session.metadata<Seen>(look)).data.currentUser.workspaces).toHaveLength(2)
    person.email = member.email
    const own = await enterBy(app, await comeIn())
    const { currentUser } = (await own.metadata<Seen>(look)).data
    expect(currentUser.workspaces).toEqual([{ workspace: { id: admin.workspaceId } }])
    expect(currentUser.availableWorkspaces.availableWorkspacesForSignIn.map(({ id }) => id)).toEqual([
      admin.workspaceId,
    ])
    for (const operation of ["deleteUser { id }", "signUpInNewWorkspace { loginToken { token } }"]) {
      const { errors } = await own.metadata(`mutation { ${operation} }`)
      expect(errors?.[0]).toMatchObject({ extensions: { code: "FORBIDDEN" } })
    }
  })
})

describe("what is not believed", () => {
  const now = () => Math.floor(Date.now() / 1000)
  const lies: [name: string, lie: OauthServer["lie"]][] = [
    ["a wrong nonce", (claims) => ({ ...claims, nonce: "wrong" })],
    ["no nonce", (claims) => ({ ...claims, nonce: undefined })],
    ["another client's token", (claims) => ({ ...claims, aud: "somebody-else" })],
    [
      "a token for several clients without saying whose it is",
      (claims) => ({ ...claims, aud: [oauthClient.id, "other"] }),
    ],
    ["another issuer", (claims) => ({ ...claims, iss: real.url })],
    ["an expired token", (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 })],
    ["no subject", (claims) => ({ ...claims, sub: undefined })],
    ["a key that is not published", (claims) => liar.forge(claims)],
    [
      "no signature",
      (claims) =>
        `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`,
    ],
    [
      "a signature with the client's secret",
      async (claims) => {
        const { SignJWT } = await import("jose")
        return new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256" })
          .sign(new TextEncoder().encode(oauthClient.secret))
      },
    ],
    ["an address that is not confirmed", (claims) => ({ ...claims, email_verified: false })],
    ["an address of which nothing is said", (claims) => ({ ...claims, email_verified: undefined })],
    ["a confirmation that is a word", (claims) => ({ ...claims, email_verified: "no" })],
  ]
  for (const [name, lie] of lies) {
    test(name, async () => {
      liar.lie = lie
      const page = await visitLiar()
      expect(loginTokenOf(page)).toBeUndefined()
      expect(page.response.status).toBe(403)
      expect(page.text).toMatch(/could not be signed in|does not confirm/)
      liar.lie = undefined
      expect(loginTokenOf(await visitLiar())).toBeDefined()
    })
  }

  test("mix-up: the code of one provider is never sent to another", async () => {
    const browser = new Browser(app)
    const begun = await browser.send(new URL(`/auth/oidc/login/${provider.id}`, kith))
    const state = new URL(begun.headers.get("location")!).searchParams.get("state")!
    const before = liar.asked.length
    const page = await browser.open(`/auth/oidc/callback?code=x&state=${state}&iss=${encodeURIComponent(liar.url)}`)
    expect(page.response.status).toBe(403)
    expect(liar.asked.length).toBe(before)
  })

  test("an answer for OIDC in the place of SAML's, and a provider of the other kind", async () => {
    expect((await new Browser(app).open(`/auth/saml/login/${provider.id}`)).response.status).toBe(404)
    expect((await new Browser(app).open(`/auth/oidc/login/${crypto.randomUUID()}`)).response.status).toBe(404)
    expect((await new Browser(app).open("/auth/oidc/login/not-an-id")).response.status).toBe(404)
  })
})

describe("setting it up", () => {
  test("the list shows what there is, and no secret; the secret is sealed in the database", async () => {
    const { data } = await admin.metadata<{ getSSOIdentityProviders: ProviderRow[] }>(
      "{ getSSOIdentityProviders { id name type status issuer workspace { id displayName } } }",
    )
    expect(data.getSSOIdentityProviders).toContainEqual({
      ...provider,
      name: "Ours",
      type: "OIDC",
      status: "Active",
      workspace: { id: admin.workspaceId, displayName: "Test" },
    } as ProviderRow)
    const [row] = await app.services.db.query<{ secret: string }>(
      `select "clientSecret" as secret from core."identityProvider" where id = $1`,
      [provider.id],
    )
    expect(row?.secret).toStartWith("1.")
    expect(row?.secret).not.toContain(real.client.secret)
  })

  test("members, strangers and other workspaces see and change nothing", async () => {
    const member = await newMember(app, admin)
    const other = await app.signUp()
    const refusals = async (who: Member) => [
      (await who.metadata("{ getSSOIdentityProviders { id } }")).errors?.[0]?.extensions.code,
      (await editProvider(who, { id: provider.id, status: "Inactive" })).errors?.[0]?.extensions.code,
      (
        await who.metadata(
          `mutation { deleteSSOIdentityProvider(input: { identityProviderId: "${provider.id}" }) { identityProviderId } }`,
        )
      ).errors?.[0]?.extensions.code,
    ]
    expect(await refusals(member)).toEqual(["FORBIDDEN", "FORBIDDEN", "FORBIDDEN"])
    expect(await refusals(other)).toEqual([undefined, "NOT_FOUND", "NOT_FOUND"])
    expect((await other.metadata("{ getSSOIdentityProviders { id } }")).data).toEqual({ getSSOIdentityProviders: [] })
  })

  test("an issuer that nobody answers for, or in the server's own network", async () => {
    const guarded = await createTestApp()
    try {
      const alone = await guarded.signUp()
      const input = { issuer: real.url, clientID: "x", clientSecret: "y" }
      await expect(createProvider(alone, "OIDC", input)).rejects.toThrow("No OpenID Connect provider answers")
      await expect(createProvider(alone, "OIDC", { ...input, issuer: "nonsense" })).rejects.toThrow()
    } finally {
      await guarded.close()
    }
  })

  test("a workspace's sign-in page names it, and gives its address", async () => {
    const [{ subdomain } = { subdomain: "" }] = await app.services.db.query<{ subdomain: string }>(
      "select subdomain from core.workspace where id = $1",
      [admin.workspaceId],
    )
    const { data } = await admin.metadata<{ getPublicWorkspaceDataByDomain: { authProviders: { sso: unknown[] } } }>(
      `{ getPublicWorkspaceDataByDomain(origin: "https://${subdomain}.example.com") { authProviders { sso { id name type status issuer } } } }`,
    )
    expect(data.getPublicWorkspaceDataByDomain.authProviders.sso).toContainEqual(provider)
    const url = await admin.metadata(
      `mutation { getAuthorizationUrlForSSO(input: { identityProviderId: "${provider.id}" }) { id type authorizationURL } }`,
    )
    expect(url.data).toEqual({
      getAuthorizationUrlForSSO: {
        id: provider.id,
        type: "OIDC",
        authorizationURL: `${kith}/auth/oidc/login/${provider.id}`,
      },
    })
  })

  test("switching it off signs out whoever came by it, at once, and lets nobody in", async () => {
    const member = await enterBy(app, await comeIn())
    const pending = loginTokenOf(await comeIn())!
    const edited = await editProvider(admin, { id: provider.id, status: "Inactive", name: "Old" })
    expect(edited.data.editSSOIdentityProvider).toMatchObject({ status: "Inactive", name: "Old" })
    expect((await member.graphql("{ companies { totalCount } }")).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
    const late = await admin.metadata(
      `mutation { getAuthTokensFromLoginToken(loginToken: "${pending}", origin: "") { tokens { accessToken { token } } } }`,
    )
    expect(late.errors?.[0]?.extensions.code).toBe("FORBIDDEN")
    expect((await comeIn()).response.status).toBe(404)
    await editProvider(admin, { id: provider.id, status: "Active", name: "Ours" })
    expect((await enterBy(app, await comeIn())).userId).toBe(member.userId)
  })

  test("the last way in can neither be shut nor deleted", async () => {
    const alone = await app.signUp()
    const shut = () => alone.metadata("mutation { updateWorkspace(data: { isPasswordAuthEnabled: false }) { id } }")
    expect((await shut()).errors?.[0]?.message).toContain("Nobody could sign in any more")
    const own = await createProvider(alone, "OIDC", { issuer: real.url, clientID: "x", clientSecret: "y" })
    expect((await shut()).errors).toBeUndefined()
    expect((await editProvider(alone, { id: own.id, status: "Inactive" })).errors?.[0]?.message).toContain("Nobody")
    const removed = await alone.metadata(
      `mutation { deleteSSOIdentityProvider(input: { identityProviderId: "${own.id}" }) { identityProviderId } }`,
    )
    expect(removed.errors?.[0]?.message).toContain("Nobody")
  })
})
