/** Domains whose people join without an invitation, at the front door. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { actAs, createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import { Browser, loginTokenOf } from "../support/browser.ts"
import { mailed } from "../support/mailbox.ts"
import { oauthClient, startOauthServer, type OauthServer } from "../support/oauth-server.ts"
import { enter, join, memberIdOf, newMember } from "../support/people.ts"
import { createProvider, enterBy } from "../support/sso.ts"

interface Domain {
  id: string
  domain: string
  isValidated: boolean
  createdAt: string
}

let app: TestApp
let google: OauthServer
let stranger: Member
let admin: Member
let domain: string

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
  stranger = actAs(app.request, { userId: "", workspaceId: "", token: "" })
})

beforeEach(async () => {
  admin = await app.signUp()
  domain = `${crypto.randomUUID()}.test`
})

afterAll(async () => {
  await app.close()
  await google.stop()
})

const codeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.code
const subCodeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.subCode

const shown = "id domain isValidated createdAt"

const create = (who: Member, input: { domain: string; email: string }) =>
  who.metadata<{ createApprovedAccessDomain: Domain }>(
    `mutation ($input: CreateApprovedAccessDomainInput!) { createApprovedAccessDomain(input: $input) { ${shown} } }`,
    { input },
  )

const validate = (who: Member, approvedAccessDomainId: string, validationToken: string | undefined) =>
  who.metadata<{ validateApprovedAccessDomain: Domain }>(
    `mutation ($input: ValidateApprovedAccessDomainInput!) { validateApprovedAccessDomain(input: $input) { ${shown} } }`,
    { input: { approvedAccessDomainId, validationToken: validationToken ?? "" } },
  )

const remove = (who: Member, id: string) =>
  who.metadata(`mutation { deleteApprovedAccessDomain(input: { id: "${id}" }) }`)

const list = async (who: Member) =>
  (await who.metadata<{ getApprovedAccessDomains: Domain[] }>(`{ getApprovedAccessDomains { ${shown} } }`)).data
    .getApprovedAccessDomains

const tokenFor = (email: string) => mailed(app, email, /validationToken=([0-9a-f]{64})"/)

async function approve(who = admin, name = domain): Promise<string> {
  const email = `boss-${crypto.randomUUID()}@${name}`
  const { data } = await create(who, { domain: name, email })
  const { id } = data.createApprovedAccessDomain
  expect((await validate(who, id, await tokenFor(email))).data.validateApprovedAccessDomain.isValidated).toBe(true)
  return id
}

const newEmail = (name = domain) => `${crypto.randomUUID()}@${name}`

const verify = (email: string) =>
  app.services.db.query(`update core."user" set "isEmailVerified" = true where email = $1`, [email])

/** An account of this address, confirmed or not, that is in no workspace. */
async function account(email: string, isVerified = true) {
  await join(app, email, {}, "signUp")
  if (isVerified) await verify(email)
  return email
}

const joinNamed = (email: string, workspaceId = admin.workspaceId) => join(app, email, { workspaceId })

describe("a domain", () => {
  test("is validated by a link that is mailed to an address of it, once, for its workspace", async () => {
    const email = newEmail()
    const created = await create(admin, { domain: `@${domain.toUpperCase()}`, email })
    const { id } = created.data.createApprovedAccessDomain
    expect(created.data.createApprovedAccessDomain).toEqual({
      id,
      domain,
      isValidated: false,
      createdAt: expect.any(String),
    })
    expect(await mailed(app, email, /settings\/security\?wtdId=([0-9a-f-]{36})&/)).toBe(id)
    const token = await tokenFor(email)
    const other = await app.signUp()
    const theirs = newEmail()
    const foreign = (await create(other, { domain, email: theirs })).data.createApprovedAccessDomain.id
    const refused = [
      await validate(admin, id, "0".repeat(64)),
      await validate(admin, id, await tokenFor(theirs)),
      await validate(other, id, token),
      await validate(other, foreign, token),
    ]
    expect(refused.map(codeOf)).toEqual(refused.map(() => "FORBIDDEN"))
    expect((await validate(admin, id, token)).data.validateApprovedAccessDomain.isValidated).toBe(true)
    expect(codeOf(await validate(admin, id, token))).toBe("FORBIDDEN")
    expect(await list(admin)).toEqual([expect.objectContaining({ id, isValidated: true })])
    expect(await list(other)).toEqual([expect.objectContaining({ id: foreign, isValidated: false })])
    expect(subCodeOf(await remove(other, id))).toBe("APPROVED_ACCESS_DOMAIN_NOT_FOUND")
    expect((await remove(admin, id)).data).toEqual({ deleteApprovedAccessDomain: true })
    expect(await list(admin)).toEqual([])
  })

  test.each<[string, { domain: string; email: string }, string]>([
    ["a public mail provider", { domain: "gmail.com", email: "a@gmail.com" }, "PUBLIC_EMAIL_PROVIDER"],
    ["one in capitals", { domain: "GMX.de", email: "a@gmx.de" }, "PUBLIC_EMAIL_PROVIDER"],
    ["no domain", { domain: "acme", email: "a@acme" }, "INVALID_INPUT"],
    ["an address", { domain: "a@acme.test", email: "a@acme.test" }, "INVALID_INPUT"],
    ["a wildcard", { domain: "*.test", email: "a@x.test" }, "INVALID_INPUT"],
    ["an address elsewhere", { domain: "acme.test", email: "a@evil.test" }, "APPROVED_ACCESS_DOMAIN_EMAIL_MISMATCH"],
    ["one of a subdomain", { domain: "acme.test", email: "a@x.acme.test" }, "APPROVED_ACCESS_DOMAIN_EMAIL_MISMATCH"],
    [
      "one that only ends so",
      { domain: "acme.test", email: "a@not-acme.test" },
      "APPROVED_ACCESS_DOMAIN_EMAIL_MISMATCH",
    ],
  ])("%s is refused", async (_, input, subCode) => {
    expect(subCodeOf(await create(admin, input))).toBe(subCode)
    expect(await list(admin)).toEqual([])
  })

  test("is there once, and takes the right to change security settings", async () => {
    await approve()
    const again = await create(admin, { domain, email: newEmail() })
    expect(subCodeOf(again)).toBe("APPROVED_ACCESS_DOMAIN_ALREADY_REGISTERED")
    const member = await newMember(app, admin)
    const refused = [
      await member.metadata(`{ getApprovedAccessDomains { id } }`),
      await create(member, { domain: "acme.test", email: "a@acme.test" }),
      await validate(member, crypto.randomUUID(), "0".repeat(64)),
      await remove(member, crypto.randomUUID()),
    ]
    expect(refused.map(subCodeOf)).toEqual(refused.map(() => "PERMISSION_DENIED"))
  })
})

describe("its people", () => {
  test("join by a confirmed address, with the role for newcomers, and see beforehand that they may", async () => {
    const email = await account(newEmail())
    const available = async () => {
      const { data } = await stranger.metadata<{
        signIn: { availableWorkspaces: { availableWorkspacesForSignUp: { id: string; inviteHash: null }[] } }
      }>(
        `mutation { signIn(email: "${email}", password: "correct horse") { availableWorkspaces { availableWorkspacesForSignUp { id inviteHash personalInviteToken } } } }`,
      )
      return data.signIn.availableWorkspaces.availableWorkspacesForSignUp
    }
    expect(await available()).toEqual([])
    expect(codeOf(await joinNamed(email))).toBe("FORBIDDEN")
    const id = await approve()
    expect(await available()).toEqual([expect.objectContaining({ id: admin.workspaceId, inviteHash: null })])
    const me = await enter(app, (await joinNamed(email)).data.signUpInWorkspace.loginToken.token)
    const { data } = await me.metadata(`{ currentUser { workspaceMember { roles { label } } } }`)
    expect(data).toEqual({ currentUser: { workspaceMember: { roles: [{ label: "Member" }] } } })
    expect(await available()).toEqual([])
    await remove(admin, id)
    expect((await me.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
    expect(codeOf(await joinNamed(await account(newEmail())))).toBe("FORBIDDEN")
  })

  test("not before the domain is validated, nor by an address that is not confirmed, or of another domain", async () => {
    await create(admin, { domain, email: newEmail() })
    expect(codeOf(await joinNamed(await account(newEmail())))).toBe("FORBIDDEN")
    const other = await app.signUp()
    await approve(other)
    const refused = [
      await joinNamed(await account(newEmail(), false), other.workspaceId),
      await joinNamed(newEmail(), other.workspaceId),
      await joinNamed(await account(newEmail(`x.${domain}`)), other.workspaceId),
      await joinNamed(await account(newEmail(`x${domain}`)), other.workspaceId),
      await joinNamed(await account(newEmail()), admin.workspaceId),
    ]
    expect(refused.map(codeOf)).toEqual(refused.map(() => "FORBIDDEN"))
  })

  test("whoever was removed needs an invitation", async () => {
    await approve()
    const email = await account(newEmail())
    const me = await enter(app, (await joinNamed(email)).data.signUpInWorkspace.loginToken.token)
    await admin.metadata(
      `mutation { deleteUserFromWorkspace(workspaceMemberIdToDelete: "${await memberIdOf(me)}") { id } }`,
    )
    expect(codeOf(await joinNamed(email))).toBe("FORBIDDEN")
    await admin.metadata(`mutation { sendInvitations(emails: ["${email}"]) { success } }`)
    expect((await joinNamed(email)).errors).toBeUndefined()
  })

  test("not with a password where newcomers come by other ways", async () => {
    await approve()
    await admin.metadata("mutation { updateWorkspace(data: { isPasswordAuthEnabled: false }) { id } }")
    const answer = await joinNamed(await account(newEmail()))
    expect(answer.errors?.[0]?.message).toContain("does not let you sign in with a password")
  })

  test("by Google, whether they name the workspace or not", async () => {
    await approve()
    for (const query of [`?workspaceId=${admin.workspaceId}`, ""]) {
      const email = newEmail()
      google.person = { sub: crypto.randomUUID(), email, email_verified: true, given_name: "Ada", family_name: "L" }
      const me = await enterBy(app, await new Browser(app).open(`/auth/google${query}`))
      expect([me.workspaceId, me.email]).toEqual([admin.workspaceId, email])
    }
    google.person = { ...google.person, sub: crypto.randomUUID(), email: newEmail(), email_verified: false }
    expect(loginTokenOf(await new Browser(app).open("/auth/google"))).toBeUndefined()
    google.person = { ...google.person, sub: crypto.randomUUID(), email: newEmail("other.test"), email_verified: true }
    expect(loginTokenOf(await new Browser(app).open("/auth/google"))).toBeUndefined()
  })

  test("an account is not taken in on the word of the workspace's own provider", async () => {
    await approve()
    const email = await account(newEmail())
    const { id: clientID, secret: clientSecret } = oauthClient
    const { id } = await createProvider(admin, "OIDC", { issuer: google.url, clientID, clientSecret })
    google.person = { sub: crypto.randomUUID(), email, email_verified: true, given_name: "Eve", family_name: "L" }
    const page = await new Browser(app).open(`/auth/oidc/login/${id}`)
    expect([loginTokenOf(page), page.text.includes("Ask an admin to invite you")]).toEqual([undefined, true])
  })
})
