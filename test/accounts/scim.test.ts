/** What a directory's word means for people: who is let in and taken out, and which role their groups give. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { createServices } from "../../src/accounts/services.ts"
import { createApp } from "../../src/app.ts"
import { openPostgres } from "../../src/ports/postgres-js.ts"
import { actAs, createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import { Browser, loginTokenOf } from "../support/browser.ts"
import { mailed } from "../support/mailbox.ts"
import { startOidcProvider, type TestOidcProvider } from "../support/oidc-provider.ts"
import { enter, getRoleId, join, memberIdOf, newMember } from "../support/people.ts"
import { createRole, memberWith } from "../support/roles.ts"
import { openDirectory, type Directory } from "../support/scim.ts"
import { createProvider, enterBy } from "../support/sso.ts"

type Colleague = Awaited<ReturnType<typeof newMember>>

const kith = "http://localhost:3000"

let app: TestApp
let provider: TestOidcProvider
let admin: Member
let directory: Directory
let otherServer: TestApp["request"]
let closeOther: () => Promise<void>

beforeAll(async () => {
  provider = await startOidcProvider(`${kith}/auth/oidc/callback`)
  app = await createTestApp({ env: { OUTGOING_ALLOW: "127.0.0.1" } })
  const db = openPostgres({ url: app.url, poolSize: 2, applicationName: "kith test", statementTimeout: 30_000 })
  const other = createApp(createServices(app.services.config, db))
  otherServer = async (path, init) => other.request(path, init)
  closeOther = () => db.close()
})

beforeEach(async () => {
  admin = await app.signUp()
  directory = await openDirectory(app, admin)
})

afterAll(async () => {
  await closeOther()
  await app.close()
  await provider.stop()
})

const newEmail = () => `${crypto.randomUUID()}@corp.test`

const codeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.code
const subCodeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.subCode

/** The same person at another server, which has everything about them in memory. */
const elsewhere = (who: Member) => actAs(otherServer, who)

const look = (who: Member) => who.graphql("{ companies { totalCount } }")

async function find(email: string, own = directory): Promise<{ id: string; active: boolean }> {
  const { body } = await own.call("GET", `/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`)
  return body.Resources[0]
}

const setActive = (id: string, value: boolean, own = directory) =>
  own.patch(`/Users/${id}`, { op: "replace", path: "active", value })

async function inviteHash(): Promise<string> {
  const { data } = await admin.metadata<{ currentWorkspace: { inviteHash: string } }>(
    "{ currentWorkspace { inviteHash } }",
  )
  return data.currentWorkspace.inviteHash
}

const joinByLink = async (email: string) => join(app, email, { workspaceInviteHash: await inviteHash() })

async function joinByInvitation(email: string) {
  await admin.metadata(`mutation { sendInvitations(emails: ["${email}"]) { success } }`)
  const token = await mailed(app, email, /inviteToken=([0-9a-f]{64})/)
  return join(app, email, { workspacePersonalInviteToken: token! })
}

const signIn = async (email: string) => {
  const { data, errors } = await admin.metadata<{ getLoginTokenFromCredentials: { loginToken: { token: string } } }>(
    `mutation { getLoginTokenFromCredentials(email: "${email}", password: "correct horse", origin: "") { loginToken { token } } }`,
  )
  return errors ? undefined : enter(app, data.getLoginTokenFromCredentials.loginToken.token)
}

const verify = (email: string) =>
  app.services.db.query(`update core."user" set "isEmailVerified" = true where email = $1`, [email])

const accountOf = async (email: string) =>
  (await app.services.db.query(`select * from core."user" where email = $1`, [email]))[0]

const roleOf = async (who: Member) => {
  const { data } = await who.metadata<{ currentUser: { workspaceMember: { roles: { label: string }[] } } }>(
    "{ currentUser { workspaceMember { roles { label } } } }",
  )
  return data.currentUser.workspaceMember.roles[0]!.label
}

const remove = (who: Member, memberId: string) =>
  who.metadata(`mutation { deleteUserFromWorkspace(workspaceMemberIdToDelete: "${memberId}") { id } }`)

async function newGroup(displayName: string, ...members: string[]): Promise<string> {
  const { body } = await directory.call("POST", "/Groups", {
    displayName,
    members: members.map((value) => ({ value })),
  })
  return body.id
}

const setGroupRoles = (who: Member, groupRoles: { group: string; roleId: string }[]) =>
  who.metadata<{ updateScimGroupRoles: { group: string; roleId: string }[] }>(
    "mutation ($input: UpdateScimGroupRolesInput!) { updateScimGroupRoles(input: $input) { group roleId } }",
    { input: { groupRoles } },
  )

const addTo = (group: string, ...ids: string[]) =>
  directory.patch(`/Groups/${group}`, { op: "add", path: "members", value: ids.map((value) => ({ value })) })

const takeFrom = (group: string, id: string) =>
  directory.patch(`/Groups/${group}`, { op: "remove", path: `members[value eq "${id}"]` })

describe("members", () => {
  let member: Colleague

  beforeEach(async () => {
    member = await newMember(app, admin)
  })

  test("are found by their address, and out in their next request on another server", async () => {
    const { id, active } = await find(member.email)
    expect(active).toBe(true)
    expect((await look(elsewhere(member))).errors).toBeUndefined()
    expect((await setActive(id, false)).body).toMatchObject({ id, active: false })
    for (const who of [elsewhere(member), member]) {
      expect(codeOf(await look(who))).toBe("UNAUTHENTICATED")
      expect(codeOf(await who.metadata("{ currentUser { id } }"))).toBe("UNAUTHENTICATED")
    }
    expect(await signIn(member.email)).toBeUndefined()
    expect((await find(member.email)).active).toBe(false)
  })

  test("come back as who they were, with what was theirs", async () => {
    const roleId = await createRole(admin)
    await admin.metadata(
      `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${member.memberId}", roleId: "${roleId}") { id } }`,
    )
    const role = await roleOf(member)
    const { data } = await admin.graphql<{ createCompany: { id: string } }>(
      `mutation { createCompany(data: { name: "Theirs", accountOwnerId: "${member.memberId}" }) { id } }`,
    )
    const { id } = await find(member.email)
    await setActive(id, false)
    expect((await setActive(id, true)).body.active).toBe(true)
    expect(codeOf(await look(member))).toBe("UNAUTHENTICATED")
    const back = (await signIn(member.email))!
    expect([await memberIdOf(back), await roleOf(back)]).toEqual([member.memberId, role])
    const { data: kept } = await back.graphql<{ company: { accountOwner: { id: string } } }>(
      `{ company(filter: { id: { eq: "${data.createCompany.id}" } }) { accountOwner { id } } }`,
    )
    expect(kept.company.accountOwner.id).toBe(member.memberId)
    await setActive(id, false)
    await setActive(id, true)
    expect(await memberIdOf((await signIn(member.email))!)).toBe(member.memberId)
  })

  test("whom it has deactivated no door lets in", async () => {
    const { id } = await find(member.email)
    await setActive(id, false)
    const answers = [
      await joinByLink(member.email),
      await joinByInvitation(member.email),
      await join(app, member.email, { workspaceId: admin.workspaceId }),
    ]
    expect(answers.map(subCodeOf)).toEqual([
      "DEACTIVATED_BY_DIRECTORY",
      "DEACTIVATED_BY_DIRECTORY",
      "DEACTIVATED_BY_DIRECTORY",
    ])
  })

  test("whom it has deleted only an invitation lets in, or the directory itself", async () => {
    const { id } = await find(member.email)
    expect((await directory.call("DELETE", `/Users/${id}`)).status).toBe(204)
    expect(codeOf(await look(elsewhere(member)))).toBe("UNAUTHENTICATED")
    expect(await find(member.email)).toBeUndefined()
    expect(subCodeOf(await joinByLink(member.email))).toBe("DEACTIVATED_BY_DIRECTORY")
    const again = await directory.user(member.email)
    expect(again).not.toBe(id)
    expect(await memberIdOf((await signIn(member.email))!)).toBe(member.memberId)

    await directory.call("DELETE", `/Users/${again}`)
    expect((await joinByInvitation(member.email)).errors).toBeUndefined()
    expect((await find(member.email)).active).toBe(true)
  })

  test("whom it creates anew as inactive stays out", async () => {
    const { id } = await find(member.email)
    await directory.call("DELETE", `/Users/${id}`)
    const again = await directory.user(member.email, { active: false })
    expect(await signIn(member.email)).toBeUndefined()
    await setActive(again, true)
    expect(await signIn(member.email)).toBeDefined()
  })

  test("whom an admin removed it does not let in again", async () => {
    const { id } = await find(member.email)
    await directory.patch(`/Users/${id}`, { op: "replace", path: "externalId", value: "7" })
    await remove(admin, member.memberId)
    expect(await find(member.email)).toMatchObject({ id, active: false })
    for (const answer of [
      await setActive(id, true),
      await directory.call("PUT", `/Users/${id}`, { userName: member.email, active: true }),
    ]) {
      expect(answer.status).toBe(403)
      expect(answer.body.detail).toContain("An admin has to invite them")
    }
    expect((await directory.patch(`/Users/${id}`, { op: "add", path: "displayName", value: "M" })).status).toBe(200)
    expect((await joinByInvitation(member.email)).errors).toBeUndefined()
    expect(await find(member.email)).toMatchObject({ id, active: true })
  })

  test("are there already for who wants to create them", async () => {
    const { status, body } = await directory.call("POST", "/Users", { userName: member.email })
    expect([status, body.scimType]).toEqual([409, "uniqueness"])
  })

  test("have the directory's name in this workspace, and their own everywhere else", async () => {
    const { id } = await find(member.email)
    const before = await accountOf(member.email)
    const { body } = await directory.call("PUT", `/Users/${id}`, {
      userName: "m.other@corp.test",
      name: { givenName: "Grace", familyName: "Hopper" },
      password: "taken over",
    })
    expect(body).toMatchObject({ id, userName: "m.other@corp.test", active: true })
    const { data } = await admin.graphql(
      `{ workspaceMember(filter: { id: { eq: "${member.memberId}" } }) { userEmail name { firstName lastName } } }`,
    )
    expect(data).toEqual({
      workspaceMember: { userEmail: member.email, name: { firstName: "Grace", lastName: "Hopper" } },
    })
    await setActive(id, false)
    await setActive(id, true)
    expect(await accountOf(member.email)).toEqual(before!)
    expect(await signIn(member.email)).toBeDefined()
  })
})

describe("the last admin", () => {
  test("is neither deactivated nor deleted", async () => {
    const { data } = await admin.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
    const { email } = data.currentUser
    const { id } = await find(email)
    const answers = [
      await setActive(id, false),
      await directory.patch(`/Users/${id}`, { op: "Replace", path: "active", value: "False" }),
      await directory.call("PUT", `/Users/${id}`, { userName: email, active: false }),
      await directory.call("DELETE", `/Users/${id}`),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(403)
      expect(body.detail).toBe("A workspace needs an admin. Give somebody else that role first.")
    }
    expect((await look(admin)).errors).toBeUndefined()
    expect((await find(email)).active).toBe(true)
  })

  test("of two who are deactivated at the same moment one stays", async () => {
    const second = await memberWith(app, admin, await getRoleId(admin, "Admin"))
    const { data } = await admin.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
    const ids = [(await find(data.currentUser.email)).id, (await find(second.email)).id]
    const answers = await Promise.all(ids.map((id) => setActive(id, false)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403])
  })

  test("keeps the role, whatever groups say", async () => {
    const { data } = await admin.metadata<{ currentUser: { email: string } }>("{ currentUser { email } }")
    const { email } = data.currentUser
    await verify(email)
    const { id } = await find(email)
    await setGroupRoles(admin, [{ group: "Staff", roleId: await getRoleId(admin, "Member") }])
    const { status } = await directory.call("POST", "/Groups", { displayName: "Staff", members: [{ value: id }] })
    expect(status).toBe(403)
    expect((await directory.call("GET", "/Groups")).body.totalResults).toBe(0)
    expect(await roleOf(admin)).toBe("Admin")
  })
})

describe("who is no member yet", () => {
  let login: string
  let email: string
  let providerId: string

  beforeEach(async () => {
    login = crypto.randomUUID()
    email = newEmail()
    const { id: clientID, secret: clientSecret } = provider.client
    providerId = (await createProvider(admin, "OIDC", { issuer: provider.url, clientID, clientSecret })).id
    provider.people.set(login, { sub: login, email, email_verified: true, given_name: "From", family_name: "Provider" })
  })

  const comeIn = (query = "") => provider.signIn(new Browser(app), `/auth/oidc/login/${providerId}${query}`, login)

  test("becomes one by the workspace's provider, with the name and the role that the directory gave", async () => {
    const roleId = await createRole(admin, { label: "Seller" })
    await setGroupRoles(admin, [{ group: "Sales", roleId }])
    const id = await directory.user(email, { name: { givenName: "From", familyName: "Directory" } })
    await newGroup("Sales", id)
    const me = await enterBy(app, await comeIn())
    expect(me.name).toEqual({ firstName: "From", lastName: "Directory" })
    expect(await roleOf(me)).toBe("Seller")
    expect(await find(email)).toMatchObject({ id, active: true })
    await setActive(id, false)
    expect(codeOf(await look(elsewhere(me)))).toBe("UNAUTHENTICATED")
    expect(loginTokenOf(await comeIn())).toBeUndefined()
    await setActive(id, true)
    expect(await roleOf(await enterBy(app, await comeIn()))).toBe("Seller")
  })

  test("is not let in while inactive, and no account is made", async () => {
    const id = await directory.user(email, { active: false })
    const page = await comeIn()
    expect([loginTokenOf(page), page.text.includes("taken you out of this workspace")]).toEqual([undefined, true])
    expect(await accountOf(email)).toBeUndefined()
    await setActive(id, true)
    expect(loginTokenOf(await comeIn())).toBeDefined()
  })

  test("an account that exists is neither told of, nor touched, nor let in without an invitation", async () => {
    await join(app, email, {}, "signUp")
    await verify(email)
    const before = await accountOf(email)
    const known = await directory.call("POST", "/Users", { userName: email, password: "mine now" })
    const unknown = await directory.call("POST", "/Users", { userName: newEmail(), password: "mine now" })
    const shape = (body: object) => Object.keys(body)
    expect([known.status, shape(known.body)]).toEqual([unknown.status, shape(unknown.body)])
    expect(await accountOf(email)).toEqual(before!)
    const page = await comeIn()
    expect([loginTokenOf(page), page.text.includes("Ask an admin to invite you")]).toEqual([undefined, true])
    await setGroupRoles(admin, [{ group: "Sales", roleId: await createRole(admin, { label: "Seller" }) }])
    await newGroup("Sales", known.body.id)
    expect((await joinByInvitation(email)).errors).toBeUndefined()
    expect(await find(email)).toMatchObject({ id: known.body.id, active: true })
    expect(await roleOf((await signIn(email))!)).toBe("Seller")
    expect(await accountOf(email)).toEqual({ ...before!, updatedAt: expect.anything() })
  })

  test("is not let in by a sign-in that comes while they are deactivated", async () => {
    for (let i = 0; i < 5; i++) {
      const address = newEmail()
      const id = await directory.user(address)
      await Promise.all([joinByLink(address), setActive(id, false)])
      expect(await signIn(address)).toBeUndefined()
      expect((await find(address)).active).toBe(false)
    }
  })
})

describe("groups give roles", () => {
  let roles: Record<"Admin" | "Boss" | "Seller", string>
  let member: Colleague
  let id: string

  beforeEach(async () => {
    roles = {
      Admin: await getRoleId(admin, "Admin"),
      Boss: await createRole(admin, { label: "Boss" }),
      Seller: await createRole(admin, { label: "Seller" }),
    }
    member = await newMember(app, admin)
    await verify(member.email)
    ;({ id } = await find(member.email))
  })

  test("in the next request on another server; the first of the list decides, and nobody's group gives newcomers' role", async () => {
    const saved = await setGroupRoles(admin, [
      { group: "Bosses", roleId: roles.Boss },
      { group: "Sales", roleId: roles.Seller },
    ])
    expect(saved.data.updateScimGroupRoles.map(({ group }) => group)).toEqual(["Bosses", "Sales"])
    const [bosses, sales] = [await newGroup("bosses"), await newGroup("Sales")]
    const seen = async (label: string) => expect(await roleOf(elsewhere(member))).toBe(label)
    await seen("Member")
    await addTo(sales, id)
    await seen("Seller")
    await addTo(bosses, id)
    await seen("Boss")
    await takeFrom(sales, id)
    await seen("Boss")
    await addTo(sales, id)
    await takeFrom(bosses, id)
    await seen("Seller")
    await directory.patch(`/Groups/${sales}`, { op: "replace", path: "displayName", value: "Unknown" })
    await seen("Member")
    await directory.patch(`/Groups/${sales}`, { op: "replace", path: "displayName", value: "SALES" })
    await seen("Seller")
    await directory.call("DELETE", `/Groups/${sales}`)
    await seen("Member")
  })

  test("by a list that is changed later, by name or id", async () => {
    const group = await newGroup("Sales", id)
    await setGroupRoles(admin, [{ group, roleId: roles.Seller }])
    expect(await roleOf(elsewhere(member))).toBe("Seller")
    await setGroupRoles(admin, [{ group: "sales", roleId: roles.Boss }])
    expect(await roleOf(elsewhere(member))).toBe("Boss")
    await setGroupRoles(admin, [])
    expect(await roleOf(elsewhere(member))).toBe("Member")
    const { data } = await admin.metadata(
      "{ getScimGroups { id displayName membersCount } getScimGroupRoles { group } }",
    )
    expect(data).toEqual({
      getScimGroups: [{ id: group, displayName: "Sales", membersCount: 1 }],
      getScimGroupRoles: [],
    })
  })

  test("whoever was never in one keeps what an admin gave", async () => {
    await admin.metadata(
      `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${member.memberId}", roleId: "${roles.Boss}") { id } }`,
    )
    const group = await newGroup("Without a role", id)
    await setGroupRoles(admin, [{ group: "Sales", roleId: roles.Seller }])
    await takeFrom(group, id)
    expect(await roleOf(elsewhere(member))).toBe("Boss")
  })

  test("not to whoever only says that the address is theirs", async () => {
    const email = newEmail()
    await joinByLink(email)
    const impostor = (await signIn(email))!
    await setGroupRoles(admin, [{ group: "Bosses", roleId: roles.Admin }])
    const found = await find(email)
    const group = await newGroup("Bosses", found.id)
    expect(await roleOf(impostor)).toBe("Member")

    const expected = newEmail()
    const expectedId = await directory.user(expected)
    await addTo(group, expectedId)
    await joinByLink(expected)
    expect(await roleOf((await signIn(expected))!)).toBe("Member")
    expect((await find(expected)).id).toBe(expectedId)
    await setActive(expectedId, false)
    expect(await signIn(expected)).toBeUndefined()

    await verify(email)
    await takeFrom(group, found.id)
    await addTo(group, found.id)
    expect(await roleOf(impostor)).toBe("Admin")
  })

  test("a role that may update all settings only where somebody said so who may", async () => {
    const lesserRole = await createRole(admin, { label: "Roles only" })
    const granted = await admin.metadata(
      `mutation { upsertPermissionFlags(upsertPermissionFlagsInput: { roleId: "${lesserRole}", permissionFlagKeys: ["ROLES"] }) { id } }`,
    )
    expect(granted.errors).toBeUndefined()
    const lesser = await memberWith(app, admin, lesserRole)
    const refused = await setGroupRoles(lesser, [{ group: "Bosses", roleId: roles.Admin }])
    expect(subCodeOf(refused)).toBe("PERMISSION_DENIED")

    await newGroup("Sales", id)
    expect((await setGroupRoles(lesser, [{ group: "Sales", roleId: roles.Seller }])).errors).toBeUndefined()
    expect(await roleOf(member)).toBe("Seller")
    const raised = await admin.metadata(
      `mutation { updateOneRole(updateRoleInput: { id: "${roles.Seller}", update: { canUpdateAllSettings: true } }) { id } }`,
    )
    expect(raised.errors).toBeUndefined()
    await addTo(await newGroup("Another"), id)
    expect(await roleOf(member)).toBe("Member")

    await setGroupRoles(admin, [{ group: "Sales", roleId: roles.Seller }])
    expect(await roleOf(member)).toBe("Seller")
    expect(subCodeOf(await setGroupRoles(lesser, []))).toBe("PERMISSION_DENIED")
  })

  test("refusals", async () => {
    const foreign = await app.signUp()
    const refused: [GraphqlAnswer<unknown>, string][] = [
      [await setGroupRoles(member, []), "PERMISSION_DENIED"],
      [await member.metadata("{ getScimGroups { id } }"), "PERMISSION_DENIED"],
      [await member.metadata("{ getScimGroupRoles { group } }"), "PERMISSION_DENIED"],
      [await setGroupRoles(admin, [{ group: "A", roleId: await getRoleId(foreign, "Admin") }]), "ROLE_NOT_FOUND"],
      [await setGroupRoles(admin, [{ group: " ", roleId: roles.Boss }]), "INVALID_INPUT"],
      [
        await setGroupRoles(admin, [
          { group: "A", roleId: roles.Boss },
          { group: "a", roleId: roles.Seller },
        ]),
        "INVALID_INPUT",
      ],
    ]
    expect(refused.map(([answer]) => subCodeOf(answer))).toEqual(refused.map(([, code]) => code))
  })
})

test("what a directory does is in the audit log, under the name of its token", async () => {
  const roleId = await createRole(admin)
  const member = await newMember(app, admin)
  await verify(member.email)
  const { id } = await find(member.email)
  await setGroupRoles(admin, [{ group: "Sales", roleId }])
  await newGroup("Sales", id)
  await setActive(id, false)
  await setActive(id, true)
  const rows = await app.services.db.query(
    `select event, "actorName", "targetName" from core."auditLog"
     where "workspaceId" = $1 and ("actorName" = 'Our directory' or "targetKind" = 'scimToken') order by at`,
    [admin.workspaceId],
  )
  const [made, ...done] = rows
  expect(made).toMatchObject({ event: "scimToken.created", targetName: "Our directory" })
  const by = { actorName: "Our directory", targetName: member.email }
  expect(done).toEqual([
    { event: "member.roleChanged", ...by },
    { event: "member.removed", ...by },
    { event: "member.returned", ...by },
  ])
})

test("two workspaces' directories know nothing of one another", async () => {
  const owner = await app.signUp()
  const other = await openDirectory(app, owner)
  const both = await newMember(app, admin)
  const { data } = await owner.metadata<{ currentWorkspace: { inviteHash: string } }>(
    "{ currentWorkspace { inviteHash } }",
  )
  const joined = await join(app, both.email, { workspaceInviteHash: data.currentWorkspace.inviteHash })
  const there = await enter(app, joined.data.signUpInWorkspace.loginToken.token)

  const { id } = await find(both.email)
  const expected = await directory.user(newEmail())
  const group = await newGroup("Sales", id)
  for (const path of [`/Users/${id}`, `/Users/${expected}`, `/Groups/${group}`]) {
    const answers = [
      await other.call("GET", path),
      await other.patch(path, { op: "replace", value: { active: false, displayName: "Theirs" } }),
      await other.call("PUT", path, { userName: newEmail(), displayName: "Theirs" }),
      await other.call("DELETE", path),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  }
  const stolen = await other.call("POST", "/Groups", { displayName: "Sales", members: [{ value: id }] })
  expect([stolen.status, stolen.body.scimType]).toEqual([400, "invalidValue"])
  const list = await other.call("GET", "/Users")
  expect(list.body.Resources.map((each: { id: string }) => each.id)).not.toContain(id)
  expect((await other.call("GET", "/Groups")).body.totalResults).toBe(0)

  await setActive((await find(both.email, other)).id, false, other)
  expect(codeOf(await look(there))).toBe("UNAUTHENTICATED")
  expect((await look(both)).errors).toBeUndefined()
  expect((await find(both.email)).active).toBe(true)
})
