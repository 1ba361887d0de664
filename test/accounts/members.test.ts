/** Members: roles, settings, leaving, and what becomes of what was theirs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { actAs, createTestApp, type GraphqlAnswer, type Member, type TestApp } from "../support/app.ts"
import { enter, getRoleId, join, memberIdOf, newMember } from "../support/people.ts"
import { openSecondServer } from "../support/second-server.ts"

type Colleague = Awaited<ReturnType<typeof newMember>>

let app: TestApp
let admin: Member
let adminId: string
let other: Colleague
let roles: Record<"Admin" | "Member", string>

beforeAll(async () => {
  app = await createTestApp()
})

beforeEach(async () => {
  admin = await app.signUp()
  adminId = await memberIdOf(admin)
  other = await newMember(app, admin)
  roles = { Admin: await getRoleId(admin, "Admin"), Member: await getRoleId(admin, "Member") }
})

afterAll(() => app.close())

const codeOf = ({ errors }: GraphqlAnswer<unknown>) => errors?.[0]?.extensions.subCode

const setRole = (who: Member, memberId: string, roleId: string) =>
  who.metadata<{ updateWorkspaceMemberRole: { id: string; roles: { label: string }[] } }>(
    `mutation { updateWorkspaceMemberRole(workspaceMemberId: "${memberId}", roleId: "${roleId}") { id roles { label } } }`,
  )

const remove = (who: Member, memberId: string, more = "") =>
  who.metadata<{ deleteUserFromWorkspace: { id: string; userId: string; deletedAt: string } }>(
    `mutation { deleteUserFromWorkspace(workspaceMemberIdToDelete: "${memberId}"${more}) { id userId deletedAt } }`,
  )

const mayInvite = async (who: Member) => codeOf(await who.metadata("{ findWorkspaceInvitations { id } }")) === undefined

const members = async (who: Member) => {
  const { data } = await who.metadata<{
    currentUser: { workspaceMembers: { id: string; roles: { label: string }[] }[] }
  }>(
    "{ currentUser { workspaceMembers { id userEmail name { firstName } userWorkspaceId dateFormat calendarStartDay roles { label } } } }",
  )
  return data.currentUser.workspaceMembers
}

describe("roles", () => {
  test("the list says who has which", async () => {
    expect((await members(other)).map(({ id, roles }) => [id, roles.map((each) => each.label)])).toEqual([
      [adminId, ["Admin"]],
      [other.memberId, ["Member"]],
    ])
  })

  test("a new one counts in the next request, and so does its loss", async () => {
    expect(await mayInvite(other)).toBe(false)
    const { data } = await setRole(admin, other.memberId, roles.Admin)
    expect(data.updateWorkspaceMemberRole).toEqual({ id: other.memberId, roles: [{ label: "Admin" }] })
    expect(await mayInvite(other)).toBe(true)
    await setRole(admin, other.memberId, roles.Member)
    expect(await mayInvite(other)).toBe(false)
  })

  test("refusals", async () => {
    const foreign = await app.signUp()
    const refused: [GraphqlAnswer<unknown>, string][] = [
      [await setRole(other, adminId, roles.Member), "PERMISSION_DENIED"],
      [await setRole(admin, adminId, roles.Member), "CANNOT_UPDATE_SELF_ROLE"],
      [await setRole(admin, crypto.randomUUID(), roles.Member), "WORKSPACE_MEMBER_NOT_FOUND"],
      [await setRole(admin, other.memberId, await getRoleId(foreign, "Admin")), "ROLE_NOT_FOUND"],
      [await setRole(foreign, other.memberId, roles.Member), "WORKSPACE_MEMBER_NOT_FOUND"],
      [await remove(foreign, other.memberId), "WORKSPACE_MEMBER_NOT_FOUND"],
      [await remove(other, adminId), "PERMISSION_DENIED"],
      [await remove(admin, adminId), "CANNOT_UNASSIGN_LAST_ADMIN"],
    ]
    expect(refused.map(([answer]) => codeOf(answer))).toEqual(refused.map(([, code]) => code))
    expect(await mayInvite(admin)).toBe(true)
  })

  test("of two admins who take each other's role at the same moment one stays", async () => {
    for (let i = 0; i < 5; i++) {
      await setRole(admin, other.memberId, roles.Admin)
      await Promise.all([setRole(admin, other.memberId, roles.Member), setRole(other, adminId, roles.Member)])
      const left = [await mayInvite(admin), await mayInvite(other)]
      expect(left.filter(Boolean).length).toBe(1)
      if (!left[0]) await setRole(other, adminId, roles.Admin)
    }
  })
})

describe("members as records", () => {
  const update = (who: Member, id: string, data: string) =>
    who.graphql(`mutation { updateWorkspaceMember(id: "${id}", data: { ${data} }) { id } }`)

  test.each<[string, () => Promise<GraphqlAnswer<unknown>>]>([
    ["whose user it is", () => update(other, other.memberId, `userId: "${admin.userId}"`)],
    ["whose user it is, for an admin", () => update(admin, other.memberId, `userId: "${admin.userId}"`)],
    ["the address", () => update(other, other.memberId, `userEmail: "eve@example.com"`)],
    ["somebody else's settings", () => update(other, adminId, `jobTitle: "Gone"`)],
    [
      "a new one",
      () => admin.graphql(`mutation { createWorkspaceMember(data: { userId: "${other.userId}" }) { id } }`),
    ],
    ["into the bin", () => admin.graphql(`mutation { deleteWorkspaceMember(id: "${other.memberId}") { id } }`)],
    ["for ever", () => admin.graphql(`mutation { destroyWorkspaceMember(id: "${other.memberId}") { id } }`)],
  ])("%s is not written", async (_, write) => {
    expect(codeOf(await write())).toBe("PERMISSION_DENIED")
  })

  test("one's own settings are, and those of others for whoever manages members", async () => {
    expect((await update(other, other.memberId, `jobTitle: "Own"`)).errors).toBeUndefined()
    expect((await update(admin, other.memberId, `jobTitle: "By an admin"`)).errors).toBeUndefined()
  })
})

describe("leaving", () => {
  test("whoever is removed is out at once, comes back by an invitation only, and others are left alone", async () => {
    const { data } = await remove(admin, other.memberId)
    expect(data.deleteUserFromWorkspace).toMatchObject({ userId: other.userId, deletedAt: expect.any(String) })
    const answers = [
      await other.graphql("{ companies { totalCount } }"),
      await other.metadata("{ currentUser { id } }"),
    ]
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"])
    expect((await members(admin)).map(({ id }) => id)).toEqual([adminId])
    const { data: shown } = await admin.graphql<{ workspaceMembers: { totalCount: number } }>(
      "{ workspaceMembers { totalCount } }",
    )
    expect(shown.workspaceMembers.totalCount).toBe(1)
    expect(codeOf(await remove(admin, other.memberId))).toBe("WORKSPACE_MEMBER_NOT_FOUND")
    expect(codeOf(await join(app, other.email, { workspaceId: admin.workspaceId }))).toBe("FORBIDDEN_EXCEPTION")

    const { data: link } = await admin.metadata<{ currentWorkspace: { inviteHash: string } }>(
      "{ currentWorkspace { inviteHash } }",
    )
    const again = await join(app, other.email, { workspaceInviteHash: link.currentWorkspace.inviteHash })
    const back = await enter(app, again.data.signUpInWorkspace.loginToken.token)
    expect((await back.graphql("{ companies { totalCount } }")).errors).toBeUndefined()
  })

  test("anybody may leave", async () => {
    expect((await remove(other, other.memberId)).errors).toBeUndefined()
    expect((await members(admin)).length).toBe(1)
  })

  test("a successor gets what the member owned, also in custom objects and in the bin", async () => {
    await admin.metadata(
      `mutation { createOneObject(input: { object: { nameSingular: "rocket", namePlural: "rockets", labelSingular: "Rocket", labelPlural: "Rockets" } }) { id } }`,
    )
    const { data: found } = await admin.metadata<{
      objects: { edges: { node: { id: string; nameSingular: string } }[] }
    }>("{ objects(paging: { first: 1000 }) { edges { node { id nameSingular } } } }")
    const idOf = (name: string) => found.objects.edges.find(({ node }) => node.nameSingular === name)!.node.id
    const pilot = await admin.metadata(
      `mutation ($payload: JSON) { createOneField(input: { field: { objectMetadataId: "${idOf("rocket")}", type: RELATION, name: "pilot", label: "Pilot", relationCreationPayload: $payload } }) { id } }`,
      {
        payload: {
          type: "MANY_TO_ONE",
          targetObjectMetadataId: idOf("workspaceMember"),
          targetFieldLabel: "Rockets",
          targetFieldIcon: "IconRocket",
        },
      },
    )
    expect(pilot.errors).toBeUndefined()
    const made = await admin.graphql<Record<string, { id: string }>>(`mutation {
      a: createCompany(data: { name: "Kept", accountOwnerId: "${other.memberId}" }) { id }
      b: createCompany(data: { name: "Binned", accountOwnerId: "${other.memberId}" }) { id }
      c: createTask(data: { title: "Call", assigneeId: "${other.memberId}" }) { id }
      d: createOpportunity(data: { name: "Deal" }) { id }
      e: createRocket(data: { name: "One", pilotId: "${other.memberId}" }) { id }
    }`)
    expect(made.errors).toBeUndefined()
    await admin.graphql(`mutation { deleteCompany(id: "${made.data.b!.id}") { id } }`)
    expect(codeOf(await remove(admin, other.memberId, `, successorWorkspaceMemberId: "${other.memberId}"`))).toBe(
      "INVALID_INPUT",
    )
    expect(codeOf(await remove(admin, other.memberId, `, successorWorkspaceMemberId: "${crypto.randomUUID()}"`))).toBe(
      "WORKSPACE_MEMBER_NOT_FOUND",
    )
    expect((await remove(admin, other.memberId, `, successorWorkspaceMemberId: "${adminId}"`)).errors).toBeUndefined()
    const bin = `filter: { id: { eq: "${made.data.b!.id}" }, deletedAt: { is: NOT_NULL } }`
    const { data } = await admin.graphql(`{
      a: company(filter: { id: { eq: "${made.data.a!.id}" } }) { accountOwnerId }
      b: companies(${bin}) { edges { node { accountOwnerId } } }
      c: task(filter: { id: { eq: "${made.data.c!.id}" } }) { assigneeId }
      e: rocket(filter: { id: { eq: "${made.data.e!.id}" } }) { pilotId }
    }`)
    expect(data).toEqual({
      a: { accountOwnerId: adminId },
      b: { edges: [{ node: { accountOwnerId: adminId } }] },
      c: { assigneeId: adminId },
      e: { pilotId: adminId },
    })
  })
})

describe("settings", () => {
  const update = (who: Member, workspaceMemberId: string, settings: object) =>
    who.metadata(
      `mutation ($input: UpdateWorkspaceMemberSettingsInput!) { updateWorkspaceMemberSettings(input: $input) }`,
      { input: { workspaceMemberId, update: settings } },
    )

  test("one's own, with the name that stays on records", async () => {
    const settings = { name: { firstName: "Ada", lastName: "Lovelace" }, dateFormat: "DAY_FIRST", calendarStartDay: 1 }
    expect((await update(other, other.memberId, settings)).data).toEqual({ updateWorkspaceMemberSettings: true })
    const { data } = await other.metadata(
      "{ currentUser { firstName workspaceMember { name { lastName } dateFormat calendarStartDay } } }",
    )
    expect(data).toEqual({
      currentUser: {
        firstName: "Ada",
        workspaceMember: { name: { lastName: "Lovelace" }, dateFormat: "DAY_FIRST", calendarStartDay: 1 },
      },
    })
  })

  test("a new name stands on what is written from then on, on every server", async () => {
    const second = openSecondServer(app)
    const elsewhere = actAs(second.request, other)
    const author = async (who: Member) => {
      const { data } = await who.graphql<{ createCompany: { createdBy: { name: string } } }>(
        "mutation { createCompany(data: {}) { createdBy { name } } }",
      )
      return data.createCompany.createdBy.name
    }
    await author(other)
    await author(elsewhere)
    await update(other, other.memberId, { name: { firstName: "Grace", lastName: "Hopper" } })
    expect([await author(other), await author(elsewhere)]).toEqual(["Grace Hopper", "Grace Hopper"])
    await second.close()
  })

  test("those of others take a right, and who somebody is cannot be set at all", async () => {
    expect(codeOf(await update(other, adminId, { colorScheme: "Dark" }))).toBe("PERMISSION_DENIED")
    expect((await update(admin, other.memberId, { colorScheme: "Dark" })).errors).toBeUndefined()
    for (const stray of ["userId", "userEmail", "id", "deletedAt"]) {
      expect(codeOf(await update(other, other.memberId, { [stray]: adminId }))).toBe("INVALID_INPUT")
    }
    expect((await update(other, other.memberId, { dateFormat: "SIDEWAYS" })).errors?.[0]?.extensions.code).toBe(
      "BAD_USER_INPUT",
    )
  })
})

test("somebody in several workspaces goes from one to the other", async () => {
  const second = await app.signUp()
  const { data: link } = await second.metadata<{ currentWorkspace: { inviteHash: string } }>(
    "{ currentWorkspace { inviteHash } }",
  )
  await join(app, other.email, { workspaceInviteHash: link.currentWorkspace.inviteHash })
  const { data } = await other.metadata<{
    currentUser: { availableWorkspaces: { availableWorkspacesForSignIn: { id: string; loginToken: string }[] } }
  }>(
    "{ currentUser { workspaces { workspace { id } } availableWorkspaces { availableWorkspacesForSignIn { id loginToken } } } }",
  )
  const available = data.currentUser.availableWorkspaces.availableWorkspacesForSignIn
  expect(available.map(({ id }) => id)).toEqual([admin.workspaceId, second.workspaceId])
  const there = await enter(app, available[1]!.loginToken)
  expect(
    (await there.metadata<{ currentWorkspace: { id: string } }>("{ currentWorkspace { id } }")).data.currentWorkspace
      .id,
  ).toBe(second.workspaceId)

  // Removed there, still here.
  await remove(second, await memberIdOf(there))
  expect((await there.metadata("{ currentUser { id } }")).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED")
  expect((await other.metadata("{ currentUser { id } }")).errors).toBeUndefined()
})
